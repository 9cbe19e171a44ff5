//! Random work that queues for people: mass outages, one team by priority, networks of steps with few crews.

use crate::play::{Played, TRIALS, hours};

#[test]
fn twenty_jobs_for_four_people_take_the_time_of_a_pure_death_process() {
    // Mean m ((n − c) / c + H_c) and variance m² ((n − c) / c² + Σ 1/k²) with m = 3 h, n = 20, c = 4.
    let model = r#"
        teams: { "crew": (people: 4) },
        systems: { "unit": (alike: 20, restart: (takes: "exponential(mean 3h)", by: ["crew"])) },
        services: { "pay": (needs: ["20 of unit"]) }"#;
    let mut played = Played::new(model, r#"horizon: "9w", events: [Outage(targets: ["unit"], lasts: "0s")]"#);
    let sample = played.outages("pay");
    sample.has_moments(18.25, 349.0 / 16.0);
    sample.has_shares(&[(15.0, 0.254045864665), (18.0, 0.524459429034), (24.0, 0.889053395042)]);
    sample.has_shares(&[
        (17.7264628501, 0.5),
        (24.3609660997, 0.9),
        (26.6757221027, 0.95),
        (31.7182124246, 0.99),
    ]);
    let completion = played.sample(TRIALS, |played| {
        let systems = &played.outcome().systems;
        systems.iter().map(|system| hours(system.line.outage())).sum::<f64>() / systems.len() as f64
    });
    completion.has_mean(8.1);
}

#[test]
fn people_in_pairs_do_half_as_much() {
    // Two people a job: four people are two crews: m ((n − 2) / 2 + 3/2) with n = 6, m = 2 h.
    let model = r#"
        teams: { "crew": (people: 4) },
        systems: { "unit": (alike: 6, restart: (takes: "exponential(mean 2h)", by: ["crew: 2"])) },
        services: { "pay": (needs: ["6 of unit"]) }"#;
    let mut played = Played::new(model, r#"events: [Outage(targets: ["unit"], lasts: "0s")]"#);
    played.outages("pay").has_moments(7.0, 4.0 * (4.0 / 4.0 + 1.0 + 0.25));
}

#[test]
fn the_kth_in_a_queue_of_one_waits_for_k_jobs() {
    // P(the k-th is done within 8 h) = P(k, 4), a sum of k exponentials of mean 2 h.
    let systems = (1..=5).map(|k| {
        let id = ["e", "d", "c", "b", "a"][k - 1];
        format!(
            r#""{id}": (priority: {k}, recovery: [(name: "Fix", steps: [(do: "It", by: ["crew"], takes: "exponential(mean 2h)")])]),"#
        )
    });
    let model =
        format!(r#"teams: {{ "crew": (people: 1) }}, systems: {{ {} }}"#, systems.collect::<String>());
    let mut played = Played::new(&model, r#"events: [Outage(targets: ["kind:system"])]"#);
    for (id, share) in [("e", 0.981684361111), ("c", 0.761896694446), ("a", 0.37116306482)] {
        played.outages(id).has_at_most(8.0, share);
    }
    played.outages("a").has_moments(10.0, 20.0);
}

/// Eight steps with precedence for so many crews.
fn eight_steps(crews: u32) -> Played {
    let steps = [
        (2, ""),
        (4, ""),
        (3, ""),
        (1, "\"s0\""),
        (5, "\"s0\", \"s1\""),
        (2, "\"s2\""),
        (3, "\"s3\", \"s4\""),
        (1, "\"s5\", \"s6\""),
    ];
    let steps = steps.iter().enumerate().map(|(step, (mean, after))| {
        format!(r#"(do: "S{step}", by: ["crew"], takes: "exponential(mean {mean}h)", after: [{after}]),"#)
    });
    let model = format!(
        r#"teams: {{ "crew": (people: {crews}) }}, systems: {{ "db": (recovery: [(name: "Fix", steps: [{}])]) }}, services: {{ "pay": (needs: ["db"]) }}"#,
        steps.collect::<String>()
    );
    Played::new(&model, r#"horizon: "9w", events: [Outage(targets: ["db"])]"#)
}

#[test]
fn a_network_of_steps_takes_the_longer_the_fewer_crews_there_are() {
    let free = (14.1840715111, 45.8653656504);
    for crews in [8, 3] {
        let sample = eight_steps(crews).outages("pay");
        sample.has_moments(free.0, free.1);
        sample.has_shares(&[(12.0, 0.441704617577), (24.0, 0.913660339113)]);
    }
    let sample = eight_steps(2).outages("pay");
    sample.has_moments(14.6599362245, 45.0302757889);
    sample.has_shares(&[(12.0, 0.40343636354), (24.0, 0.908291454572)]);
    sample.has_shares(&[(13.3915093791, 0.5), (23.5049861974, 0.9), (27.4105009119, 0.95)]);
    let sample = eight_steps(1).outages("pay");
    sample.has_moments(21.0, 69.0);
    sample.has_shares(&[(12.0, 0.117866349509), (24.0, 0.689547481826)]);
}

#[test]
fn the_people_who_stay_away_are_binomial() {
    // Eight people, each away with chance 0.3; eight jobs of one hour show how many are there: ceil(8 / n) hours.
    let model = r#"
        teams: { "crew": (people: 8) },
        systems: { "unit": (alike: 8, restart: (takes: "1h", by: ["crew"])) }, services: { "pay": (needs: ["8 of unit"]) }"#;
    let events = r#"events: [Outage(targets: ["unit"], lasts: "0s"), Absence(id: "flu", targets: ["crew"], share: 0.3)]"#;
    let sample = Played::new(model, events).outages("pay");
    let there = |n: u32| {
        let choose = (0..n).fold(1.0, |product, k| product * f64::from(8 - k) / f64::from(k + 1));
        choose * 0.7f64.powi(n as i32) * 0.3f64.powi(8 - n as i32)
    };
    sample.has_share("all there", there(8), |value| value == 1.0);
    sample.has_share("half or more", there(4) + there(5) + there(6) + there(7), |value| value == 2.0);
    sample.has_share("three", there(3), |value| value == 3.0);
    sample.has_share("two", there(2), |value| value == 4.0);
    let two = Played::new(&model.replace("people: 8", "people: 2"), events).outages("pay");
    two.has_share("nobody of two", 0.09, f64::is_infinite);
}

#[test]
fn a_share_that_is_itself_uncertain_averages_over_its_distribution() {
    // Nobody of two people comes with chance E[s²] = 1/12 + 1/4 for s uniform on (0, 1).
    let model = r#"
        teams: { "crew": (people: 2) },
        systems: { "db": (restart: (takes: "1h", by: ["crew"])) }"#;
    let events = r#"events: [Outage(targets: ["db"], lasts: "0s"), Absence(id: "flu", targets: ["crew"], share: "uniform(0, 1)")]"#;
    Played::new(model, events).outages("db").has_share("nobody", 1.0 / 3.0, f64::is_infinite);
}

/// Mean and mean square of the time until `well` machines, each failing once after an exponential time of mean
/// `lasts`, and `broken` ones are all repaired by `people`, an exponential time of mean `takes` each: what happens
/// next, after a time of mean 1 / rate, is a failure or a repair (the machine-repair model without return).
fn all_repaired(well: u32, broken: u32, people: u32, (lasts, takes): (f64, f64)) -> (f64, f64) {
    let fails = f64::from(well) / lasts;
    let repairs = f64::from(broken.min(people)) / takes;
    let rate = fails + repairs;
    if rate == 0.0 {
        return (0.0, 0.0);
    }
    let (mut mean, mut square) = (1.0 / rate, 2.0 / (rate * rate));
    let next = [(fails, well.wrapping_sub(1), broken + 1), (repairs, well, broken.wrapping_sub(1))];
    for (share, well, broken) in next.into_iter().filter(|(share, ..)| *share > 0.0) {
        let (further, further_square) = all_repaired(well, broken, people, (lasts, takes));
        mean += share / rate * further;
        square += share / rate * (2.0 / rate * further + further_square);
    }
    (mean, square)
}

#[test]
fn machines_that_fail_in_their_time_wait_for_repair_as_the_machine_repair_model_says() {
    // Alone it is a sum of two exponentials.
    assert_eq!(
        all_repaired(1, 0, 1, (9.0, 4.0)),
        (13.0, 9.0 * 9.0 * 2.0 + 2.0 * 9.0 * 4.0 + 4.0 * 4.0 * 2.0)
    );
    for people in [1, 2, 5] {
        let systems: String = (0..5)
            .map(|machine| {
                format!(r#""m{machine}": (restart: (takes: "exponential(mean 4h)", by: ["crew"])), "#)
            })
            .collect();
        let events: String = (0..5)
            .map(|machine| {
                format!(
                    r#"Outage(id: "e{machine}", targets: ["m{machine}"], after: "exponential(mean 9h)", lasts: "0s"), "#
                )
            })
            .collect();
        let model = format!(r#"teams: {{ "crew": (people: {people}) }}, systems: {{ {systems} }}"#);
        let mut played = Played::new(&model, &format!(r#"horizon: "26w", events: [{events}]"#));
        let sample = played.sample(TRIALS, |played| {
            let systems = played.outcome().systems.iter();
            systems.map(|system| hours(system.line.last_back)).fold(0.0, f64::max)
        });
        let (mean, square) = all_repaired(5, 0, people, (9.0, 4.0));
        sample.has_moments(mean, square - mean * mean);
    }
}

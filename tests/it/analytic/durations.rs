//! How long things take: the families of distributions, chains, races and networks of steps without contention.

use crate::play::{Played, TRIALS, hours};

/// A system that is out for a drawn time, for a service that needs it.
fn lasting(lasts: &str) -> Played {
    let model = r#"systems: { "db": () }, services: { "pay": (needs: ["db"]) }"#;
    Played::new(
        model,
        &format!(r#"horizon: "99w", events: [Outage(id: "cut", targets: ["db"], lasts: "{lasts}")]"#),
    )
}

/// A system recovered by machine work in these steps.
fn by_steps(steps: &str) -> Played {
    let model = format!(
        r#"systems: {{ "db": (recovery: [(name: "Rebuild", steps: [{steps}])]) }}, services: {{ "pay": (needs: ["db"]) }}"#
    );
    Played::new(&model, r#"horizon: "99w", events: [Outage(targets: ["db"])]"#)
}

#[test]
fn every_family_has_its_mean_and_variance() {
    lasting("uniform(2h, 8h)").outages("pay").has_moments(5.0, 3.0);
    // (a + b + c) / 3; (a² + b² + c² − ab − ac − bc) / 18.
    lasting("triangular(1h, 2h, 6h)").outages("pay").has_moments(3.0, 21.0 / 18.0);
    // (a + 4 m + b) / 6; (mean − a) (b − mean) / 7.
    lasting("pert(1h, 2h, 9h)").outages("pay").has_moments(3.0, 12.0 / 7.0);
    lasting("exponential(mean 4h)").outages("pay").has_moments(4.0, 16.0);
    lasting("gamma(mean 6h, shape 3)").outages("pay").has_moments(6.0, 12.0);
    lasting("gamma(mean 2h, shape 0.5)").outages("pay").has_moments(2.0, 8.0);
    // Scale 3 h, shape 2: 3 Γ(1.5); 9 (1 − Γ(1.5)²), with Γ(1.5) = √π / 2.
    let pi = std::f64::consts::PI;
    lasting("weibull(scale 3h, shape 2)").outages("pay").has_moments(1.5 * pi.sqrt(), 9.0 * (1.0 - pi / 4.0));
    lasting("observed(1h, 2h, 2h, 7h)").outages("pay").has_moments(3.0, 5.5);
}

#[test]
fn a_lognormal_has_its_median_its_p95_and_the_mean_that_follows() {
    let sample = lasting("lognormal(p50 2h, p95 6h)").outages("pay");
    sample.has_shares(&[(2.0, 0.5), (6.0, 0.95)]);
    let sigma = 3f64.ln() / 1.644_853_626_951_472_7;
    let mean = 2.0 * (sigma * sigma / 2.0).exp();
    sample.has_moments(mean, mean * mean * ((sigma * sigma).exp() - 1.0));
}

#[test]
fn a_cap_cuts_off_what_is_longer() {
    // E[min(X, c)] = m (1 − e^(−c/m)).
    let sample = lasting("exponential(mean 4h) max 6h").outages("pay");
    sample.has_mean(4.0 * (1.0 - (-1.5f64).exp()));
    sample.has_share("share at the cap", (-1.5f64).exp(), |value| value == 6.0);
}

#[test]
fn an_amount_at_a_rate_takes_their_ratio() {
    assert_eq!(by_steps(r#"(do: "Copy", takes: "6TB at 800GB/h")"#).out("pay"), "7h30m");
    assert_eq!(by_steps(r#"(do: "Copy", takes: "90 at 1.5/m")"#).out("pay"), "1h");
    // Size and rate are variables of their own: E[S] E[1/R], with E[1/R] = ln(b/a) / (b − a).
    let copy = r#"(do: "Copy", takes: "uniform(100, 300) at uniform(10, 40)/h")"#;
    let (size, size_2) = (200.0, 200.0 * 200.0 + 200.0 * 200.0 / 12.0);
    let (slow, slow_2) = (4f64.ln() / 30.0, 1.0 / 400.0);
    by_steps(copy).outages("pay").has_moments(size * slow, size_2 * slow_2 - (size * slow).powi(2));
}

#[test]
fn a_chain_of_exponential_steps_is_hypoexponential() {
    let mut played = by_steps(
        r#"(do: "A", takes: "exponential(mean 2h)"), (do: "B", takes: "exponential(mean 3h)"), (do: "C", takes: "exponential(mean 5h)")"#,
    );
    let sample = played.outages("pay");
    sample.has_moments(10.0, 38.0);
    sample.has_shares(&[(8.0, 0.447019187007), (16.0, 0.851435974892), (24.0, 0.967210776838)]);
    sample.has_shares(&[
        (8.71299625855, 0.5),
        (18.1514156639, 0.9),
        (21.813011224, 0.95),
        (30.0625728561, 0.99),
    ]);
}

/// Members of a group that restart by themselves, of which some are needed.
fn race(members: u32, needed: u32, mean: &str) -> Played {
    let model = format!(
        r#"systems: {{ "unit": (alike: {members}, restart: "exponential(mean {mean})") }}, services: {{ "pay": (needs: ["{needed} of unit"]) }}"#
    );
    Played::new(&model, r#"horizon: "99w", events: [Outage(targets: ["unit"], lasts: "0s")]"#)
}

#[test]
fn the_last_of_ten_is_the_maximum() {
    let sample = race(10, 10, "4h").outages("pay");
    sample.has_moments(7381.0 / 630.0, 24.7962836987);
    sample.has_shares(&[
        (12.0, 0.600080293976),
        (10.8142207674, 0.5),
        (18.232863283, 0.9),
        (27.6129471779, 0.99),
    ]);
}

#[test]
fn the_third_of_five_is_an_order_statistic() {
    let sample = race(5, 3, "6h").outages("pay");
    sample.has_moments(4.7, 7.69);
    sample.has_at_most(6.0, 0.736436217658);
}

/// The five steps of a Wheatstone bridge with these means.
fn bridge(means: [&str; 5]) -> Played {
    let steps = [("a", ""), ("b", ""), ("c", "\"a\""), ("d", "\"a\""), ("e", "\"b\", \"c\"")];
    let steps = steps.iter().zip(means).map(|((id, after), mean)| {
        format!(r#"(do: "{id}", takes: "exponential(mean {mean})", after: [{after}]),"#)
    });
    by_steps(&steps.collect::<String>())
}

#[test]
fn a_wheatstone_network_of_steps_has_its_published_moments() {
    let sample = bridge(["1h", "1h", "1h", "1h", "1h"]).outages("pay");
    sample.has_moments(83.0 / 24.0, 1663.0 / 576.0);
    sample.has_shares(&[(2.0, 0.192635359419), (3.0, 0.458521731008), (5.0, 0.834670293006)]);
    sample.has_shares(&[(3.16116654718, 0.5), (5.72188746596, 0.9), (8.7187058518, 0.99)]);
    bridge(["3h", "5h", "2h", "6h", "4h"]).outages("pay").has_moments(267109.0 / 20020.0, 46.9500245209);
}

/// The eight steps of General Foundry; each takes what `takes` makes of (least, most likely, most).
fn foundry(takes: impl Fn(u32, u32, u32) -> String) -> Played {
    let steps = [
        ("a", (1, 2, 3), ""),
        ("b", (2, 3, 4), ""),
        ("c", (1, 2, 3), "\"a\""),
        ("d", (2, 4, 6), "\"b\""),
        ("e", (1, 4, 7), "\"c\""),
        ("f", (1, 2, 9), "\"c\""),
        ("g", (3, 4, 11), "\"d\", \"e\""),
        ("h", (1, 2, 3), "\"f\", \"g\""),
    ];
    let steps = steps.iter().map(|(id, (least, likely, most), after)| {
        format!(r#"(do: "{id}", takes: "{}", after: [{after}]),"#, takes(*least, *likely, *most))
    });
    by_steps(&steps.collect::<String>())
}

#[test]
fn general_foundry_takes_fifteen_weeks_at_mean_durations() {
    let played = foundry(|least, likely, most| format!("{}h", f64::from(least + 4 * likely + most) / 6.0));
    assert_eq!(played.out("pay"), "15h");
}

#[test]
fn general_foundry_takes_longer_than_its_critical_path_on_average() {
    // The longest of several paths: above 15 in the mean, and never below the critical path of the same trial.
    let sample = foundry(|least, likely, most| format!("pert({least}h, {likely}h, {most}h)")).outages("pay");
    let mean = sample.0.iter().sum::<f64>() / sample.0.len() as f64;
    assert!(mean > 15.2 && mean < 16.0, "{mean}");
    // The path a-c-e-g-h alone: mean 15; (mean − a)(b − mean) / 7 summed over its steps.
    let path = [(1, 2, 3), (1, 2, 3), (1, 4, 7), (3, 4, 11), (1, 2, 3)];
    let steps = path.iter().enumerate().map(|(step, (least, likely, most))| {
        format!(r#"(do: "{step}", takes: "pert({least}h, {likely}h, {most}h)"),"#)
    });
    by_steps(&steps.collect::<String>()).outages("pay").has_moments(15.0, 24.0 / 7.0);
}

#[test]
fn attempts_are_repeated_until_they_succeed() {
    // Geometric: 1 h per attempt, success 0.4: mean 2.5, variance 0.6 / 0.16.
    let model = r#"
        tasks: { "fix": (when: Incident, steps: [(do: "Try", takes: "1h", success: 0.4)]) },
        systems: { "db": () }"#;
    let mut played = Played::new(model, r#"horizon: "99w", events: [Outage(targets: ["db"])]"#);
    let sample = played.sample(TRIALS, |played| hours(played.task("fix").done));
    sample.has_moments(2.5, 3.75);
    sample.has_shares(&[(1.0, 0.4), (2.0, 0.64), (3.0, 0.784)]);
}

#[test]
fn each_attempt_has_a_duration_of_its_own() {
    // A geometric number N of independent exponential attempts is exponential with mean 1 h / 0.25.
    let model = r#"
        tasks: { "fix": (when: Incident, steps: [(do: "Try", takes: "exponential(mean 1h)", success: 0.25)]) },
        systems: { "db": () }"#;
    let mut played = Played::new(model, r#"horizon: "99w", events: [Outage(targets: ["db"])]"#);
    played.sample(TRIALS, |played| hours(played.task("fix").done)).has_moments(4.0, 16.0);
}

#[test]
fn a_strategy_that_fails_for_good_leaves_it_to_the_next() {
    // Two attempts of 1 h with success 0.6, then a restore of 5 h: 1 (0.6), 2 (0.24), 7 (0.16).
    let model = r#"
        systems: { "db": (recovery: [
            (name: "Repair", steps: [(do: "Try", takes: "1h", success: 0.6, attempts: 2)]),
            (name: "Rebuild", steps: [(do: "Rebuild", takes: "5h")]) ]) },
        services: { "pay": (needs: ["db"]) }"#;
    let mut played = Played::new(model, r#"events: [Outage(targets: ["db"])]"#);
    let sample = played.outages("pay");
    sample.has_share("first attempt", 0.6, |value| value == 1.0);
    sample.has_share("second attempt", 0.24, |value| value == 2.0);
    sample.has_share("rebuilt", 0.16, |value| value == 7.0);
}

//! Differences of pairs against closed forms. Allowed are 4 standard errors: a false alarm in 6 of 100,000 seeds, and
//! the seed is fixed.

use blackstart::document::edit::Typed;
use blackstart::results::{Table, Verdict};
use blackstart::study::{Counting, Moved, Terms};
use blackstart::units::Millis;

use super::{GRAHAM, effect, effect_on, ground, only};

const SHOP: &str = r#"systems: { "till": (), "lamp": () },
    services: { "sales": (needs: "till", rto: "10h", required: 0.5) }"#;
const TRIALS: u64 = 16_384;
const HOUR_MS: f64 = 3_600_000.0;

/// An outage of exponential length with a mean of 10 h, and one with 20 h, are -10 h ln(u) and -20 h ln(u) with the same
/// u. So their difference is exponential with a mean of 10 h, and an objective of 10 h is lost where the first length
/// lies between 5 h and 10 h.
#[test]
fn the_difference_of_a_pair_is_that_of_the_same_draw() {
    let plan = ground(SHOP, r#"events: [Outage(targets: ["till"], lasts: "exponential(mean 10h)")]"#);
    let found = effect(&plan, &[Typed::set("events.outage-1.lasts", "exponential(mean 20h)")], TRIALS);
    let sales = only(&found);
    let n = TRIALS as f64;
    let mean = sales.recovery.mean.mean.expect("every trial is back").value / HOUR_MS;
    assert!((mean - 10.0).abs() < 4.0 * 10.0 / n.sqrt(), "{mean}");
    let rto = &sales.objectives[0];
    let lost = libm::exp(-0.5) - libm::exp(-1.0);
    assert!((-rto.change.value - lost).abs() < 4.0 * (lost * (1.0 - lost) / n).sqrt(), "{:?}", rto.change);
    assert!(rto.change.interval[0] < -lost && -lost < rto.change.interval[1]);
    assert_eq!((rto.pairs.won, sales.better, sales.worse), (0, 0, TRIALS));
    assert_eq!((rto.verdict, rto.moved()), ((Verdict::Holds, Verdict::FallsShort), Moved::Opens));
    let median = sales.recovery.quantiles[0];
    let [before, after] = [median.before, median.after].map(|time| time.expect("back").get() as f64);
    // The same u has the same rank in both.
    assert!((after - 2.0 * before).abs() <= 2.0, "{before} {after}");
    let [low, high] = median.interval.map(|end| end.expect("bounded") as f64 / HOUR_MS);
    let truth = 10.0 * std::f64::consts::LN_2;
    assert!(low < truth && truth < high, "{low} {truth} {high}");
}

#[test]
fn what_has_no_path_to_a_service_changes_nothing_of_it() {
    let plan = ground(SHOP, r#"events: [Outage(targets: ["till", "lamp"], lasts: "exponential(mean 10h)")]"#);
    let edits = [
        Typed::set("systems.lamp.restart", "exponential(mean 3h)"),
        Typed::set("response.detect", "exponential(mean 1h)"),
    ];
    let found = effect(&plan, &edits, 4_096);
    let sales = only(&found);
    assert_eq!((sales.differ, sales.better, sales.worse), (0, 0, 0));
    assert_eq!(sales.recovery.mean.mean.expect("back").value, 0.0);
    assert_eq!(sales.objectives[0].change.value, 0.0);
    assert_eq!(sales.objectives[0].moved(), Moved::Stays);
}

#[test]
fn a_fourth_crew_makes_grahams_work_later_in_every_pair() {
    let plan = ground(GRAHAM, r#"events: [Outage(targets: ["db"])]"#);
    let found = effect(&plan, &[Typed::set("teams.crew.people", "4")], 200);
    let shop = only(&found);
    assert_eq!((shop.better, shop.worse), (0, 200));
    assert_eq!(shop.objectives[0].pairs, Table { both: 0, lost: 200, won: 0, neither: 0 });
    let worst = shop.most_worse.expect("every pair is worse");
    assert_eq!((worst.trial, worst.after.minus(worst.before)), (0, Millis::new(3 * 3_600_000)));
}

#[test]
fn pairs_are_the_same_on_any_threads() {
    let plan =
        ground(SHOP, r#"events: [Outage(targets: ["till"], lasts: "exponential(mean 10h)", chance: 0.7)]"#);
    let edits = [Typed::set("events.outage-1.lasts", "pert(2h, 9h, 40h)")];
    for counting in [Counting::Pairs, Counting::All, Counting::Until(0.01), Counting::TimesUntil(0.01)] {
        let terms = Terms { trials: 5_001, counting };
        let alone = format!("{:?}", effect_on(1, &plan, &edits, terms));
        assert_eq!(format!("{:?}", effect_on(3, &plan, &edits, terms)), alone);
    }
}

#[test]
fn a_change_that_is_known_is_played_no_further() {
    let plan = ground(SHOP, r#"events: [Outage(targets: ["till"], lasts: "exponential(mean 10h)")]"#);
    let until = |lasts: &str, known: f64| {
        let edits = [Typed::set("events.outage-1.lasts", lasts)];
        effect_on(2, &plan, &edits, Terms { trials: 20_000, counting: Counting::Until(known) }).trials
    };
    assert_eq!(until("exponential(mean 600m)", 0.01), 1_024, "nothing differs");
    assert_eq!(until("exponential(mean 11h)", 0.01), 4_096, "3.5 of 100 differ, known to 0.9");
    assert_eq!(
        until("exponential(mean 20h)", 0.01),
        4_096,
        "24 of 100 differ, known to 2.1, less than a tenth of it"
    );
    assert_eq!(until("exponential(mean 15h)", 0.01), 8_192, "14.6 of 100 differ, known to 1.2");
    assert_eq!(until("exponential(mean 11h)", 0.002), 20_000, "3.5 of 100 differ, known to 0.4");
}

//! Intervals against the truth: how often they cover it over many seeds.
//!
//! A system is interrupted with a known chance. What the interval of a run covers is known exactly, too: the sum of the
//! binomial chances of all counts whose interval holds the chance. The number of runs that cover is then binomial, and
//! its exact tail on the side of the count must be at least half of 1e-9: so much is the chance of a false alarm.

use blackstart::results::{Results, Share};

use crate::exact::chances::{FALSE_ALARM, tail};
use crate::random::run::Run;

const SEEDS: u64 = 2_000;

const TRIALS: u64 = 64;

/// The chance that the interval of so many trials holds a chance.
fn covered(chance: f64) -> f64 {
    let mut mass = (1.0 - chance).powi(TRIALS as i32);
    let mut sum = 0.0;
    for held in 0..=TRIALS {
        let [low, high] = Share::new(held, TRIALS).interval;
        if low <= chance && chance <= high {
            sum += mass;
        }
        mass *= (TRIALS - held) as f64 / (held + 1) as f64 * chance / (1.0 - chance);
    }
    sum
}

#[test]
fn intervals_at_99_percent_cover_the_truth_as_often_as_they_say() {
    let model = r#"(systems: { "db": () }, services: { "pay": (needs: ["db"], rto: "1h") })"#;
    for (chance, least) in [(0.5, 0.988), (0.3, 0.985), (0.1, 0.98)] {
        let expected = covered(1.0 - chance);
        // Wilson's interval covers what it says on average over all chances, here a little more or less.
        assert!((least..0.998).contains(&expected), "{chance}: {expected}");
        let scenario = format!(
            r#"(title: "T", model: "model.ron", horizon: "1d", events: [Outage(id: "e", targets: ["db"], chance: {chance}, lasts: "2h")])"#
        );
        let covers = |seed: &u64| {
            let run = Run::of_texts(model, &scenario, *seed);
            let results = Results::new(&run.model, &run.scenario, &run.labels, &run.tallies(0, TRIALS, 1));
            let [low, high] = results.services[0].objectives[0].share.interval;
            low <= 1.0 - chance && 1.0 - chance <= high
        };
        let count = (1..=SEEDS).filter(covers).count() as u64;
        let tail = tail(SEEDS, count, expected);
        assert!(
            tail >= FALSE_ALARM / 2.0,
            "{count} of {SEEDS} runs cover {chance}, {expected} should: {tail:e}"
        );
    }
}

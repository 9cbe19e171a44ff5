//! Estimates: what results and the results file say is what the trials were, counted in another way.

use blackstart::report::names::Names;
use blackstart::report::wire::{Account, Extras, ResultsFile, RunFacts, line};
use blackstart::results::{Estimate, Hundredths, PERCENTS, Results};
use blackstart::source::Sources;
use blackstart::units::Millis;
use proptest::prelude::any;
use proptest::proptest;
use serde_json::Value;

use crate::random::ron::Ron;
use crate::random::run::{Run, Trial};
use crate::random::span::Span;
use crate::random::{ANY, Organisation, cases, organisations};

const TRIALS: u64 = 48;

const HOUR: i64 = 3_600_000;

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn quantiles_are_ranks_of_the_trials_and_lie_in_order(organisation in organisations(ANY)) {
        let (trials, results) = played(&organisation);
        for service in &results.services {
            let outcomes: Vec<_> = trials.iter().map(|trial| trial.services[&service.id]).collect();
            let [incident, detected, assessed, declared] = [0, 1, 2, 3]
                .map(|at| trials.iter().map(|trial| trial.response[at]).collect::<Vec<Millis>>());
            assert!(incident.iter().zip(&assessed).all(|(incident, assessed)| incident <= assessed));
            let since = |instants: &[Millis]| -> Vec<Millis> {
                outcomes.iter().zip(instants).map(|(outcome, &at)| outcome.minimum.since(at)).collect()
            };
            assert_ranks(&service.recovery, outcomes.iter().map(|outcome| outcome.minimum.outage()).collect());
            assert_ranks(&service.recovery_detected, since(&detected));
            assert_ranks(&service.recovery_declared, since(&declared));
            assert_ranks(&service.recovery_full, outcomes.iter().map(|outcome| outcome.full.outage()).collect());
            assert_ranks(&service.data_loss, outcomes.iter().map(|outcome| outcome.data_loss).collect());
            let interrupted = outcomes.iter().filter(|outcome| outcome.minimum.interrupted());
            assert_ranks(&service.first_return, interrupted.map(|outcome| outcome.minimum.first_return()).collect());
        }
    }

    /// The file says in seconds what the trials were in milliseconds.
    #[test]
    fn the_results_file_holds_what_the_trials_were(organisation in organisations(ANY)) {
        let (trials, results) = played(&organisation);
        let facts = RunFacts { seed: 1, first_trial: 0, trials_asked: TRIALS, search: None, inputs: Vec::new(), edits: Vec::new() };
        let run = Run::new(&organisation);
        let account = Account {
            model: &run.model,
            scenario: &run.scenario,
            labels: &run.labels,
            names: &Names::new(&run.model, &run.scenario, &run.labels),
            results: &results,
            facts: &facts,
            findings: &[],
            assumptions: None,
            against: None,
            extras: &Extras::nothing(&run.model),
            sources: &Sources::new(),
        };
        let file: Value = serde_json::from_str(&line(&ResultsFile::new(&account))).expect("JSON");
        let services = file["services"].as_array().expect("a list");
        assert_eq!(services.len(), trials[0].services.len());
        for service in services {
            let id = service["id"].as_str().expect("an id");
            let outcomes: Vec<_> = trials.iter().map(|trial| trial.services[id]).collect();
            let times = outcomes.iter().map(|outcome| outcome.minimum.outage()).collect();
            assert_told(&service["recovery"], times);
            assert_told(&service["recovery_by_clock"]["disruption"], outcomes.iter().map(|outcome| outcome.minimum.outage()).collect());
            assert_told(&service["recovery_full"], outcomes.iter().map(|outcome| outcome.full.outage()).collect());
            assert_told(&service["data_loss"], outcomes.iter().map(|outcome| outcome.data_loss).collect());
            for objective in service["objectives"].as_array().expect("a list") {
                let target = seconds(&objective["target_s"]).expect("a target");
                let held = |outcome: &blackstart::engine::ServiceOutcome| match objective["kind"].as_str() {
                    Some("rpo") => Some(outcome.data_loss <= target),
                    Some("rto") if objective["clock"] == "disruption" => Some(outcome.minimum.outage() <= target),
                    _ => None,
                };
                let held: Option<Vec<bool>> = outcomes.iter().map(held).collect();
                if let Some(held) = held {
                    let count = held.iter().filter(|&&held| held).count();
                    assert_eq!(objective["held"], count, "{objective}");
                    assert_eq!(objective["share"], count as f64 / TRIALS as f64);
                }
            }
        }
    }

    /// Two services that need the same, one with more time: it keeps it at least as often.
    #[test]
    fn with_more_time_it_is_kept_no_less_often(organisation in organisations(ANY), which in any::<u16>(), short in 1..40_i64, more in 0..40_i64) {
        let mut organisation = organisation;
        let systems = organisation.single_systems();
        let need = systems.get(usize::from(which) % systems.len().max(1)).cloned();
        let need = need.unwrap_or_else(|| organisation.ids("sites")[0].clone());
        for (id, hours) in [("short", short), ("long", short + more)] {
            let rto = Ron::Span(Span::fixed(hours * HOUR));
            organisation.add_node("services", id, vec![("needs", Ron::text(&need)), ("rto", rto)]);
        }
        let (trials, results) = played(&organisation);
        let held = |id: &str| {
            let service = results.services.iter().find(|service| service.id == id).expect("it was added");
            service.objectives[0].share.held
        };
        assert!(held("short") <= held("long"), "{} and {}", held("short"), held("long"));
        let kept = trials.iter().filter(|trial| trial.services["short"].minimum.outage() <= Millis::new(short * HOUR));
        assert_eq!(held("short"), kept.count() as u64);
    }

    /// 36,000 an hour are a hundredth a millisecond, so the losses are the outages; twice the rate is twice the loss.
    #[test]
    fn a_loss_by_the_hour_is_the_outage_times_the_rate(organisation in organisations(ANY), which in any::<u16>()) {
        let mut organisation = organisation;
        let systems = organisation.ids("systems");
        let need = &systems[usize::from(which) % systems.len()];
        for (id, rate) in [("cheap", 36_000), ("dear", 72_000)] {
            let points = [(0, 0), (HOUR, rate)].map(|(after, loss)| Ron::Pair(Span::fixed(after), loss));
            let fields = vec![("needs", Ron::text(need)), ("impact", Ron::List(points.to_vec()))];
            organisation.add_node("services", id, fields);
        }
        let run = Run::new(&organisation);
        let (trials, results) = played(&organisation);
        let costs: Vec<i64> = trials
            .iter()
            .map(|trial| {
                let line = trial.services["cheap"].minimum;
                let out = if line.recovered() { line.outage() } else { run.scenario.horizon.minus(line.first_down) };
                out.get()
            })
            .collect();
        for (id, factor) in [("cheap", 1), ("dear", 2)] {
            let service = results.services.iter().find(|service| service.id == id).expect("it was added");
            let loss = &service.loss.as_ref().expect("it has an impact").estimate;
            let mut costs: Vec<i64> = costs.iter().map(|cost| factor * cost).collect();
            costs.sort_unstable();
            assert_eq!(loss.average.max.map(|Hundredths(most)| most), costs.last().copied());
            let mean = costs.iter().sum::<i64>() as f64 / TRIALS as f64;
            assert_eq!(loss.average.mean.expect("trials").value, mean, "{id}");
            for (at, quantile) in loss.quantiles.iter().enumerate() {
                assert_eq!(quantile.value.map(|Hundredths(value)| value), Some(costs[rank(PERCENTS[at], costs.len())]));
            }
        }
    }
}

/// The trials of an organisation, and what results say of them.
fn played(organisation: &Organisation) -> (Vec<Trial>, Results) {
    let run = Run::new(organisation);
    let results = Results::new(&run.model, &run.scenario, &run.labels, &run.tallies(0, TRIALS, 1));
    (run.trials(TRIALS), results)
}

/// Position of a quantile among `count` sorted values: the ceil(q n)-th.
fn rank(percent: u64, count: usize) -> usize {
    (percent as usize * count).div_ceil(100).max(1) - 1
}

/// Asserts that an estimate is that of these times.
fn assert_ranks(estimate: &Estimate<Millis>, mut times: Vec<Millis>) {
    times.sort_unstable();
    let finite: Vec<Millis> = times.iter().copied().filter(|time| !time.is_never()).collect();
    let average = &estimate.average;
    assert_eq!((average.n, average.recovered), (times.len() as u64, finite.len() as u64));
    assert_eq!((average.min, average.max), (finite.first().copied(), finite.last().copied()));
    if let Some(mean) = average.mean {
        let sum: i64 = finite.iter().map(|time| time.get()).sum();
        assert_eq!(mean.value, sum as f64 / finite.len() as f64);
        assert!(mean.interval.is_none_or(|[low, high]| low <= mean.value && mean.value <= high));
    }
    if times.is_empty() {
        return;
    }
    for (quantile, percent) in estimate.quantiles.iter().zip(PERCENTS) {
        let at = times[rank(percent, times.len())];
        assert_eq!((quantile.percent, quantile.value.unwrap_or(Millis::NEVER)), (percent, at), "{times:?}");
        let [low, high] = quantile.interval;
        assert!(low.is_none_or(|low| low <= at) && high.is_none_or(|high| high >= at), "{quantile:?}");
    }
    let values = estimate.quantiles.iter().map(|quantile| quantile.value.unwrap_or(Millis::NEVER));
    assert!(values.is_sorted(), "{:?}", estimate.quantiles);
}

/// Asserts that an entry of the results file is that of these times.
fn assert_told(entry: &Value, mut times: Vec<Millis>) {
    times.sort_unstable();
    let finite: Vec<&Millis> = times.iter().filter(|time| !time.is_never()).collect();
    assert_eq!(entry["n"], times.len());
    assert_eq!(entry["recovered"], finite.len());
    assert_eq!(seconds(&entry["min_s"]), finite.first().copied().copied());
    assert_eq!(seconds(&entry["max_s"]), finite.last().copied().copied());
    for percent in PERCENTS {
        let expected = times[rank(percent, times.len())];
        let found = seconds(&entry["quantiles_s"][format!("p{percent}")]);
        assert_eq!(found.unwrap_or(Millis::NEVER), expected, "p{percent} of {times:?}");
    }
}

/// Seconds of the results file.
fn seconds(value: &Value) -> Option<Millis> {
    value.as_f64().map(|seconds| Millis::new((seconds * 1_000.0).round() as i64))
}

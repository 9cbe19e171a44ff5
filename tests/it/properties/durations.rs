//! Durations add up: longer ones make recovery later, and all of them times k make everything times k.

use blackstart::engine::Line;
use blackstart::units::Millis;
use proptest::prelude::any;
use proptest::{prop_assume, proptest};

use super::TRIALS;
use crate::random::run::{Run, Trial, assert_no_later, assert_same};
use crate::random::span::Span;
use crate::random::{PLAIN, TIMELESS, cases, organisations};

const HOUR: i64 = 3_600_000;

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_longer_wait_makes_nothing_earlier_and_nothing_later_by_more(
        organisation in organisations(PLAIN),
        which in any::<u16>(),
    ) {
        let mut waits: Vec<Span> = Vec::new();
        let mut longer = organisation.clone();
        longer.for_each_wait(|span| waits.push(span.clone()));
        prop_assume!(!waits.is_empty());
        let (which, mut at) = (usize::from(which) % waits.len(), 0);
        longer.for_each_wait(|span| {
            if at == which {
                *span = span.lengthened(HOUR);
            }
            at += 1;
        });
        let (before, after) = (Run::new(&organisation).trials(TRIALS), Run::new(&longer).trials(TRIALS));
        assert_no_later(&before, &after);
        if waits[which].can_move() && !has_retries(&organisation.model) {
            assert_later_by_at_most(&before, &after);
        }
    }

    #[test]
    fn recovery_lies_between_that_of_the_shortest_and_that_of_the_longest_durations(
        organisation in organisations(PLAIN),
    ) {
        let (mut shortest, mut longest, mut bounded) = (organisation.clone(), organisation.clone(), true);
        shortest.for_each_wait(|span| *span = Span::fixed(span.least()));
        longest.for_each_wait(|span| match span.most() {
            Some(most) => *span = Span::fixed(most),
            None => bounded = false,
        });
        let between = Run::new(&organisation).trials(TRIALS);
        assert_no_later(&Run::new(&shortest).trials(TRIALS), &between);
        if bounded {
            assert_no_later(&between, &Run::new(&longest).trials(TRIALS));
        }
    }

    #[test]
    fn all_durations_times_k_make_all_times_times_k(organisation in organisations(TIMELESS), k in 2..5_i64) {
        let mut scaled = organisation.clone();
        scaled.for_each_span(|_, span| *span = span.times(k));
        let expected: Vec<Trial> =
            Run::new(&organisation).trials(1).iter().map(|trial| times(trial, k)).collect();
        assert_same(&Run::new(&scaled).trials(1), &expected);
    }

    #[test]
    fn the_steps_of_a_chain_add_up(takes in proptest::collection::vec(0..200_000_i64, 4..9)) {
        let steps: Vec<String> =
            takes[3..].iter().enumerate().map(|(at, ms)| format!("(do: \"s{at}\", takes: \"{ms}ms\")")).collect();
        let model = format!(
            "(response: (detect: \"{}ms\", assess: \"{}ms\", declare: \"{}ms\"),
              systems: {{ \"db\": (recovery: [ (name: \"Repair\", after_declaration: true, steps: [{}, (do: \"last\", takes: \"0s\")]) ]) }},
              services: {{ \"shop\": (needs: [\"db\"]) }})",
            takes[0], takes[1], takes[2], steps.join(", "),
        );
        let scenario = "(title: \"t\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"db\"])])";
        let trials = Run::of_texts(&model, scenario, 1).trials(1);
        assert_eq!(trials[0].services["shop"].minimum.outage(), Millis::new(takes.iter().sum()));
    }
}

/// Whether a step can be tried again: then a duration may count several times.
fn has_retries(model: &crate::random::ron::Ron) -> bool {
    format!("{model:?}").contains("\"attempts\"") || format!("{model:?}").contains("\"success\"")
}

/// Asserts that outages are longer by no more than an hour, and the millisecond of rounding.
fn assert_later_by_at_most(before: &[Trial], after: &[Trial]) {
    for (trial, (before, after)) in before.iter().zip(after).enumerate() {
        let after = after.lines();
        for (id, line) in before.lines() {
            let (was, is) = (line.outage(), after[&id].outage());
            let fine = is.is_never() || is <= was.plus(Millis::new(HOUR + 1));
            assert!(fine, "trial {trial}, {id}: {is} after {was}");
        }
    }
}

fn times(trial: &Trial, k: i64) -> Trial {
    let mut trial = trial.clone();
    let each = |ms: &mut Millis| {
        if !ms.is_never() {
            *ms = Millis::new(ms.get() * k);
        }
    };
    let line = |line: &mut Line| {
        for ms in [&mut line.first_down, &mut line.first_back, &mut line.last_back, &mut line.downtime] {
            each(ms);
        }
    };
    trial.response.iter_mut().for_each(each);
    for service in trial.services.values_mut() {
        line(&mut service.minimum);
        line(&mut service.full);
        each(&mut service.data_loss);
        each(&mut service.work_recovery);
    }
    for system in trial.systems.values_mut() {
        line(&mut system.line);
        each(&mut system.data_loss);
    }
    for task in trial.tasks.values_mut() {
        [&mut task.begun, &mut task.done, &mut task.time, &mut task.time_from_disruption]
            .into_iter()
            .for_each(each);
    }
    for team in trial.teams.values_mut() {
        [&mut team.called, &mut team.mobilised, &mut team.busy, &mut team.queued].into_iter().for_each(each);
    }
    trial
}

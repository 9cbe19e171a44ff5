//! An exact oracle: for plans in which everything that is drawn takes few values, every way a trial can go is listed
//! with its chance by an evaluator of its own, and the engine's counts lie within exact binomial bounds.
//!
//! False alarms: each outcome that is counted has a chance of 1e-9 to be out of bounds in a sound engine. The seed is
//! fixed, so a test that passes once passes for ever; over all outcomes of all plans, some ten thousand, another seed
//! would raise a false alarm with a chance below 1 in 10,000. What has no chance at all must not happen once.

pub mod chances;
mod crowd;
mod naive;
mod plan;
mod spread;

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::{prop_assume, proptest};

use self::chances::{assert_counts, distribution};
use self::naive::{NEVER, Outcome};
use self::plan::{Copy, Effect, Event, From, Kind, Plan, Step, System, Way};
use crate::play::Played;
use crate::random::cases;
use crate::random::dice::Dice;
use blackstart::units::Millis;

/// Whole hours; `NEVER` if never.
fn hours(time: Millis) -> i64 {
    const HOUR: i64 = 3_600_000;
    if time.is_never() {
        return NEVER;
    }
    assert_eq!(time.get() % HOUR, 0, "{time}");
    time.get() / HOUR
}

/// Counts what the engine makes of some trials.
fn count<T: Ord>(played: &mut Played, trials: u64, outcome: impl Fn(&Played) -> T) -> BTreeMap<T, u64> {
    let mut counts = BTreeMap::new();
    for trial in 0..trials {
        played.trial(trial);
        *counts.entry(outcome(played)).or_insert(0) += 1;
    }
    counts
}

/// What the engine made of the last trial of a plan.
fn found(played: &Played) -> Outcome {
    let service = played.service("pay");
    let line = service.minimum;
    Outcome {
        outage: hours(line.outage()),
        first_back: if line.interrupted() { hours(line.first_return()) } else { 0 },
        downs: line.downs,
        data_loss: hours(service.data_loss),
        ways: played.outcome().systems.iter().map(|system| (system.completed, system.failed)).collect(),
    }
}

/// Sums up what belongs to one value.
fn marginal<K: Ord, T: Ord, N: Summed>(of: &BTreeMap<T, N>, key: impl Fn(&T) -> K) -> BTreeMap<K, N> {
    let mut sums = BTreeMap::new();
    for (outcome, &number) in of {
        let sum = sums.entry(key(outcome)).or_insert_with(N::default);
        *sum += number;
    }
    sums
}

/// Numbers that can be summed.
trait Summed: std::marker::Copy + Default + std::ops::AddAssign {}
impl Summed for u64 {}
impl Summed for f64 {}

/// Outcomes as a whole, outages by themselves and losses by themselves are counted as often as they should be.
#[track_caller]
fn assert_exact(plan: &Plan, trials: u64) {
    let expected = distribution(|chances| plan.outcome(chances)).expect("few ways");
    assert_as_expected(plan, &expected, trials);
}

#[track_caller]
fn assert_as_expected(plan: &Plan, expected: &BTreeMap<Outcome, f64>, trials: u64) {
    let mut played = Played::new(&plan.model(), &plan.scenario());
    let counts = count(&mut played, trials, found);
    assert_counts(expected, &counts);
    let outage = |outcome: &Outcome| (outcome.outage, outcome.first_back);
    assert_counts(&marginal(expected, outage), &marginal(&counts, outage));
    let loss = |outcome: &Outcome| outcome.data_loss;
    assert_counts(&marginal(expected, loss), &marginal(&counts, loss));
}

const TRIALS: u64 = 32_768;

fn step(takes: &[i64], success: f64, attempts: u32) -> Step {
    Step { takes: takes.to_vec(), success, attempts, needs: None }
}

fn way(from: From, steps: Vec<Step>) -> Way {
    Way { from, automatic: false, cleans: false, not_before: 0, steps }
}

fn daily(success: f64) -> Copy {
    let kind = Kind::Backup { every: 24, starts: 0, takes: 2, keep: 96, success };
    Copy { immutable: false, kind }
}

/// One event that strikes everything at the onset, known at once.
fn struck(systems: Vec<System>, effect: Effect, chance: f64, needed: usize) -> Plan {
    let targets = (0..systems.len()).collect();
    let event = Event { effect, targets, chance, together: false, after: vec![0] };
    Plan { detect: vec![0], assess: vec![0], systems, events: vec![event], needed }
}

#[test]
fn attempts_and_ways_to_fall_back_on() {
    // Two steps with retries; then another way of two attempts; then one that always succeeds.
    let ways = vec![
        way(From::Here, vec![step(&[1, 2], 0.75, 2), step(&[3], 0.5, 3)]),
        way(From::Here, vec![step(&[4, 8, 9], 0.5, 2)]),
        way(From::Here, vec![step(&[30], 1.0, 1)]),
    ];
    let system = System { needs: vec![], restart: 0, copies: vec![], ways };
    assert_exact(&struck(vec![system], Effect::Destruction, 0.9, 1), TRIALS);
}

#[test]
fn older_copies_when_the_newest_failed_or_is_unclean() {
    // The way of last resort cleans what it restores, and so may take a newer point.
    let mut last = way(From::Copy(0), vec![step(&[20], 1.0, 1)]);
    last.cleans = true;
    let replica = Copy { immutable: true, kind: Kind::Replica { lag: vec![0, 5, 20] } };
    let ways = vec![
        way(From::Copy(1), vec![step(&[1], 0.75, 1)]),
        way(From::Copy(0), vec![step(&[6], 0.5, 1)]),
        last,
        way(From::Nothing, vec![step(&[40], 0.5, 2)]),
    ];
    let system = System { needs: vec![], restart: 0, copies: vec![daily(0.75), replica], ways };
    let effect = Effect::Corruption { dwell: vec![0, 10, 40], destroys: 0.25 };
    assert_exact(&struck(vec![system], effect, 1.0, 1), TRIALS);
}

#[test]
fn two_of_four_that_are_struck_and_restored_each_by_itself() {
    let ways = vec![way(From::Copy(0), vec![step(&[2, 6], 0.5, 2)])];
    let system = System { needs: vec![], restart: 0, copies: vec![daily(0.5)], ways };
    let effect = Effect::Corruption { dwell: vec![0], destroys: 0.0 };
    let mut plan = struck(vec![system.clone(), system.clone(), system.clone(), system], effect, 0.75, 2);
    for system in &mut plan.systems {
        let Kind::Backup { keep, .. } = &mut system.copies[0].kind else { unreachable!("a backup") };
        *keep = 24;
    }
    assert_exact(&plan, TRIALS);
}

#[test]
fn an_outage_that_may_end_before_its_recovery_does() {
    let ways = vec![
        way(From::Here, vec![step(&[2, 5], 0.5, 2)]),
        way(From::Copy(0), vec![step(&[3, 7], 0.5, 1), step(&[0, 1], 1.0, 1)]),
    ];
    let system = System { needs: vec![], restart: 2, copies: vec![daily(0.5)], ways };
    let mut plan = struck(vec![system], Effect::Outage { lasts: Some(vec![4, 9, 16]) }, 1.0, 1);
    plan.detect = vec![0, 3];
    plan.assess = vec![0, 1, 2];
    assert_exact(&plan, TRIALS);
}

#[test]
fn a_chain_whose_steps_wait_for_each_other() {
    let first = way(From::Here, vec![step(&[2, 4], 0.75, 2)]);
    let mut second = way(From::Here, vec![step(&[1, 3], 0.5, 2), step(&[2], 1.0, 1)]);
    second.steps[1].needs = Some(0);
    let other = way(From::Here, vec![step(&[9], 1.0, 1)]);
    let systems = vec![
        System { needs: vec![], restart: 0, copies: vec![], ways: vec![first, other.clone()] },
        System { needs: vec![0], restart: 0, copies: vec![], ways: vec![second, other] },
    ];
    assert_exact(&struck(systems, Effect::Destruction, 0.5, 2), TRIALS);
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn whatever_can_happen_happens_as_often_as_its_chance_says(numbers in vec(any::<u16>(), 0..160)) {
        let plan = Plan::roll(&mut Dice::new(&numbers));
        let expected = distribution(|chances| plan.outcome(chances));
        prop_assume!(expected.is_some());
        assert_as_expected(&plan, &expected.expect("it is there"), 4_096);
    }
}

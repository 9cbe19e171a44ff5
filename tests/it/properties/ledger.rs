//! Reasons: every outage is explained to the millisecond, and nothing waits for what came later.

use std::collections::BTreeMap;

use blackstart::campaign::{Over, Tallies, Weight, recovery_time};
use blackstart::engine::{Cause, Charge, Level, Scratch, ServiceOutcome, Who};
use blackstart::units::Millis;
use proptest::proptest;

use super::TRIALS;
use crate::random::run::Run;
use crate::random::{ANY, cases, organisations};

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_binding_chain_sums_to_the_outage(organisation in organisations(ANY)) {
        let run = Run::new(&organisation);
        let mut scratch = Scratch::new(&run.program);
        for trial in 0..TRIALS {
            let outcome = run.trial(&mut scratch, trial);
            for ((id, full), chain) in run.chains(&scratch) {
                let service = &outcome.services[&id];
                let line = if full { service.full } else { service.minimum };
                if !line.interrupted() || !line.recovered() {
                    assert_eq!(chain, [], "trial {trial}, {id}: nothing to explain");
                    continue;
                }
                let mut until = line.last_back;
                for (cause, who, from, to) in &chain {
                    assert!(*to == until && from < to, "trial {trial}, {id}: a gap before {cause} {who}: {chain:?}");
                    until = *from;
                }
                assert_eq!(until, line.first_down, "trial {trial}, {id}: {chain:?} of {line:?}");
                let sum: i64 = chain.iter().map(|(_, _, from, to)| to.minus(*from).get()).sum();
                assert_eq!(Millis::new(sum), line.outage(), "trial {trial}, {id}");
            }
        }
    }

    #[test]
    fn ledgers_are_the_chains_of_their_trials_and_sum_to_the_recovery_times(organisation in organisations(ANY)) {
        let run = Run::new(&organisation);
        let mut scratch = Scratch::new(&run.program);
        let mut tallies = Tallies::new(&run.model);
        let mut expected = vec![[const { Counted::new() }; 3]; run.model.services.len()];
        for trial in 0..TRIALS {
            run.trial(&mut scratch, trial);
            let outcome = scratch.outcome();
            tallies.count(&run.model, run.scenario.horizon, outcome);
            for ((position, counted), service) in expected.iter_mut().enumerate().zip(run.model.services.iter()) {
                let ServiceOutcome { minimum, full, .. } = outcome.services[position];
                let chain = |level| chain(&scratch, position, level);
                if minimum.interrupted() && minimum.recovered() {
                    counted[0].add(&chain(Level::Minimum));
                    let time = recovery_time(&minimum, service.clock, outcome);
                    if service.rto.as_ref().is_some_and(|rto| time > rto.target) {
                        counted[1].add(&chain(Level::Minimum));
                    }
                }
                if full.interrupted() && full.recovered() {
                    counted[2].add(&chain(Level::Full));
                }
            }
        }
        for (tally, counted) in tallies.services.iter().zip(expected) {
            for (over, counted) in [Over::Recovered, Over::Missed, Over::Full].into_iter().zip(counted) {
                assert_eq!(tally.ledgers.trials(over), counted.trials);
                let found = tally.ledgers.entries(over).into_iter().map(|(cause, who, weight)| ((cause, who), weight));
                assert_eq!(found.collect::<BTreeMap<_, _>>(), counted.entries, "{over:?}");
            }
            let sum = |over| tally.ledgers.entries(over).iter().map(|(_, _, weight)| weight.sum).sum::<i128>();
            assert_eq!(sum(Over::Recovered), tally.recovery.moments.sum);
            assert_eq!(sum(Over::Full), tally.recovery_full.moments.sum);
        }
    }

    #[test]
    fn no_record_is_earlier_than_the_one_before_it(organisation in organisations(ANY)) {
        let run = Run::new(&organisation);
        let mut scratch = Scratch::new(&run.program);
        for trial in 0..TRIALS {
            run.trial(&mut scratch, trial);
            let records = scratch.records();
            for (at, record) in records.iter().enumerate() {
                assert!(at == 0 || records[at - 1].at <= record.at, "trial {trial}: record {at} is out of order");
                if !record.before.is_none() {
                    let before = record.before.0 as usize;
                    let who = run.labels.text(record.who.0);
                    assert!(before < at, "trial {trial}: {} {who} at {} waits for what follows", record.cause.word(), record.at);
                }
            }
        }
    }
}

/// The stretches of a chain, each as a charge; the engine's own charges must say the same.
fn chain(scratch: &Scratch, service: usize, level: Level) -> Vec<Charge> {
    let stretches = scratch.chain(service, level).into_iter();
    let chain: Vec<Charge> = stretches
        .map(|stretch| Charge {
            cause: stretch.cause,
            who: stretch.who,
            time: stretch.until.minus(stretch.from),
        })
        .collect();
    let sums = |charges: &[Charge]| {
        let mut sums: BTreeMap<(Cause, Who), i64> = BTreeMap::new();
        charges
            .iter()
            .for_each(|charge| *sums.entry((charge.cause, charge.who)).or_default() += charge.time.get());
        sums
    };
    assert_eq!(sums(scratch.outcome().charges.of(service, level)), sums(&chain));
    chain
}

/// A ledger counted in the plainest way.
#[derive(Clone)]
struct Counted {
    trials: u64,
    entries: BTreeMap<(Cause, Who), Weight>,
}

impl Counted {
    const fn new() -> Counted {
        Counted { trials: 0, entries: BTreeMap::new() }
    }

    fn add(&mut self, chain: &[Charge]) {
        self.trials += 1;
        let mut on_chain: Vec<(Cause, Who)> = chain.iter().map(|charge| (charge.cause, charge.who)).collect();
        let mut work: Vec<Who> = chain
            .iter()
            .filter(|charge| matches!(charge.cause, Cause::Work | Cause::Rework))
            .map(|charge| charge.who)
            .collect();
        on_chain.sort();
        on_chain.dedup();
        work.sort();
        work.dedup();
        chain
            .iter()
            .for_each(|charge| self.weight(charge.cause, charge.who).sum += i128::from(charge.time.get()));
        on_chain.into_iter().for_each(|(cause, who)| self.weight(cause, who).on_chain += 1);
        work.into_iter().for_each(|who| self.weight(Cause::Work, who).work_on_chain += 1);
    }

    fn weight(&mut self, cause: Cause, who: Who) -> &mut Weight {
        self.entries.entry((cause, who)).or_default()
    }
}

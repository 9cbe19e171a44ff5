//! Reasons: every outage is explained to the millisecond, and nothing waits for what came later.

use blackstart::engine::Scratch;
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

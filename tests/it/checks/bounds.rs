//! What is read off the page is never contradicted by what is played.

use blackstart::checks::Case;
use blackstart::model::{Clock, NodeKind};
use proptest::prelude::*;

use crate::random::run::Run;
use crate::random::{ANY, CERTAIN, Organisation, cases, organisations};

const CLOCKS: [Clock; 3] = [Clock::Disruption, Clock::Detected, Clock::Declared];

/// No trial has a shorter outage than the shortest that the page allows; where one is sure, every trial has it. Gives
/// how many bounds were held against on each clock.
fn assert_bounded(organisation: &Organisation) -> [usize; 3] {
    let run = &Run::new(organisation);
    let case = Case::new("scenario.ron", &run.model, &run.scenario);
    let bounded = CLOCKS.into_iter().flat_map(|clock| {
        let soonest = case.at_best_on(clock);
        run.model.nodes.iter_enumerated().filter_map(move |(id, node)| {
            let measured = matches!(node.kind, NodeKind::Service(_) | NodeKind::System(_));
            soonest.outage(id).filter(|_| measured).map(|outage| (node.id.as_str(), clock, outage))
        })
    });
    let bounded: Vec<_> = bounded.collect();
    for (number, trial) in run.trials(30).iter().enumerate() {
        for (id, clock, shortest) in &bounded {
            let line = match (trial.services.get(*id), trial.systems.get(*id)) {
                (Some(service), _) => service.minimum,
                (_, Some(system)) => system.line,
                _ => unreachable!("it is a service or a system"),
            };
            let outage = match clock {
                Clock::Disruption => line.outage(),
                Clock::Detected => line.since(trial.response[1]),
                Clock::Declared => line.since(trial.response[3]),
            };
            assert!(
                outage >= *shortest,
                "trial {number}: {id} is out for {outage} on {clock:?}, at least {shortest} was read"
            );
        }
    }
    CLOCKS.map(|clock| bounded.iter().filter(|bound| bound.1 == clock).count())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_trial_is_quicker_than_the_page_allows(organisation in prop_oneof![organisations(ANY), organisations(CERTAIN)]) {
        assert_bounded(&organisation);
    }
}

#[test]
fn the_random_organisations_have_bounds_to_hold() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = organisations(CERTAIN);
    let mut bounds = [0; 3];
    for _ in 0..60 {
        let found = assert_bounded(&strategy.new_tree(&mut runner).expect("one is made").current());
        bounds.iter_mut().zip(found).for_each(|(sum, found)| *sum += found);
    }
    assert!(bounds.iter().all(|&bounds| bounds > 60), "{bounds:?}");
}

//! What is read off the page is never contradicted by what is played.

use blackstart::checks::Case;
use blackstart::model::{Clock, NodeKind};
use proptest::prelude::*;

use crate::random::run::Run;
use crate::random::{ANY, CERTAIN, Organisation, cases, organisations};

const CLOCKS: [Clock; 3] = [Clock::Disruption, Clock::Detected, Clock::Declared];

/// No trial has a shorter outage than the shortest that the page allows; where one is sure, every trial has it. Gives
/// how many bounds were held against on each clock, and how many of them lie beyond what workarounds carry.
fn assert_bounded(organisation: &Organisation) -> [usize; 4] {
    let run = &Run::new(organisation);
    let case = Case::new("scenario.ron", &run.model, &run.scenario);
    let bounded = CLOCKS.into_iter().flat_map(|clock| {
        let soonest = case.at_best_on(clock);
        run.model.nodes.iter_enumerated().filter_map(move |(id, node)| {
            let carried = match node.kind {
                NodeKind::Service(service) => soonest.outage_past_workarounds(&run.model, service),
                NodeKind::System(_) => None,
                _ => return None,
            };
            let outage = soonest.outage(id);
            let is_past = carried > outage;
            outage.max(carried).map(|outage| (node.id.as_str(), clock, outage, is_past))
        })
    });
    let bounded: Vec<_> = bounded.collect();
    for (number, trial) in run.trials(30).iter().enumerate() {
        for (id, clock, shortest, _) in &bounded {
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
    let [one, two, three] = CLOCKS.map(|clock| bounded.iter().filter(|bound| bound.1 == clock).count());
    [one, two, three, bounded.iter().filter(|bound| bound.3).count()]
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
    let mut bounds = [0; 4];
    for _ in 0..60 {
        let found = assert_bounded(&strategy.new_tree(&mut runner).expect("one is made").current());
        bounds.iter_mut().zip(found).for_each(|(sum, found)| *sum += found);
    }
    let past = bounds[3];
    assert!(bounds[..3].iter().all(|&bounds| bounds > 60) && past > 5, "{bounds:?}");
}

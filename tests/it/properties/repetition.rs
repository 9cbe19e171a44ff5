//! A trial depends on the organisation, the seed and its number, and on nothing else.

use blackstart::engine::Scratch;
use proptest::prelude::{Strategy, any};
use proptest::proptest;

use super::TRIALS;
use crate::random::ron::{Ron, Style};
use crate::random::run::{Run, assert_same};
use crate::random::{ANY, Organisation, cases, organisations};

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_run_repeated_yields_the_same(organisation in organisations(ANY)) {
        assert_same(&Run::new(&organisation).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    #[test]
    fn trials_may_be_played_in_any_order(
        organisation in organisations(ANY),
        order in proptest::collection::vec(any::<u16>().prop_map(|number| u64::from(number % 200)), 1..24),
    ) {
        let run = Run::new(&organisation);
        let mut used = Scratch::new(&run.program);
        for trial in order.into_iter().chain((0..130).rev().step_by(7)) {
            let fresh = run.trial(&mut Scratch::new(&run.program), trial);
            assert_eq!(run.trial(&mut used, trial), fresh, "trial {trial}");
        }
    }

    #[test]
    fn another_seed_yields_other_trials(organisation in organisations(ANY)) {
        let organisation = with_something_drawn(organisation);
        let (one, two) = (Run::new(&organisation), Run::styled(&organisation, Style::PLAIN, 2));
        assert_ne!(one.trials(100), two.trials(100));
    }
}

/// The same with an incident in every trial that is noticed after a drawn time.
fn with_something_drawn(mut organisation: Organisation) -> Organisation {
    organisation.add_node("suppliers", "far-away", Vec::new());
    let strike = vec![("id", Ron::text("first")), ("targets", Ron::text("far-away"))];
    organisation.events_mut().push(Ron::Struct("Outage", strike));
    let detect = Ron::text("uniform(0s, 1d)");
    organisation.scenario.set("response", Ron::Struct("", vec![("detect", detect)]));
    organisation
}

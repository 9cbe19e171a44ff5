//! What is struck, and what lies beside it.

use proptest::prelude::any;
use proptest::{prop_assume, proptest};

use super::TRIALS;
use crate::random::ron::Ron;
use crate::random::run::{Run, Trial, assert_no_later, assert_same};
use crate::random::{ANY, APART, Organisation, PLAIN, cases, organisations, organisations_named};

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn striking_more_makes_nothing_earlier(organisation in organisations(PLAIN), which in any::<u16>(), kind in 0..3_usize) {
        let targets = [organisation.single_systems(), organisation.ids("sites"), organisation.ids("systems")][kind].clone();
        prop_assume!(!targets.is_empty());
        let target = Ron::text(&targets[usize::from(which) % targets.len()]);
        let mut event = Ron::Struct(["Outage", "Destruction", "Corruption"][kind], vec![("targets", target), ("id", Ron::text("another"))]);
        if kind == 2 {
            event.set("dwell", Ron::text("1d"));
        }
        let mut more = organisation.clone();
        more.events_mut().push(event);
        assert_no_later(&Run::new(&organisation).trials(TRIALS), &Run::new(&more).trials(TRIALS));
    }

    /// The trials in which a target is struck at a smaller chance are among those of the greater one.
    #[test]
    fn a_greater_chance_makes_nothing_earlier(organisation in organisations(PLAIN), which in any::<u16>()) {
        let which = usize::from(which) % organisation.events().len();
        let with = |chance: &str| {
            let mut organisation = organisation.clone();
            organisation.events_mut()[which].set("chance", Ron::word(chance));
            Run::new(&organisation).trials(TRIALS)
        };
        assert_no_later(&with("0.3"), &with("0.6"));
        assert_no_later(&with("0.6"), &with("1"));
    }

    /// An event that never strikes makes no difference, nor does what waits for it or would spread it.
    #[test]
    fn a_chance_of_nothing_is_no_event(organisation in organisations(ANY), when in any::<u16>()) {
        let mut never = organisation.clone();
        let site = Ron::text(&organisation.ids("sites")[0]);
        let after = Ron::text(["0s", "1h", "90m"][usize::from(when) % 3]);
        let outage = |id: &str| vec![("id", Ron::text(id)), ("targets", site.clone())];
        let chance = ("chance", Ron::word("0"));
        never.events_mut().extend([
            Ron::Struct("Outage", [outage("never"), vec![chance.clone(), ("after", after)]].concat()),
            Ron::Struct("Outage", [outage("never-either"), vec![("since", Ron::text("never"))]].concat()),
            Ron::Struct("Spread", vec![("of", Ron::text("never")), ("along", Ron::word("SameSite")), ("id", Ron::text("never-at-all"))]),
        ]);
        assert_same(&Run::new(&never).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    #[test]
    fn a_spread_with_no_chance_is_no_spread(organisation in organisations(ANY), along in 0..2_usize) {
        let effects = organisation.events().iter().filter(|event| matches!(event, Ron::Struct("Outage" | "Destruction" | "Corruption", _)));
        let first = effects.map(|event| event.get("id").cloned().expect("every invented event has an id")).next();
        prop_assume!(first.is_some());
        let along = Ron::word(["Dependents", "SameSite"][along]);
        let fields = vec![("id", Ron::text("never")), ("of", first.expect("there is one")), ("along", along), ("chance", Ron::word("0"))];
        let mut never = organisation.clone();
        never.events_mut().push(Ron::Struct("Spread", fields));
        assert_same(&Run::new(&never).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    #[test]
    fn a_chance_of_one_need_not_be_written(organisation in organisations(ANY)) {
        let mut written = organisation.clone();
        for event in written.events_mut() {
            if event.get("chance").is_none() {
                event.set("chance", Ron::word("1.0"));
            }
        }
        assert_same(&Run::new(&written).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    /// Two organisations side by side, each with its own people, know nothing of each other. The incident must start
    /// at the same instant in both, since it is noticed once for all.
    #[test]
    fn what_lies_beside_changes_nothing(
        one in organisations_named(APART, "a-"),
        other in organisations_named(APART, "b-"),
    ) {
        let (one, other) = (with_certain_start(one, "a-far"), with_certain_start(other, "b-far"));
        let other = other.under_terms_of(&one);
        let both = Run::new(&one.beside(&other)).trials(TRIALS);
        assert_same(&only(&both, "a-"), &Run::new(&one).trials(TRIALS));
        assert_same(&only(&both, "b-"), &Run::new(&other).trials(TRIALS));
    }
}

/// The same with something of no importance struck at the onset.
fn with_certain_start(mut organisation: Organisation, id: &str) -> Organisation {
    organisation.add_node("suppliers", id, Vec::new());
    let fields = vec![("id", Ron::text(format!("{id}-out"))), ("targets", Ron::text(id))];
    organisation.events_mut().push(Ron::Struct("Outage", fields));
    organisation
}

/// What is named with a prefix.
fn only(trials: &[Trial], prefix: &str) -> Vec<Trial> {
    let mut trials = trials.to_vec();
    for trial in &mut trials {
        trial.services.retain(|id, _| id.starts_with(prefix));
        trial.systems.retain(|id, _| id.starts_with(prefix));
        trial.tasks.retain(|id, _| id.starts_with(prefix));
        trial.teams.retain(|id, _| id.starts_with(prefix));
    }
    trials
}

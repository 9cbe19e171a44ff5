//! What is struck, and what lies beside it.

use blackstart::engine::Scratch;
use proptest::prelude::any;
use proptest::{prop_assert_eq, prop_assume, proptest};

use super::TRIALS;
use super::structure::events_are_left;
use crate::random::ron::Ron;
use crate::random::run::{Run, Trial, assert_no_later, assert_same};
use crate::random::{ANY, APART, Organisation, PLAIN, cases, organisations, organisations_named};

proptest! {
    #![proptest_config(cases(256))]

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

    /// What no event can reach is left out of the program. An event that could reach everything, and never strikes,
    /// puts it back in and changes no outcome and no reason.
    #[test]
    fn what_cannot_be_reached_makes_no_difference(organisation in organisations(ANY)) {
        let mut whole = organisation.clone();
        let (targets, chance) = (Ron::text("kind:system"), Ron::word("0"));
        whole.events_mut().push(Ron::Struct("Outage", vec![("id", Ron::text("never")), ("targets", targets), ("chance", chance)]));
        let (part, whole) = (Run::new(&organisation), Run::new(&whole));
        prop_assert_eq!(whole.program.systems.len(), whole.model.systems.len());
        let (mut left, mut right) = (Scratch::new(&part.program), Scratch::new(&whole.program));
        for trial in 0..TRIALS {
            prop_assert_eq!(part.trial(&mut left, trial), whole.trial(&mut right, trial), "trial {}", trial);
            prop_assert_eq!(part.chains(&left), whole.chains(&right), "trial {}", trial);
        }
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

    /// A mixture of failures by themselves (chance 0.4 (1 - beta)) and by a common cause (0.4 beta) is at its ends the one
    /// or the other alone.
    #[test]
    fn a_share_of_common_causes_of_none_or_all_is_one_kind_alone(organisation in organisations(ANY), kind in 0..2_usize) {
        let targets = [organisation.ids("systems"), organisation.ids("sites")][kind].clone();
        let with = |own: Option<&str>, common: Option<&str>| {
            let mut organisation = organisation.clone();
            for (id, together, chance) in [("by-itself", "false", own), ("in-common", "true", common)] {
                let Some(chance) = chance else { continue };
                let fields = vec![
                    ("id", Ron::text(id)), ("targets", Ron::texts(targets.clone())), ("chance", Ron::word(chance)),
                    ("together", Ron::word(together)), ("lasts", Ron::text("2h")),
                ];
                organisation.events_mut().push(Ron::Struct("Outage", fields));
            }
            Run::new(&organisation).trials(TRIALS)
        };
        assert_same(&with(Some("0.4"), Some("0")), &with(Some("0.4"), None));
        assert_same(&with(Some("0"), Some("0.4")), &with(None, Some("0.4")));
        // Certain to happen to each, or certain to happen to all.
        assert_same(&with(Some("1"), None), &with(None, Some("1")));
    }

    #[test]
    fn what_is_struck_together_is_struck_in_the_same_trials(organisation in organisations(ANY), count in 2..5_usize) {
        let mut organisation = organisation;
        let ids: Vec<String> = (0..count).map(|at| format!("twin-{at}")).collect();
        for id in &ids {
            organisation.add_node("systems", id, vec![("restart", Ron::text("exponential(mean 2h)"))]);
        }
        let fields = vec![
            ("id", Ron::text("both")), ("targets", Ron::texts(ids.clone())), ("chance", Ron::word("0.5")),
            ("together", Ron::word("true")), ("lasts", Ron::text("1h")),
        ];
        // No other event is to strike them.
        organisation.events_mut().retain(|event| event.get("along").is_none());
        prop_assume!(events_are_left(&organisation) && !strikes_kinds(&organisation));
        organisation.events_mut().push(Ron::Struct("Outage", fields));
        for trial in Run::new(&organisation).trials(TRIALS) {
            let struck = ids.iter().filter(|id| trial.systems[*id].touched).count();
            assert!(struck == 0 || struck == count, "{struck} of {count}");
        }
    }

    /// What has no way to the rest changes nothing there, whatever befalls it, when the incident begins with it or
    /// without it at the same instant.
    #[test]
    fn what_nobody_needs_changes_nothing(organisation in organisations(ANY), takes in 0..48_i64) {
        let organisation = with_certain_start(organisation, "far");
        prop_assume!(!strikes_kinds(&organisation));
        let mut more = organisation.clone();
        let steps = vec![Ron::Struct("", vec![
            ("do", Ron::text("It")), ("by", Ron::text("hermit")), ("takes", Ron::text(format!("exponential(mean {}h)", takes + 1))),
        ])];
        let way = Ron::Struct("", vec![("name", Ron::text("Fix")), ("steps", Ron::List(steps))]);
        more.add_node("teams", "hermit", vec![("people", Ron::word("1")), ("call_out", Ron::text("10m"))]);
        more.add_node("systems", "hut", vec![("restart", Ron::text("5m")), ("recovery", Ron::List(vec![way]))]);
        let fields = vec![("id", Ron::text("storm")), ("targets", Ron::text("hut")), ("chance", Ron::word("0.7"))];
        more.events_mut().push(Ron::Struct("Destruction", fields));
        let mut found = Run::new(&more).trials(TRIALS);
        for trial in &mut found {
            trial.systems.remove("hut");
            trial.teams.remove("hermit");
        }
        assert_same(&found, &Run::new(&organisation).trials(TRIALS));
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

/// Whether an event strikes all systems, and so one that is added.
fn strikes_kinds(organisation: &Organisation) -> bool {
    let targets = organisation.events().iter().filter_map(|event| event.get("targets"));
    let mut texts = targets.flat_map(|targets| match targets {
        Ron::Text(text) => vec![text.as_str()],
        list => list.items().iter().map(Ron::as_text).collect(),
    });
    texts.any(|text| text.starts_with("kind:"))
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

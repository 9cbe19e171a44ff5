//! The graph: what is needed, how many of it, and what could stand in for it.

use blackstart::engine::{Line, Scratch};
use blackstart::units::Millis;
use proptest::prelude::any;
use proptest::{prop_assume, proptest};

use super::TRIALS;
use crate::random::edit::NeedPlace;
use crate::random::ron::Ron;
use crate::random::run::{Run, assert_no_later, assert_same};
use crate::random::{ANY, Organisation, PLAIN, cases, organisations};

proptest! {
    #![proptest_config(cases(256))]

    /// Lines of a plain organisation go down at the onset only, so k of n are back with the k-th of them. The queue
    /// may be crowded: the onlookers see the same trials.
    #[test]
    fn k_of_n_are_back_with_the_kth_and_all_with_the_last(organisation in organisations(PLAIN)) {
        let mut organisation = organisation;
        let ids = organisation.single_systems();
        prop_assume!(!ids.is_empty());
        let names: Vec<String> = (1..=ids.len()).map(|k| format!("onlooker-{k}")).collect();
        for (k, name) in (1..).zip(&names) {
            organisation.add_onlooker(name, &[&format!("{k} of ({})", ids.join(", "))]);
        }
        for trial in Run::new(&organisation).trials(TRIALS) {
            let mut outages: Vec<Millis> = ids.iter().map(|id| trial.systems[id].line.outage()).collect();
            outages.sort_unstable();
            for (outage, name) in outages.into_iter().zip(&names) {
                assert_eq!(trial.services[name].minimum.outage(), outage, "{name}");
            }
        }
    }

    /// Onlookers change nothing, so this holds for every organisation, crowded or not.
    #[test]
    fn asking_for_one_more_of_the_same_is_never_better_and_one_more_to_choose_from_never_worse(
        organisation in organisations(ANY),
        k in any::<u8>(),
    ) {
        let mut organisation = organisation;
        let ids = organisation.single_systems();
        prop_assume!(ids.len() >= 3);
        let k = 1 + usize::from(k) % (ids.len() - 2);
        let (all, fewer) = (ids.join(", "), ids[1..].join(", "));
        organisation.add_onlooker("some", &[&format!("{k} of ({all})")]);
        organisation.add_onlooker("one-more", &[&format!("{} of ({all})", k + 1)]);
        organisation.add_onlooker("fewer-to-choose", &[&format!("{k} of ({fewer})")]);
        for trial in Run::new(&organisation).trials(TRIALS) {
            let line = |id: &str| trial.services[id].minimum;
            assert_no_better(line("one-more"), line("some"));
            assert_no_better(line("fewer-to-choose"), line("some"));
        }
    }

    /// In a plain organisation a weaker condition can only come true sooner, whoever has it.
    #[test]
    fn a_way_around_a_need_makes_nothing_later(organisation in organisations(PLAIN), which in any::<u16>(), other in any::<u16>()) {
        let (place, text, other) = some_need(&organisation, which, other)?;
        let (mut easier, mut harder) = (organisation.clone(), organisation.clone());
        *easier.need_mut(&place) = Ron::text(format!("({text}) or {other}"));
        *harder.need_mut(&place) = Ron::text(format!("({text}) and {other}"));
        let between = Run::new(&organisation).trials(TRIALS);
        assert_no_later(&Run::new(&easier).trials(TRIALS), &between);
        assert_no_later(&between, &Run::new(&harder).trials(TRIALS));
    }

    #[test]
    fn without_one_of_its_needs_nothing_is_later(organisation in organisations(PLAIN), which in any::<u16>()) {
        let (place, _, _) = some_need(&organisation, which, 0)?;
        let mut fewer = organisation.clone();
        fewer.node_mut(place.kind, &place.holder).get_mut("needs").expect("it has needs").items_mut().remove(place.at);
        assert_no_later(&Run::new(&fewer).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    /// In a plain organisation, where nobody waits, what is back before something else that is needed costs nothing:
    /// it may as well be needed too.
    #[test]
    fn needing_what_is_back_sooner_than_another_need_makes_nothing_later(
        organisation in organisations(PLAIN),
        which in any::<u16>(),
        other in any::<u16>(),
    ) {
        let singles = organisation.single_systems();
        let holders: Vec<(String, String)> = singles
            .iter()
            .flat_map(|id| {
                let needs = organisation.node("systems", id).get("needs").map_or(&[][..], Ron::items);
                needs.iter().map(|need| (id.clone(), need.as_text().to_owned())).collect::<Vec<_>>()
            })
            .filter(|(_, need)| singles.contains(need))
            .collect();
        prop_assume!(!holders.is_empty());
        let (holder, need) = &holders[usize::from(which) % holders.len()];
        let other = &singles[usize::from(other) % singles.len()];
        prop_assume!(other != holder && other != need);
        let mut more = organisation.clone();
        more.add_need(("systems", holder), other);
        let (before, after) = (Run::new(&organisation).trials(TRIALS), Run::new(&more).trials(TRIALS));
        for (before, after) in before.iter().zip(&after) {
            let back = |id: &String| before.systems[id].line;
            let sooner = !back(other).interrupted() || back(other).last_back < back(need).last_back;
            if sooner && back(need).interrupted() && back(other).downs <= 1 {
                for (id, line) in before.lines() {
                    assert_eq!(after.lines()[&id], line, "{id}, once {holder} needs {other} and {need}");
                }
            }
        }
    }

    /// Neither outcomes nor reasons change by a need that always holds.
    #[test]
    fn needing_what_never_fails_changes_nothing(organisation in organisations(ANY), which in any::<u16>()) {
        let holders = organisation.holders();
        let (kind, holder) = holders[usize::from(which) % holders.len()].clone();
        let mut same = organisation.clone();
        same.add_node("suppliers", "ever-there", Vec::new());
        same.add_need((kind, &holder), "ever-there");
        let (one, other) = (Run::new(&organisation), Run::new(&same));
        let (mut left, mut right) = (Scratch::new(&one.program), Scratch::new(&other.program));
        for trial in 0..TRIALS {
            assert_eq!(other.trial(&mut right, trial), one.trial(&mut left, trial), "trial {trial}");
            assert_eq!(other.chains(&right), one.chains(&left), "trial {trial}");
        }
    }

    /// Who needs `a`, which needs `b` whatever mode it is in, needs `b` already. Left out are exchanges of needs and
    /// riding out, which can part the two, and Spreads, which go along what is named.
    #[test]
    fn naming_what_is_needed_anyway_changes_nothing(organisation in organisations(ANY), which in any::<u16>()) {
        let mut organisation = organisation;
        organisation.events_mut().retain(|event| event.get("along").is_none());
        let implied = implied_needs(&organisation);
        prop_assume!(!implied.is_empty() && events_are_left(&organisation));
        let (kind, holder, need) = &implied[usize::from(which) % implied.len()];
        let mut same = organisation.clone();
        same.add_need((kind, holder), need);
        assert_same(&Run::new(&same).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }
}

/// Whether no event waits for one that is no longer there.
pub fn events_are_left(organisation: &Organisation) -> bool {
    let ids: Vec<&str> =
        organisation.events().iter().filter_map(|event| Some(event.get("id")?.as_text())).collect();
    let instants = ["Onset", "Detected", "Assessed", "Declared"];
    organisation.events().iter().filter_map(|event| event.get("since")).all(|since| {
        let since = since.as_text();
        instants.contains(&since) || ids.contains(&since)
    })
}

fn assert_no_better(line: Line, than: Line) {
    assert!(line.outage() >= than.outage() && line.downtime >= than.downtime, "{line:?} beside {than:?}");
}

/// One of the conditions, its text, and a node beside its holder.
fn some_need(
    organisation: &Organisation,
    which: u16,
    other: u16,
) -> Result<(NeedPlace, String, String), proptest::test_runner::TestCaseError> {
    let places = organisation.needs();
    if places.is_empty() {
        return Err(proptest::test_runner::TestCaseError::reject("no needs"));
    }
    let place = places[usize::from(which) % places.len()].clone();
    let text = organisation.clone().need_mut(&place).as_text().to_owned();
    let mut others =
        [organisation.single_systems(), organisation.ids("sites"), organisation.ids("teams")].concat();
    others.retain(|id| *id != place.holder);
    let other = others[usize::from(other) % others.len()].clone();
    Ok((place, text, other))
}

/// Holder and need: the holder needs a system that needs it.
fn implied_needs(organisation: &Organisation) -> Vec<(&'static str, String, String)> {
    let fixed = |id: &String| {
        let system = organisation.node("systems", id);
        let ways = system.get("recovery").map_or(&[][..], Ron::items);
        let exchanges =
            ways.iter().any(|way| way.get("instead").is_some() || way.get("needs_there").is_some());
        !exchanges && system.get("rides_out").is_none()
    };
    let systems: Vec<String> = organisation.single_systems().into_iter().filter(fixed).collect();
    let mut implied = Vec::new();
    for (kind, holder) in organisation.holders() {
        let node = organisation.node(kind, &holder);
        let rides = node.get("rides_out").is_some() || (kind == "systems" && !systems.contains(&holder));
        for need in node.get("needs").map_or(&[][..], Ron::items) {
            if rides || !systems.iter().any(|system| system == need.as_text()) {
                continue;
            }
            let further =
                organisation.node("systems", need.as_text()).get("needs").map_or(&[][..], Ron::items);
            // One name: a longer expression may name the holder.
            let further =
                further.iter().map(Ron::as_text).filter(|need| !need.contains(' ') && *need != holder);
            implied.extend(further.map(|need| (kind, holder.clone(), need.to_owned())));
        }
    }
    implied
}

//! What is not played: trials of a variant that cannot differ from the plan's are the plan's, bit by bit.

use std::path::Path;

use blackstart::document::edit::Typed;
use blackstart::engine::{Footprint, Outcome, Scratch, difference, play};
use blackstart::study::inputs::inputs;
use blackstart::study::{Counting, Ground, Terms, Variant};

use proptest::proptest;

use super::{effect_on, ground, variant};
use crate::random::ron::{Style, write};
use crate::random::{ANY, cases, organisations};

const TRIALS: u64 = 64;

/// The trials of a plan: what came of each, and what it looked at.
fn played(plan: &Variant) -> Vec<(Outcome, Footprint)> {
    let (mut scratch, mut footprint) = (Scratch::new(&plan.program), Footprint::new(&plan.program));
    let trial = |trial| {
        footprint.clear();
        play(&plan.program, &mut scratch, trial, &mut footprint).expect("it ends");
        (scratch.outcome().clone(), footprint.clone())
    };
    (0..TRIALS).map(trial).collect()
}

/// How many trials of a variant the plan's footprints rule out; each is played, and must be the plan's but for what the
/// playing of it took. `None` where nothing is known of their difference.
fn ruled_out_of(plan: &Variant, played: &[(Outcome, Footprint)], other: &Variant) -> Option<u64> {
    let places = difference(&plan.program, &other.program)?;
    let mut scratch = Scratch::new(&other.program);
    let mut ruled_out = 0;
    for (trial, (before, footprint)) in (0..).zip(played) {
        if places.iter().any(|&place| footprint.holds(place)) {
            continue;
        }
        ruled_out += 1;
        play(&other.program, &mut scratch, trial, &mut ()).expect("it ends");
        let after = Outcome { effort: before.effort, ..scratch.outcome().clone() };
        assert!(*before == after, "trial {trial} of {:?}, which differs in {places:?}", other.edits);
    }
    Some(ruled_out)
}

fn ruled_out(plan: &Variant, other: &Variant) -> Option<u64> {
    ruled_out_of(plan, &played(plan), other)
}

fn shipped(name: &str) -> Ground {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/harbour-bank");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).expect("it is shipped");
    super::ground_of(&read("model.ron"), &read(name))
}

/// Every edit of a figure of a plan, to every value that `sensitivity` looks at, and more and fewer of every team and
/// resource.
fn edits(plan: &Variant) -> Vec<Typed> {
    let charged = (0..plan.labels.len() as u32).map(|at| plan.labels.text(at).to_owned()).collect();
    let (all, _) = inputs(plan, &charged);
    let mut edits: Vec<Typed> =
        all.iter().flat_map(|input| input.sides.iter().map(|(_, edit)| edit.clone())).collect();
    for resource in plan.model.resources.iter() {
        let path = format!("resources.{}.units", plan.model.nodes[resource.node].id);
        edits.extend(
            [1, 3].map(|times| Typed::set(path.clone(), (resource.units * times / 2 + 1).to_string())),
        );
    }
    edits
}

#[test]
fn trials_of_the_bank_that_are_not_played_are_those_of_the_plan() {
    for name in ["ransomware.ron", "main-data-centre-loss.ron"] {
        let ground = shipped(name);
        let plan = variant(&ground, &[]);
        let before = played(&plan);
        let (mut known, mut ruled, mut played) = (0, 0, 0);
        for edit in edits(&plan) {
            let Ok(other) = ground.variant("", &[edit], super::SEED) else { continue };
            if let Some(found) = ruled_out_of(&plan, &before, &other) {
                (known, ruled, played) = (known + 1, ruled + found, played + TRIALS);
            }
        }
        assert!(known > 200 && ruled * 5 > played, "{name}: {known} variants, {ruled} of {played} trials");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn trials_of_any_plan_that_are_not_played_are_those_of_the_plan(organisation in organisations(ANY)) {
        let (model, scenario) = (&organisation.model, &organisation.scenario);
        let ground = super::ground_of(&write(model, Style::PLAIN), &write(scenario, Style::PLAIN));
        let plan = variant(&ground, &[]);
        let before = played(&plan);
        for edit in edits(&plan) {
            if let Ok(other) = ground.variant("", &[edit], super::SEED) {
                ruled_out_of(&plan, &before, &other);
            }
        }
    }
}

const CREW: &str = r#"teams: { "crew": (people: 2, hours: "Mon-Fri 08:00-16:00", off_hours: (people: 1), surge: (people: 3, call_out: "2h")) },
    systems: { "a": (recovery: [(name: "Fix", steps: [(do: "Fix", by: "crew", takes: "uniform(1h, 9h)")])]),
        "b": (recovery: [(name: "Fix", steps: [(do: "Fix", by: "crew", takes: "uniform(1h, 9h)")])]) },
    services: { "shop": (needs: ["a", "b"], rto: "9h") }"#;

/// With b lost in half of the trials, somebody waits for the crew by night in about that half, and one person more
/// matters to nobody else.
#[test]
fn more_people_matter_only_where_somebody_waited() {
    let plan = ground(
        CREW,
        r#"events: [Outage(targets: ["a"], after: "20h"), Outage(targets: ["b"], after: "20h", chance: 0.5)]"#,
    );
    let (plan, more) =
        (variant(&plan, &[]), variant(&plan, &[Typed::set("teams.crew.off_hours.people", "2")]));
    let ruled = ruled_out(&plan, &more).expect("numbers of people are known places");
    assert!((TRIALS / 3..TRIALS * 2 / 3).contains(&ruled), "{ruled}");
}

/// With b lost in half of the trials, the chance that its repair succeeds matters to those alone.
#[test]
fn a_chance_matters_only_where_it_is_drawn() {
    let model = CREW.replace(
        r#""b": (recovery: [(name: "Fix", steps: [(do: "Fix","#,
        r#""b": (recovery: [(name: "Fix", steps: [(do: "Fix", success: 0.5,"#,
    );
    let plan = ground(&model, r#"events: [Outage(targets: ["a"]), Outage(targets: ["b"], chance: 0.5)]"#);
    let (plan, surer) = (variant(&plan, &[]), variant(&plan, &[Typed::set("b/fix/fix.success", "0.9")]));
    let ruled = ruled_out(&plan, &surer).expect("a chance is a known place");
    assert!((TRIALS / 3..TRIALS * 2 / 3).contains(&ruled), "{ruled}");
}

/// A person more may be one more who is away: nothing is taken for granted.
#[test]
fn people_who_may_be_away_are_never_taken_for_granted() {
    let events = r#"events: [Outage(targets: ["a"]), Absence(targets: ["crew"], share: 0.5)]"#;
    let plan = ground(CREW, events);
    let (plan, more) = (variant(&plan, &[]), variant(&plan, &[Typed::set("teams.crew.people", "3")]));
    assert_eq!(ruled_out(&plan, &more), Some(0));
}

/// A changed need is no change of a figure, and every trial is played.
#[test]
fn what_changes_the_structure_is_played_in_every_trial() {
    let plan = ground(CREW, r#"events: [Outage(targets: ["a"])]"#);
    let (plan, other) =
        (variant(&plan, &[]), variant(&plan, &[Typed::set("services.shop.needs", "[\"a\"]")]));
    assert_eq!(ruled_out(&plan, &other), None);
}

/// An objective is no part of the program: no trial is played, and still the share is that of the new objective.
#[test]
fn a_changed_objective_is_judged_on_the_trials_of_the_plan() {
    let plan = ground(CREW, r#"events: [Outage(targets: ["a", "b"])]"#);
    let edit = [Typed::set("services.shop.rto", "\"30h\"")];
    assert_eq!(ruled_out(&variant(&plan, &[]), &variant(&plan, &edit)), Some(TRIALS));
    let found = effect_on(2, &plan, &edit, Terms { trials: 500, counting: Counting::All });
    let rto = &super::only(&found).objectives[0];
    assert_eq!(rto.after.held, 500);
    assert!(rto.before.held < 400, "{:?}", rto.before);
}

/// However many variants are played beside each other, and on however many threads, each does the same.
#[test]
fn neighbours_and_threads_change_nothing() {
    let plan = ground(CREW, r#"events: [Outage(targets: ["a"]), Outage(targets: ["b"], chance: 0.5)]"#);
    let edits = [Typed::set("teams.crew.people", "3")];
    let counted = |counting| Terms { trials: 3_000, counting };
    for counting in [Counting::All, Counting::Pairs, Counting::Until(0.02)] {
        let one = format!("{:?}", effect_on(1, &plan, &edits, counted(counting)));
        assert_eq!(one, format!("{:?}", effect_on(3, &plan, &edits, counted(counting))));
        let beside = super::effects_on(
            2,
            &plan,
            &[&edits, &[Typed::set("teams.crew.people", "1")], &edits],
            counted(counting),
        );
        assert_eq!([&one; 2], [&format!("{:?}", beside[0]), &format!("{:?}", beside[2])]);
    }
}

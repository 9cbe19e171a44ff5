//! Sets the results of a scenario against earlier ones of the same: which verdicts moved, what in the files changed, and
//! whether that was an estimate or a fact.
//!
//! Made from two results objects alone, so `run` and `report` say the same. Invariant: nothing is said to have caused a
//! move that was not the only kind of thing that changed, or that playing the one kind of change alone has shown to; and where
//! other draws were made, nothing but chance of a move within the intervals.

mod inputs;

use std::collections::{BTreeMap, BTreeSet};

use super::dossier::{Against, Because, InputKind, Moved, Played, Text};
use crate::results::{ObjectiveKind, ObjectiveResult, Results, Share, Verdict};

/// Verdicts by what they are of and the word of their kind.
pub type Verdicts = BTreeMap<(String, &'static str), Verdict>;

/// Sets results against earlier ones.
pub fn against(now: &Played, then: &Played) -> Against {
    let changed = inputs::changed(&now.inputs_used, &then.inputs_used);
    let any = |kind| changed.iter().any(|input| input.kind == kind);
    let because = match (any(InputKind::Estimate), any(InputKind::Fact)) {
        (false, false) => Because::Dice,
        (true, false) => Because::Estimates,
        (false, true) => Because::Facts,
        (true, true) => Because::Both,
    };
    let ids =
        |played: &Played| -> Vec<Text> { played.findings.iter().map(|finding| finding.id.clone()).collect() };
    let (found, were) = (ids(now), ids(then));
    let without = |one: &[Text], other: &[Text]| -> Vec<Text> {
        one.iter().filter(|id| !other.contains(id)).cloned().collect()
    };
    Against {
        digest: then.run.digest.clone(),
        trials: then.run.trials,
        version: then.engine.version.clone(),
        moved: moved(now, then, Some(because).filter(|because| *because != Because::Both)),
        changed,
        because,
        opened: without(&found, &were),
        closed: without(&were, &found),
    }
}

/// The earlier results of the same scenario: by the name of its file, else by its title.
pub fn same_scenario<'p>((file, title): (&str, &str), earlier: &'p [Played]) -> Option<&'p Played> {
    let is_of = |then: &&Played| then.input("scenario").is_some_and(|input| &*input.name == file);
    let by_file = earlier.iter().find(is_of).filter(|_| !file.is_empty());
    by_file.or_else(|| earlier.iter().find(|then| &*then.scenario.title == title))
}

/// The verdicts of a run.
pub fn verdicts_of(results: &Results) -> Verdicts {
    let services = results.services.iter().map(|found| (&found.id, &found.objectives));
    let systems = results.systems.iter().map(|found| (&found.id, &found.objectives));
    let tasks = results.tasks.iter().map(|found| (&found.id, &found.objectives));
    let all = services.chain(systems).chain(tasks);
    let verdict =
        |id: &String, objective: &ObjectiveResult| ((id.clone(), objective.kind.word()), objective.verdict);
    all.flat_map(|(id, objectives)| objectives.iter().map(move |objective| verdict(id, objective))).collect()
}

/// Says of each verdict what moved it, given the verdicts `between`: those of the new facts with the old estimates.
pub fn tell_apart(against: &mut Against, between: &Verdicts) {
    for moved in against.moved.iter_mut().filter(|moved| moved.because.is_none()) {
        let verdict = between.get(&(moved.subject.to_string(), moved.kind.word())).copied();
        moved.because = Some(match verdict {
            _ if verdict == moved.before => Because::Estimates,
            _ if verdict == moved.after => Because::Facts,
            _ => Because::Both,
        });
    }
}

/// How an objective of a scenario stood.
#[derive(Clone, Copy)]
struct Judged<'a> {
    kind: ObjectiveKind,
    verdict: Verdict,
    share: &'a Share,
}

/// Whether chance alone can have moved a share: other draws, or another number of them, and intervals that meet.
fn may_be_chance(dice: Dice, was: &Judged, is: &Judged) -> bool {
    let ([low, high], [from, to]) = (was.share.interval, is.share.interval);
    dice == Dice::Other && low <= to && from <= high
}

/// Whether two runs drew the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dice {
    Same,
    Other,
}

impl Dice {
    fn of(now: &Played, then: &Played) -> Dice {
        let drawn = |played: &Played| (played.run.seed, played.run.first_trial, played.run.trials);
        if drawn(now) == drawn(then) && now.engine.version == then.engine.version {
            Dice::Same
        } else {
            Dice::Other
        }
    }
}

fn moved(now: &Played, then: &Played, because: Option<Because>) -> Vec<Moved> {
    let (after, before) = (verdicts(now), verdicts(then));
    let dice = Dice::of(now, then);
    let keys: BTreeSet<&(String, &'static str)> = after.keys().chain(before.keys()).collect();
    let mut moved: Vec<Moved> = keys
        .into_iter()
        .filter_map(|key| {
            let (was, is) = (before.get(key), after.get(key));
            let verdict = |judged: Option<&Judged>| judged.map(|judged| judged.verdict);
            let kind = is.or(was)?.kind;
            let chance = was.zip(is).is_some_and(|(was, is)| may_be_chance(dice, was, is));
            (verdict(was) != verdict(is)).then(|| Moved {
                subject: Text::new(&key.0),
                name: Text::new(&if is.is_some() { now.name(&key.0) } else { then.name(&key.0) }),
                kind,
                before: verdict(was),
                after: verdict(is),
                share_before: was.map(|judged| judged.share.share),
                share_after: is.map(|judged| judged.share.share),
                because: if chance { Some(Because::Dice) } else { because },
            })
        })
        .collect();
    moved.sort_by_key(|moved| !moved.is_worse());
    moved
}

fn verdicts(played: &Played) -> BTreeMap<(String, &'static str), Judged<'_>> {
    let services = played.services.iter().map(|found| (&found.id, &found.objectives));
    let systems = played.systems.iter().map(|found| (&found.id, &found.objectives));
    let tasks = played.tasks.iter().map(|found| (&found.id, &found.objectives));
    let all = services.chain(systems).chain(tasks);
    all.flat_map(|(id, objectives)| {
        objectives.iter().map(move |objective| {
            let ObjectiveResult { kind, verdict, share, .. } = &objective.judged;
            ((id.to_string(), kind.word()), Judged { kind: *kind, verdict: *verdict, share })
        })
    })
    .collect()
}

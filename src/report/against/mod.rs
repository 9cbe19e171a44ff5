//! Sets the results of a scenario against earlier ones of the same: which verdicts moved, what in the files changed, and
//! whether that was an estimate or a fact.
//!
//! Made from two results objects alone, so `run` and `report` say the same. Invariant: nothing is said to have caused a
//! move that was not the only kind of thing that changed; to tell two changes apart takes a run with one of them.

mod inputs;

pub use inputs::{Changed, Kind};

use std::collections::BTreeMap;

use super::dossier::Played;
use crate::results::{Status, Verdict};

/// What became of a scenario since earlier results.
#[derive(Clone, Debug)]
pub struct Against {
    /// Digest of the earlier tallies, trials behind them, and the version of the program.
    pub digest: String,
    pub trials: u64,
    pub version: String,
    /// Verdicts that are other ones, or new, or gone; those that became worse first.
    pub moved: Vec<Moved>,
    /// Inputs that are other ones, sorted by path.
    pub changed: Vec<Changed>,
    /// What the moves can be due to.
    pub because: Because,
    /// Identities of findings that were not there, and of those that are not there any more.
    pub opened: Vec<String>,
    pub closed: Vec<String>,
}

/// One verdict that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub subject: String,
    pub name: String,
    /// `rto`, `rpo`, `mtpd` or `within`.
    pub kind: &'static str,
    /// `None`: the objective was not there, or is not any more.
    pub before: Option<Verdict>,
    pub after: Option<Verdict>,
    pub share_before: Option<f64>,
    pub share_after: Option<f64>,
}

/// What changed between two runs, as far as it can move verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Nothing in the files: seed, trials or version.
    Dice,
    Estimates,
    Facts,
    Both,
}

impl Because {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            Because::Dice => "dice",
            Because::Estimates => "estimates",
            Because::Facts => "facts",
            Because::Both => "both",
        }
    }
}

impl Moved {
    /// Whether it is the worse for the organisation.
    pub fn is_worse(&self) -> bool {
        let weight = |verdict: Option<Verdict>| verdict.map_or(Status::Settled, Status::of);
        weight(self.after) > weight(self.before)
    }
}

/// Sets results against earlier ones.
pub fn against(now: &Played, then: &Played) -> Against {
    let changed = inputs::changed(&now.inputs_used, &then.inputs_used);
    let any = |kind| changed.iter().any(|input| input.kind == kind);
    let because = match (any(Kind::Estimate), any(Kind::Fact)) {
        (false, false) => Because::Dice,
        (true, false) => Because::Estimates,
        (false, true) => Because::Facts,
        (true, true) => Because::Both,
    };
    let ids = |played: &Played| -> Vec<String> {
        played.findings.iter().map(|finding| finding.id.to_string()).collect()
    };
    let (found, were) = (ids(now), ids(then));
    let without = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|id| !other.contains(id)).cloned().collect()
    };
    Against {
        digest: then.run.digest.to_string(),
        trials: then.run.trials,
        version: then.engine.version.to_string(),
        moved: moved(now, then),
        changed,
        because,
        opened: without(&found, &were),
        closed: without(&were, &found),
    }
}

/// The earlier results of the same scenario: by the name of its file, else by its title.
pub fn same_scenario<'p>(now: &Played, earlier: &'p [Played]) -> Option<&'p Played> {
    let file = |played: &Played| played.input("scenario").map(|input| input.name.clone());
    let by_file = earlier.iter().find(|then| file(then).is_some() && file(then) == file(now));
    by_file.or_else(|| earlier.iter().find(|then| then.scenario.title == now.scenario.title))
}

type Judged = (Verdict, f64);

fn moved(now: &Played, then: &Played) -> Vec<Moved> {
    let (after, before) = (verdicts(now), verdicts(then));
    let keys: std::collections::BTreeSet<&(String, &'static str)> =
        after.keys().chain(before.keys()).collect();
    let mut moved: Vec<Moved> = keys
        .into_iter()
        .filter_map(|key| {
            let (was, is) = (before.get(key), after.get(key));
            let verdict = |judged: Option<&Judged>| judged.map(|(verdict, _)| *verdict);
            (verdict(was) != verdict(is)).then(|| Moved {
                subject: key.0.clone(),
                name: if is.is_some() { now.name(&key.0) } else { then.name(&key.0) },
                kind: key.1,
                before: verdict(was),
                after: verdict(is),
                share_before: was.map(|(_, share)| *share),
                share_after: is.map(|(_, share)| *share),
            })
        })
        .collect();
    moved.sort_by_key(|moved| !moved.is_worse());
    moved
}

fn verdicts(played: &Played) -> BTreeMap<(String, &'static str), Judged> {
    let services = played.services.iter().map(|found| (&found.id, &found.objectives));
    let systems = played.systems.iter().map(|found| (&found.id, &found.objectives));
    let tasks = played.tasks.iter().map(|found| (&found.id, &found.objectives));
    let all = services.chain(systems).chain(tasks);
    all.flat_map(|(id, objectives)| {
        objectives.iter().map(move |objective| {
            let judged = &objective.judged;
            ((id.to_string(), judged.kind.word()), (judged.verdict, judged.share.share))
        })
    })
    .collect()
}

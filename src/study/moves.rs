//! Which findings of a plan a variant opens, closes and moves, by their stable identity.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::findings::{self, Finding, Seen};
use crate::results::{ObjectiveResult, Results};

use super::variant::Variant;

/// A finding that is not the same before and after.
#[derive(Clone, Debug)]
pub struct FindingMove {
    /// `code/subject`, and the part where there is one.
    pub id: String,
    /// What it says, after the edits where it still stands.
    pub message: String,
    /// How much it weighs before and after; `None` where it is none.
    pub before: Option<Severity>,
    pub after: Option<Severity>,
}

impl FindingMove {
    /// `opens`, `closes`, `heavier` or `lighter`.
    pub fn word(&self) -> &'static str {
        match (self.before, self.after) {
            (None, _) => "opens",
            (_, None) => "closes",
            // Errors come first among severities.
            (before, after) if after < before => "heavier",
            _ => "lighter",
        }
    }
}

/// The objectives of one run that another does not have, each with the id of what it is of.
pub fn only_in<'a>(one: &'a Results, other: &Results) -> Vec<(&'a str, &'a ObjectiveResult)> {
    let has = |id: &str, kind| other.objectives().any(|(own, found)| own == id && found.kind == kind);
    one.objectives().filter(|(id, objective)| !has(id, objective.kind)).collect()
}

/// Compares the findings of two runs, sorted by identity.
pub fn moves(
    (plan, before): (&Variant, &Results),
    (variant, after): (&Variant, &Results),
) -> Vec<FindingMove> {
    let found = |of: &Variant, results| -> BTreeMap<String, Finding> {
        let all = findings::run(&Seen::new(&of.model, &of.scenario, &of.labels, results));
        all.into_iter().map(|finding| (finding.id(), finding)).collect()
    };
    let (before, after) = (found(plan, before), found(variant, after));
    let gone = before.iter().filter(|(id, _)| !after.contains_key(*id)).map(|(id, finding)| FindingMove {
        id: id.clone(),
        message: finding.message.clone(),
        before: Some(finding.severity),
        after: None,
    });
    let there = after.iter().filter_map(|(id, finding)| {
        let was = before.get(id).map(|finding| finding.severity);
        (was != Some(finding.severity)).then(|| FindingMove {
            id: id.clone(),
            message: finding.message.clone(),
            before: was,
            after: Some(finding.severity),
        })
    });
    let mut moves: Vec<FindingMove> = gone.chain(there).collect();
    moves.sort_by(|one, other| one.id.cmp(&other.id));
    moves
}

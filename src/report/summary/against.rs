//! What became of the verdicts since earlier results.

use crate::report::WIDTH;
use crate::report::against::{Against, Because, Changed, Moved};
use crate::report::text::{counted, shown, wrapped};
use crate::results::Verdict;

use super::Summary;

/// Moves, and changed inputs, that are told.
const TOLD_MAX: usize = 8;

/// The section; empty where nothing is held against.
pub fn against(told: &Summary) -> String {
    let Some(against) = told.against else { return String::new() };
    let mut lines: Vec<String> = vec![head(against)];
    lines.extend(against.moved.iter().take(TOLD_MAX).map(moved));
    let unproven = against.changed.iter().filter(|changed| changed.shortened_without_evidence);
    lines.extend(unproven.take(TOLD_MAX).map(shortened));
    if against.moved.len() > TOLD_MAX {
        lines.push(format!("{} more verdicts moved.", against.moved.len() - TOLD_MAX));
    }
    let lines: Vec<String> = lines.iter().map(|line| wrapped(line, WIDTH, 2) + "\n").collect();
    format!("AGAINST EARLIER RESULTS\n{}", lines.concat())
}

fn head(against: &Against) -> String {
    let verdicts = counted(against.moved.len(), "verdict moved", "verdicts moved");
    let changed = counted(against.changed.len(), "input changed", "inputs changed");
    let because = match against.because {
        Because::Dice => "nothing in the files changed: a move is one of seed, runs or version",
        Because::Estimates => "only estimates changed",
        Because::Facts => "only facts changed",
        Because::Both => "estimates and facts changed: to tell them apart, play with one of both",
    };
    format!(
        "{verdicts}; {changed}; {because}. Findings: {} new, {} gone.",
        against.opened.len(),
        against.closed.len()
    )
}

fn moved(moved: &Moved) -> String {
    let word = |verdict: Option<Verdict>| {
        verdict.map_or_else(|| "not there".to_owned(), |verdict| verdict.word().replace('-', " "))
    };
    let share = |share: Option<f64>| {
        share.map_or_else(String::new, |share| format!(" ({:.1} of 100)", share * 100.0))
    };
    format!(
        "{} {}, {}: {}{}, was {}{}",
        if moved.is_worse() { "x" } else { "+" },
        shown(&moved.name),
        moved.kind,
        word(moved.after),
        share(moved.share_after),
        word(moved.before),
        share(moved.share_before),
    )
}

fn shortened(changed: &Changed) -> String {
    let value =
        |value: &Option<String>| value.as_ref().map_or_else(String::new, |value| shown(value).into_owned());
    format!(
        "! {} was shortened from {} to {} without new evidence (still {})",
        shown(&changed.path),
        value(&changed.before),
        value(&changed.after),
        changed.basis_after.as_deref().unwrap_or("a fact"),
    )
}

//! What became of the verdicts since earlier results.

use crate::report::WIDTH;
use crate::report::dossier::{Against, Changed, Moved};
use crate::report::text::wrapped;

use super::Summary;

/// Moves, and changed inputs, that are told.
const TOLD_MAX: usize = 8;

/// The section; empty where nothing is held against.
pub fn against(told: &Summary) -> String {
    let Some(against) = told.against else { return String::new() };
    let mut lines: Vec<String> = vec![against.head()];
    lines.extend(against.moved.iter().take(TOLD_MAX).map(|one| moved(against, one)));
    lines.extend(more(against.moved.len(), "verdicts moved"));
    lines.extend(against.shortened().take(TOLD_MAX).map(shortened));
    lines.extend(more(against.shortened().count(), "durations were shortened without new evidence"));
    let lines: Vec<String> = lines.iter().map(|line| wrapped(line, WIDTH, 2) + "\n").collect();
    format!("AGAINST EARLIER RESULTS\n{}", lines.concat())
}

fn more(all: usize, what: &str) -> Option<String> {
    (all > TOLD_MAX).then(|| format!("{} more {what}; `-o json=FILE` has all.", all - TOLD_MAX))
}

/// What moved it is said of each where it is not the same of all.
fn moved(against: &Against, moved: &Moved) -> String {
    let reason = match moved.because {
        Some(because) if because != against.because => format!(", because of {}", because.words()),
        _ => String::new(),
    };
    format!(
        "{} {}, {}: {}, was {}{reason}",
        if moved.is_worse() { "x" } else { "+" },
        moved.name,
        moved.kind.word(),
        Moved::told(moved.after, moved.share_after),
        Moved::told(moved.before, moved.share_before),
    )
}

fn shortened(changed: &Changed) -> String {
    format!("! Shorter without new evidence: {}", changed.shortened())
}

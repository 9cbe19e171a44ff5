//! What became of a scenario since earlier results, as JSON.

use serde::Serialize;

use super::objects::entries;
use crate::report::dossier::{Against, Changed, Moved};

/// The key that it stands under, the last of a results object.
const KEY: &str = "against";

/// A results object on one line with what became of it since earlier results, instead of what it says of that.
pub fn with_against(line: &str, against: &Against) -> String {
    let own = format!("\"{KEY}\":");
    let kept: Vec<&str> = entries(line).into_iter().filter(|entry| !entry.starts_with(&own)).collect();
    let entry = super::line(&AgainstEntry::new(against));
    format!("{{{},{own}{entry}}}", kept.join(","))
}

#[derive(Serialize)]
pub(super) struct AgainstEntry<'a> {
    digest: &'a str,
    trials: u64,
    version: &'a str,
    /// What the moves can be due to: `estimates`, `facts`, `both`, or `dice` where nothing in the files changed.
    because: &'static str,
    moved: Vec<MovedEntry<'a>>,
    changed: Vec<ChangedEntry<'a>>,
    findings_opened: Vec<&'a str>,
    findings_closed: Vec<&'a str>,
}

#[derive(Serialize)]
struct MovedEntry<'a> {
    subject: &'a str,
    name: &'a str,
    kind: &'static str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    share_before: Option<f64>,
    share_after: Option<f64>,
    /// Null: estimates and facts changed, and were not told apart.
    because: Option<&'static str>,
}

#[derive(Serialize)]
struct ChangedEntry<'a> {
    path: &'a str,
    kind: &'static str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    basis_before: Option<&'a str>,
    basis_after: Option<&'a str>,
    shortened_without_evidence: bool,
}

impl<'a> AgainstEntry<'a> {
    pub(super) fn new(against: &'a Against) -> AgainstEntry<'a> {
        let moved = |moved: &'a Moved| MovedEntry {
            subject: &moved.subject,
            name: &moved.name,
            kind: moved.kind.word(),
            before: moved.before.map(|verdict| verdict.word()),
            after: moved.after.map(|verdict| verdict.word()),
            share_before: moved.share_before,
            share_after: moved.share_after,
            because: moved.because.map(|because| because.word()),
        };
        let changed = |changed: &'a Changed| ChangedEntry {
            path: &changed.path,
            kind: changed.kind.word(),
            before: changed.before.as_deref(),
            after: changed.after.as_deref(),
            basis_before: changed.basis_before.as_deref(),
            basis_after: changed.basis_after.as_deref(),
            shortened_without_evidence: changed.shortened_without_evidence,
        };
        AgainstEntry {
            digest: &against.digest,
            trials: against.trials,
            version: &against.version,
            because: against.because.word(),
            moved: against.moved.iter().map(moved).collect(),
            changed: against.changed.iter().map(changed).collect(),
            findings_opened: against.opened.iter().map(|id| id.as_str()).collect(),
            findings_closed: against.closed.iter().map(|id| id.as_str()).collect(),
        }
    }
}

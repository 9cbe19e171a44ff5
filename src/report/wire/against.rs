//! What became of a scenario since earlier results, as JSON.

use serde::Serialize;

use crate::report::against::{Against, Changed, Moved};

#[derive(Serialize)]
pub(super) struct AgainstEntry<'a> {
    digest: &'a str,
    trials: u64,
    version: &'a str,
    /// What the moves can be due to: `estimates`, `facts`, `both`, or `dice` where nothing in the files changed.
    because: &'static str,
    moved: Vec<MovedEntry<'a>>,
    changed: Vec<ChangedEntry<'a>>,
    findings_opened: &'a [String],
    findings_closed: &'a [String],
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
            kind: moved.kind,
            before: moved.before.map(|verdict| verdict.word()),
            after: moved.after.map(|verdict| verdict.word()),
            share_before: moved.share_before,
            share_after: moved.share_after,
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
            findings_opened: &against.opened,
            findings_closed: &against.closed,
        }
    }
}

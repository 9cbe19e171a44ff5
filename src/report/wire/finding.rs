//! Turns a finding into its JSON.

use serde::{Serialize, Serializer};

use super::estimate::Shown;
use super::places::{Files, PlaceEntry};
use crate::checks::Acceptance;
use crate::findings::{Cause, Figure, Finding, Remedy};

#[derive(Serialize)]
pub(super) struct FindingEntry<'a> {
    /// Stable between runs.
    id: String,
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    subject: &'a str,
    message: &'a str,
    evidence: Evidence<'a>,
    causes: Vec<CauseEntry<'a>>,
    remedies: Vec<RemedyEntry<'a>>,
    place: Option<PlaceEntry<'a>>,
    accepted: Option<AcceptedEntry<'a>>,
}

impl<'a> FindingEntry<'a> {
    pub(super) fn new(finding: &'a Finding, files: Files<'a>) -> FindingEntry<'a> {
        FindingEntry {
            id: finding.id(),
            code: finding.rule.code,
            name: finding.rule.name,
            severity: finding.severity.word(),
            subject: &finding.subject,
            message: &finding.message,
            evidence: Evidence(&finding.evidence),
            causes: finding.causes.iter().map(CauseEntry::new).collect(),
            remedies: finding.remedies.iter().map(RemedyEntry::new).collect(),
            place: finding.place.and_then(|place| files.place(place)),
            accepted: finding.accepted.as_ref().map(AcceptedEntry::new),
        }
    }
}

/// Figures by name.
struct Evidence<'a>(&'a [(&'static str, Figure)]);

impl Serialize for Evidence<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, figure)| (name, FigureValue(figure))))
    }
}

struct FigureValue<'a>(&'a Figure);

impl Serialize for FigureValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Figure::Count(count) => count.serialize(serializer),
            Figure::Share(share) => share.serialize(serializer),
            Figure::Interval(ends) => ends.serialize(serializer),
            Figure::Time(time) => time.and_then(Shown::shown).serialize(serializer),
            Figure::TimeInterval(ends) => ends.map(|end| end.and_then(Shown::shown)).serialize(serializer),
            Figure::Word(word) => word.serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct CauseEntry<'a> {
    cause: &'static str,
    who: &'a str,
    words: &'a str,
    mean_s: f64,
    share: f64,
}

impl<'a> CauseEntry<'a> {
    fn new(cause: &'a Cause) -> CauseEntry<'a> {
        let Cause { cause, who, words, mean, share } = cause;
        CauseEntry { cause: cause.word(), who, words, mean_s: super::ledger::seconds(*mean), share: *share }
    }
}

#[derive(Serialize)]
struct RemedyEntry<'a> {
    text: &'a str,
    edits: &'a [String],
}

impl<'a> RemedyEntry<'a> {
    fn new(remedy: &'a Remedy) -> RemedyEntry<'a> {
        RemedyEntry { text: &remedy.text, edits: &remedy.edits }
    }
}

#[derive(Serialize)]
pub(super) struct AcceptedEntry<'a> {
    reason: &'a str,
    owner: Option<&'a str>,
    /// The last day; null: for good.
    until: Option<String>,
}

impl<'a> AcceptedEntry<'a> {
    pub(super) fn new(accepted: &'a Acceptance) -> AcceptedEntry<'a> {
        AcceptedEntry {
            reason: &accepted.because,
            owner: accepted.owner.as_deref(),
            until: accepted.until.map(|until| until.to_string()),
        }
    }
}

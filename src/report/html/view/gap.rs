//! Findings as a page shows them: the sentence, the figures behind it, why, what to try.

use serde::Serialize;

use super::figure::title_among;
use crate::report::dossier::{self, Dossier, Fact, Finding, Gap};

#[derive(Clone, Debug, Serialize)]
pub struct GapView {
    pub id: String,
    /// An id within the page.
    pub anchor: String,
    pub code: String,
    pub severity: &'static str,
    /// The name of what it is about.
    pub about: String,
    /// The scenario's title where there are several.
    pub scenario: Option<String>,
    /// On the first page the titles of the others that show it, too.
    pub also: Vec<String>,
    pub message: String,
    pub evidence: Vec<Fact>,
    pub causes: Vec<Cause>,
    pub remedies: Vec<Remedy>,
    /// `model.ron:12`.
    pub place: Option<String>,
    pub accepted: Option<Accepted>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    pub words: String,
    /// In whole per cent.
    pub share: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Remedy {
    pub text: String,
    /// `PATH=VALUE` as `--set` takes it, each.
    pub edits: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Accepted {
    pub reason: String,
    pub owner: String,
    pub until: String,
    pub expired: bool,
}

impl GapView {
    pub fn new(dossier: &Dossier, gap: &Gap) -> GapView {
        let Gap { scenario, played, finding } = *gap;
        let cause = |cause: &dossier::Cause| Cause {
            words: cause.words.to_string(),
            share: format!("{:.0} %", cause.share * 100.0),
        };
        let remedy = |remedy: &dossier::Remedy| Remedy {
            text: remedy.text.to_string(),
            edits: remedy.edits.iter().map(ToString::to_string).collect(),
        };
        GapView {
            id: finding.id.to_string(),
            anchor: anchor_of(scenario, finding),
            code: finding.code.to_string(),
            severity: finding.severity.word(),
            about: played.name(&finding.subject),
            scenario: title_among(dossier, scenario),
            also: Vec::new(),
            message: finding.message.to_string(),
            evidence: finding.facts(),
            causes: finding.causes.iter().map(cause).collect(),
            remedies: finding.remedies.iter().map(remedy).collect(),
            place: finding.place.as_ref().map(place),
            accepted: finding.accepted.as_ref().map(|accepted| Accepted {
                reason: accepted.reason.to_string(),
                owner: accepted.owner.as_ref().map_or("nobody named".to_owned(), ToString::to_string),
                until: accepted.until.as_ref().map_or("for good".to_owned(), ToString::to_string),
                expired: gap.has_expired(dossier),
            }),
        }
    }
}

impl GapView {
    /// The same for all scenarios that show it: `gap` is the heaviest of them.
    pub fn of_several(dossier: &Dossier, gap: &Gap, open: &[Gap]) -> GapView {
        let also = gap.elsewhere(open).map(|played| played.scenario.title.to_string()).collect();
        GapView { also, ..GapView::new(dossier, gap) }
    }
}

/// An id of a page: letters, digits and dashes.
fn anchor_of(scenario: usize, finding: &Finding) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("s{}-{}", scenario + 1, finding.id.chars().map(safe).collect::<String>())
}

/// `model.ron:12`.
pub fn place(place: &dossier::Place) -> String {
    format!("{}:{}", place.file, place.line)
}

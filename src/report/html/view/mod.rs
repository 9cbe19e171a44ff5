//! What a page says: every text and every figure ready to be printed, in the order in which it stands.
//!
//! A template, ours or a user's, sees this and nothing else. Names of fields are stable: users' templates rest on
//! them.

mod figure;
mod heat;
mod gap;
mod parts;
mod services;
mod sheet;
mod load;
mod scenario;
mod back;
mod trust;
mod since;
mod clauses;

use serde::Serialize;

use super::study::StudyView;
use crate::report::NOT_LOOKED_AT;
use crate::report::charts::Chart;
use crate::report::clauses::Framework;
use crate::report::dossier::{Dossier, Standing};

pub(super) use crate::report::dossier::Fact;
pub use figure::Figure;
use gap::GapView;

/// What every page says of itself.
pub(super) const CLAIM: &str =
    "Simulated estimate from the stated model, not a record of a recovery. It is no test under any rule.";

/// Characters of a text above every page.
const RUNNING_MAX: usize = 90;

/// Everything on the page.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub title: String,
    pub organisation: String,
    pub classification: Option<String>,
    /// What stands above every printed page, and the classification beside it: inside a text of CSS.
    pub running: String,
    pub running_mark: Option<String>,
    /// The document's own facts.
    pub document: Vec<Fact>,
    /// The day of the report, where one was given.
    pub as_of: Option<String>,
    pub claim: &'static str,
    pub verdicts: Vec<Verdicts>,
    pub objectives: u64,
    /// How the runs were played, in a line.
    pub played: String,
    /// Titles of runs that were stopped early.
    pub partial: Vec<String>,
    /// What runs that were stopped leave unsaid.
    pub not_looked_at: &'static str,
    pub heat: heat::Heat,
    pub top: Vec<GapView>,
    /// Open gaps in all.
    pub gaps: usize,
    pub trust: Vec<String>,
    pub limits: Vec<String>,
    /// What became of each scenario since earlier results; empty where nothing is held against any.
    pub since: Vec<since::Since>,
    pub scenarios: Vec<scenario::Scenario>,
    pub plan: Vec<back::PlanRow>,
    pub accepted: Vec<GapView>,
    pub checks: Vec<back::CheckRow>,
    pub inputs: back::Inputs,
    pub frameworks: Vec<clauses::Framework>,
    /// Every figure that their rows name, once.
    pub figures: Vec<Fact>,
    pub runs: Vec<back::RunRow>,
    /// What would change it, where studies were given.
    pub studies: Vec<StudyView>,
}

/// How many stand so.
#[derive(Clone, Debug, Serialize)]
pub struct Verdicts {
    pub slug: &'static str,
    pub mark: &'static str,
    pub number: u64,
    pub words: &'static str,
}

/// A chart in a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChartView {
    pub title: String,
    pub description: String,
    /// An `svg` element, safe as it stands.
    pub svg: String,
}

impl ChartView {
    pub(super) fn new(chart: &Chart) -> ChartView {
        let Chart { title, description, svg } = chart.clone();
        ChartView { title, description, svg }
    }
}

impl Page {
    /// Arranges a dossier, with the clauses of these frameworks.
    pub fn new(dossier: &Dossier, frameworks: &[Framework]) -> Page {
        let first = dossier.played.first();
        let document = first.and_then(|played| played.document.as_ref());
        let organisation =
            document.map_or("Continuity plan".to_owned(), |document| document.organisation.to_string());
        let classification = document.and_then(|document| document.entry("classification"));
        let counts = dossier.counts();
        let gaps = dossier.gaps();
        let partial = dossier.played.iter().filter(|played| played.run.is_partial());
        let verdict = |standing: Standing| Verdicts {
            slug: standing.slug(),
            mark: standing.mark(),
            number: counts.of(standing),
            words: standing.words_of(counts.of(standing)),
        };
        Page {
            title: format!("{organisation}: continuity gap report"),
            running: css_text(&running(dossier, &organisation)),
            running_mark: classification.map(css_text),
            classification: classification.map(str::to_owned),
            document: facts(document),
            organisation,
            as_of: dossier.as_of.map(|day| day.to_string()),
            claim: CLAIM,
            verdicts: Standing::ALL.into_iter().map(verdict).filter(|verdict| verdict.number > 0).collect(),
            objectives: counts.all(),
            played: trust::played(dossier),
            partial: partial.map(|played| played.scenario.title.to_string()).collect(),
            not_looked_at: NOT_LOOKED_AT,
            heat: heat::Heat::new(dossier),
            top: gaps.worst().into_iter().map(|gap| GapView::of_several(dossier, gap, &gaps.open)).collect(),
            gaps: gaps.open.len(),
            trust: trust::trust(dossier),
            limits: trust::limits(dossier),
            since: since::since(dossier),
            scenarios: (0..dossier.played.len()).map(|at| scenario::Scenario::new(dossier, at)).collect(),
            plan: back::plan(dossier),
            accepted: gaps.accepted.iter().map(|gap| GapView::new(dossier, gap)).collect(),
            checks: back::checks(dossier),
            inputs: back::inputs(dossier),
            frameworks: clauses::frameworks(dossier, frameworks),
            figures: clauses::figures(dossier, frameworks),
            runs: back::runs(dossier),
            studies: StudyView::all(&dossier.studies),
        }
    }
}

/// What stands above every printed page, since pages are copied one by one.
fn running(dossier: &Dossier, organisation: &str) -> String {
    let partial = dossier.played.iter().any(|played| played.run.is_partial());
    let partial = if partial { "PARTIAL: " } else { "" };
    let organisation: String = organisation.chars().take(RUNNING_MAX).collect();
    format!("{partial}{organisation}: continuity gap report (simulated)")
}

/// A text for between the quotes of a text of CSS: all but letters and digits of ASCII as escapes, so that nothing of it
/// ends the text, the sheet or the element around it.
fn css_text(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(2 * RUNNING_MAX) {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            _ => out.push_str(&format!("\\{:06x}", u32::from(c))),
        }
    }
    out
}

fn facts(document: Option<&crate::report::dossier::Document>) -> Vec<Fact> {
    let entries = document.into_iter().flat_map(|document| &document.entries);
    let shown = entries.filter(|entry| &*entry.label != "classification");
    shown.map(|entry| Fact { label: entry.label.to_string(), value: entry.value.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::css_text;

    #[test]
    fn a_text_of_css_ends_where_it_should() {
        assert_eq!(css_text("TLP red"), "TLP\\000020red");
        let hostile = css_text("\"}</style><script>\\\n\u{e9}");
        assert!(hostile.chars().all(|c| c.is_ascii_alphanumeric() || c == '\\'), "{hostile}");
    }
}

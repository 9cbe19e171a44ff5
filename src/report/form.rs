//! The forms of a gap report: one dossier in, the bytes of one file out.

use super::clauses::Framework;
use super::csv::{Cells, TidyRun, csv};
use super::dossier::Dossier;
use super::html::{Fault, Template};
use super::wire::tidy;
use super::{junit, markdown, sarif};

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    pub dossier: &'a Dossier,
    /// The results objects that the dossier was read from, each on one line, in its order.
    pub lines: &'a [String],
    /// Whose clauses are spoken of; none: no appendix of clauses.
    pub frameworks: &'a [Framework],
    pub cells: Cells,
    /// What an HTML page is made with.
    pub template: &'a Template,
}

/// Every form but the text and the JSON of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Html,
    Markdown,
    Csv,
    #[cfg(feature = "xlsx")]
    Xlsx,
    Junit,
    Sarif,
}

impl Form {
    /// Writes a report in this form.
    ///
    /// # Errors
    /// A user's template asks for something that is not there.
    pub fn written(self, report: &Report) -> Result<Vec<u8>, Fault> {
        Ok(match self {
            Form::Html => report.template.page(report.dossier, report.frameworks)?.into_bytes(),
            Form::Markdown => markdown::markdown(report).into_bytes(),
            Form::Csv => csv(&runs(report), report.cells),
            #[cfg(feature = "xlsx")]
            Form::Xlsx => super::workbook::xlsx("Continuity gap register", &super::register::sheets(report)),
            Form::Junit => junit::junit(report.dossier).into_bytes(),
            Form::Sarif => sarif::sarif(report.dossier).into_bytes(),
        })
    }
}

fn runs(report: &Report) -> Vec<TidyRun> {
    let run = |(line, played): (&String, &super::dossier::Played)| TidyRun {
        scenario: played.scenario.title.to_string(),
        status: if played.run.is_partial() { "partial" } else { "complete" }.to_owned(),
        rows: tidy(line).expect("the dossier was read from the same object"),
    };
    report.lines.iter().zip(&report.dossier.played).map(run).collect()
}

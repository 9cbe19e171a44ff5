//! The shape of the table of clauses, as it is written.

use crate::document::decode::Text;
use crate::document::schema::macros::{schema, words};
use crate::source::Spanned;

schema! {
    /// The table.
    pub struct TableDoc("the table of clauses", "tables of clauses", "(...)") {
        /// In the order of a report.
        list frameworks: FrameworkDoc,
    }

    /// A law, a standard or a supervisory text.
    pub struct FrameworkDoc("a framework", "frameworks", "(...)") {
        /// The word on the command line.
        required id: Text,
        /// The name in a report.
        required name: Text,
        /// Which text is cited.
        required edition: Text,
        /// The day on which its rows were last gone through.
        required checked: Text,
        /// What they were held against, and what was not looked at.
        required rests_on: Text,
        /// Further words on the command line.
        list aliases: Text,
        /// Its rows.
        list clauses: ClauseDoc,
    }

    /// A row.
    pub struct ClauseDoc("a clause", "clauses", "(...)") {
        /// As the framework counts it.
        required id: Text,
        /// What it is about, in our words.
        required asks: Text,
        /// What a run has to say on it.
        required supports: Text,
        /// What no run can say on it.
        required cannot_claim: Text,
        /// The evidence that it needs in the end.
        required grade: Spanned<GradeDoc>,
        /// The figures of a run that stand beside it.
        list filled_by: Text,
        /// Codes of the findings that speak to it.
        list findings: Text,
    }
}

words! {
    /// The evidence that a clause needs in the end.
    pub enum GradeDoc("a grade of evidence", "grades of evidence") {
        /// A document.
        Document,
        /// People who have exercised it.
        Exercised,
        /// A test in reality, measured.
        Measured,
    }
}

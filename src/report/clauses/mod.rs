//! What a report can contribute to clauses of laws, standards and supervisory texts, and what it cannot claim.
//!
//! The table is data (`clauses.ron`), dated, in our own words: a clause is cited, its text never shipped. Invariant:
//! every row says what it cannot claim, and names the figures of a run that stand beside it.

mod figure;
mod fill;
pub mod schema;

pub use figure::Figure;
pub use fill::{fill, found};

use crate::diagnostic::near;
use crate::document::decode::Decode;
use crate::document::parse_tree;
use crate::findings::{self, Rule};
use crate::notation::date::Date;
use crate::source::Sources;

use schema::{ClauseDoc, FrameworkDoc, GradeDoc, TableDoc};

const TABLE: &str = include_str!("clauses.ron");

/// A law, a standard or a supervisory text.
#[derive(Clone, Debug)]
pub struct Framework {
    /// The word on the command line.
    pub id: String,
    /// The name in a report.
    pub name: String,
    /// Which text is cited, and from when it applies.
    pub edition: String,
    /// The day on which the rows were last gone through.
    pub checked: Date,
    /// What they were held against, and what was not looked at.
    pub rests_on: String,
    /// Further words on the command line.
    aliases: Vec<String>,
    pub clauses: Vec<Clause>,
}

/// A clause and what a run has to say on it.
#[derive(Clone, Debug)]
pub struct Clause {
    pub id: String,
    /// What it is about, in our words.
    pub asks: String,
    pub supports: String,
    pub cannot_claim: String,
    pub grade: Grade,
    /// What of a run stands beside it; at least one.
    pub filled_by: Vec<Figure>,
    /// The findings that speak to it; at least one.
    pub findings: Vec<&'static Rule>,
}

/// The evidence that a clause needs in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// A document suffices.
    Document,
    /// People have exercised it.
    Exercised,
    /// Something was done in reality, and measured.
    Measured,
}

impl Grade {
    /// The words of a report.
    pub fn words(self) -> &'static str {
        match self {
            Grade::Document => "a document",
            Grade::Exercised => "people who have exercised it",
            Grade::Measured => "a measured test",
        }
    }
}

/// A name that stands for no framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub name: String,
    /// What to write instead.
    pub help: String,
}

/// All frameworks of the shipped table, in its order.
pub fn all() -> Vec<Framework> {
    read(TABLE).expect("a test reads the shipped table")
}

/// The frameworks with these names, each once, in the order of the table; all of them where none is named.
///
/// # Errors
/// A name stands for none.
pub fn named(names: &[String]) -> Result<Vec<Framework>, Unknown> {
    let all = all();
    for name in names {
        if !all.iter().any(|framework| framework.is(name)) {
            let known: Vec<&str> = all.iter().flat_map(Framework::words).collect();
            let ids: Vec<&str> = all.iter().map(|framework| framework.id.as_str()).collect();
            let help =
                near::did_you_mean(name, known).unwrap_or_else(|| format!("there are: {}", ids.join(", ")));
            return Err(Unknown { name: name.clone(), help });
        }
    }
    let wanted = |framework: &Framework| names.is_empty() || names.iter().any(|name| framework.is(name));
    Ok(all.into_iter().filter(wanted).collect())
}

impl Framework {
    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id).chain(&self.aliases).map(String::as_str)
    }

    fn is(&self, name: &str) -> bool {
        let name = name.trim();
        self.words().any(|word| word.eq_ignore_ascii_case(name))
    }
}

/// Reads a table; `None` where it has faults.
fn read(text: &str) -> Option<Vec<Framework>> {
    let mut sources = Sources::new();
    let id = sources.add("clauses.ron", text);
    let (tree, mut found) = parse_tree(&sources, id);
    let table = TableDoc::decode(tree?, &mut found);
    if found.has_errors() {
        return None;
    }
    table.frameworks.into_iter().map(framework).collect()
}

fn framework(written: FrameworkDoc) -> Option<Framework> {
    Some(Framework {
        id: written.id.value,
        name: written.name.value,
        edition: written.edition.value,
        checked: Date::parse(&written.checked.value)?,
        rests_on: written.rests_on.value,
        aliases: written.aliases.into_iter().map(|alias| alias.value).collect(),
        clauses: written.clauses.into_iter().map(clause).collect::<Option<_>>()?,
    })
}

fn clause(written: ClauseDoc) -> Option<Clause> {
    Some(Clause {
        id: written.id.value,
        asks: written.asks.value,
        supports: written.supports.value,
        cannot_claim: written.cannot_claim.value,
        grade: match written.grade.value {
            GradeDoc::Document => Grade::Document,
            GradeDoc::Exercised => Grade::Exercised,
            GradeDoc::Measured => Grade::Measured,
        },
        filled_by: written
            .filled_by
            .iter()
            .map(|word| Figure::of_word(&word.value))
            .collect::<Option<_>>()?,
        findings: written.findings.iter().map(|code| findings::find(&code.value)).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every clause that a report has to speak of.
    const OWED: &[(&str, &[&str])] = &[
        ("dora", &["Art. 11(5)", "Art. 11(6)", "Art. 12(6)", "Art. 24", "Art. 25(1)"]),
        ("rts-2024-1774", &["Art. 24", "Art. 25(2)", "Art. 26(2)", "Art. 26(3)"]),
        ("nis2", &["4.1", "4.2", "4.3"]),
        ("iso22301", &["8.2.2", "8.3", "8.5", "8.6"]),
        ("nist800-53", &["CP-2", "CP-2(8)", "CP-4", "CP-6", "CP-7", "CP-9", "CP-10"]),
        ("soc2", &["A1.2", "A1.3"]),
        ("pra-ss1-21", &["Chapter 6, scenarios", "Chapter 6, severity"]),
        ("apra-cps230", &["par. 38", "par. 43", "par. 44", "par. 45", "par. 46"]),
        ("ffiec-bcm", &["III.A.3"]),
    ];

    #[test]
    fn every_clause_that_is_owed_has_a_row() {
        let all = all();
        let ids: Vec<&str> = all.iter().map(|framework| framework.id.as_str()).collect();
        assert_eq!(ids, OWED.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        for (framework, (_, owed)) in all.iter().zip(OWED) {
            for id in *owed {
                assert!(framework.clauses.iter().any(|clause| clause.id == *id), "{} {id}", framework.id);
            }
        }
    }

    #[test]
    fn every_row_is_whole() {
        for framework in all() {
            assert!(!framework.name.is_empty() && framework.edition.len() > 8, "{}", framework.id);
            assert!(framework.rests_on.len() > 40 && framework.rests_on.ends_with('.'), "{}", framework.id);
            assert!(framework.checked >= Date::parse("2026-11-28").unwrap(), "{}", framework.id);
            let mut ids = BTreeSet::new();
            for clause in &framework.clauses {
                let row = format!("{} {}", framework.id, clause.id);
                assert!(ids.insert(clause.id.clone()), "{row} stands twice");
                for text in [&clause.asks, &clause.supports, &clause.cannot_claim] {
                    assert!(text.len() > 20 && text.ends_with('.'), "{row}: {text}");
                }
                assert!(!clause.filled_by.is_empty(), "{row} is filled by nothing");
                let codes: Vec<&str> = clause.findings.iter().map(|rule| rule.code).collect();
                assert!(!codes.is_empty() && codes.is_sorted_by(|a, b| a < b), "{row}: {codes:?}");
                let figures: BTreeSet<_> = clause.filled_by.iter().map(|figure| figure.word()).collect();
                assert_eq!(figures.len(), clause.filled_by.len(), "{row} names a figure twice");
                let claims = ["compliant", "validated", "certified", "proves", "ensures"];
                let said = clause.supports.to_lowercase();
                assert!(claims.iter().all(|claim| !said.contains(claim)), "{row}: {said}");
            }
        }
    }

    #[test]
    fn every_figure_fills_a_row() {
        let all = all();
        let clauses = || all.iter().flat_map(|framework| &framework.clauses);
        for figure in Figure::ALL {
            assert!(clauses().any(|clause| clause.filled_by.contains(figure)), "{}", figure.word());
        }
    }

    #[test]
    fn every_finding_speaks_to_a_row() {
        let all = all();
        let clauses = || all.iter().flat_map(|framework| &framework.clauses);
        for rule in findings::ALL {
            assert!(
                clauses().any(|clause| clause.findings.iter().any(|own| own.code == rule.code)),
                "{}",
                rule.code
            );
        }
    }

    #[test]
    fn names_select_and_near_names_are_suggested() {
        let ids = |names: &[&str]| -> Result<Vec<String>, Unknown> {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let found = named(&names)?;
            Ok(found.into_iter().map(|framework| framework.id).collect())
        };
        assert_eq!(ids(&["ISO22301", "dora", "DORA"]), Ok(vec!["dora".to_owned(), "iso22301".to_owned()]));
        assert_eq!(ids(&["nist"]), Ok(vec!["nist800-53".to_owned()]));
        assert_eq!(ids(&[]).map(|all| all.len()), Ok(OWED.len()));
        assert_eq!(
            ids(&["iso2301"]).map_err(|unknown| unknown.help),
            Err("did you mean `iso22301`?".to_owned())
        );
        let far = ids(&["gdpr-and-friends"]).unwrap_err();
        assert!(far.help.starts_with("there are: dora, "), "{far:?}");
    }

    #[test]
    fn names_are_unique() {
        let all = all();
        let words: Vec<&str> = all.iter().flat_map(Framework::words).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{words:?}");
    }

    #[test]
    fn a_table_with_a_fault_is_no_table() {
        assert!(read(TABLE).is_some());
        assert!(read(&TABLE.replacen("grade: Document", "grade: Grand", 1)).is_none());
        assert!(read(&TABLE.replacen("filled_by: [\"", "filled_by: [\"no-", 1)).is_none());
        assert!(read(&TABLE.replacen("findings: [\"G0101", "findings: [\"G9999", 1)).is_none());
        assert!(read(&TABLE.replacen("cannot_claim", "can_claim", 1)).is_none());
    }
}

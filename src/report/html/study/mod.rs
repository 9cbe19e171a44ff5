//! Turns the JSON of a study (`docs/studies.md`) into a part of a page: what it found in words, charts and tables.
//!
//! A study is read from its JSON alone, so a page can be made of it at any time. What is not as the schema says is left
//! out; it is never made up.

mod advise;
mod compare;
mod delay;
mod ladder;
mod parts;
mod read;
mod sensitivity;
mod sweep;
mod whatif;

use minijinja::value::Serde;
use serde::Serialize;
use serde_json::Value;

use super::template::Template;
use super::view::{CLAIM, Fact};
use crate::report::text::{count, shown};
use parts::Part;
use read::Read;

/// A page of studies alone.
#[derive(Debug, Serialize)]
struct StudiesPage {
    title: String,
    organisation: Option<String>,
    claim: &'static str,
    studies: Vec<StudyView>,
}

/// Writes studies as one HTML file that needs nothing else; `None` where one of them is none that this version knows.
pub fn studies(studies: &[Value]) -> Option<String> {
    let numbered = studies.iter().zip(1..);
    let studies: Vec<StudyView> =
        numbered.map(|(study, number)| StudyView::new(study, number)).collect::<Option<_>>()?;
    let first = studies.first()?;
    let page = StudiesPage {
        title: format!("{}: {}", first.title, first.about),
        organisation: first.organisation.clone(),
        claim: CLAIM,
        studies,
    };
    let filled = Template::of_studies().filled(minijinja::Value::from(Serde(page)));
    Some(filled.expect("a test fills our own template from every kind of study"))
}

/// How a study is told, by the name of its schema.
struct Kind {
    schema: &'static str,
    title: &'static str,
    /// Begins the anchors of its parts.
    slug: &'static str,
    /// Its lists, each with what every one of its entries has.
    lists: &'static [(&'static str, &'static [&'static str])],
    parts: fn(&Read, &str) -> Vec<Part>,
}

impl Kind {
    /// What a study of this kind lacks, as a path into its JSON.
    fn lacks(&self, study: &Value) -> Option<String> {
        self.lists.iter().find_map(|(list, fields)| {
            let Some(entries) = study[list].as_array() else { return Some(format!("/{list}")) };
            entries.iter().enumerate().find_map(|(at, entry)| {
                let field = fields.iter().find(|field| entry.get(field).is_none())?;
                Some(format!("/{list}/{at}/{field}"))
            })
        })
    }
}

const KINDS: [Kind; 7] = [
    Kind {
        schema: "blackstart/whatif/1",
        title: "What if",
        slug: "whatif",
        lists: &[("variants", &["edits", "effect"])],
        parts: whatif::parts,
    },
    Kind {
        schema: "blackstart/compare/1",
        title: "What became better and worse",
        slug: "compare",
        lists: &[("objectives", &["on", "name", "kind", "before", "after", "change"])],
        parts: compare::parts,
    },
    Kind {
        schema: "blackstart/sensitivity/1",
        title: "What matters most",
        slug: "sensitivity",
        lists: &[("figures", &["path", "sides", "swing"])],
        parts: sensitivity::parts,
    },
    Kind {
        schema: "blackstart/sweep/1",
        title: "What else could break us",
        slug: "sweep",
        lists: &[("losses", &["lost", "names", "out_of_tolerance"])],
        parts: sweep::parts,
    },
    Kind {
        schema: "blackstart/ladder/1",
        title: "How bad must it get",
        slug: "ladder",
        lists: &[("along", &["axis", "values"]), ("steps", &["at", "services"])],
        parts: ladder::parts,
    },
    Kind {
        schema: "blackstart/delay/1",
        title: "How long may we wait to declare",
        slug: "delay",
        lists: &[("services", &["id", "name", "shares", "last_moment"])],
        parts: delay::parts,
    },
    Kind {
        schema: "blackstart/advise/1",
        title: "What to do first",
        slug: "advise",
        lists: &[("singles", &["levers", "edits", "changes"]), ("together", &["levers", "edits", "changes"])],
        parts: advise::parts,
    },
];

/// A study as a part of a page.
#[derive(Clone, Debug, Serialize)]
pub struct StudyView {
    pub anchor: String,
    /// The question that it answers.
    pub title: &'static str,
    /// Of which organisation, where it says so.
    pub organisation: Option<String>,
    /// The scenario, or what was compared.
    pub about: String,
    /// It was stopped early.
    pub partial: bool,
    pub facts: Vec<Fact>,
    pub parts: Vec<Part>,
}

/// The same with every character that does something unseen as its number, in texts and in names of fields.
fn without_unseen(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(shown(text).into_owned()),
        Value::Array(items) => items.iter().map(without_unseen).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (shown(key).into_owned(), without_unseen(value))).collect()
        }
        other => other.clone(),
    }
}

impl StudyView {
    /// Arranges a study that is the `number`-th of its page; `None` if it is none that this version knows.
    pub fn new(study: &Value, number: usize) -> Option<StudyView> {
        let study = without_unseen(study);
        let read = Read(&study);
        let schema = read.text("schema");
        let kind = KINDS.iter().find(|kind| kind.schema == schema)?;
        let anchor = format!("{}-{number}", kind.slug);
        let mut facts = vec![Fact { label: "schema".to_owned(), value: schema.to_owned() }];
        let run = read.at("run");
        if let Some(trials) = run.number("trials") {
            facts.push(Fact { label: "runs, at most".to_owned(), value: count(trials as u64) });
        }
        facts
            .extend(run.0.get("seed").map(|seed| Fact { label: "seed".to_owned(), value: seed.to_string() }));
        facts.extend(read.list("inputs").map(|input| Fact {
            label: input.text("name").to_owned(),
            value: input.text("sha256").chars().take(16).collect(),
        }));
        let about = match read.at("scenario").text("title") {
            "" => format!("{} against {}", read.text("after"), read.text("before")),
            title => title.to_owned(),
        };
        Some(StudyView {
            parts: (kind.parts)(&read, &anchor),
            anchor,
            title: kind.title,
            organisation: Some(read.text("organisation").to_owned()).filter(|name| !name.is_empty()),
            about,
            partial: run.text("status") == "partial",
            facts,
        })
    }

    /// Arranges those of several that this version knows.
    pub fn all(studies: &[Value]) -> Vec<StudyView> {
        studies.iter().zip(1..).filter_map(|(study, number)| StudyView::new(study, number)).collect()
    }

    /// What the JSON of a study lacks, as a path into it; `None` where nothing is missing, or it is no study.
    pub fn lacks(value: &Value) -> Option<String> {
        KINDS.iter().find(|kind| Read(value).text("schema") == kind.schema)?.lacks(value)
    }

    /// Whether this is the JSON of a study, and not of results.
    pub fn is_study(value: &Value) -> bool {
        KINDS.iter().any(|kind| Read(value).text("schema") == kind.schema)
    }
}

//! What became of each scenario since earlier results.

use serde::Serialize;

use super::figure::{Figure, title_among};
use crate::report::dossier::{Against, Changed, Dossier, Moved, Text};
use crate::results::Verdict;
use crate::wording::text::count;

/// One scenario against earlier results of it.
#[derive(Clone, Debug, Serialize)]
pub struct Since {
    /// The scenario's title where there are several.
    pub scenario: Option<String>,
    /// How much changed, in a sentence.
    pub head: String,
    /// What it is held against.
    pub earlier: String,
    pub moved: Vec<MovedRow>,
    /// A sentence for each duration that became shorter without new evidence.
    pub shortened: Vec<String>,
    pub changed: Vec<ChangedRow>,
}

/// A verdict that moved.
#[derive(Clone, Debug, Serialize)]
pub struct MovedRow {
    pub name: String,
    pub objective: &'static str,
    pub before: Stood,
    pub after: Stood,
    /// `worse`, `better`, or `other`.
    pub way: &'static str,
    pub because: &'static str,
}

/// How an objective stood.
#[derive(Clone, Debug, Serialize)]
pub struct Stood {
    pub words: String,
    /// In how many of 100 runs it was kept.
    pub kept: Figure,
}

/// An input that is another one.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedRow {
    pub path: String,
    pub kind: &'static str,
    pub before: String,
    pub after: String,
    /// `assumed`, or `assumed, now exercised`.
    pub basis: String,
}

/// Every scenario that is held against earlier results.
pub fn since(dossier: &Dossier) -> Vec<Since> {
    let all = dossier.played.iter().enumerate();
    all.filter_map(|(at, played)| Some(Since::new(title_among(dossier, at), played.against.as_ref()?)))
        .collect()
}

impl Since {
    fn new(scenario: Option<String>, against: &Against) -> Since {
        let moved = |(at, moved): (usize, &Moved)| {
            let stood = |verdict: Option<Verdict>, share: Option<f64>, key: &str| Stood {
                words: Moved::told(verdict, None),
                kept: kept(share, format!("/against/moved/{at}/{key}")),
            };
            MovedRow {
                name: moved.name.to_string(),
                objective: moved.kind.short(),
                before: stood(moved.before, moved.share_before, "share_before"),
                after: stood(moved.after, moved.share_after, "share_after"),
                way: moved.way(),
                because: moved.reason(),
            }
        };
        Since {
            scenario,
            head: against.head(),
            earlier: format!(
                "{} runs by blackstart {}, {}",
                count(against.trials),
                against.version,
                against.digest
            ),
            moved: against.moved.iter().enumerate().map(moved).collect(),
            shortened: against.shortened().map(Changed::shortened).collect(),
            changed: against.changed.iter().map(ChangedRow::new).collect(),
        }
    }
}

fn kept(share: Option<f64>, path: String) -> Figure {
    match share {
        Some(share) => Figure { text: format!("{:.1}", share * 100.0), value: Some(share), path },
        None => Figure::words(""),
    }
}

impl ChangedRow {
    fn new(changed: &Changed) -> ChangedRow {
        let or_none =
            |text: &Option<Text>| text.as_ref().map_or_else(|| "not there".to_owned(), ToString::to_string);
        ChangedRow {
            path: changed.path.to_string(),
            kind: changed.kind.word(),
            before: or_none(&changed.before),
            after: or_none(&changed.after),
            basis: changed.basis(),
        }
    }
}

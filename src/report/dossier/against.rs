//! What became of a scenario since earlier results: which verdicts moved, what in the files changed, and why.

use serde::Deserialize;

use super::text::Text;
use super::words::{KindWord, SomeVerdict};
use crate::results::{ObjectiveKind, Status, Verdict};

/// What became of a scenario since earlier results.
#[derive(Clone, Debug, Deserialize)]
pub struct Against {
    /// Digest of the earlier tallies, trials behind them, and the version of the program.
    pub digest: Text,
    pub trials: u64,
    pub version: Text,
    /// What the moves can be due to.
    pub because: Because,
    /// Verdicts that are other ones, or new, or gone; those that became worse first.
    pub moved: Vec<Moved>,
    /// Inputs that are other ones, sorted by path.
    pub changed: Vec<Changed>,
    /// Identities of findings that were not there, and of those that are not there any more.
    #[serde(rename = "findings_opened")]
    pub opened: Vec<Text>,
    #[serde(rename = "findings_closed")]
    pub closed: Vec<Text>,
}

/// One verdict that moved.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Moved {
    pub subject: Text,
    pub name: Text,
    #[serde(with = "KindWord")]
    pub kind: ObjectiveKind,
    /// `None`: the objective was not there, or is not any more.
    #[serde(deserialize_with = "verdict")]
    pub before: Option<Verdict>,
    #[serde(deserialize_with = "verdict")]
    pub after: Option<Verdict>,
    pub share_before: Option<f64>,
    pub share_after: Option<f64>,
    /// `None`: estimates and facts changed, and which of them moved it was not played.
    #[serde(default)]
    pub because: Option<Because>,
}

/// What changed between two runs, as far as it can move verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Nothing in the files: seed, trials or version.
    Dice,
    Estimates,
    Facts,
    Both,
}

/// One input that is another one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Changed {
    pub path: Text,
    pub kind: InputKind,
    /// `None`: it was not there, or is not any more.
    pub before: Option<Text>,
    pub after: Option<Text>,
    pub basis_before: Option<Text>,
    pub basis_after: Option<Text>,
    /// An estimate whose typical length became shorter, though nothing new is known: neither a stronger basis, nor a new
    /// date, nor another source.
    pub shortened_without_evidence: bool,
}

/// Whether an input is somebody's estimate or a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    Estimate,
    Fact,
}

impl InputKind {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            InputKind::Estimate => "estimate",
            InputKind::Fact => "fact",
        }
    }
}

impl Because {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            Because::Dice => "dice",
            Because::Estimates => "estimates",
            Because::Facts => "facts",
            Because::Both => "both",
        }
    }

    /// What moved one verdict, after "because of".
    pub fn words(self) -> &'static str {
        match self {
            Because::Dice => "chance, perhaps: other seed, number of runs or version",
            Because::Estimates => "a changed estimate",
            Because::Facts => "a changed fact",
            Because::Both => "changed estimates and facts together",
        }
    }
}

impl Moved {
    /// Whether it is the worse for the organisation.
    pub fn is_worse(&self) -> bool {
        let weight = |verdict: Option<Verdict>| verdict.map_or(Status::Settled, Status::of);
        weight(self.after) > weight(self.before)
    }

    /// Which way it moved: `worse`, `better`, or `another` where neither.
    pub fn way(&self) -> &'static str {
        let weight = |verdict: Option<Verdict>| verdict.map_or(Status::Settled, Status::of);
        match weight(self.after).cmp(&weight(self.before)) {
            std::cmp::Ordering::Greater => "worse",
            std::cmp::Ordering::Less => "better",
            std::cmp::Ordering::Equal => "another",
        }
    }

    /// `falls short (41.0 of 100)`; `not there` of no objective.
    pub fn told(verdict: Option<Verdict>, share: Option<f64>) -> String {
        let word = verdict.map_or_else(|| "not there".to_owned(), |verdict| verdict.word().replace('-', " "));
        match share.filter(|_| verdict != Some(Verdict::NotTouched)) {
            Some(share) => format!("{word} ({:.1} of 100)", share * 100.0),
            None => word,
        }
    }

    /// What moved it, in words.
    pub fn reason(&self) -> &'static str {
        self.because.map_or("estimates or facts: not told apart", Because::words)
    }
}

impl Changed {
    /// Of a duration that became shorter without new evidence: a sentence.
    pub fn shortened(&self) -> String {
        let value = |value: &Option<Text>| value.as_ref().map(ToString::to_string).unwrap_or_default();
        format!(
            "{} was shortened from {} to {}, and it is still {}.",
            self.path,
            value(&self.before),
            value(&self.after),
            self.basis_after.as_deref().unwrap_or("a fact"),
        )
    }

    /// The evidence, and what it is now where that is another: `assumed, now exercised`.
    pub fn basis(&self) -> String {
        match (self.basis_before.as_deref(), self.basis_after.as_deref()) {
            (Some(before), Some(after)) if before != after => format!("{before}, now {after}"),
            (_, Some(basis)) | (Some(basis), None) => basis.to_owned(),
            (None, None) => "-".to_owned(),
        }
    }
}

impl Against {
    /// How much changed, and what that can mean, in a sentence or two.
    pub fn head(&self) -> String {
        use crate::wording::text::counted;
        let because = match self.because {
            Because::Dice => "nothing in the files changed, so a move is one of seed, runs or version",
            Because::Estimates => "only estimates changed",
            Because::Facts => "only facts changed",
            Because::Both if self.moved.is_empty() => "estimates and facts changed",
            Because::Both if self.moved.iter().any(|moved| moved.because.is_none()) => {
                "estimates and facts changed; with the scenarios instead of their results the two are told apart"
            }
            Because::Both => {
                "estimates and facts changed; which of them moved a verdict was found by playing the new facts with the \
                 old estimates"
            }
        };
        let chance = self.moved.iter().filter(|moved| moved.because == Some(Because::Dice)).count();
        let chance = match self.because {
            Because::Dice => String::new(),
            _ if chance == 0 => String::new(),
            _ => format!(" Of the moves {chance} may be no more than chance, since other runs were drawn."),
        };
        format!(
            "{}; {}: {because}.{chance} Findings: {} new, {} gone.",
            counted(self.moved.len(), "verdict moved", "verdicts moved"),
            counted(self.changed.len(), "input changed", "inputs changed"),
            self.opened.len(),
            self.closed.len()
        )
    }

    /// Estimates that became shorter without new evidence.
    pub fn shortened(&self) -> impl Iterator<Item = &Changed> {
        self.changed.iter().filter(|changed| changed.shortened_without_evidence)
    }
}

fn verdict<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Verdict>, D::Error> {
    Option::<SomeVerdict>::deserialize(deserializer).map(|found| found.map(|SomeVerdict(verdict)| verdict))
}

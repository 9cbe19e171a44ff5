//! Updates the estimates of a model by what was observed, and the text of its file with them.
//!
//! `subject` lists what can be observed, `bayes` is the update, `actuals` reads observed durations from a table, `rewrite`
//! changes the figures in the text and nothing else. `docs/calibration.md` states the method with its sources.

pub mod actuals;
pub mod bayes;
pub mod rewrite;
pub mod subject;

use crate::model::{Basis, Model, Uncertain};
use crate::notation::date::Date;
use crate::source::{Place, Sources};
use crate::units::Millis;

use bayes::{Posterior, update, weight_of};
use subject::{find, subjects};

/// A duration that somebody observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The path or the label of a duration of the model.
    pub subject: String,
    pub took: Millis,
    pub seen: Seen,
    pub date: Option<Date>,
    /// Where it comes from, in words.
    pub source: String,
}

/// How it was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// In an exercise.
    Exercised,
    /// On the real thing.
    Measured,
}

/// An estimate before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    pub path: String,
    /// As written in the file, without quotes.
    pub before: String,
    pub after: String,
    pub mean_before: Millis,
    pub mean_after: Millis,
    pub observed: Vec<Millis>,
    /// How many observations the estimate counted for.
    pub weight: f64,
    pub seen: Seen,
    pub date: Option<Date>,
    pub source: String,
    /// Where the figure is written.
    pub place: Place,
}

impl Calibration {
    /// The basis as the file writes it: `Exercised("2027-03-04")`.
    pub fn basis(&self) -> String {
        let word = match self.seen {
            Seen::Exercised => "Exercised",
            Seen::Measured => "Measured",
        };
        self.date.map_or_else(|| word.to_owned(), |date| format!("{word}(\"{date}\")"))
    }
}

/// Updates every estimate that something was observed of, in the order of their paths; and says what cannot be used.
/// `weight` replaces the weight that an estimate has by its basis.
pub fn calibrate(
    model: &Model,
    sources: &Sources,
    observations: &[Observation],
    weight: Option<f64>,
) -> (Vec<Calibration>, Vec<String>) {
    let all = subjects(model);
    let mut refused = Vec::new();
    let mut found: Vec<(&subject::Subject, Vec<&Observation>)> = Vec::new();
    for observation in observations {
        let Some(subject) = find(&all, &observation.subject) else {
            refused.push(unknown(&all, &observation.subject));
            continue;
        };
        if is_counted(subject.takes, observation) {
            refused.push(format!(
                "{}: its `source` names {} already, so {} counts in the figure as it is; what is new needs a later date or a source of its own",
                subject.path, observation.source, observation.took
            ));
            continue;
        }
        match found.iter_mut().find(|(other, _)| other.path == subject.path) {
            Some((_, list)) => list.push(observation),
            None => found.push((subject, vec![observation])),
        }
    }
    found.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
    let mut calibrations = Vec::new();
    for (subject, list) in found {
        match one(subject, &list, (sources, weight)) {
            Ok(calibration) => calibrations.push(calibration),
            Err(why) => refused.push(format!("{}: {why}", subject.path)),
        }
    }
    (calibrations, refused)
}

/// Whether an observation went into the figure before: its source is named there, and it is no later than the figure.
fn is_counted(takes: &Uncertain, observation: &Observation) -> bool {
    let latest = match &takes.basis {
        Basis::Exercised(date) | Basis::Measured(date) => *date,
        Basis::Assumed | Basis::Estimated => return false,
    };
    let later = latest.zip(observation.date).is_some_and(|(latest, date)| date > latest);
    !later && takes.source.as_deref().is_some_and(|source| names(source, &observation.source))
}

/// Whether a text names something as words of its own.
fn names(text: &str, name: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            !is_word(text[..at].chars().next_back()) && !is_word(text[at + name.len()..].chars().next())
        })
}

fn unknown(all: &[subject::Subject], text: &str) -> String {
    let names = all.iter().flat_map(|subject| [subject.path.as_str(), subject.label.as_str()]);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let near = crate::diagnostic::near::nearest(text, names.iter().copied());
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("`{text}` is none of the durations of this model that observations update{near}")
}

fn one(
    subject: &subject::Subject,
    list: &[&Observation],
    (sources, weight): (&Sources, Option<f64>),
) -> Result<Calibration, String> {
    let Some(place) = subject.takes.place else {
        return Err("the file does not write it, the default stands; write an estimate first".to_owned());
    };
    let written = sources.text(place);
    let before = written.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(written);
    let took: Vec<Millis> = list.iter().map(|observation| observation.took).collect();
    let weight = weight.unwrap_or_else(|| weight_of(&subject.takes.basis));
    let Posterior { text, mean_before, mean_after } = update((&subject.takes.amount, before), weight, &took)?;
    let seen = list.iter().map(|observation| observation.seen).max().unwrap_or(Seen::Exercised);
    let of_kind = list.iter().filter(|observation| observation.seen == seen);
    let date = of_kind.filter_map(|observation| observation.date).max();
    let mut from: Vec<&str> = Vec::new();
    for observation in list {
        if !from.contains(&observation.source.as_str()) {
            from.push(&observation.source);
        }
    }
    let count = took.len();
    let was = match &subject.takes.basis {
        Basis::Assumed => "assumed",
        Basis::Estimated => "estimated",
        Basis::Exercised(_) => "exercised",
        Basis::Measured(_) => "measured",
    };
    // What the figure rested on before is not forgotten.
    let older = subject.takes.source.as_deref().filter(|source| !source.is_empty());
    let older = older.map(|source| format!("; {source}")).unwrap_or_default();
    let observed = if count == 1 { "1 observation".to_owned() } else { format!("{count} observations") };
    Ok(Calibration {
        path: subject.path.clone(),
        before: before.to_owned(),
        after: text,
        mean_before,
        mean_after,
        observed: took,
        weight,
        seen,
        date,
        source: format!("{observed} ({}); before: {before}, {was}{older}", from.join(", ")),
        place,
    })
}

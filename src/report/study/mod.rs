//! Turns what studies find into text: what changes, by how much, how sure, and which trial shows it.

pub mod advise;
pub mod compare;
pub mod delay;
pub mod ladder;
pub mod sensitivity;
pub mod sweep;
pub mod whatif;

use crate::model::{Model, Onset};
use crate::report::WIDTH;
use crate::units::Millis;
use crate::wording::text::{count, shell, shown, wrapped};
use crate::wording::words;

/// Of objectives that only runs which are back by the end of the watch tell of.
const OPEN: &str = "Longer than what is watched, so that runs still out by then count neither way";

/// What every study is told with.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub model: &'a Model,
    /// The scenario's title and how it begins; of a study over many, what is said instead.
    pub title: &'a str,
    pub onset: Option<&'a Onset>,
    pub horizon: Millis,
    /// The path on the command line.
    pub path: &'a str,
    pub seed: u64,
    /// Options that edit the plan itself, ready for a shell.
    pub options: &'a [String],
}

impl Setting<'_> {
    /// Who, what, how many runs, and that it is simulated.
    fn head(&self, runs: &str) -> String {
        let mut facts = vec![shown(self.title).into_owned()];
        facts.extend(self.onset.map(words::onset));
        facts.push(format!("watched for {}", words::length(self.horizon)));
        facts.push(runs.to_owned());
        let lines = [
            shown(&self.model.name).into_owned(),
            wrapped(&facts.join(" \u{b7} "), WIDTH, 2),
            "Simulated estimate from the stated model, not a record of a recovery.".to_owned(),
        ];
        lines.join("\n") + "\n"
    }

    /// A `replay` of one trial after further edits, with the way back of a service marked.
    fn replay(&self, trial: u64, service: &str, options: &[String]) -> String {
        let all = self.options.iter().chain(options).map(|option| format!(" {option}"));
        format!(
            "blackstart replay {} --trial {trial} --service {} --seed {}{}",
            shell(self.path),
            shell(service),
            self.seed,
            all.collect::<String>()
        )
    }
}

/// `1 pair of runs`, `20,000 pairs of runs`.
fn pairs(trials: u64) -> String {
    match trials {
        1 => "1 pair of runs".to_owned(),
        trials => format!("{} pairs of runs", count(trials)),
    }
}

/// A paragraph that begins after so many blanks, its later lines after `indent`.
fn indented(text: &str, begin: usize, indent: usize) -> String {
    format!("{}{}\n", " ".repeat(begin), wrapped(text, WIDTH - begin, indent))
}

/// A paragraph with later lines indented.
fn paragraph(text: &str) -> String {
    wrapped(text, WIDTH, 2) + "\n"
}

/// `A`, `A and B`, `A, B and C`.
fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

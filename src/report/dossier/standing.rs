//! How an objective stands, in one word and one mark, and how many stand how.

use super::estimate::Objective;
use super::played::Played;
use crate::results::{Status, Verdict};

/// How an objective stands, in the order in which it needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    FallsShort,
    Undecided,
    /// It holds at the assumed durations and turns within the range in which they are varied.
    DependsOnAssumptions,
    Holds,
    NotTouched,
}

impl Standing {
    /// All, in order.
    pub const ALL: [Standing; 5] = [
        Standing::FallsShort,
        Standing::Undecided,
        Standing::DependsOnAssumptions,
        Standing::Holds,
        Standing::NotTouched,
    ];

    /// How an objective stands.
    pub fn of(objective: &Objective) -> Standing {
        let turns = objective.assumptions.as_ref().is_some_and(|varied| varied.turns_at.is_some());
        match Standing::as_stated(objective.judged.verdict) {
            Standing::Holds if turns => Standing::DependsOnAssumptions,
            standing => standing,
        }
    }

    /// How an objective stands at the assumed durations.
    pub fn as_stated(verdict: Verdict) -> Standing {
        match verdict {
            Verdict::FallsShort => Standing::FallsShort,
            Verdict::Undecided => Standing::Undecided,
            Verdict::Holds => Standing::Holds,
            Verdict::NotTouched => Standing::NotTouched,
        }
    }

    /// The words of one objective.
    pub fn words(self) -> &'static str {
        match self {
            Standing::FallsShort => "falls short",
            Standing::Undecided => "undecided",
            Standing::DependsOnAssumptions => "depends on assumptions",
            Standing::Holds => "holds",
            Standing::NotTouched => "not touched",
        }
    }

    /// The words after a number of objectives.
    pub fn words_of(self, number: u64) -> &'static str {
        match self {
            Standing::FallsShort if number != 1 => "fall short",
            Standing::DependsOnAssumptions if number != 1 => "depend on assumptions",
            Standing::Holds if number != 1 => "hold",
            _ => self.words(),
        }
    }

    /// A word for names of classes and cells.
    pub fn slug(self) -> &'static str {
        match self {
            Standing::FallsShort => "falls-short",
            Standing::Undecided => "undecided",
            Standing::DependsOnAssumptions => "depends",
            Standing::Holds => "holds",
            Standing::NotTouched => "not-touched",
        }
    }

    /// The mark of the terminal.
    pub fn mark(self) -> &'static str {
        match self {
            Standing::FallsShort => "x",
            Standing::Undecided | Standing::DependsOnAssumptions => "?",
            Standing::Holds => "+",
            Standing::NotTouched => "-",
        }
    }
}

/// How many objectives stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u64; 5]);

impl Counts {
    /// Those that stand so.
    pub fn of(&self, standing: Standing) -> u64 {
        self.0[standing as usize]
    }

    /// All of them.
    pub fn all(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Counts) -> Counts {
        Counts(std::array::from_fn(|at| self.0[at] + other.0[at]))
    }

    /// What they come to, which decides the exit status: assumptions do not.
    pub fn status(&self) -> Status {
        match self {
            _ if self.of(Standing::FallsShort) > 0 => Status::FallsShort,
            _ if self.of(Standing::Undecided) > 0 => Status::Undecided,
            _ => Status::Settled,
        }
    }

    /// `32 fall short, 14 hold, 5 not touched`; those that none stands so left out.
    pub fn words(&self) -> String {
        let said: Vec<String> = Standing::ALL
            .into_iter()
            .map(|standing| (self.of(standing), standing))
            .filter(|(number, _)| *number > 0)
            .map(|(number, standing)| format!("{number} {}", standing.words_of(number)))
            .collect();
        if said.is_empty() { "no objectives".to_owned() } else { said.join(", ") }
    }
}

impl Played {
    /// How many of this scenario's objectives stand how.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.objectives().for_each(|objective| counts.0[Standing::of(objective) as usize] += 1);
        counts
    }
}

//! A finding: what is wrong, of what, on what evidence.

use super::{Cause, Remedy, Rule};
use crate::checks::Acceptance;
use crate::diagnostic::Severity;
use crate::results::{LedgerResult, ObjectiveKind, ObjectiveResult, Quantile, Share};
use crate::source::Place;
use crate::units::Millis;
use crate::wording::names::Names;

/// What a rule has to say about one thing in the results.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: &'static Rule,
    /// High, medium, low or note: how far, and how sure.
    pub severity: Severity,
    /// The id it is about, which an allowance names.
    pub subject: String,
    /// Which of several things about the subject, such as the kind of an objective; `None` where there is but one.
    pub part: Option<String>,
    /// Whole sentences; safe for a terminal.
    pub message: String,
    /// Of two findings of one severity the larger one is told first; no unit.
    pub(super) weight: f64,
    /// Named figures, each with its unit at the end of its name as in the results file.
    pub evidence: Vec<(&'static str, Figure)>,
    /// Largest first; empty where time is not the matter.
    pub causes: Vec<Cause>,
    /// In the order in which to try them.
    pub remedies: Vec<Remedy>,
    /// Where in the files it comes from.
    pub place: Option<Place>,
    /// Why somebody accepts it.
    pub accepted: Option<Acceptance>,
}

/// One figure of the evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    Count(u64),
    /// In 0..=1; also other plain numbers, such as factors.
    Share(f64),
    /// Ends of an interval at 99 %.
    Interval([f64; 2]),
    /// `None`: never.
    Time(Option<Millis>),
    /// Ends of an interval at 99 %; `None`: never, or nothing bounds it.
    TimeInterval([Option<Millis>; 2]),
    Word(String),
}

impl Finding {
    /// The same in every run of the same plan: code and subject, and the part where there is one.
    pub fn id(&self) -> String {
        match &self.part {
            Some(part) => format!("{}/{}/{part}", self.rule.code, self.subject),
            None => format!("{}/{}", self.rule.code, self.subject),
        }
    }

    /// Whether it is about an objective for lost data.
    pub fn is_of_data(&self) -> bool {
        let rpo = Figure::Word(ObjectiveKind::Rpo.word().to_owned());
        self.evidence.iter().any(|(name, figure)| *name == "objective" && *figure == rpo)
    }

    /// Adds a figure.
    pub(super) fn figure(mut self, name: &'static str, figure: Figure) -> Finding {
        self.evidence.push((name, figure));
        self
    }

    /// Adds a share with its interval and what it is of.
    pub(super) fn share(self, [held, n, share, interval]: [&'static str; 4], figure: &Share) -> Finding {
        self.figure(held, Figure::Count(figure.held))
            .figure(n, Figure::Count(figure.n))
            .figure(share, Figure::Share(figure.share))
            .figure(interval, Figure::Interval(figure.interval))
    }

    /// Adds what an objective asks for and how often it held.
    pub(super) fn objective(self, objective: &ObjectiveResult) -> Finding {
        self.figure("objective", Figure::Word(objective.kind.word().to_owned()))
            .figure("verdict", Figure::Word(objective.verdict.word().to_owned()))
            .figure("target_s", Figure::Time(Some(objective.target)))
            .figure("required", Figure::Share(objective.required))
            .share(["held", "n", "share", "interval"], &objective.share)
            .at(objective.place)
    }

    /// Adds a quantile with its interval under two names.
    pub(super) fn quantile(
        self,
        [name, interval]: [&'static str; 2],
        quantile: Option<&Quantile<Millis>>,
    ) -> Finding {
        let Some(quantile) = quantile else { return self };
        self.figure(name, Figure::Time(quantile.value))
            .figure(interval, Figure::TimeInterval(quantile.interval))
    }

    /// Adds the largest causes of a ledger.
    pub(super) fn because(mut self, names: &Names, ledger: &LedgerResult) -> Finding {
        self.causes = Cause::largest(names, ledger);
        self
    }

    /// Adds remedies.
    pub(super) fn try_first(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Finding {
        self.remedies.extend(remedies);
        self
    }

    /// Says where it comes from.
    pub(super) fn at(mut self, place: Place) -> Finding {
        self.place = (!place.is_nowhere()).then_some(place);
        self
    }

    /// Says how large it is among those of its severity.
    pub(super) fn weighing(mut self, weight: f64) -> Finding {
        self.weight = weight;
        self
    }

    /// Says which of several things about the subject it is.
    pub(super) fn part(mut self, part: impl Into<String>) -> Finding {
        self.part = Some(part.into());
        self
    }
}

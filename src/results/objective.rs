//! Turns misses into an objective's share, its verdict, and the exit status of a run.

use super::ranks::Ranks;
use super::sequence;
use super::share::{IntervalKind, Share, Z};
use crate::model::{Clock, Objective};
use crate::source::Place;
use crate::units::Millis;

/// What an objective limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveKind {
    /// Recovery time.
    Rto,
    /// Data loss.
    Rpo,
    /// Recovery time and the work after it.
    Mtpd,
    /// Time of a task.
    Within,
}

impl ObjectiveKind {
    /// The short name that people use.
    pub fn short(self) -> &'static str {
        match self {
            ObjectiveKind::Rto => "RTO",
            ObjectiveKind::Rpo => "RPO",
            ObjectiveKind::Mtpd => "MTPD",
            ObjectiveKind::Within => "time limit",
        }
    }

    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            ObjectiveKind::Rto => "rto",
            ObjectiveKind::Rpo => "rpo",
            ObjectiveKind::Mtpd => "mtpd",
            ObjectiveKind::Within => "within",
        }
    }
}

/// What the interval says about the share that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    FallsShort,
    Undecided,
    /// No trial put it to the proof.
    NotTouched,
}

impl Verdict {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::FallsShort => "falls-short",
            Verdict::Undecided => "undecided",
            Verdict::NotTouched => "not-touched",
        }
    }
}

/// An objective and in how many trials it held.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectiveResult {
    pub kind: ObjectiveKind,
    pub target: Millis,
    /// `None` for data loss, which is no length of an outage.
    pub clock: Option<Clock>,
    pub share: Share,
    pub interval_kind: IntervalKind,
    /// Share of trials that must hold it, in 0..=1.
    pub required: f64,
    /// Of an objective longer than the horizon: trials still out at the horizon. They are not among those that
    /// held it, and nobody knows whether they would have been. `None` of one that the horizon can decide.
    pub beyond_horizon: Option<u64>,
    pub verdict: Verdict,
    /// Where it is written.
    pub place: Place,
}

/// What all estimates of a run rest on.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) ranks: Ranks,
    pub(super) horizon: Millis,
    pub(super) kind: IntervalKind,
}

/// The trials behind a subject's objectives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exposure {
    /// Trials that touched the subject (a task: that began it).
    pub(super) touched: u64,
    /// Trials in which it was out (a task: not done) at the horizon.
    pub(super) unrecovered: u64,
}

impl Terms {
    /// Judges an objective that was missed in so many trials.
    pub(super) fn judge(
        &self,
        (kind, clock): (ObjectiveKind, Option<Clock>),
        objective: &Objective,
        missed: u64,
        exposure: Exposure,
    ) -> ObjectiveResult {
        let n = self.ranks.n;
        let by = |held| Share::by(self.kind, held, n);
        let share = by(n - missed);
        let Objective { target, required, place } = *objective;
        // What data are lost lies before the outage; no horizon cuts it off.
        let is_beyond = kind != ObjectiveKind::Rpo && target > self.horizon;
        let beyond_horizon = is_beyond.then_some(exposure.unrecovered);
        let verdict = match beyond_horizon {
            _ if exposure.touched == 0 => Verdict::NotTouched,
            None => judge(share.interval, required),
            // True is some share from none to all of those still out.
            Some(open) => judge([share.interval[0], by(share.held + open).interval[1]], required),
        };
        let interval_kind = self.kind;
        ObjectiveResult {
            kind,
            target,
            clock,
            share,
            interval_kind,
            required,
            beyond_horizon,
            verdict,
            place,
        }
    }
}

impl ObjectiveResult {
    /// Trials in which it was missed for certain.
    pub fn missed(&self) -> u64 {
        self.share.n - self.share.held - self.beyond_horizon.unwrap_or(0)
    }

    /// The share that held it if all did of which nobody knows.
    fn most(&self) -> Share {
        Share::by(self.interval_kind, self.share.n - self.missed(), self.share.n)
    }

    /// Whether, if the shares stay, no number of trials decides it, because too many end before it does.
    pub fn is_cut_off(&self) -> bool {
        let reaches = self.share.share < self.required && self.required <= self.most().share;
        self.verdict == Verdict::Undecided && reaches
    }

    /// Whether more trials may yet settle it: it is undecided, and not for certain cut off.
    pub fn is_open(&self) -> bool {
        let for_certain = self.share.interval[1] < self.required && self.required <= self.most().interval[0];
        self.verdict == Verdict::Undecided && !for_certain
    }

    /// Trials that would settle an undecided verdict if the share stayed as it is.
    ///
    /// `None`: it is settled, or no number would do, because the share is just what is asked for, or the horizon
    /// comes too early. The score interval leaves out r as soon as |share - r| > Z sqrt(r (1 - r) / n).
    pub fn settled_by(&self) -> Option<u64> {
        // Of an objective that falls short as far as can be known, the share that counts is the largest possible.
        let share = if self.share.share < self.required { self.most().share } else { self.share.share };
        let distance = (share - self.required).abs();
        if self.verdict != Verdict::Undecided || distance == 0.0 || self.is_cut_off() {
            return None;
        }
        let trials_with =
            |errors_squared| errors_squared * self.required * (1.0 - self.required) / (distance * distance);
        let trials = match self.interval_kind {
            IntervalKind::Wilson => trials_with(Z * Z),
            // The wider the more trials: a few rounds find where both agree.
            IntervalKind::Sequence => {
                (0..20).fold(trials_with(Z * Z), |trials, _| trials_with(sequence::errors_squared(trials)))
            }
        };
        (trials < 1e15).then(|| trials.ceil() as u64 + 1)
    }
}

fn judge([low, high]: [f64; 2], required: f64) -> Verdict {
    if low >= required {
        Verdict::Holds
    } else if high < required {
        Verdict::FallsShort
    } else {
        Verdict::Undecided
    }
}

/// What a run comes to, over all its objectives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// None falls short, none is undecided.
    #[default]
    Settled,
    /// None falls short, at least one is undecided.
    Undecided,
    /// At least one falls short.
    FallsShort,
}

impl Status {
    /// What one verdict comes to; of several the largest counts.
    pub fn of(verdict: Verdict) -> Status {
        match verdict {
            Verdict::FallsShort => Status::FallsShort,
            Verdict::Undecided => Status::Undecided,
            Verdict::Holds | Verdict::NotTouched => Status::Settled,
        }
    }

    /// The exit code of `run`.
    pub fn exit_code(self) -> u8 {
        match self {
            Status::Settled => 0,
            Status::FallsShort => 10,
            Status::Undecided => 11,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objective(held: u64, n: u64, required: f64) -> ObjectiveResult {
        watched_for(Millis::DAY, held, n, required)
    }

    /// An RTO of an hour; what does not hold it is still out at the horizon.
    fn watched_for(horizon: Millis, held: u64, n: u64, required: f64) -> ObjectiveResult {
        let asked = Objective { target: Millis::HOUR, required, place: Place::NOWHERE };
        let kind = (ObjectiveKind::Rto, Some(Clock::Disruption));
        let exposure = Exposure { touched: n, unrecovered: n - held };
        let terms = Terms { ranks: Ranks::new(n), horizon, kind: IntervalKind::Wilson };
        terms.judge(kind, &asked, n - held, exposure)
    }

    #[test]
    fn what_ends_before_an_objective_decides_nothing_about_it() {
        let short = Millis::MINUTE;
        let cut_off = watched_for(short, 9_400, 10_000, 0.95);
        assert_eq!((cut_off.verdict, cut_off.beyond_horizon), (Verdict::Undecided, Some(600)));
        assert!(
            cut_off.is_cut_off()
                && !cut_off.is_open()
                && cut_off.settled_by().is_none()
                && cut_off.missed() == 0
        );
        assert_eq!(watched_for(short, 9_900, 10_000, 0.95).verdict, Verdict::Holds);
        // An hour of horizon is enough for an hour of objective.
        assert_eq!(watched_for(Millis::HOUR, 9_400, 10_000, 0.95).verdict, Verdict::FallsShort);
        let near = watched_for(short, 9_510, 10_000, 0.95);
        assert!(
            near.verdict == Verdict::Undecided
                && near.is_open()
                && !near.is_cut_off()
                && near.settled_by().is_some()
        );
    }

    #[test]
    fn the_interval_decides_and_not_the_share() {
        assert_eq!(objective(9_600, 10_000, 0.95).verdict, Verdict::Holds);
        assert_eq!(objective(9_400, 10_000, 0.95).verdict, Verdict::FallsShort);
        assert_eq!(objective(9_510, 10_000, 0.95).verdict, Verdict::Undecided);
        assert_eq!(objective(100, 100, 0.95).verdict, Verdict::Undecided);
        assert_eq!(objective(0, 100, 0.0).verdict, Verdict::Holds);
        assert_eq!(objective(99, 100, 1.0).verdict, Verdict::FallsShort);
        assert_eq!(objective(100, 100, 1.0).verdict, Verdict::Undecided);
    }

    #[test]
    fn untouched_never_holds() {
        let asked = Objective { target: Millis::HOUR, required: 0.95, place: Place::NOWHERE };
        let terms = Terms { ranks: Ranks::new(1_000_000), horizon: Millis::DAY, kind: IntervalKind::Wilson };
        let found =
            terms.judge((ObjectiveKind::Rpo, None), &asked, 0, Exposure { touched: 0, unrecovered: 0 });
        assert_eq!((found.verdict, found.share.held), (Verdict::NotTouched, 1_000_000));
    }

    #[test]
    fn the_trials_that_settle_a_verdict_do_settle_it() {
        // 2.5758^2 x 0.95 x 0.05 / 0.01^2 = 3,151.6: the next whole number, and one to be beyond it.
        assert_eq!(objective(96, 100, 0.95).settled_by(), Some(3_153));
        for (held, n) in [(951_u64, 1_000_u64), (949, 1_000), (97, 100), (960, 1_000)] {
            let undecided = objective(held, n, 0.95);
            let trials = undecided.settled_by().expect("the share differs from what is asked");
            let later = objective((held as f64 / n as f64 * trials as f64).round() as u64, trials, 0.95);
            assert!(trials > n, "{held} of {n}");
            let times = trials.div_ceil(n);
            assert_ne!(objective(held * times, n * times, 0.95).verdict, Verdict::Undecided, "{held} of {n}");
            assert_eq!(objective(held * (times - 1), n * (times - 1), 0.95).verdict, Verdict::Undecided);
            assert!((later.share.share - undecided.share.share).abs() < 1e-3);
        }
    }

    #[test]
    fn nothing_settles_a_share_that_is_just_what_is_asked() {
        assert_eq!(objective(95, 100, 0.95).settled_by(), None);
        assert_eq!(objective(100, 100, 1.0).settled_by(), None);
        assert_eq!(objective(9_600, 10_000, 0.95).settled_by(), None);
        assert!(!objective(95, 100, 0.95).is_cut_off());
    }

    #[test]
    fn one_short_fall_outweighs_everything() {
        let exit = |verdicts: &[Verdict]| {
            verdicts.iter().map(|&verdict| Status::of(verdict)).max().unwrap_or_default().exit_code()
        };
        assert_eq!(exit(&[]), 0);
        assert_eq!(exit(&[Verdict::Holds, Verdict::NotTouched]), 0);
        assert_eq!(exit(&[Verdict::Undecided, Verdict::Holds]), 11);
        assert_eq!(exit(&[Verdict::Undecided, Verdict::FallsShort]), 10);
    }
}

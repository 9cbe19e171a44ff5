//! Plays one trial again with a decision taken sooner or later, and finds the last minute at which it still keeps a
//! promise and from which on it delays a return. All other draws are those of the trial.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::delay::{GRID_MIN, Search};
use crate::campaign::Missed;
use crate::engine::{Deciding, Line, Program, Scratch, play};
use crate::ids::ServiceId;
use crate::model::Model;
use crate::units::Millis;

/// Milliseconds of a minute.
const MINUTE: u64 = 60_000;

/// A promise of time of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    Rto,
    Mtpd,
}

/// Until when a decision keeps a promise in one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Not even at the first possible instant.
    TooLate,
    /// So long after that instant, to the minute.
    After(Millis),
    /// At every delay up to the horizon.
    Always,
}

/// What became of a service: what it missed, and when it was back for good, if it was.
#[derive(Clone, Copy, Debug)]
struct Fate {
    missed: Missed,
    back: Millis,
}

/// What became of each service at a delay of so many minutes.
type Seen = BTreeMap<(Deciding, u64), Vec<Fate>>;

/// Which returns a decision moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Services that come back sooner if it is taken at the first possible instant.
    pub sooner: Vec<ServiceId>,
    /// The first that come back later, and the longest delay from that instant at which none does; `None`: none ever does.
    pub later: Option<(Vec<ServiceId>, Millis)>,
}

/// A trial to be played again.
#[derive(Debug)]
pub struct Again<'a> {
    model: &'a Model,
    program: &'a Program,
    trial: u64,
    /// Whether it is enough to know that there is a last minute.
    roughly: bool,
    seen: RefCell<Seen>,
}

impl<'a> Again<'a> {
    /// A trial of a program.
    pub fn new(model: &'a Model, program: &'a Program, trial: u64) -> Again<'a> {
        Again { model, program, trial, roughly: false, seen: RefCell::default() }
    }

    /// The same where it is enough to know whether there is a last minute: where there is, the first possible instant
    /// stands for it. Two plays a decision.
    pub fn roughly(model: &'a Model, program: &'a Program, trial: u64) -> Again<'a> {
        Again { roughly: true, ..Again::new(model, program, trial) }
    }

    /// The last minute of a decision, counted from the instant at which it can first be taken.
    pub fn until(&self, deciding: Deciding, service: ServiceId, promise: Promise) -> Until {
        if self.roughly {
            let at = |minutes| self.keeps(deciding, minutes, service, promise);
            return match (at(0), self.horizon()) {
                (false, _) => Until::TooLate,
                (true, horizon) if at(horizon) => Until::Always,
                (true, _) => Until::After(Millis::ZERO),
            };
        }
        let mut search = Search::new(service.index(), 1.0);
        let see = |search: &mut Search, minutes: u64| {
            let kept = self.keeps(deciding, minutes, service, promise);
            search.see(minutes, if kept { 1.0 } else { 0.0 });
            kept
        };
        for minutes in self.grid() {
            if !see(&mut search, minutes) {
                break;
            }
        }
        while let Some(minutes) = search.next() {
            see(&mut search, minutes);
        }
        match (search.keeps, search.fails) {
            (None, _) => Until::TooLate,
            (Some(_), None) => Until::Always,
            (Some(keeps), Some(_)) => Until::After(length(keeps)),
        }
    }

    /// Which returns move if a decision that took `taken` in the trial is taken sooner or later; `back` is when each service is
    /// back in the trial. Nothing is played where it is enough to know roughly.
    pub fn moved(&self, deciding: Deciding, taken: Millis, back: &[Millis]) -> Moved {
        if self.roughly {
            return Moved::default();
        }
        // Minutes are tried: what is less than one apart is the same.
        let moved = |minutes: u64, is: &dyn Fn(Millis, Millis) -> bool| -> Vec<ServiceId> {
            let played = self.backs(deciding, minutes);
            let pairs = played.iter().zip(back).enumerate();
            let found = pairs.filter(|(_, (then, now))| is(**then, **now));
            found.map(|(position, _)| ServiceId::from_index(position)).collect()
        };
        let later = |minutes| moved(minutes, &|then, now| then >= now.plus(Millis::MINUTE) && then > now);
        let sooner = moved(0, &|then, now| then.plus(Millis::MINUTE) <= now && then < now);
        let taken = u64::try_from(taken.get()).unwrap_or(0).div_ceil(MINUTE);
        let mut none = taken;
        let mut some = None;
        for minutes in self.grid().into_iter().filter(|&minutes| minutes > taken) {
            if later(minutes).is_empty() {
                none = minutes;
            } else {
                some = Some(minutes);
                break;
            }
        }
        let Some(mut some) = some else { return Moved { sooner, later: None } };
        while some - none > 1 {
            let middle = none + (some - none) / 2;
            if later(middle).is_empty() { none = middle } else { some = middle }
        }
        Moved { sooner, later: Some((later(some), length(none))) }
    }

    /// In minutes.
    fn horizon(&self) -> u64 {
        u64::try_from(self.program.horizon.get() / Millis::MINUTE.get()).unwrap_or(0)
    }

    /// Delays that are looked at first, up to the horizon.
    fn grid(&self) -> Vec<u64> {
        let horizon = self.horizon();
        let last = GRID_MIN.last().copied().unwrap_or(1);
        let beyond = std::iter::successors(Some(last * 2), |minutes| minutes.checked_mul(2));
        let all = GRID_MIN.into_iter().chain(beyond.take_while(|&minutes| minutes < horizon));
        let mut grid: Vec<u64> = all.filter(|&minutes| minutes == 0 || minutes < horizon).collect();
        grid.extend((horizon > 0).then_some(horizon));
        grid
    }

    /// Whether a promise is kept at a delay; a trial that never ends keeps none.
    fn keeps(&self, deciding: Deciding, minutes: u64, service: ServiceId, promise: Promise) -> bool {
        self.at(deciding, minutes, |fates| {
            fates.get(service.index()).is_some_and(|fate| match promise {
                Promise::Rto => !fate.missed.rto,
                Promise::Mtpd => !fate.missed.mtpd,
            })
        })
    }

    /// When each service is back at a delay.
    fn backs(&self, deciding: Deciding, minutes: u64) -> Vec<Millis> {
        self.at(deciding, minutes, |fates| fates.iter().map(|fate| fate.back).collect())
    }

    /// What became of the services at a delay, played once.
    fn at<T>(&self, deciding: Deciding, minutes: u64, read: impl FnOnce(&[Fate]) -> T) -> T {
        let mut seen = self.seen.borrow_mut();
        read(seen.entry((deciding, minutes)).or_insert_with(|| self.play(deciding, length(minutes))))
    }

    fn play(&self, deciding: Deciding, takes: Millis) -> Vec<Fate> {
        let program = self.program.deciding_after(deciding, takes);
        let mut scratch = Scratch::new(&program);
        if play(&program, &mut scratch, self.trial, &mut ()).is_err() {
            return Vec::new();
        }
        let services = self.model.services.iter().enumerate();
        let fate = |(position, service)| Fate {
            missed: Missed::of(service, position, scratch.outcome()),
            back: back_of(&scratch.outcome().services[position].minimum),
        };
        services.map(fate).collect()
    }
}

/// When a service is back for good: at once where it was never out.
pub fn back_of(line: &Line) -> Millis {
    match (line.interrupted(), line.recovered()) {
        (false, _) => Millis::ZERO,
        (true, false) => Millis::NEVER,
        (true, true) => line.last_back,
    }
}

fn length(minutes: u64) -> Millis {
    Millis::new(i64::try_from(minutes).unwrap_or(i64::MAX).saturating_mul(Millis::MINUTE.get()))
}

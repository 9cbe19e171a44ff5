//! Plays one trial again with a decision taken sooner or later, and finds the last minute at which it still keeps a
//! promise. All other draws are those of the trial.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::delay::{GRID_MIN, Search};
use crate::campaign::Missed;
use crate::engine::{Deciding, Program, Scratch, play};
use crate::ids::ServiceId;
use crate::model::Model;
use crate::units::Millis;

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

/// What each service missed at a delay of so many minutes.
type Seen = BTreeMap<(Deciding, u64), Vec<Missed>>;

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
        let mut seen = self.seen.borrow_mut();
        let missed = seen.entry((deciding, minutes)).or_insert_with(|| self.play(deciding, length(minutes)));
        missed.get(service.index()).is_some_and(|missed| match promise {
            Promise::Rto => !missed.rto,
            Promise::Mtpd => !missed.mtpd,
        })
    }

    fn play(&self, deciding: Deciding, takes: Millis) -> Vec<Missed> {
        let program = self.program.deciding_after(deciding, takes);
        let mut scratch = Scratch::new(&program);
        if play(&program, &mut scratch, self.trial, &mut ()).is_err() {
            return Vec::new();
        }
        let services = self.model.services.iter().enumerate();
        services.map(|(position, service)| Missed::of(service, position, scratch.outcome())).collect()
    }
}

fn length(minutes: u64) -> Millis {
    Millis::new(i64::try_from(minutes).unwrap_or(i64::MAX).saturating_mul(Millis::MINUTE.get()))
}

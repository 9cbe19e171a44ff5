//! What one trial yields: instants and durations, for the tallies to count.
//!
//! Index i of each list is the i-th service, system, task, team or resource of the model.

use super::ledger::Charges;
use super::program::Program;
use crate::units::Millis;

/// When something that should be up was down in one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// First instant down; `NEVER` if none.
    pub first_down: Millis,
    /// First instant back after it; `NEVER` if none.
    pub first_back: Millis,
    /// Last instant back; `NEVER` while down at the horizon.
    pub last_back: Millis,
    /// Total time down, up to the horizon.
    pub downtime: Millis,
    /// How often it went down.
    pub downs: u32,
}

impl Line {
    /// Up from the start to the horizon.
    pub const UP: Line = Line {
        first_down: Millis::NEVER,
        first_back: Millis::NEVER,
        last_back: Millis::NEVER,
        downtime: Millis::ZERO,
        downs: 0,
    };

    /// Whether it was ever down.
    pub fn interrupted(&self) -> bool {
        self.downs > 0
    }

    /// Whether it was back by the horizon, for good; true if it never was down.
    pub fn recovered(&self) -> bool {
        self.downs == 0 || !self.last_back.is_never()
    }

    /// Whether it went down again after its first return.
    pub fn relapsed(&self) -> bool {
        self.downs > 1
    }

    /// Length of the outage on the disruption clock: zero without one, `NEVER` if not recovered.
    pub fn outage(&self) -> Millis {
        self.since(self.first_down)
    }

    /// Length of the outage counted from the later of its start and `instant`; zero if it ended before.
    pub fn since(&self, instant: Millis) -> Millis {
        if self.downs == 0 {
            return Millis::ZERO;
        }
        if self.last_back.is_never() {
            return Millis::NEVER;
        }
        let start = self.first_down.max(instant);
        if start >= self.last_back { Millis::ZERO } else { self.last_back.minus(start) }
    }

    /// From the start of the outage to the first return; `NEVER` if none; call it only if interrupted.
    pub fn first_return(&self) -> Millis {
        if self.first_back.is_never() { Millis::NEVER } else { self.first_back.minus(self.first_down) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceOutcome {
    /// Below the minimum level.
    pub minimum: Line,
    /// Below full.
    pub full: Line,
    /// An effect struck a node that the service directly or indirectly needs.
    pub touched: bool,
    /// `NEVER`: data not recovered.
    pub data_loss: Millis,
    /// Work after the return; `NEVER` if data are not recovered and their loss costs work.
    pub work_recovery: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemOutcome {
    pub line: Line,
    /// An effect struck it or a node that it directly or indirectly needs.
    pub touched: bool,
    /// `NEVER`: data not recovered.
    pub data_loss: Millis,
    /// Bit k: the k-th strategy was chosen, completed, failed at least once.
    pub chosen: u64,
    pub completed: u64,
    pub failed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskOutcome {
    /// `NEVER`: not begun.
    pub begun: Millis,
    /// `NEVER`: not done.
    pub done: Millis,
    /// Time on its own clock: zero if not begun, `NEVER` if begun and not done.
    pub time: Millis,
    /// The same on the disruption clock.
    pub time_from_disruption: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamOutcome {
    /// `NEVER`: not called.
    pub called: Millis,
    /// `NEVER`: not mobilised before the horizon.
    pub mobilised: Millis,
    /// People held by work times the time they are held, up to the horizon.
    pub busy: Millis,
    /// Time that pieces of work were ready, not started, and short of this team's people, summed.
    pub queued: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceOutcome {
    /// Units held times the time they are held, up to the horizon.
    pub busy: Millis,
    /// Time that pieces of work were ready, not started, and short of its units, summed.
    pub queued: Millis,
}

/// How much a trial had to play; for benches and the README, not for results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    pub instants: u64,
    pub rounds: u64,
    /// Attempts of steps, attended restarts and preparations started.
    pub pieces_of_work: u64,
    pub draws: u64,
    pub systems_struck: u64,
}

/// One trial's outcome, in reused memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// First strike of an effect, `NEVER` if none; likewise the others.
    pub incident: Millis,
    pub detected: Millis,
    pub assessed: Millis,
    pub declared: Millis,
    pub services: Vec<ServiceOutcome>,
    /// Positions in the model of the systems that the scenario can reach, rising; the others are left alone.
    pub reached: Vec<u32>,
    pub systems: Vec<SystemOutcome>,
    pub tasks: Vec<TaskOutcome>,
    pub teams: Vec<TeamOutcome>,
    pub resources: Vec<ResourceOutcome>,
    /// Where the time of the services' outages went.
    pub charges: Charges,
    pub effort: Effort,
}

impl Outcome {
    /// A trial in which nothing happened.
    pub(super) fn blank(p: &Program) -> Outcome {
        Outcome {
            incident: Millis::NEVER,
            detected: Millis::NEVER,
            assessed: Millis::NEVER,
            declared: Millis::NEVER,
            services: vec![
                ServiceOutcome {
                    minimum: Line::UP,
                    full: Line::UP,
                    touched: false,
                    data_loss: Millis::ZERO,
                    work_recovery: Millis::ZERO,
                };
                p.services.len()
            ],
            reached: p.system_ids.clone(),
            systems: vec![
                SystemOutcome {
                    line: Line::UP,
                    touched: false,
                    data_loss: Millis::ZERO,
                    chosen: 0,
                    completed: 0,
                    failed: 0
                };
                p.systems_in_model as usize
            ],
            tasks: vec![
                TaskOutcome {
                    begun: Millis::NEVER,
                    done: Millis::NEVER,
                    time: Millis::ZERO,
                    time_from_disruption: Millis::ZERO,
                };
                p.tasks.len()
            ],
            teams: vec![
                TeamOutcome {
                    called: Millis::NEVER,
                    mobilised: Millis::NEVER,
                    busy: Millis::ZERO,
                    queued: Millis::ZERO
                };
                p.teams.len()
            ],
            resources: vec![ResourceOutcome { busy: Millis::ZERO, queued: Millis::ZERO }; p.resources.len()],
            charges: Charges::none(p.services.len()),
            effort: Effort::default(),
        }
    }
}

//! The state of one trial, in memory that is reused from trial to trial.

use super::outcome::Line;
use super::record::{Record, RecordId};
use crate::units::Millis;

/// The counter of a signal and the record of its last flip.
#[derive(Clone, Copy, Debug)]
pub struct Signal {
    /// Inputs that are missing for it to be on; zero or below while it is. Several holds on one node count
    /// each, so more can be missing than it has needs.
    pub lacking: i32,
    pub record: RecordId,
}

impl Signal {
    #[inline]
    pub fn is_on(&self) -> bool {
        self.lacking <= 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartState {
    /// Need not restart.
    Done,
    /// Must restart and is not free to, or (attended) waits for its turn.
    Waiting,
    Running,
}

/// One mode of a system: where it runs or could run.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Mode {
    pub system: u32,
    /// Where it runs; of that slot the signals of its place and of its site, or `NONE`.
    pub slot: u32,
    pub place: u32,
    pub site: u32,
    /// Signal of its system: some mode serves.
    pub up: u32,
    /// The mode added before it; `NONE` at the home mode.
    pub older: u32,
    /// Counts all modes and strikes of the trial, in order.
    pub birth: u32,
    pub holds: u32,
    pub exists: bool,
    pub serves: bool,
    pub restart: RestartState,
    /// Attended: free to restart, with the record of that; its place among the ready work.
    pub due: bool,
    pub due_record: RecordId,
    /// Of its being added, or of the last that held it, took its site down or destroyed it.
    pub lost: RecordId,
    /// First of the units it occupies (row of `Program::strategy_occupies`); `NONE` without.
    pub occupied: u32,
}

impl Mode {
    /// Whether it serves wherever its place is given.
    #[inline]
    pub fn is_sound(&self) -> bool {
        self.exists && self.holds == 0 && self.restart == RestartState::Done
    }
}

/// How far a piece of work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not wanted.
    Idle,
    /// Wanted; its standing conditions or predecessors are missing.
    Pending,
    /// In the queue.
    Ready,
    Running,
    Done,
}

/// The run of a piece of work.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Run {
    pub missing: u32,
    pub attempts_left: u32,
    /// Attempts in this trial.
    pub attempts: u32,
    /// Makes timers of an earlier attempt void.
    pub generation: u32,
    /// Bit i: the i-th ask was short at the last look; since when.
    pub short: u64,
    pub short_since: Millis,
    /// Of the last failed attempt, or `NONE`.
    pub failed: RecordId,
    pub started: RecordId,
    /// Number of the attempt that runs.
    pub attempt: u32,
    /// Of its end.
    pub ended: RecordId,
}

impl Run {
    pub const IDLE: Run = Run {
        missing: 0,
        attempts_left: 0,
        attempts: 0,
        generation: 0,
        short: 0,
        short_since: Millis::ZERO,
        failed: RecordId::NONE,
        started: RecordId::NONE,
        attempt: 0,
        ended: RecordId::NONE,
    };
}

/// In lines of 64 bytes: what all that looks at a system asks for, what its held strategy goes by, the rest.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct System {
    /// Start of the current disruption.
    pub disrupted: Millis,
    /// Recovery points later than this are unclean.
    pub clean_until: Millis,
    pub failed: u64,
    pub disruption: RecordId,
    pub struck: RecordId,
    /// The last strike on its data or its copies.
    pub data_struck: RecordId,
    /// Current mode; newest mode.
    pub current: u32,
    pub newest: u32,
    /// Held strategy (position in the system's list); `NONE`.
    pub chosen: u32,
    /// Mode that the completed strategy added.
    pub mode: u32,
    /// Number of the choice.
    pub run: u32,
    pub recovering: bool,
    pub started: bool,
    pub complete: bool,
    pub decided: bool,
    pub lost: bool,
    pub empty: bool,

    pub chosen_at: Millis,
    /// When the decision is made; `NEVER` before it is known.
    pub decided_at: Millis,
    /// Point taken; `NEVER` if none.
    pub point: Millis,
    pub give_up_at: Millis,
    pub choice: RecordId,
    pub decision: RecordId,
    pub steps_left: u32,
    pub last_step: RecordId,
    /// What the strategy occupies was up, when its first step started.
    pub occupied_up: RecordId,
    pub released: RecordId,
    pub regrouped: RecordId,
    /// The strategy that last brought data back.
    pub restored: RecordId,

    /// Latest disruption start of a completed restore; before everything if none.
    pub restored_until: Millis,
    pub loss: Millis,
    pub outcome_chosen: u64,
    pub outcome_completed: u64,
    pub outcome_failed: u64,
    pub last_failure: RecordId,
    pub last_failed: u32,
    pub stopped: RecordId,
}

#[derive(Clone, Copy, Debug)]
pub struct Pool {
    pub used: i64,
    /// So many since then; before that, how many were used times how long.
    pub since: Millis,
    pub busy: i64,
    pub capacity: i64,
    /// The capacity holds before this instant.
    pub valid_until: Millis,
    /// A wake is in the agenda for this instant.
    pub wake: Millis,
    pub queued: i64,
}

impl Pool {
    /// What is free while the capacity holds; negative while work in hand exceeds it.
    #[inline]
    pub fn free(&self) -> i64 {
        self.capacity - self.used
    }

    /// From now on so many more are used.
    #[inline]
    pub fn use_more(&mut self, amount: i64, now: Millis) {
        self.busy += self.used * (now.get() - self.since.get());
        self.since = now;
        self.used += amount;
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Team {
    pub called: Millis,
    pub call: RecordId,
    pub mobilised: Millis,
    pub mobilisation: RecordId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// No workaround is wanted or begun.
    None,
    /// Chosen; its preparation queues.
    Begun,
    Preparing,
    Active,
}

#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// Since when it is below; `NEVER` while at its minimum.
    pub below: Millis,
    pub below_record: RecordId,
    pub paper: Paper,
    /// Which workaround; meaningless while `paper` is `None`.
    pub workaround: u32,
    /// What its begin waited for, and what ended the preparation before it in this fall.
    pub begin: RecordId,
    pub ended: RecordId,
    /// Bit i: was active in this trial.
    pub spent: u64,
    pub generation: u32,
    pub holds: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Task {
    pub begun: Millis,
    pub begin: RecordId,
    pub done: Millis,
    pub steps_left: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub struck: bool,
    pub first: RecordId,
}

/// One effect on one node, until it ends.
#[derive(Clone, Copy, Debug)]
pub struct Strike {
    pub event: u32,
    /// The event itself or the Spread by which it struck.
    pub through: u32,
    pub node: u32,
    /// Pair of an Absence or a Delay; `NONE` for effects.
    pub pair: u32,
    /// Modes born later are not held by it.
    pub birth: u32,
    pub active: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Ride {
    pub generation: u32,
}

/// Everything that changes while a trial is played.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub signals: Vec<Signal>,
    /// Whether a signal tells nothing: so it is while it tells only of places where no mode is and of work that is not
    /// wanted.
    pub unheard: Vec<bool>,
    pub rides: Vec<Ride>,
    pub systems: Vec<System>,
    pub modes: Vec<Mode>,
    pub births: u32,
    /// Of each piece of work, then of the restart of each mode.
    pub runs: Vec<Run>,
    pub phases: Vec<Phase>,
    /// The pieces of work that were wanted: the first and how many. The runs of all others are as they began.
    pub wanted: Vec<(u32, u32)>,
    /// Whether the choice or the attempt with that number failed.
    pub choices_failed: Vec<bool>,
    pub pools: Vec<Pool>,
    pub teams: Vec<Team>,
    pub services: Vec<Service>,
    pub tasks: Vec<Task>,
    pub events: Vec<Event>,
    pub strikes: Vec<Strike>,
    /// (Spread, node) that will be struck unless it is before.
    pub tries: Vec<(u32, u32)>,
    /// Spread x node, end to end: the first of these instants; `NEVER` without.
    pub first_try: Vec<Millis>,
    /// (Spread, node, instant) of what it struck only along `stored_on`.
    pub struck_along: Vec<(u32, u32, Millis)>,
    /// Oldest point used by a completed restore of each restore group.
    pub group_points: Vec<Millis>,
    /// Spread x node, bit sets end to end.
    pub spread_struck: Vec<u64>,
    pub pairs: Vec<bool>,
    pub destroyed: Vec<bool>,
    pub recovering_in_wave: Vec<u32>,
    /// Of the last of its systems to stop recovering; of several in one instant the first by (cause, who).
    pub wave_stopped: Vec<RecordId>,
    pub touched: Vec<bool>,
    pub lines: Vec<LineState>,
    pub records: Vec<Record>,
    pub incident: Millis,
    pub incident_record: RecordId,
    pub detected: Millis,
    pub detection: RecordId,
    pub assessed: Millis,
    pub assessment: RecordId,
    pub declared: Millis,
    pub declaration: RecordId,
    pub onset: Millis,
}

#[derive(Clone, Copy, Debug)]
pub struct LineState {
    pub line: Line,
    pub down_since: Millis,
    pub marked: bool,
    /// Record of the last return and of the start of the outage.
    pub down_record: RecordId,
    pub back_record: RecordId,
}

impl State {
    /// Becomes `initial` again without giving memory back. What begins alike is not read from there: it would drive
    /// out of the cache what the trial is to use.
    pub fn reset(&mut self, initial: &State) {
        macro_rules! restore {
            ($($field:ident),*) => { $( self.$field.clear(); self.$field.extend_from_slice(&initial.$field); )* };
        }
        restore!(
            signals,
            unheard,
            rides,
            modes,
            pools,
            spread_struck,
            pairs,
            destroyed,
            recovering_in_wave,
            touched
        );
        let nodes = self.touched.len();
        for (spread, node) in self.tries.drain(..) {
            self.first_try[spread as usize * nodes + node as usize] = Millis::NEVER;
        }
        self.systems.fill(System::INITIAL);
        for (number, system) in (0..).zip(&mut self.systems) {
            (system.current, system.newest) = (number, number);
        }
        for (first, count) in self.wanted.drain(..) {
            self.runs[first as usize..][..count as usize].fill(Run::IDLE);
        }
        self.runs.truncate(initial.runs.len());
        let works = initial.runs.len() - initial.modes.len();
        self.runs[works..].fill(Run::IDLE);
        self.phases.truncate(initial.phases.len());
        self.phases.fill(Phase::Idle);
        self.teams.fill(Team::INITIAL);
        self.services.fill(Service::INITIAL);
        self.tasks.fill(Task::INITIAL);
        self.events.fill(Event::INITIAL);
        self.group_points.fill(Millis::NEVER);
        self.wave_stopped.fill(RecordId::NONE);
        self.lines.fill(LineState::INITIAL);
        self.choices_failed.clear();
        self.strikes.clear();
        self.struck_along.clear();
        self.records.clear();
        self.births = 0;
        self.incident = Millis::NEVER;
        self.incident_record = RecordId::NONE;
        self.detected = Millis::NEVER;
        self.detection = RecordId::NONE;
        self.assessed = Millis::NEVER;
        self.assessment = RecordId::NONE;
        self.declared = Millis::NEVER;
        self.declaration = RecordId::NONE;
        self.onset = Millis::ZERO;
    }
}

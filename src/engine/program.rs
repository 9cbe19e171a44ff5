//! A compiled scenario: flat arrays of few primitives, no strings.
//!
//! The primitives are *signals* (gates with counters), *rides* (delayed gates), *slots* (places where a
//! system can run), *work* (what people and machines do), *pools* (people and units), *points* (copies)
//! and *events*. Ids are positions; `NONE` stands for "there is none". Everything is immutable.

use std::ops::Range;

use super::gates::{Ride, Signals};
use super::record::Who;
use super::rows::{NONE, Rows};
use super::variables::{Factor, Var, Variables};
use crate::model::Onset;
use crate::units::Millis;

/// A place where a system can run: its home, or where a strategy puts it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    pub system: u32,
    /// Signal: site up and needs hold.
    pub place: u32,
    /// Signal of the site; `NONE` without one.
    pub site: u32,
    /// Signal: all nodes of `restart.after` are up; `NONE` without any.
    pub after: u32,
}

/// In lines of 64 bytes: what a strike, a look at its modes or a choice asks for, then the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct System {
    /// Strategies that `only_for` admits, and those that wait for no assessment, as bits.
    pub admitted: u64,
    pub automatic: u64,
    /// Signal: some mode serves.
    pub up: u32,
    /// First strategy and how many.
    pub strategies: u32,
    pub strategy_count: u32,
    /// First copy and how many.
    pub points: u32,
    pub point_count: u32,
    pub wave: u32,
    /// Its own node.
    pub node: u32,
    /// Signal of what the home mode is stored on; `NONE` without.
    pub store: u32,
    /// Signal: all of `fails_over_on` are up; `NONE` without any.
    pub fails_over: u32,
    pub who: Who,
    pub holds_data: bool,
    /// Some strategy has a `not_before`.
    pub holds_back: bool,

    pub restart: Restart,
    /// `NEVER` without.
    pub regroup: Millis,
    /// Home slot; the slot of strategy k is `slot + 1 + k`.
    pub slot: u32,
    /// Position among the restore groups; `NONE` outside.
    pub restore_group: u32,
    /// Index of its home among the sites, `NONE` without.
    pub home: u32,
}

impl System {
    /// Its strategies.
    pub fn strategies(&self) -> Range<u32> {
        self.strategies..self.strategies + self.strategy_count
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Restart {
    Plain(Var),
    /// The work and the signal of its standing conditions.
    Attended {
        work: u32,
    },
}

impl Restart {
    /// Position in `Program::works` of an attended restart; `NONE` for a plain one.
    pub fn work(self) -> u32 {
        match self {
            Restart::Attended { work } => work,
            Restart::Plain(_) => NONE,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PointKind {
    Replica {
        lag: Var,
    },
    Backup {
        every: Millis,
        starts: Option<Millis>,
        phase: Var,
        takes: Var,
        keep: Millis,
        success: f64,
        drawn: Var,
    },
}

/// A copy of a system's data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub system: u32,
    /// Signals of its site and of what it is on; `NONE` without.
    pub at: u32,
    pub on: u32,
    pub immutable: bool,
    /// Stream index for the draw of its destruction: that of what it is on, else its own.
    pub key: u64,
    pub kind: PointKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    InPlace,
    Point(u32),
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Strategy {
    pub system: u32,
    pub who: Who,
    /// Where it puts the system; signal of the site there, `NONE` without.
    pub slot: u32,
    pub site: u32,
    pub automatic: bool,
    pub admitted: bool,
    pub after_declaration: bool,
    pub cleans: bool,
    pub source: Source,
    /// Signal; `NONE` without.
    pub only_if: u32,
    pub not_before: Millis,
    /// `NEVER` without.
    pub give_up: Millis,
    /// Team that decides; `NONE` without a decision.
    pub decide_by: u32,
    pub decide_takes: Var,
    /// First step's work and how many; they follow each other.
    pub work: u32,
    pub steps: u32,
}

/// To whom a piece of work belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Strategy { strategy: u32, system: u32 },
    Task(u32),
    Restart(u32),
    Workaround(u32),
}

/// A piece of work: an attempt holds people and units for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Work {
    pub owner: Owner,
    pub who: Who,
    /// Place in the queue; lower starts first.
    pub rank: u32,
    /// Signal: needs hold, teams mobilised and up, resources up, declared, wave admitted.
    pub standing: u32,
    pub takes: Var,
    pub success: f64,
    pub succeeds: Var,
    /// `NONE`: as often as it takes.
    pub attempts: u32,
    pub predecessors: u32,
    /// A Delay, or something that is missing, may make it take longer.
    pub may_slow: bool,
    /// The strategy whose units the first of its steps occupies; `NONE` without any.
    pub occupies: u32,
}

/// The bit that stands for a pool in a set of pools; the last one stands for all that follow.
#[inline]
pub fn pool_bit(pool: u32) -> u64 {
    1 << pool.min(u64::BITS - 1)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    pub pool: u32,
    pub amount: u32,
}

/// People of a team: what the number in force follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    pub who: Who,
    /// Signals: the team is up; it is mobilised.
    pub up: u32,
    pub mobilised: u32,
    pub people: u32,
    pub off_people: u32,
    pub call_out: Var,
    pub off_call_out: Var,
    pub hours: crate::notation::hours::Hours,
    /// 0 without a surge.
    pub surge_people: u32,
    pub surge_call_out: Var,
    /// `NEVER` without a shift.
    pub shift_longest: Millis,
    pub shift_rest: Millis,
    /// Stream index for draws per team.
    pub key: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resource {
    pub who: Who,
    pub up: u32,
    pub units: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Onset,
    Detected,
    Assessed,
    Declared,
    Event(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    Open,
    Lasts(Var),
    Task(u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    Outage,
    Destruction,
    Corruption {
        dwell: Var,
        destroys_copies: f64,
        destroyed: Var,
    },
    /// `who` gives one uniform per team.
    Absence {
        share: Factor,
        who: Var,
    },
    Delay {
        factor: Factor,
    },
    /// Repeats the effect of the event `of`.
    Spread {
        of: u32,
        along: Along,
        chance: f64,
        chances: Var,
        delay: Var,
        /// No delay is shorter.
        least: Millis,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    Dependents,
    Dependencies,
    SameSite,
    /// Position among the tags that Spreads go along.
    Tag(u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    pub who: Who,
    pub since: Since,
    pub after: Var,
    pub chance: f64,
    pub together: bool,
    /// Uniform of the chance; its index is the target's key, 0 if `together`.
    pub chances: Var,
    pub effect: Effect,
    pub until: Until,
}

/// What kind of node is struck, with its index among the engine's things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Site(u32),
    System(u32),
    Team(u32),
    /// A supplier or a resource.
    Other,
    /// A service or a task: nothing strikes it.
    Fixed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    pub who: Who,
    pub kind: NodeKind,
    pub signal: u32,
    /// Stream index for draws per node.
    pub key: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    pub who: Who,
    pub signal: u32,
    pub when: crate::model::TaskStart,
    pub clock: crate::model::Clock,
    pub work: u32,
    pub steps: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    pub who: Who,
    pub minimum: u32,
    pub full: u32,
    pub node: u32,
    /// Minimum level without workarounds.
    pub base: u32,
    pub workarounds: u32,
    pub workaround_count: u32,
    pub fixed: Var,
    pub per_hour_out: f64,
    pub per_hour_lost: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workaround {
    pub service: u32,
    pub who: Who,
    /// Signal: its needs hold.
    pub needs: u32,
    /// `None`: waits for detection instead.
    pub notice: Option<Var>,
    pub not_before: Millis,
    pub work: u32,
    /// `None`: for good.
    pub lasts: Option<Var>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Response {
    pub detect: Var,
    pub assess: Var,
    pub declare: Var,
    /// Team that decides; `NONE`.
    pub by: u32,
    /// Signal: declared.
    pub declared: u32,
}

/// The whole scenario, ready to play.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub variables: Variables,
    pub horizon: Millis,
    pub onset: Onset,
    pub onset_at: Var,
    pub nobody: Who,
    /// Whom a label is charged to: members of an `alike` group to the group, all others to themselves.
    pub charged: Vec<Who>,
    pub response: Response,
    pub signals: Signals,
    pub rides: Vec<Ride>,
    pub nodes: Vec<Node>,
    /// Node -> nodes that directly need it.
    pub needed_by: Rows<u32>,
    /// Node -> systems stored on it.
    pub stores: Rows<u32>,
    /// Node -> copies on it; the copies that the destruction of a site takes with it.
    pub points_on: Rows<u32>,
    pub points_at: Rows<u32>,
    /// Those that the scenario can reach; the place of each in the model, and how many the model has.
    pub systems: Vec<System>,
    pub system_ids: Vec<u32>,
    pub systems_in_model: u32,
    pub slots: Vec<Slot>,
    /// Site (by index) -> slots that stand there.
    pub slots_at: Rows<u32>,
    pub points: Vec<Point>,
    pub strategies: Vec<Strategy>,
    /// Those that can be given up, but not before the declaration.
    pub wait_for_declaration: Vec<u32>,
    /// Strategy -> teams it calls; tasks it names; units it occupies.
    pub strategy_calls: Rows<u32>,
    pub strategy_tasks: Rows<u32>,
    pub strategy_occupies: Rows<Ask>,
    pub works: Vec<Work>,
    pub asks: Rows<Ask>,
    /// Work -> signals whose latest record its start waits for; pools; teams it calls; tasks it names.
    pub conditions: Rows<u32>,
    pub predecessors: Rows<u32>,
    pub followers: Rows<u32>,
    pub work_calls: Rows<u32>,
    pub work_tasks: Rows<u32>,
    /// Work -> (signal, factor) of `slower_without`; positions of Delay pairs that can slow it.
    pub slower: Rows<(u32, f64)>,
    pub delayed_by: Rows<u32>,
    pub teams: Vec<Team>,
    pub resources: Vec<Resource>,
    /// Team -> strategies it decides.
    pub deciders: Rows<u32>,
    /// Team -> pairs of absences.
    pub absences: Rows<u32>,
    pub events: Vec<Event>,
    pub targets: Rows<u32>,
    /// Pairs (event, team or system) of Absence and Delay, in order of events; first pair of an event.
    pub pairs: Vec<(u32, u32)>,
    pub first_pair: Vec<u32>,
    /// Event -> events that count from its first strike; Spreads of it.
    pub followed_by: Rows<u32>,
    pub spreads: Rows<u32>,
    /// System -> systems that it needs; tags -> systems, for Spreads; system's home site and site -> systems.
    pub tagged: Rows<u32>,
    pub home_of: Rows<u32>,
    /// Node -> systems it names in its needs, and systems that name it; empty rows unless a Spread goes there.
    pub dependencies: Rows<u32>,
    pub dependents: Rows<u32>,
    pub tasks: Vec<Task>,
    pub task_calls: Rows<u32>,
    pub task_tasks: Rows<u32>,
    /// Task -> events that end with it.
    pub ends_with: Rows<u32>,
    pub services: Vec<Service>,
    /// Service -> systems whose data count.
    pub data_of: Rows<u32>,
    pub workarounds: Vec<Workaround>,
    /// Workaround -> people it holds while active.
    pub holds: Rows<Ask>,
    pub restore_groups: u32,
    /// Signal of each measured line: services at the minimum, services at full, systems.
    pub line_signals: Vec<u32>,
    /// Signals of "no system of this wave is recovering"; empty unless waves gate.
    pub wave_idle: Vec<u32>,
    pub waves: u32,
}

impl Program {
    /// Whether any event spreads.
    pub fn spreads_exist(&self) -> bool {
        self.events.iter().any(|event| matches!(event.effect, Effect::Spread { .. }))
    }
}

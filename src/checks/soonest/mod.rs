//! Finds, without playing anything, when each node can be up again at the soonest, and by which plan.
//!
//! What is left out can only make things slower: queues for people and units, failed attempts, people away, work that
//! takes longer, plans that are tried first and fail. So with the least figures and certain strikes the instants are
//! lower bounds on those of every run, and what is never up here is never up in a run. With typical figures they are
//! what a planner would pencil in.

mod build;
mod clean;
mod falls;
mod least_work;
mod people;
mod services;
mod strikes;
mod systems;
pub(crate) mod terms;

pub use least_work::least_work;
pub use strikes::{Figures, Force, Odds, Strikes};
pub(in crate::checks) use strikes::{after_onset, largest_speed_up, with_holders};

use self::build::{Build, Outlasts, Planned, Reading, Return, ridden};
use self::terms::{Term, Times};
use super::View;
use crate::ids::{IdVec, NodeId, ServiceId, SystemId, TaskId, TeamId};
use crate::model::{Clock, Model, Node, Scenario};
use crate::units::Millis;

/// What a term stands for: what was waited for, or what can never be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Detect,
    Assess,
    Declare,
    CallOut(TeamId),
    /// The hours of a team, outside which not enough of it are there.
    Hours(TeamId),
    Decide {
        system: SystemId,
        strategy: usize,
    },
    NotBefore {
        system: SystemId,
        strategy: usize,
    },
    Step {
        system: SystemId,
        strategy: usize,
        step: usize,
    },
    TaskStep {
        task: TaskId,
        step: usize,
    },
    Restart(SystemId),
    Notice {
        service: ServiceId,
        workaround: usize,
    },
    Prepare {
        service: ServiceId,
        workaround: usize,
    },
    /// The end of what an event does; never: it is for good.
    Event(usize),
    /// A node that is needed.
    Node(NodeId),
    /// A copy that is destroyed.
    CopyGone {
        copy: usize,
        event: usize,
    },
    /// A copy of which no point is clean after an event.
    Unclean {
        system: SystemId,
        copy: usize,
        event: usize,
    },
    /// A strategy that is given up before its work can be done.
    GivenUp {
        system: SystemId,
        strategy: usize,
    },
    /// A copy that never offers a point.
    NoPoint {
        system: SystemId,
        copy: usize,
    },
    /// Data that are lost, where the strategy needs them in place.
    DataGone(usize),
}

/// How often what falls together is looked at anew; each look finds more, and none finds too much.
const LOOKS_MAX: usize = 3;

/// On what the instants rest.
#[derive(Clone, Copy, Debug)]
pub struct Assume {
    pub figures: Figures,
    pub odds: Odds,
    /// The clock of the objective: what lies before its start does not count.
    pub clock: Clock,
}

impl Assume {
    /// Lower bounds over all runs, from the disruption on.
    pub const AT_BEST: Assume =
        Assume { figures: Figures::Least, odds: Odds::Certain, clock: Clock::Disruption };
    /// What most likely happens, from the disruption on.
    pub const TYPICAL: Assume =
        Assume { figures: Figures::Typical, odds: Odds::Likely, clock: Clock::Disruption };
    /// Everything that the scenario can do, at the least figures.
    pub const AT_WORST: Assume =
        Assume { figures: Figures::Least, odds: Odds::Possible, clock: Clock::Disruption };

    /// The same on another clock.
    pub fn on(self, clock: Clock) -> Assume {
        Assume { clock, ..self }
    }
}

/// When everything is up at the soonest, counted from the start of the axis of [`Strikes`].
#[derive(Debug)]
pub struct Soonest {
    odds: Odds,
    /// The start of a clock that is not the disruption's.
    clock_start: Option<Term>,
    times: Times<Why>,
    strategies: IdVec<SystemId, Vec<Option<Planned>>>,
    homes: IdVec<SystemId, Term>,
    /// The ends of what holds the home mode down, and its site.
    stands: IdVec<SystemId, Vec<Term>>,
    workarounds: IdVec<ServiceId, Vec<Term>>,
    without_workarounds: IdVec<ServiceId, Term>,
    falls: IdVec<NodeId, Millis>,
    /// The end of the time watched at the soonest; never without a scenario.
    end: Millis,
    /// Of what needs nothing the longest time for which it is down without a break.
    longest: IdVec<NodeId, Option<Millis>>,
    incident: Millis,
    teams: IdVec<TeamId, Term>,
    /// The first return of each node.
    first: IdVec<NodeId, Term>,
    /// The systems that can be disrupted at all.
    disrupted: IdVec<SystemId, bool>,
}

impl Soonest {
    /// Looks at a model and what a scenario does to it; without one an incident is assumed that strikes nothing.
    pub fn new(view: &View, scenario: Option<&Scenario>, assume: Assume) -> Soonest {
        let mut falls = falls::falls(view, scenario, assume, &|_| None);
        let mut soonest = Build::new(view, scenario, (assume, &falls)).solve(&|_, _| false);
        let mut outlasted = Vec::new();
        for _ in 0..LOOKS_MAX {
            // What is down for a while from a known instant on may take down what needs several of its kind.
            let known = |node: NodeId| falls.exact[node].filter(|instant| soonest.stays_down(node, *instant));
            let next = match assume.odds {
                Odds::Certain => falls::falls(view, scenario, assume, &known),
                Odds::Likely | Odds::Possible => falls.clone(),
            };
            let now = soonest.outlasted(view.model);
            if next == falls && now == outlasted {
                return soonest;
            }
            let outlasts = |holder: &Node, needed: NodeId| soonest.outlasts(holder, needed);
            let looked = Build::new(view, scenario, (assume, &next)).solve(&outlasts);
            (falls, soonest, outlasted) = (next, looked, now);
        }
        soonest
    }

    /// Every holder with what it needs and does not ride out for long enough.
    fn outlasted(&self, model: &Model) -> Vec<(NodeId, NodeId)> {
        let rides = model.nodes.iter_enumerated();
        let rides = rides.flat_map(|(id, node)| node.rides_out.iter().map(move |ride| (id, ride.node)));
        rides.filter(|(holder, needed)| self.outlasts(&model.nodes[*holder], *needed)).collect()
    }

    /// Whether a node is down for longer than its holder rides out; never said where it must be sure.
    fn outlasts(&self, holder: &Node, needed: NodeId) -> bool {
        let ride = holder.rides_out.iter().find(|ride| ride.node == needed);
        let lasts = ride.map_or(Millis::ZERO, |ride| ride.lasts.typical());
        let down = self.falls[needed];
        // Between several short outages it is up; where anything may happen they may touch.
        let at_once = self.longest[needed].filter(|_| self.odds == Odds::Likely).unwrap_or(Millis::NEVER);
        self.odds != Odds::Certain
            && !down.is_never()
            && self.up(needed) > down.plus(lasts)
            && at_once > lasts
    }

    /// When a node is up again at the soonest (a service: at its minimum), 0 where nothing keeps it down.
    pub fn up(&self, node: NodeId) -> Millis {
        self.times.value(node.index() as Term)
    }

    /// When a node goes down at the latest; never where it need not go down.
    pub fn falls(&self, node: NodeId) -> Millis {
        self.falls[node]
    }

    /// When the incident starts at the earliest.
    pub fn incident(&self) -> Millis {
        self.incident
    }

    /// When a team is there and up at the soonest.
    pub fn team_ready(&self, team: TeamId) -> Millis {
        self.times.value(self.teams[team])
    }

    /// The shortest outage of a node that is sure to go down, on the clock; nothing where it is not, or need not be out
    /// at all.
    pub fn outage(&self, node: NodeId) -> Option<Millis> {
        let falls = self.falls[node];
        // An outage that begins later than the incident may begin later than another clock.
        let on_clock = self.clock_start.is_none() || falls <= self.incident;
        let sure = self.odds != Odds::Certain || (on_clock && self.stays_down(node, falls));
        self.outage_between(falls, self.up(node)).filter(|_| sure)
    }

    /// The same for a service whose workarounds do not count.
    pub fn outage_without_workarounds(&self, model: &Model, service: ServiceId) -> Option<Millis> {
        let down = self.falls[model.services[service].node].min(self.needs_fall(model, service));
        self.outage_between(down, self.times.value(self.without_workarounds[service]))
    }

    fn outage_between(&self, down: Millis, up: Millis) -> Option<Millis> {
        let clock = self.clock_start.map_or(Millis::ZERO, |start| self.times.value(start));
        let from = down.max(clock);
        (!down.is_never() && up > from).then(|| up.minus(from))
    }

    /// Whether what goes down at an instant is still down at its end.
    fn stays_down(&self, node: NodeId, down: Millis) -> bool {
        let first = self.times.value(self.first[node]);
        if down <= self.incident { first > down } else { self.up(node) > down }
    }

    /// What leads to a node's return: what was waited for and for how long, from the start on.
    pub fn path(&self, node: NodeId) -> Vec<(Why, Millis)> {
        self.times.path(node.index() as Term)
    }

    /// Everything that the path of a node's return runs through, whether it takes time or not.
    pub fn chain(&self, node: NodeId) -> Vec<Why> {
        self.times.chain(node.index() as Term).into_iter().map(|(why, _)| why).collect()
    }

    /// The same for a service whose workarounds do not count.
    pub fn chain_without_workarounds(&self, service: ServiceId) -> Vec<Why> {
        self.times.chain(self.without_workarounds[service]).into_iter().map(|(why, _)| why).collect()
    }

    /// The path of a service's return if its workarounds do not count.
    pub fn path_without_workarounds(&self, service: ServiceId) -> Vec<(Why, Millis)> {
        self.times.path(self.without_workarounds[service])
    }

    /// When a strategy has brought its system back at the soonest; `None` where its class is not admitted or the
    /// system cannot be disrupted.
    pub fn done(&self, system: SystemId, strategy: usize) -> Option<Millis> {
        self.strategies[system][strategy].map(|planned| self.times.value(planned.done))
    }

    /// When a strategy can be chosen at the soonest, likewise.
    pub fn chosen(&self, system: SystemId, strategy: usize) -> Option<Millis> {
        self.strategies[system][strategy].map(|planned| self.times.value(planned.choice))
    }

    /// What leads to the end of a strategy.
    pub fn path_of(&self, system: SystemId, strategy: usize) -> Vec<(Why, Millis)> {
        self.strategies[system][strategy].map(|planned| self.times.path(planned.done)).unwrap_or_default()
    }

    /// Why a strategy can never bring its system back: the nearest thing that can never be, or a circle.
    pub fn why_never(&self, system: SystemId, strategy: usize) -> Never {
        match self.strategies[system][strategy] {
            Some(planned) => self.never(planned.done),
            None => Never::default(),
        }
    }

    /// What a strategy waits for that waits for its own system, if no other way brings that back: the way from the end
    /// of the strategy to the system; nothing where it does not, or more would have to be looked at than is `left`.
    pub fn waits_for_itself(
        &self,
        (node, system): (NodeId, SystemId),
        strategy: usize,
        left: &mut usize,
    ) -> Option<Vec<Why>> {
        let planned = self.strategies[system][strategy]?;
        self.times.way_to_needed(planned.done, node.index() as Term, left)
    }

    /// Why a node can never be up.
    pub fn why_node_never(&self, node: NodeId) -> Never {
        self.never(node.index() as Term)
    }

    /// Why a service never comes back if its workarounds do not count.
    pub fn why_never_without_workarounds(&self, service: ServiceId) -> Never {
        self.never(self.without_workarounds[service])
    }

    fn never(&self, term: Term) -> Never {
        let Some(way) = self.times.way_to_never(term) else {
            return Never { root: None, of: None, circle: self.times.circle(term) };
        };
        let of = way.iter().rev().find_map(|why| match why {
            Why::Node(node) => Some(*node),
            _ => None,
        });
        Never { root: way.last().copied(), of, circle: Vec::new() }
    }

    /// Whether a service never comes back if its workarounds do not count.
    pub fn never_without_workarounds(&self, service: ServiceId) -> bool {
        self.times.value(self.without_workarounds[service]).is_never()
    }

    /// Whether what strikes a system, or its site, keeps its home mode down for good.
    pub fn home_is_lost(&self, system: SystemId) -> bool {
        self.stands[system].iter().any(|term| self.times.value(*term).is_never())
    }

    /// Whether an effect strikes a system, or its site is down for a while.
    pub fn is_struck(&self, system: SystemId) -> bool {
        self.stands[system].iter().any(|term| self.times.value(*term) > Millis::ZERO)
    }

    /// Why the home mode of a system is never back.
    pub fn why_home_never(&self, system: SystemId) -> Never {
        let lost = self.stands[system].iter().find(|term| self.times.value(**term).is_never());
        lost.map(|term| self.never(*term)).unwrap_or_default()
    }

    /// When a system's home mode is back by itself at the soonest.
    pub fn home(&self, system: SystemId) -> Millis {
        self.times.value(self.homes[system])
    }

    /// When a workaround is ready at the soonest.
    pub fn ready(&self, service: ServiceId, workaround: usize) -> Millis {
        self.times.value(self.workarounds[service][workaround])
    }

    /// Whether anything that counts can disrupt a system.
    pub fn can_be_disrupted(&self, system: SystemId) -> bool {
        self.disrupted[system]
    }
}

/// Why something can never be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Never {
    pub root: Option<Why>,
    /// The node that the root keeps away, the last on the way to it.
    pub of: Option<NodeId>,
    /// Where there is no root: what waits for itself.
    pub circle: Vec<Why>,
}

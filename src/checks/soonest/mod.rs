//! Finds, without playing anything, when each node can be up again at the soonest, and by which plan.
//!
//! What is left out can only make things slower: queues for people and units, failed attempts, people away, work that
//! takes longer, plans that are tried first and fail. So with the least figures and certain strikes the instants are
//! lower bounds on those of every run, and what is never up here is never up in a run. With typical figures they are
//! what a planner would pencil in.

mod falls;
mod people;
mod services;
mod strikes;
mod systems;
pub(crate) mod terms;

pub use strikes::{Figures, Force, Odds, Strikes};

use self::falls::Falls;
use self::people::Calls;
use self::strikes::may_go_down;
use self::terms::{Term, Terms, Times};
use super::View;
use crate::ids::{IdVec, NodeId, ServiceId, SystemId, TaskId, TeamId};
use crate::model::{Clock, Model, Need, Node, NodeKind, Scenario};
use crate::units::Millis;

/// What a term stands for: what was waited for, or what can never be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Detect,
    Assess,
    Declare,
    CallOut(TeamId),
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
    /// The clock of the objective: what lies before its start takes no time.
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
    times: Times<Why>,
    strategies: IdVec<SystemId, Vec<Option<Planned>>>,
    homes: IdVec<SystemId, Term>,
    /// The ends of what holds the home mode down, and its site.
    stands: IdVec<SystemId, Vec<Term>>,
    workarounds: IdVec<ServiceId, Vec<Term>>,
    without_workarounds: IdVec<ServiceId, Term>,
    falls: IdVec<NodeId, Millis>,
    incident: Millis,
    teams: IdVec<TeamId, Term>,
    /// The systems that can be disrupted at all.
    disrupted: IdVec<SystemId, bool>,
}

impl Soonest {
    /// Looks at a model and what a scenario does to it; without one an incident is assumed that strikes nothing.
    pub fn new(view: &View, scenario: Option<&Scenario>, assume: Assume) -> Soonest {
        let mut falls = falls::falls(view, scenario, assume, &|_| None);
        let mut soonest = Build::new(view, scenario, (assume, &falls)).solve(&|_, _| false);
        for _ in 0..LOOKS_MAX {
            let outlasts = |holder: &Node, needed: NodeId| soonest.outlasts(holder, needed, assume);
            // What is down for a while from a known instant on may take down what needs several of its kind.
            let known = |node: NodeId| falls.exact[node].filter(|instant| soonest.up(node) > *instant);
            let next = falls::falls(view, scenario, assume, &known);
            let settled = next == falls && view.model.nodes.iter().all(|node| node.rides_out.is_empty());
            if settled {
                return soonest;
            }
            let looked = Build::new(view, scenario, (assume, &next)).solve(&outlasts);
            (falls, soonest) = (next, looked);
        }
        soonest
    }

    /// Whether a node is down for longer than its holder rides out; never said where it must be sure.
    fn outlasts(&self, holder: &Node, needed: NodeId, assume: Assume) -> bool {
        let ride = holder.rides_out.iter().find(|ride| ride.node == needed);
        let lasts = ride.map_or(Millis::ZERO, |ride| ride.lasts.typical());
        let down = self.falls[needed];
        assume.odds != Odds::Certain && !down.is_never() && self.up(needed) > down.plus(lasts)
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

    /// The shortest outage of a node that is sure to go down; nothing where it is not, or need not be out at all.
    pub fn outage(&self, node: NodeId) -> Option<Millis> {
        self.outage_until(self.up(node), node)
    }

    /// The same for a service whose workarounds do not count.
    pub fn outage_without_workarounds(&self, service: ServiceId, node: NodeId) -> Option<Millis> {
        self.outage_until(self.times.value(self.without_workarounds[service]), node)
    }

    fn outage_until(&self, up: Millis, node: NodeId) -> Option<Millis> {
        let down = self.falls[node];
        (!down.is_never() && up > down).then(|| up.minus(down))
    }

    /// What leads to a node's return: what was waited for and for how long, from the start on.
    pub fn path(&self, node: NodeId) -> Vec<(Why, Millis)> {
        self.times.path(node.index() as Term)
    }

    /// The same for a service whose workarounds do not count.
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

    /// Why a node can never be up.
    pub fn why_node_never(&self, node: NodeId) -> Never {
        self.never(node.index() as Term)
    }

    fn never(&self, term: Term) -> Never {
        let root = self.times.root_of_never(term);
        let circle = if root.is_none() { self.times.circle(term) } else { Vec::new() };
        Never { root, circle }
    }

    /// Whether a service never comes back if its workarounds do not count.
    pub fn never_without_workarounds(&self, service: ServiceId) -> bool {
        self.times.value(self.without_workarounds[service]).is_never()
    }

    /// Whether what strikes a system, or its site, keeps its home mode down for good.
    pub fn home_is_lost(&self, system: SystemId) -> bool {
        self.stands[system].iter().any(|term| self.times.value(*term).is_never())
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
    /// Where there is no root: what waits for itself.
    pub circle: Vec<Why>,
}

/// The terms of a strategy.
#[derive(Clone, Copy, Debug)]
struct Planned {
    choice: Term,
    done: Term,
}

/// Decides whether a need that its holder rides out counts.
type Outlasts<'o> = &'o dyn Fn(&Node, NodeId) -> bool;

/// The terms of a model as they are written down. Term i is the node i.
struct Build<'a> {
    model: &'a Model,
    scenario: Option<&'a Scenario>,
    assume: Assume,
    strikes: Strikes<'a>,
    /// Whether a node can go down at all.
    may: IdVec<NodeId, bool>,
    /// Whether an effect can strike it.
    targets: IdVec<NodeId, bool>,
    /// The largest speed-up of work that the scenario's delays allow, as a factor of at most 1.
    quicker: f64,
    falls: &'a Falls,
    terms: Terms<Why>,
    calls: Calls,
}

impl<'a> Build<'a> {
    fn new(
        view: &View<'a>,
        scenario: Option<&'a Scenario>,
        (assume, falls): (Assume, &'a Falls),
    ) -> Build<'a> {
        let model = view.model;
        let strikes = match scenario {
            Some(scenario) => Strikes::of(model, scenario, (assume.figures, assume.odds)),
            None => Strikes::none(model),
        };
        // Where an effect spreads, or without a scenario, every plan is looked at as if its system were lost.
        let everything = || model.nodes.iter().map(|_| true).collect();
        let (targets, may) = match scenario {
            Some(scenario) if !strikes::spreads(scenario) => {
                let possible = Strikes::of(model, scenario, (assume.figures, Odds::Possible));
                let targets: IdVec<NodeId, bool> = possible.on.iter().map(|on| !on.is_empty()).collect();
                let may = may_go_down(&targets, |targets| view.needing(targets.into_iter()));
                (targets, may)
            }
            _ => (everything(), everything()),
        };
        let quicker = scenario.map_or(1.0, strikes::largest_speed_up);
        let terms = Terms::new(model.nodes.len());
        Build {
            model,
            scenario,
            assume,
            strikes,
            may,
            targets,
            quicker,
            falls,
            terms,
            calls: Calls::default(),
        }
    }

    fn solve(mut self, outlasts: Outlasts) -> Soonest {
        self.people(outlasts);
        self.plain_nodes(outlasts);
        self.tasks();
        let stands = self.stands();
        let (strategies, homes) = self.systems(outlasts, &stands);
        let (workarounds, without_workarounds) = self.services(outlasts);
        let disrupted = self.model.systems.iter().map(|system| self.can_be_disrupted(system)).collect();
        Soonest {
            times: self.terms.solve(),
            strategies,
            homes,
            stands,
            workarounds,
            without_workarounds,
            falls: self.falls.latest.clone(),
            incident: self.strikes.incident,
            teams: self.calls.ready,
            disrupted,
        }
    }

    fn figure(&self, duration: &crate::model::Uncertain) -> Millis {
        self.assume.figures.of(duration)
    }

    fn node(&self, node: NodeId) -> Term {
        node.index() as Term
    }

    /// The terms of a list of needs, with exchanged names; what the holder rides out is left out unless it outlasts.
    fn needs(
        &mut self,
        needs: &[Need],
        instead: &[(NodeId, NodeId)],
        ridden: &dyn Fn(NodeId) -> bool,
    ) -> Vec<Term> {
        needs.iter().map(|need| self.need(need, instead, ridden)).collect()
    }

    fn need(&mut self, need: &Need, instead: &[(NodeId, NodeId)], ridden: &dyn Fn(NodeId) -> bool) -> Term {
        match need {
            Need::Node(named) => {
                let node = instead.iter().find(|(old, _)| old == named).map_or(*named, |(_, new)| *new);
                if ridden(node) { self.terms.at(Millis::ZERO, None) } else { self.node(node) }
            }
            Need::AtLeast { k, of } => {
                let parts = self.needs(of, instead, ridden);
                self.terms.of(*k, &parts)
            }
        }
    }

    /// Conditions, in which nothing is ridden out.
    fn conditions(&mut self, needs: &[Need]) -> Vec<Term> {
        self.needs(needs, &[], &|_| false)
    }

    /// Sites, suppliers and resources: up while their needs hold and nothing strikes them.
    fn plain_nodes(&mut self, outlasts: Outlasts) {
        let model = self.model;
        let sites = model.sites.iter().map(|site| site.node);
        let suppliers = model.suppliers.iter().map(|supplier| supplier.node);
        let resources = model.resources.iter().map(|resource| resource.node);
        let plain: Vec<NodeId> = sites.chain(suppliers).chain(resources).collect();
        plain.into_iter().for_each(|node| self.plain_node(node, outlasts));
    }

    fn plain_node(&mut self, id: NodeId, outlasts: Outlasts) {
        let node = &self.model.nodes[id];
        let mut inputs = self.needs(&node.needs, &[], &ridden(node, outlasts));
        inputs.extend(self.holds(id));
        self.define(id, inputs.len() as u32, &inputs);
    }

    /// Says of a node when it is up; one that need not go down is up from the start, whatever it needs.
    fn define(&mut self, node: NodeId, k: u32, inputs: &[Term]) {
        let term = self.node(node);
        let is_task = matches!(self.model.nodes[node].kind, NodeKind::Task(_));
        if is_task || !self.falls.latest[node].is_never() {
            self.terms.define(term, k, inputs);
        }
        self.terms.name(term, Why::Node(node));
    }

    /// The ends of what holds a node down.
    fn holds(&mut self, node: NodeId) -> Vec<Term> {
        let strikes = self.strikes.on[node].clone();
        strikes.iter().map(|strike| self.hold(strike)).collect()
    }

    fn hold(&mut self, strike: &strikes::Strike) -> Term {
        use crate::model::Until;
        let why = Why::Event(strike.event);
        match strike.force {
            Force::Outage(Until::Lasts(lasts)) => {
                let from = self.terms.at(strike.at, None);
                let lasts = self.figure(lasts);
                self.terms.work(&[from], lasts, why)
            }
            Force::Outage(Until::Task(task)) => {
                let task = self.node(self.model.tasks[*task].node);
                let from = self.terms.at(strike.at, None);
                self.terms.of(2, &[task, from])
            }
            Force::Outage(Until::Open) | Force::Destruction | Force::Corruption { .. } => {
                self.terms.never(why)
            }
        }
    }
}

/// Whether a need of this holder does not count because it is ridden out.
fn ridden<'n>(holder: &'n Node, outlasts: Outlasts<'n>) -> impl Fn(NodeId) -> bool + 'n {
    move |needed| holder.rides_out.iter().any(|ride| ride.node == needed) && !outlasts(holder, needed)
}

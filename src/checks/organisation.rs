//! What the rules look at: a model, its scenarios, and what several rules want to know about them.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Must;
use super::plans::waits_for_itself::{InVain, in_vain};
use super::single_points::cut_sets;
use super::soonest::{Assume, Soonest};
use crate::ids::{IdVec, NodeId, ServiceId};
use crate::model::{Clock, Model, NeedsGraph, NodeKind, Scenario};
use crate::notation::date::Date;
use crate::source::Place;
use crate::structure::cuts::{CutSets, Size};
use crate::structure::deadlock::{self, Deadlock};
use crate::structure::falls::Falls;
use crate::structure::losses::Losses;
use crate::structure::returns::Returns;

/// A model with those of its scenarios that are at hand.
#[derive(Debug)]
pub struct Organisation<'a> {
    /// The model as it is written.
    pub plan: View<'a>,
    pub cases: Vec<Case<'a>>,
    pub extent: Extent,
    /// The day from which the age of evidence and of allowances counts.
    pub as_of: Date,
}

impl Organisation<'_> {
    /// Takes, side by side, the looks that several rules share: rules that run side by side would queue for them.
    pub(super) fn look_around(&self) {
        let mut looks: Vec<Box<dyn Fn() + Sync + Send + '_>> = vec![
            Box::new(|| drop_look(self.plan.alone())),
            Box::new(|| drop_look(self.plan.single_points())),
            Box::new(|| drop_look(self.plan.must())),
            Box::new(|| drop_look(self.plan.from_cold())),
        ];
        for case in &self.cases {
            looks.push(Box::new(|| drop_look(case.at_best())));
            looks.push(Box::new(|| drop_look(case.typical())));
            looks.push(Box::new(|| drop_look(case.at_worst())));
            looks.push(Box::new(|| drop_look(case.plan.must())));
            looks.push(Box::new(|| drop_look(case.plan.falls())));
        }
        looks.into_par_iter().with_max_len(1).for_each(|look| look());
    }
}

/// A look is kept where it was taken.
fn drop_look<T>(_: &T) {}

/// Whether the scenarios at hand are all that the organisation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    Part,
}

/// A scenario with the model as its `changes` make it.
#[derive(Debug)]
pub struct Case<'a> {
    /// The name of its file.
    pub file: &'a str,
    pub plan: View<'a>,
    pub scenario: &'a Scenario,
    at_best: ByClock,
    typical: ByClock,
    at_worst: OnceLock<Soonest>,
    in_vain: OnceLock<InVain>,
}

/// A look for each clock, taken when somebody first asks for it.
type ByClock = [OnceLock<Soonest>; 3];

impl<'a> Case<'a> {
    /// Draws the graph of the scenario's model.
    pub fn new(file: &'a str, model: &'a Model, scenario: &'a Scenario) -> Case<'a> {
        let (at_best, typical, at_worst) = Default::default();
        let in_vain = OnceLock::new();
        Case { file, plan: View::new(model), scenario, at_best, typical, at_worst, in_vain }
    }

    /// The name of its file without the folder.
    pub fn short_name(&self) -> &'a str {
        self.file.rsplit(['/', '\\']).next().unwrap_or(self.file)
    }

    /// When everything can be up again if all goes best and only what is certain happens.
    pub fn at_best(&self) -> &Soonest {
        self.at_best_on(Clock::Disruption)
    }

    /// The same on another clock.
    pub fn at_best_on(&self, clock: Clock) -> &Soonest {
        self.at_best[clock as usize].get_or_init(|| self.soonest(Assume::AT_BEST.on(clock)))
    }

    /// When everything is up again at the most likely figures, if nobody has to queue and nothing fails.
    pub fn typical(&self) -> &Soonest {
        self.typical_on(Clock::Disruption)
    }

    /// The same on another clock.
    pub fn typical_on(&self, clock: Clock) -> &Soonest {
        self.typical[clock as usize].get_or_init(|| self.soonest(Assume::TYPICAL.on(clock)))
    }

    /// The same as at best if everything happens that the scenario can do, but for what only spreads.
    pub fn at_worst(&self) -> &Soonest {
        self.at_worst.get_or_init(|| self.soonest(Assume::AT_WORST))
    }

    /// The plans that wait for what they are to bring back, if everything happens that the scenario can do.
    pub fn in_vain(&self) -> &InVain {
        self.in_vain.get_or_init(|| in_vain(self))
    }

    fn soonest(&self, assume: Assume) -> Soonest {
        Soonest::new(&self.plan, Some(self.scenario), assume)
    }
}

/// A model and the graph of its needs.
#[derive(Debug)]
pub struct View<'a> {
    pub model: &'a Model,
    pub graph: NeedsGraph,
    alone: OnceLock<Soonest>,
    must: OnceLock<Must>,
    falls: OnceLock<Falls<'a>>,
    single_points: OnceLock<IdVec<ServiceId, CutSets>>,
    from_cold: OnceLock<Deadlock>,
}

impl<'a> View<'a> {
    /// Draws the graph of a model.
    pub fn new(model: &'a Model) -> View<'a> {
        let (alone, must) = Default::default();
        let (falls, single_points, from_cold) = Default::default();
        View { model, graph: NeedsGraph::new(model), alone, must, falls, single_points, from_cold }
    }

    /// When each strategy has brought its system back if all goes best and nothing but that system is lost.
    pub fn alone(&self) -> &Soonest {
        self.alone.get_or_init(|| Soonest::new(self, None, Assume::AT_BEST))
    }

    /// What each node cannot do without.
    pub fn must(&self) -> &Must {
        self.must.get_or_init(|| Must::of(self))
    }

    /// What falls with what, when nobody recovers anything.
    pub fn falls(&self) -> &Falls<'a> {
        self.falls.get_or_init(|| Falls::new(self.model))
    }

    /// What takes each service below its minimum alone.
    pub fn single_points(&self) -> &IdVec<ServiceId, CutSets> {
        self.single_points.get_or_init(|| cut_sets(self.falls(), Size::One))
    }

    /// What does not come back from everything being off.
    pub fn from_cold(&self) -> &Deadlock {
        self.from_cold
            .get_or_init(|| deadlock::find(&Returns::new(self.model, Losses::cold_start(self.falls()))))
    }

    /// Marks every node that directly or indirectly needs one of `targets`; these themselves only if they do.
    pub fn needing(&self, targets: impl Iterator<Item = NodeId>) -> IdVec<NodeId, bool> {
        let mut marked: IdVec<NodeId, bool> = self.model.nodes.iter().map(|_| false).collect();
        let mut open: Vec<NodeId> = targets.collect();
        while let Some(node) = open.pop() {
            for holder in self.graph.needed_by(node) {
                if !marked[holder] {
                    marked[holder] = true;
                    open.push(holder);
                }
            }
        }
        marked
    }

    /// The id as written; a member of an `alike` group has that of its group.
    pub fn id(&self, node: NodeId) -> &'a str {
        match self.model.nodes[node].kind {
            NodeKind::System(system) => match self.model.systems[system].group {
                Some(group) => &self.model.groups[group].id,
                None => &self.model.nodes[node].id,
            },
            _ => &self.model.nodes[node].id,
        }
    }

    /// The name people see, likewise.
    pub fn name(&self, node: NodeId) -> &'a str {
        match self.model.nodes[node].kind {
            NodeKind::System(system) => match self.model.systems[system].group {
                Some(group) => &self.model.groups[group].name,
                None => &self.model.nodes[node].name,
            },
            _ => &self.model.nodes[node].name,
        }
    }

    /// Where the id is written.
    pub fn place(&self, node: NodeId) -> Place {
        self.model.nodes[node].place
    }
}

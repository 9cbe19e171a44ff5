//! Writes a model down as terms: who waits for what, and how long that takes.

use super::falls::Falls;
use super::people::Calls;
use super::strikes::{self, Force, Odds, Strikes, with_holders};
use super::terms::{Term, Terms};
use super::{Assume, Soonest, Why};
use crate::checks::View;
use crate::ids::{IdVec, NodeId};
use crate::model::{Model, Need, Node, Scenario, System, Until};
use crate::units::Millis;

/// What can go down where these are struck: who needs them, and who must restart once something else is up again.
fn may_go_down(view: &View, struck: &IdVec<NodeId, bool>) -> IdVec<NodeId, bool> {
    let mut down: Vec<NodeId> = struck.ids().filter(|node| struck[*node]).collect();
    loop {
        let marked = with_holders(down.clone(), |nodes| view.needing(nodes.into_iter()));
        let waits = |system: &&System| {
            !marked[system.node] && system.restart.after().iter().any(|node| marked[*node])
        };
        let more: Vec<NodeId> = view.model.systems.iter().filter(waits).map(|system| system.node).collect();
        if more.is_empty() {
            return marked;
        }
        down.extend(more);
    }
}

/// The terms of a strategy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub(super) choice: Term,
    pub(super) done: Term,
}

/// Decides whether a need that its holder rides out counts.
pub(super) type Outlasts<'o> = &'o dyn Fn(&Node, NodeId) -> bool;

/// Of which of its returns the instant is asked.
///
/// They differ only where instants must be bounds on those of every run: what falls late can be used before it falls,
/// and is back for good only after that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Return {
    /// When it can be used at the soonest, since it was up or is up again: what work waits for.
    First,
    /// When it is up for good at the soonest.
    Last,
}

/// How the needs of one holder are to be read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    /// `(named, used instead)`.
    pub(super) instead: &'r [(NodeId, NodeId)],
    pub(super) ridden: &'r dyn Fn(NodeId) -> bool,
    pub(super) of: Return,
}

/// The terms of a model as they are written down. Term i is the node i.
pub(super) struct Build<'a> {
    pub(super) model: &'a Model,
    pub(super) scenario: Option<&'a Scenario>,
    pub(super) assume: Assume,
    pub(super) strikes: Strikes<'a>,
    /// Whether a node can go down at all.
    pub(super) may: IdVec<NodeId, bool>,
    /// Whether an effect can strike it.
    pub(super) targets: IdVec<NodeId, bool>,
    /// Whether there can be anything to wait for: the others are up from the start, and need no terms of their own.
    pub(super) late: IdVec<NodeId, bool>,
    /// The largest speed-up of work that the scenario's delays allow, as a factor of at most 1.
    pub(super) quicker: f64,
    pub(super) falls: &'a Falls,
    /// Whether all that strikes only once work can begin ends by itself: then work that is begun before need not wait for
    /// it, and what begins later waits for its end at most.
    late_ones_end: bool,
    pub(super) terms: Terms<Why>,
    pub(super) calls: Calls,
}

impl<'a> Build<'a> {
    pub(super) fn new<'m: 'a>(
        view: &View<'m>,
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
                let may = may_go_down(view, &targets);
                (targets, may)
            }
            _ => (everything(), everything()),
        };
        let down = |node: &NodeId| !falls.latest[*node].is_never() || !strikes.on[*node].is_empty();
        let down = model.nodes.ids().filter(down).chain(model.tasks.iter().map(|task| task.node));
        let late = with_holders(down.collect(), |nodes| view.needing(nodes.into_iter()));
        let quicker = scenario.map_or(1.0, strikes::largest_speed_up);
        // Term i is the last return of node i; after them come the first returns.
        let terms = Terms::new(2 * model.nodes.len());
        let mut build = Build {
            model,
            scenario,
            assume,
            strikes,
            may,
            targets,
            late,
            quicker,
            falls,
            late_ones_end: false,
            terms,
            calls: Calls::default(),
        };
        let from = build.work_begins();
        let mut late = build.strikes.on.iter().flatten().filter(|strike| strike.at > from);
        build.late_ones_end = late.all(|strike| matches!(strike.force, Force::Outage(Until::Lasts(_))));
        build
    }

    pub(super) fn solve(mut self, outlasts: Outlasts) -> Soonest {
        self.people(outlasts);
        self.plain_nodes(outlasts);
        self.tasks();
        let stands = self.stands();
        let (strategies, homes) = self.systems(outlasts, &stands);
        let (workarounds, without_workarounds) = self.services(outlasts);
        let disrupted = self.model.systems.iter().map(|system| self.can_be_disrupted(system)).collect();
        let first = self.model.nodes.ids().map(|node| self.node(node, Return::First)).collect();
        let clock_start = self.clock_start();
        let figures = self.assume.figures;
        let longest = |(id, node): (NodeId, &Node)| {
            let by_strikes_alone =
                node.needs.is_empty() && !matches!(node.kind, crate::model::NodeKind::System(_));
            by_strikes_alone.then(|| self.strikes.longest(id, figures))
        };
        let longest = self.model.nodes.iter_enumerated().map(longest).collect();
        Soonest {
            longest,
            clock_start,
            odds: self.assume.odds,
            times: self.terms.solve(),
            strategies,
            homes,
            stands,
            workarounds,
            without_workarounds,
            falls: self.falls.latest.clone(),
            end: self.scenario.map_or(Millis::NEVER, |of| of.horizon.minus(strikes::latest_start(of))),
            incident: self.strikes.incident,
            teams: self.calls.ready,
            first,
            disrupted,
        }
    }

    pub(super) fn figure(&self, duration: &crate::model::Uncertain) -> Millis {
        self.assume.figures.of(duration)
    }

    /// The returns that are told apart.
    pub(super) fn returns(&self) -> &'static [Return] {
        if self.is_sure() { &[Return::First, Return::Last] } else { &[Return::Last] }
    }

    pub(super) fn is_sure(&self) -> bool {
        self.assume.odds == Odds::Certain
    }

    pub(super) fn node(&self, node: NodeId, of: Return) -> Term {
        let first = if of == Return::First && self.is_sure() { self.model.nodes.len() } else { 0 };
        (first + node.index()) as Term
    }

    /// What work waits for: that a node can be used; nothing where it can be from the start.
    pub(super) fn usable(&self, node: NodeId) -> Option<Term> {
        let falls = self.falls.latest[node];
        let begins_sooner = !self.is_sure() && !falls.is_never() && falls > self.work_begins();
        let is_there = begins_sooner && self.late_ones_end;
        (self.late[node] && !is_there).then(|| self.node(node, Return::First))
    }

    /// When most work can begin: once the incident is assessed.
    pub(super) fn work_begins(&self) -> Millis {
        let response = &self.model.response;
        let [detect, assess] = [&response.detect, &response.assess].map(|takes| self.figure(takes));
        self.strikes.incident.plus(detect).plus(assess)
    }

    /// The return of a node; nothing where it is up from the start.
    pub(super) fn back(&self, node: NodeId, of: Return) -> Option<Term> {
        self.late[node].then(|| self.node(node, of))
    }

    /// The terms of a list of needs, of which all must be fulfilled; what holds from the start is left out, and so is
    /// what the holder rides out, unless it outlasts.
    pub(super) fn needs(&mut self, needs: &[Need], reading: Reading) -> Vec<Term> {
        needs.iter().filter_map(|need| self.need(need, reading)).collect()
    }

    /// The term of a need; nothing where it holds from the start.
    fn need(&mut self, need: &Need, reading: Reading) -> Option<Term> {
        match need {
            Need::Node(named) => {
                let instead = reading.instead.iter().find(|(old, _)| old == named);
                let node = instead.map_or(*named, |(_, new)| *new);
                self.back(node, reading.of).filter(|_| !(reading.ridden)(node))
            }
            Need::AtLeast { k, of } => {
                let parts = self.needs(of, self.of_several(reading, *k as usize == of.len()));
                let left = (*k as usize).saturating_sub(of.len() - parts.len());
                (left > 0).then(|| self.terms.of(left as u32, &parts))
            }
        }
    }

    /// How to read what only together is sure to fail, where not all of it is needed: what falls late falls while the
    /// rest is up again, and the holder stays up. So of that only the first return counts.
    pub(super) fn of_several<'r>(&self, reading: Reading<'r>, all: bool) -> Reading<'r> {
        if all || !self.is_sure() { reading } else { Reading { of: Return::First, ..reading } }
    }

    /// Conditions of work, in which nothing is ridden out.
    pub(super) fn conditions(&mut self, needs: &[Need]) -> Vec<Term> {
        self.needs(needs, Reading { instead: &[], ridden: &|_| false, of: Return::First })
    }

    /// Sites, suppliers and resources: up while their needs hold and nothing strikes them.
    pub(super) fn plain_nodes(&mut self, outlasts: Outlasts) {
        let model = self.model;
        let sites = model.sites.iter().map(|site| site.node);
        let suppliers = model.suppliers.iter().map(|supplier| supplier.node);
        let resources = model.resources.iter().map(|resource| resource.node);
        let plain: Vec<NodeId> = sites.chain(suppliers).chain(resources).collect();
        plain.into_iter().for_each(|node| self.plain_node(node, outlasts));
    }

    fn plain_node(&mut self, id: NodeId, outlasts: Outlasts) {
        if !self.late[id] {
            return;
        }
        let node = &self.model.nodes[id];
        for &of in self.returns() {
            let reading = Reading { instead: &[], ridden: &ridden(node, outlasts), of };
            let mut inputs = self.needs(&node.needs, reading);
            inputs.extend(self.holds(id, of));
            self.define((id, of), inputs.len() as u32, &inputs);
        }
    }

    /// Says of a node when it is up; one that need not go down (or, for its first return, need not be down as the
    /// incident begins) is up from the start, whatever it needs.
    pub(super) fn define(&mut self, (node, of): (NodeId, Return), k: u32, inputs: &[Term]) {
        let term = self.node(node, of);
        if self.is_down(node, of) {
            self.terms.define(term, k, inputs);
        }
        self.terms.name(term, Why::Node(node));
    }

    /// Whether a node goes down before one of its returns.
    pub(super) fn is_down(&self, node: NodeId, of: Return) -> bool {
        match of {
            Return::First => self.falls.latest[node] <= self.strikes.incident,
            Return::Last => !self.falls.latest[node].is_never(),
        }
    }

    /// The ends of what holds a node down.
    pub(super) fn holds(&mut self, node: NodeId, of: Return) -> Vec<Term> {
        let mut strikes = self.strikes.on[node].clone();
        strikes.retain(|strike| self.counts(strike, of));
        strikes.iter().map(|strike| self.hold(strike)).collect()
    }

    /// Whether a strike matters for a return. Where it must be sure: not if what it does may be over in the same
    /// instant, and for the first return only if it strikes as the incident begins, not as somebody notices: in that very
    /// instant a plan may have been chosen before.
    pub(super) fn counts(&self, strike: &strikes::Strike, of: Return) -> bool {
        let begins = || {
            let by_itself =
                self.scenario.is_none_or(|scenario| strikes::counts_from_onset(scenario, strike.event));
            by_itself && strike.latest <= self.strikes.incident
        };
        let in_time = of == Return::Last || begins();
        !self.is_sure() || (strike.lasts() && in_time)
    }

    pub(super) fn hold(&mut self, strike: &strikes::Strike) -> Term {
        let why = Why::Event(strike.event);
        match strike.force {
            Force::Outage(Until::Lasts(lasts)) => {
                let lasts = self.figure(lasts);
                self.terms.work_from(strike.at, lasts, why)
            }
            Force::Outage(Until::Task(task)) => {
                let task = self.node(self.model.tasks[*task].node, Return::Last);
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
pub(super) fn ridden<'n>(holder: &'n Node, outlasts: Outlasts<'n>) -> impl Fn(NodeId) -> bool + 'n {
    move |needed| holder.rides_out.iter().any(|ride| ride.node == needed) && !outlasts(holder, needed)
}

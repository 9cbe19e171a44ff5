//! The modes of systems: home, and one per strategy.

use super::least_work::{least_work, shortened, shorter};
use super::strikes::{Force, Strike};
use super::terms::Term;
use super::{Build, Figures, Outlasts, Planned, Reading, Return, Why, ridden};
use crate::ids::{IdVec, NodeId, SystemId};
use crate::model::{Copy, Node, NodeKind, Restart, Source, Step, Strategy, System, Uncertain, Unit};
use crate::units::Millis;

/// Per system the terms of its strategies.
pub type OfStrategies = IdVec<SystemId, Vec<Option<Planned>>>;

/// One strategy of one system.
#[derive(Clone, Copy)]
struct Plan<'a> {
    id: SystemId,
    system: &'a System,
    position: usize,
    strategy: &'a Strategy,
}

impl<'a> Build<'a> {
    /// Whether anything that can happen disrupts a system, so that a strategy is chosen at all.
    pub(super) fn can_be_disrupted(&self, system: &System) -> bool {
        let home = system.home.map(|home| self.model.sites[home].node);
        let watched = home.into_iter().chain(system.stored_on).chain(system.fails_over_on.iter().copied());
        self.targets[system.node] || watched.into_iter().any(|node| self.may[node])
    }

    /// For each system the ends of what holds its home mode down, and its site.
    pub(super) fn stands(&mut self) -> IdVec<SystemId, Vec<Term>> {
        let model = self.model;
        let mut all = IdVec::new();
        for system in model.systems.iter() {
            all.push(self.stands_of(system, Return::Last));
        }
        all
    }

    fn stands_of(&mut self, system: &System, of: Return) -> Vec<Term> {
        let mut stands = self.holds(system.node, of);
        stands.extend(system.home.and_then(|home| self.back(self.model.sites[home].node, of)));
        stands
    }

    /// Writes down all systems; gives the terms of their strategies and of their home modes.
    pub(super) fn systems(
        &mut self,
        outlasts: Outlasts,
        stands: &IdVec<SystemId, Vec<Term>>,
    ) -> (OfStrategies, IdVec<SystemId, Term>) {
        let mut strategies = IdVec::new();
        let mut homes = IdVec::new();
        let model = self.model;
        for (id, system) in model.systems.iter_enumerated() {
            let home = if self.late[system.node] {
                self.home_mode((id, system), outlasts, (&stands[id], Return::Last))
            } else {
                self.node(system.node, Return::Last)
            };
            let disrupted = self.can_be_disrupted(system);
            let mut modes = Vec::new();
            let mut of_strategies = Vec::new();
            for (position, strategy) in system.recovery.iter().enumerate() {
                if !(disrupted && strategy.admitted) {
                    of_strategies.push(None);
                    continue;
                }
                let plan = Plan { id, system, position, strategy };
                let (choice, ends) = self.work_of(plan);
                let done = self.mode(plan, outlasts, (&ends, Return::Last));
                // What takes it away later may find the system at home again.
                let first = if self.is_sure() && self.late[system.node] {
                    self.mode(plan, outlasts, (&ends, Return::First))
                } else {
                    done
                };
                modes.push(first);
                of_strategies.push(Some(Planned { choice, done }));
            }
            strategies.push(of_strategies);
            homes.push(home);
            if !self.late[system.node] {
                continue;
            }
            let with = |home: Term| [modes.as_slice(), &[home]].concat();
            self.define((system.node, Return::Last), 1, &with(home));
            if self.is_sure() {
                let stands = self.stands_of(system, Return::First);
                let home = self.home_mode((id, system), outlasts, (&stands, Return::First));
                self.define((system.node, Return::First), 1, &with(home));
            }
        }
        (strategies, homes)
    }

    fn home_mode(
        &mut self,
        (id, system): (SystemId, &System),
        outlasts: Outlasts,
        (stands, of): (&[Term], Return),
    ) -> Term {
        let node = &self.model.nodes[system.node];
        let site = system.home.map(|home| self.model.sites[home].node);
        let mut inputs =
            self.needs(&node.needs, Reading { instead: &[], ridden: &ridden(node, outlasts), of });
        inputs.extend(system.stored_on.and_then(|on| self.back(on, of)));
        let is_struck = |node: NodeId| self.strikes.on[node].iter().any(|strike| self.counts(strike, of));
        // Elsewhere a site is taken to fall even where it rides out what it needs for long enough.
        let site_falls = |site: NodeId| is_struck(site) || (self.is_sure() && self.is_down(site, of));
        let must_restart = is_struck(system.node)
            || site.is_some_and(site_falls)
            || system.restart.after().iter().any(|node| self.is_down(*node, of));
        if must_restart {
            inputs.push(self.restart((id, system), (stands, of)));
        } else {
            inputs.extend_from_slice(stands);
        }
        self.terms.of(inputs.len() as u32, &inputs)
    }

    fn restart(&mut self, (id, system): (SystemId, &System), (stands, of): (&[Term], Return)) -> Term {
        match &system.restart {
            Restart::Plain(takes) => {
                let takes = self.figure(takes);
                self.terms.work(stands, takes, Why::Restart(id))
            }
            Restart::Attended { takes, by, uses, needs, after } => {
                let mut inputs = stands.to_vec();
                inputs.extend(self.by(by));
                inputs.extend(self.units(uses));
                inputs.extend(self.conditions(needs));
                inputs.extend(after.iter().filter_map(|node| self.back(*node, of)));
                let takes = self.work_time(takes, 1.0);
                self.terms.work(&inputs, takes, Why::Restart(id))
            }
        }
    }

    /// When a strategy can be chosen, and the ends of its steps.
    fn work_of(&mut self, plan: Plan) -> (Term, Vec<Term>) {
        let Plan { id, position, strategy, .. } = plan;
        let site = strategy.site.map(|site| self.model.sites[site].node);
        let mut choice = vec![if strategy.automatic { self.calls.incident } else { self.calls.assessed }];
        choice.extend(site.and_then(|site| self.usable(site)));
        choice.extend(self.conditions(&strategy.only_if));
        choice.extend(self.source(plan));
        if strategy.not_before > Millis::ZERO {
            let why = Why::NotBefore { system: id, strategy: position };
            choice.push(self.terms.work(&[self.calls.incident], strategy.not_before, why));
        }
        let choice = self.terms.all(&choice);
        let mut begin = vec![choice];
        begin.extend(self.conditions(&strategy.begins_when));
        if strategy.after_declaration {
            begin.push(self.calls.declared);
        }
        if let Some(decide) = &strategy.decide {
            let takes = self.figure(&decide.takes);
            let why = Why::Decide { system: id, strategy: position };
            begin.push(self.terms.work(&[choice, self.calls.there[decide.by]], takes, why));
        }
        begin.extend(self.units(&strategy.occupies));
        // It is given up so long after the last of what its first step waits for, so all its work must lie within.
        if strategy.give_up.is_some_and(|give_up| give_up < least_work(&strategy.steps, self.quicker)) {
            begin.push(self.terms.never(Why::GivenUp { system: id, strategy: position }));
        }
        let begin = self.terms.all(&begin);
        let named = |step| Why::Step { system: id, strategy: position, step };
        (choice, self.steps(&strategy.steps, begin, &named))
    }

    /// When the mode that a strategy adds serves: its steps are done, its site is up and its needs hold.
    fn mode(&mut self, plan: Plan, outlasts: Outlasts, (ends, of): (&[Term], Return)) -> Term {
        let Plan { system, strategy, .. } = plan;
        let node: &Node = &self.model.nodes[system.node];
        let mut inputs = ends.to_vec();
        inputs.extend(strategy.site.and_then(|site| self.back(self.model.sites[site].node, of)));
        let ridden = ridden(node, outlasts);
        inputs.extend(match &strategy.needs_there {
            Some(needs) => self.needs(needs, Reading { instead: &[], ridden: &ridden, of }),
            None => self.needs(&node.needs, Reading { instead: &strategy.instead, ridden: &ridden, of }),
        });
        self.terms.of(inputs.len() as u32, &inputs)
    }

    /// The terms of the units that work asks for.
    fn units(&self, units: &[Unit]) -> Vec<Term> {
        let nodes = units.iter().map(|unit| self.model.resources[unit.resource].node);
        nodes.filter_map(|node| self.usable(node)).collect()
    }

    /// What the data of a strategy wait for.
    fn source(&mut self, plan: Plan) -> Vec<Term> {
        let Plan { system, strategy, .. } = plan;
        match strategy.from {
            Source::Nothing => Vec::new(),
            Source::InPlace if !system.holds_data => Vec::new(),
            Source::InPlace => {
                let lost = self.strikes.on[system.node]
                    .iter()
                    .filter(|strike| self.counts(strike, Return::First))
                    .find(|strike| !matches!(strike.force, Force::Outage(_)))
                    .map(|strike| strike.event);
                let site = system.home.map(|home| self.model.sites[home].node);
                let lost = lost.or_else(|| self.destroyed_by(site));
                if let Some(event) = lost {
                    return vec![self.terms.never(Why::DataGone(event))];
                }
                site.into_iter().chain(system.stored_on).filter_map(|node| self.usable(node)).collect()
            }
            Source::Copy(position) => {
                let copy = &system.copies[position];
                if !copy.can_offer() {
                    return vec![self.terms.never(Why::NoPoint { system: plan.id, copy: position })];
                }
                if let Some(event) = self.copy_gone(system, copy) {
                    return vec![self.terms.never(Why::CopyGone { copy: position, event })];
                }
                let unclean = if strategy.cleans { None } else { self.never_clean(system, copy) };
                if let Some(event) = unclean {
                    return vec![self.terms.never(Why::Unclean { system: plan.id, copy: position, event })];
                }
                let at = copy.at.map(|site| self.model.sites[site].node);
                at.into_iter().chain(copy.on).filter_map(|node| self.usable(node)).collect()
            }
        }
    }

    fn destroyed_by(&self, node: Option<NodeId>) -> Option<usize> {
        let strikes = node.map(|node| self.strikes.on[node].as_slice()).unwrap_or_default();
        let mut before = strikes.iter().filter(|strike| self.counts(strike, Return::First));
        before.find(|strike| strike.force == Force::Destruction).map(|strike| strike.event)
    }

    /// The event that destroys a copy, if one does.
    fn copy_gone(&self, system: &System, copy: &Copy) -> Option<usize> {
        let at = copy.at.map(|site| self.model.sites[site].node);
        let by_site = self.destroyed_by(at.or_else(|| copy.on.and_then(|on| self.site_of(on))));
        if by_site.is_some() || copy.immutable {
            return by_site;
        }
        let before = |strike: &&Strike| self.counts(strike, Return::First);
        let on = copy.on.map(|on| self.strikes.on[on].as_slice()).unwrap_or_default();
        let with_its_place =
            on.iter().filter(before).find(|strike| !matches!(strike.force, Force::Outage(_)));
        let own = self.strikes.on[system.node].iter().filter(before);
        let with_its_system = own.into_iter().find(|strike| match strike.force {
            Force::Corruption { destroys_copies, .. } => self.assume.odds.admit(destroys_copies),
            _ => false,
        });
        with_its_place.or(with_its_system).map(|strike| strike.event)
    }

    /// The site that a node is, or that is its home.
    fn site_of(&self, node: NodeId) -> Option<NodeId> {
        match self.model.nodes[node].kind {
            NodeKind::Site(_) => Some(node),
            NodeKind::System(system) => {
                self.model.systems[system].home.map(|home| self.model.sites[home].node)
            }
            _ => None,
        }
    }

    /// The ends of all steps, each after its predecessors, its people, its units and its needs.
    pub(super) fn steps(&mut self, steps: &[Step], begin: Term, named: &dyn Fn(usize) -> Why) -> Vec<Term> {
        let first = self.terms.of(0, &[]);
        for _ in 1..steps.len() {
            self.terms.of(0, &[]);
        }
        let ends: Vec<Term> = (0..steps.len() as Term).map(|step| first + step).collect();
        for (position, step) in steps.iter().enumerate() {
            let mut inputs = vec![begin];
            inputs.extend(step.after.iter().map(|before| ends[*before]));
            inputs.extend(self.by(&step.by));
            inputs.extend(self.units(&step.uses));
            inputs.extend(self.conditions(&step.needs));
            if step.success <= 0.0 {
                inputs.push(self.terms.never(named(position)));
            }
            let takes = self.takes(step);
            self.terms.define_work(ends[position], &inputs, (takes, named(position)));
        }
        ends
    }

    /// The time of one attempt; with the least figures what makes it shorter counts, too.
    fn takes(&self, step: &Step) -> Millis {
        self.work_time(&step.takes, shorter(step))
    }

    /// The time of a piece of work, which delays of a factor below 1 can shorten as well.
    pub(super) fn work_time(&self, takes: &Uncertain, shorter: f64) -> Millis {
        let takes = self.figure(takes);
        if self.assume.figures != Figures::Least {
            return takes;
        }
        shortened(takes, shorter * self.quicker)
    }
}

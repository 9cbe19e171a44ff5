//! Systems: their slots, copies and strategies.

use super::network::Reading;
use super::work::Spec;
use super::{Lowering, stream_index};
use crate::engine::gates::Edge;
use crate::engine::program::{self, Ask, Owner, Point, PointKind, Slot};
use crate::engine::rows::{NONE, Rows};
use crate::engine::variables::Var;
use crate::ids::NodeId;
use crate::model::{Copy, CopyKind, Restart, Source, Strategy, System};
use crate::units::Millis;

impl Lowering<'_> {
    pub fn lower_systems(&mut self) {
        let model = self.model;
        let groups = restore_groups(model);
        self.program.restore_groups = groups.len() as u32;
        let waves = self.waves_of_systems();
        for (index, id) in (0..).zip(self.reached.clone()) {
            let system = &model.systems[id];
            self.enter(system.node);
            let group = system.restore_group.as_ref();
            let group = group.and_then(|group| groups.binary_search(&group.as_str()).ok());
            let store = system.stored_on.map_or(NONE, |node| self.node_signals[node.index()]);
            let entry = program::System {
                who: self.who(model.system_id(id)),
                up: self.node_signals[system.node.index()],
                slot: self.program.slots.len() as u32,
                store,
                fails_over: self.lower_fails_over(system, index),
                holds_data: system.holds_data,
                restore_group: group.map_or(NONE, |group| group as u32),
                regroup: system.regroup.unwrap_or(Millis::NEVER),
                restart: self.lower_restart(system, index),
                strategies: self.program.strategies.len() as u32,
                strategy_count: system.recovery.len() as u32,
                holds_back: system.recovery.iter().any(|strategy| strategy.not_before > Millis::ZERO),
                points: self.program.points.len() as u32,
                point_count: system.copies.len() as u32,
                admitted: bits_of(system, |strategy| strategy.admitted),
                automatic: bits_of(system, |strategy| strategy.automatic),
                wave: waves[id.index()],
                node: system.node.index() as u32,
                home: system.home.map_or(NONE, |site| site.index() as u32),
            };
            self.program.systems.push(entry);
            if let Some(node) = system.stored_on {
                self.edge(self.node_signals[node.index()], Edge::Store(index));
            }
            self.lower_copies(index, system);
            self.lower_slots(index, system);
            for (k, strategy) in system.recovery.iter().enumerate() {
                self.lower_strategy(index, system, strategy, k as u32);
            }
        }
        self.lower_places();
    }

    fn lower_fails_over(&mut self, system: &System, index: u32) -> u32 {
        if system.fails_over_on.is_empty() {
            return NONE;
        }
        let signals: Vec<u32> =
            system.fails_over_on.iter().map(|node| self.node_signals[node.index()]).collect();
        for &signal in &signals {
            self.edge(signal, Edge::FailsOver(index));
        }
        self.all(&signals)
    }

    fn lower_restart(&mut self, system: &System, index: u32) -> program::Restart {
        let id = self.id(system.node).to_owned();
        match &system.restart {
            Restart::Plain(takes) => {
                program::Restart::Plain(self.duration(takes, || format!("system/{id}/restart/takes")))
            }
            Restart::Attended { takes, by, uses, needs, .. } => {
                let takes = self.duration(takes, || format!("system/{id}/restart/takes"));
                let conditions = vec![self.condition(needs, Reading::PLAIN)];
                let owner = Owner::Restart(index);
                let spec = Spec { owner, label: id, by, uses, conditions, takes, system: Some(system.node) };
                let work = self.work(spec);
                let calls = self.teams_called(by);
                let tasks = self.tasks_named(needs);
                self.work_rows(calls, tasks, Vec::new());
                self.program.predecessors.push([]);
                self.program.followers.push([]);
                program::Restart::Attended { work }
            }
        }
    }

    fn lower_copies(&mut self, index: u32, system: &System) {
        let name = self.model.nodes[system.node].id.as_str();
        for copy in &system.copies {
            let at = copy.at.map_or(NONE, |site| self.node_signals[self.model.sites[site].node.index()]);
            let on = copy.on.map_or(NONE, |node| self.node_signals[node.index()]);
            for signal in [at, on] {
                if signal != NONE {
                    self.edge(signal, Edge::Choice(index));
                }
            }
            let key = match copy.on {
                Some(node) => stream_index(self.id(node)),
                None => stream_index(&format!("{name}/{}", copy.id)),
            };
            let kind = self.lower_copy(name, copy);
            self.program.points.push(Point { system: index, at, on, immutable: copy.immutable, key, kind });
        }
    }

    fn lower_copy(&mut self, system: &str, copy: &Copy) -> PointKind {
        let name = |part: &str| format!("system/{system}/copy/{}/{part}", copy.id);
        match &copy.kind {
            CopyKind::Replica(replica) => {
                PointKind::Replica { lag: self.duration(&replica.lag, || name("lag")) }
            }
            CopyKind::Backup(backup) => {
                let takes = self.duration(&backup.takes, || name("takes"));
                let phase = if backup.starts.is_none() { self.uniform(&name("phase")) } else { Var::NONE };
                let drawn = if backup.success < 1.0 { self.uniform(&name("success")) } else { Var::NONE };
                PointKind::Backup {
                    every: backup.every,
                    starts: backup.starts,
                    phase,
                    takes,
                    keep: backup.keep,
                    success: backup.success,
                    drawn,
                }
            }
        }
    }

    /// The home slot and one per strategy.
    fn lower_slots(&mut self, index: u32, system: &System) {
        let needs = &self.model.nodes[system.node].needs;
        let after = system.restart.after();
        let mut inputs = self.inputs(needs, Reading::RIDING);
        if let Some(node) = system.stored_on {
            inputs.push(self.node_signals[node.index()]);
        }
        self.lower_slot(index, system.home, inputs, after.to_vec());
        for strategy in &system.recovery {
            let reading = Reading { rides: true, instead: &strategy.instead };
            let (inputs, after) = match &strategy.needs_there {
                Some(needs_there) => (self.inputs(needs_there, Reading::RIDING), Vec::new()),
                None => (
                    self.inputs(needs, reading),
                    after.iter().map(|node| exchanged(*node, strategy)).collect(),
                ),
            };
            self.lower_slot(index, strategy.site, inputs, after);
        }
    }

    fn lower_slot(
        &mut self,
        index: u32,
        site: Option<crate::ids::SiteId>,
        mut inputs: Vec<u32>,
        after: Vec<NodeId>,
    ) {
        let slot = self.program.slots.len() as u32;
        let site = site.map_or(NONE, |site| self.node_signals[self.model.sites[site].node.index()]);
        if site != NONE {
            inputs.push(site);
            self.edge(site, Edge::SlotSite(slot));
        }
        let place = self.all(&inputs);
        let first = self.program.systems[index as usize].slot;
        // Slots of a system with the same place are told once.
        if self.program.slots[first as usize..].iter().all(|slot| slot.place != place) {
            self.edge(place, Edge::Place(index));
        }
        let after: Vec<u32> = after.iter().map(|node| self.node_signals[node.index()]).collect();
        for &node in &after {
            // Each of them going down makes the modes restart, also while another is down.
            self.edge(node, Edge::SlotAfter(slot));
        }
        let after = if after.is_empty() {
            NONE
        } else {
            let signal = self.all(&after);
            if after.len() > 1 {
                self.edge(signal, Edge::SlotAfter(slot));
            }
            signal
        };
        self.program.slots.push(Slot { system: index, place, site, after });
    }

    fn lower_strategy(&mut self, index: u32, system: &System, strategy: &Strategy, k: u32) {
        let model = self.model;
        let place = self.program.strategies.len() as u32;
        let prefix = format!("{}/{}", model.nodes[system.node].id, strategy.id);
        let entry = self.program.systems[index as usize];
        let only_if = match &strategy.only_if[..] {
            [] => NONE,
            needs => self.condition(needs, Reading::PLAIN),
        };
        if only_if != NONE {
            self.edge(only_if, Edge::Choice(index));
        }
        let decide = strategy.decide.as_ref();
        let decide_takes = match decide {
            Some(decision) => self.duration(&decision.takes, || format!("strategy/{prefix}/decide")),
            None => self.program.variables.fixed(Millis::ZERO),
        };
        self.program.strategies.push(program::Strategy {
            system: index,
            who: self.who(&prefix),
            slot: entry.slot + 1 + k,
            site: self.program.slots[(entry.slot + 1 + k) as usize].site,
            automatic: strategy.automatic,
            admitted: strategy.admitted,
            after_declaration: strategy.after_declaration,
            cleans: strategy.cleans,
            source: match strategy.from {
                Source::InPlace => program::Source::InPlace,
                Source::Copy(position) => program::Source::Point(entry.points + position as u32),
                Source::Nothing => program::Source::Nothing,
            },
            only_if,
            not_before: strategy.not_before,
            give_up: strategy.give_up.unwrap_or(Millis::NEVER),
            decide_by: decide.map_or(NONE, |decision| decision.by.index() as u32),
            decide_takes,
            work: self.program.works.len() as u32,
            steps: strategy.steps.len() as u32,
        });
        if strategy.after_declaration && strategy.give_up.is_some() {
            self.program.wait_for_declaration.push(place);
        }
        let mut begins = vec![self.condition(&strategy.begins_when, Reading::PLAIN)];
        if strategy.after_declaration {
            begins.push(self.program.response.declared);
        }
        begins.extend(self.wave_clear.get(entry.wave as usize));
        self.steps(
            &strategy.steps,
            Owner::Strategy { strategy: place, system: index },
            &prefix,
            &begins,
            Some(system.node),
        );
        let mut calls = self.teams_called(strategy.steps.iter().flat_map(|step| &step.by));
        calls.extend(decide.map(|decision| decision.by.index() as u32));
        calls.sort_unstable();
        calls.dedup();
        self.program.strategy_calls.push(calls);
        let conditions = strategy.begins_when.iter().chain(&strategy.only_if);
        let named = self.tasks_named(strategy.steps.iter().flat_map(|step| &step.needs).chain(conditions));
        self.program.strategy_tasks.push(named);
        let occupies: Vec<Ask> = self.asks(&[], &strategy.occupies);
        for unit in &strategy.occupies {
            self.edge(self.program.resources[unit.resource.index()].up, Edge::Occupied(place));
        }
        self.program.strategy_occupies.push(occupies);
    }

    /// What stands where: sites and their slots and copies, nodes and what is stored or kept on them.
    fn lower_places(&mut self) {
        let model = self.model;
        let mut slots_at = vec![Vec::new(); model.sites.len()];
        let mut points_at = vec![Vec::new(); model.sites.len()];
        let mut points_on = vec![Vec::new(); model.nodes.len()];
        let mut stores = vec![Vec::new(); model.nodes.len()];
        let mut home_of = vec![Vec::new(); model.sites.len()];
        let mut deciders = vec![Vec::new(); model.teams.len()];
        let mut point = 0;
        for (index, &id) in (0..).zip(&self.reached) {
            let (system, first) = (&model.systems[id], self.program.systems[index as usize]);
            let sites =
                std::iter::once(system.home).chain(system.recovery.iter().map(|strategy| strategy.site));
            for (slot, site) in sites.enumerate() {
                if let Some(site) = site {
                    slots_at[site.index()].push(first.slot + slot as u32);
                }
            }
            if let Some(home) = system.home {
                home_of[home.index()].push(index);
            }
            if let Some(node) = system.stored_on {
                stores[node.index()].push(index);
            }
            for copy in &system.copies {
                if let Some(site) = self.site_of_copy(copy) {
                    points_at[site].push(point);
                }
                if let Some(node) = copy.on {
                    points_on[node.index()].push(point);
                }
                point += 1;
            }
            for (k, strategy) in system.recovery.iter().enumerate() {
                if let Some(decision) = &strategy.decide {
                    deciders[decision.by.index()].push(first.strategies + k as u32);
                }
            }
        }
        self.program.slots_at = Rows::from_rows(slots_at);
        self.program.points_at = Rows::from_rows(points_at);
        self.program.points_on = Rows::from_rows(points_on);
        self.program.stores = Rows::from_rows(stores);
        self.program.home_of = Rows::from_rows(home_of);
        self.program.deciders = Rows::from_rows(deciders);
    }

    /// The site whose destruction takes a copy with it: where it is kept, else the site it is `on`, else the
    /// home of the system it is `on`.
    fn site_of_copy(&self, copy: &Copy) -> Option<usize> {
        if let Some(site) = copy.at {
            return Some(site.index());
        }
        match self.model.nodes[copy.on?].kind {
            crate::model::NodeKind::Site(site) => Some(site.index()),
            crate::model::NodeKind::System(system) => {
                self.model.systems[system].home.map(|site| site.index())
            }
            _ => None,
        }
    }

    /// The wave of each system; those that no wave selects come after all.
    pub fn waves_of_systems(&self) -> Vec<u32> {
        let mut waves = vec![self.program.waves; self.model.systems.len()];
        for (wave, systems) in self.model.waves.iter().flat_map(|waves| &waves.waves).enumerate() {
            for system in systems {
                waves[system.index()] = wave as u32;
            }
        }
        waves
    }
}

/// Names of restore groups, sorted.
fn restore_groups(model: &crate::model::Model) -> Vec<&str> {
    let mut groups: Vec<&str> =
        model.systems.iter().filter_map(|system| system.restore_group.as_deref()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Which strategies of a system are so, as bits.
fn bits_of(system: &System, are_so: impl Fn(&Strategy) -> bool) -> u64 {
    let bits = system.recovery.iter().enumerate().filter(|(_, strategy)| are_so(strategy));
    bits.fold(0, |bits, (k, _)| bits | 1 << k)
}

fn exchanged(node: NodeId, strategy: &Strategy) -> NodeId {
    strategy.instead.iter().find(|(named, _)| *named == node).map_or(node, |&(_, used)| used)
}

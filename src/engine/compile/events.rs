//! Events: what they strike, when, how they spread, and what ends them.

use super::Lowering;
use crate::engine::program::{self, Along, Effect, Since, Until};
use crate::engine::rows::Rows;
use crate::ids::NodeId;
use crate::model::{self, Event, EventKind, NodeKind};

impl Lowering<'_> {
    /// Numbers each (event, target) of Absences and Delays, in order of events.
    pub fn lower_pairs(&mut self) {
        let model = self.model;
        let mut absences = vec![Vec::new(); model.teams.len()];
        for (index, event) in self.scenario.events.iter().enumerate() {
            self.program.first_pair.push(self.program.pairs.len() as u32);
            let (absence, delay) = match event.kind {
                EventKind::Absence { .. } => (true, false),
                EventKind::Delay { .. } => (false, true),
                _ => continue,
            };
            for &node in &event.targets {
                let pair = self.program.pairs.len() as u32;
                let target = match model.nodes[node].kind {
                    NodeKind::Team(team) => team.index() as u32,
                    NodeKind::System(system) => self.position(system).expect("targets are reached"),
                    _ => unreachable!("an Absence strikes teams, a Delay teams and systems"),
                };
                self.program.pairs.push((index as u32, target));
                if absence {
                    absences[target as usize].push(pair);
                }
                if delay {
                    self.delays.entry(node).or_default().push(pair);
                }
            }
        }
        self.program.absences = Rows::from_rows(absences);
    }

    /// Pairs of Delays that can slow work on a system by some teams, in order of events.
    pub fn delays_of(&self, system: Option<NodeId>, by: &[model::Ask]) -> Vec<u32> {
        if self.delays.is_empty() {
            return Vec::new();
        }
        let teams = by.iter().map(|ask| self.model.teams[ask.team].node);
        let pairs = system.into_iter().chain(teams).filter_map(|node| self.delays.get(&node));
        let mut pairs: Vec<u32> = pairs.flatten().copied().collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    pub fn lower_events(&mut self) {
        let scenario = self.scenario;
        let count = scenario.events.len();
        let (mut followed_by, mut spreads) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let mut ends_with = vec![Vec::new(); self.model.tasks.len()];
        let mut tags = Vec::new();
        for (index, event) in scenario.events.iter().enumerate() {
            let lowered = self.lower_event(event, &mut tags);
            if let Since::Event(other) = lowered.since {
                followed_by[other as usize].push(index as u32);
            }
            if let Effect::Spread { of, .. } = lowered.effect {
                spreads[of as usize].push(index as u32);
            }
            if let Until::Task(task) = lowered.until {
                ends_with[task as usize].push(index as u32);
            }
            self.program.events.push(lowered);
            self.program.targets.push(event.targets.iter().map(|node| node.index() as u32));
        }
        self.program.followed_by = Rows::from_rows(followed_by);
        self.program.spreads = Rows::from_rows(spreads);
        self.program.ends_with = Rows::from_rows(ends_with);
        self.lower_neighbours(&tags);
    }

    fn lower_event<'t>(&mut self, event: &'t Event, tags: &mut Vec<&'t str>) -> program::Event {
        let name = |part: &str| format!("event/{}/{part}", event.id);
        let after = self.duration(&event.after, || name("after"));
        let chances = self.uniform(&name("chance"));
        let mut until = Until::Open;
        let effect = match &event.kind {
            EventKind::Outage { until: ends } => {
                until = self.lower_until(ends, &event.id);
                Effect::Outage
            }
            EventKind::Destruction => Effect::Destruction,
            EventKind::Corruption { dwell, destroys_copies } => Effect::Corruption {
                dwell: self.duration(dwell, || name("dwell")),
                destroys_copies: *destroys_copies,
                destroyed: self.uniform(&name("destroys-copies")),
            },
            EventKind::Absence { share, until: ends } => {
                until = self.lower_until(ends, &event.id);
                Effect::Absence {
                    share: self.number(share, || name("share")),
                    who: self.uniform(&name("who")),
                }
            }
            EventKind::Delay { factor, until: ends } => {
                until = self.lower_until(ends, &event.id);
                Effect::Delay { factor: self.number(factor, || name("factor")) }
            }
            EventKind::Spread { of, along, chance, delay } => {
                let chances = self.uniform(&name("chance-of-spread"));
                let delay = self.duration(delay, || name("delay"));
                Effect::Spread {
                    of: *of as u32,
                    along: lower_along(along, tags),
                    chance: *chance,
                    chances,
                    delay,
                    least: self.program.variables.least(delay),
                }
            }
        };
        program::Event {
            who: self.who(&event.id),
            since: match event.since {
                model::Since::Onset => Since::Onset,
                model::Since::Detected => Since::Detected,
                model::Since::Assessed => Since::Assessed,
                model::Since::Declared => Since::Declared,
                model::Since::Event(other) => Since::Event(other as u32),
            },
            after,
            chance: event.chance,
            together: event.together,
            chances,
            effect,
            until,
        }
    }

    fn lower_until(&mut self, until: &model::Until, event: &str) -> Until {
        match until {
            model::Until::Open => Until::Open,
            model::Until::Lasts(lasts) => {
                Until::Lasts(self.duration(lasts, || format!("event/{event}/lasts")))
            }
            model::Until::Task(task) => Until::Task(task.index() as u32),
        }
    }

    /// To whom Spreads can go, only where there are any.
    fn lower_neighbours(&mut self, tags: &[&str]) {
        let model = self.model;
        let nodes = model.nodes.len();
        for tag in tags {
            let systems = model.systems.iter_enumerated();
            let tagged =
                systems.filter(|(_, system)| model.nodes[system.node].tags.iter().any(|own| own == tag));
            self.program.tagged.push(tagged.filter_map(|(id, _)| self.position(id)).collect::<Vec<_>>());
        }
        if !self.program.spreads_exist() {
            return;
        }
        let (mut dependencies, mut dependents) = (vec![Vec::new(); nodes], vec![Vec::new(); nodes]);
        for (index, &id) in (0..).zip(&self.reached) {
            let system = &model.systems[id];
            for need in &model.nodes[system.node].needs {
                need.for_each_node(&mut |named| dependents[named.index()].push(index));
            }
        }
        for (id, node) in model.nodes.iter_enumerated() {
            for need in &node.needs {
                need.for_each_node(&mut |named| {
                    if let NodeKind::System(other) = model.nodes[named].kind {
                        dependencies[id.index()].extend(self.position(other));
                    }
                });
            }
        }
        for row in dependencies.iter_mut().chain(&mut dependents) {
            row.sort_unstable();
            row.dedup();
        }
        self.program.dependencies = Rows::from_rows(dependencies);
        self.program.dependents = Rows::from_rows(dependents);
    }
}

fn lower_along<'t>(along: &'t model::Along, tags: &mut Vec<&'t str>) -> Along {
    match along {
        model::Along::Dependents => Along::Dependents,
        model::Along::Dependencies => Along::Dependencies,
        model::Along::SameSite => Along::SameSite,
        model::Along::Tag(tag) => {
            let known = tags.iter().position(|known| known == tag);
            let position = known.unwrap_or_else(|| {
                tags.push(tag);
                tags.len() - 1
            });
            Along::Tag(position as u32)
        }
    }
}

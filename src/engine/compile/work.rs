//! Pieces of work: steps of strategies and tasks, attended restarts, preparations of workarounds.

use super::Lowering;
use super::network::{ALWAYS, Reading};
use crate::engine::gates::Edge;
use crate::engine::program::{self, Owner, Work};
use crate::engine::rows::NONE;
use crate::engine::variables::Var;
use crate::ids::NodeId;
use crate::model::{self, Need, NodeKind, Service, Step, Unit};

/// What a piece of work asks for and waits for.
pub struct Spec<'a> {
    pub owner: Owner,
    pub label: String,
    pub by: &'a [model::Ask],
    pub uses: &'a [Unit],
    /// Signals that must be on beside those of teams and resources.
    pub conditions: Vec<u32>,
    pub takes: Var,
    /// The system whose Delays slow it.
    pub system: Option<NodeId>,
}

impl Lowering<'_> {
    /// Enters a piece of work and returns its index.
    pub fn work(&mut self, spec: Spec<'_>) -> u32 {
        let index = self.program.works.len() as u32;
        let mut conditions = spec.conditions;
        for unit in spec.uses {
            conditions.push(self.program.resources[unit.resource.index()].up);
        }
        let mut standing = conditions.clone();
        for ask in spec.by {
            let team = &self.program.teams[ask.team.index()];
            let both = [team.mobilised, team.up];
            conditions.extend(both);
            // One gate per team, so that its coming tells few.
            standing.push(self.all(&both));
        }
        for signals in [&mut conditions, &mut standing] {
            signals.sort_unstable();
            signals.dedup();
            signals.retain(|&signal| signal != ALWAYS);
        }
        let standing = self.all(&standing);
        match spec.owner {
            Owner::Restart(system) => self.edge(standing, Edge::RestartStaff(system)),
            _ => self.edge(standing, Edge::Work(index)),
        }
        self.program.works.push(Work {
            owner: spec.owner,
            who: self.who(&spec.label),
            rank: 0,
            standing,
            takes: spec.takes,
            success: 1.0,
            succeeds: Var::NONE,
            attempts: NONE,
            predecessors: 0,
            may_slow: false,
            occupies: NONE,
        });
        let asks = self.asks(spec.by, spec.uses);
        self.program.asks.push(asks);
        self.program.conditions.push(conditions);
        self.program.delayed_by.push(self.delays_of(spec.system, spec.by));
        index
    }

    /// Rows that only steps, restarts and preparations with names in their needs have.
    pub fn work_rows(&mut self, calls: Vec<u32>, tasks: Vec<u32>, slower: Vec<(u32, f64)>) {
        self.program.work_calls.push(calls);
        self.program.work_tasks.push(tasks);
        self.program.slower.push(slower);
    }

    /// Enters the steps of a strategy or a task; `begins` are conditions of all of them.
    pub fn steps(
        &mut self,
        steps: &[Step],
        owner: Owner,
        prefix: &str,
        begins: &[u32],
        system: Option<NodeId>,
    ) {
        let first = self.program.works.len() as u32;
        for step in steps {
            let label = format!("{prefix}/{}", step.id);
            let kind = if system.is_some() { "strategy" } else { "task" };
            let takes = self.duration(&step.takes, || format!("{kind}/{label}/takes"));
            let mut conditions = begins.to_vec();
            conditions.push(self.condition(&step.needs, Reading::PLAIN));
            let succeeds =
                if step.success < 1.0 { self.uniform(&format!("{kind}/{label}/success")) } else { Var::NONE };
            let by = &step.by;
            let work = self.work(Spec { owner, label, by, uses: &step.uses, conditions, takes, system });
            let entry = &mut self.program.works[work as usize];
            entry.success = step.success;
            entry.succeeds = succeeds;
            entry.attempts = if system.is_some() { step.attempts } else { NONE };
            entry.predecessors = step.after.len() as u32;
            let slower = step.slower_without.iter();
            let slower = slower.map(|&(node, factor)| (self.node_signals[node.index()], factor)).collect();
            self.work_rows(Vec::new(), Vec::new(), slower);
            self.program.predecessors.push(step.after.iter().map(|&before| first + before as u32));
        }
        for position in 0..steps.len() {
            let followers = steps.iter().enumerate().filter(|(_, step)| step.after.contains(&position));
            self.program
                .followers
                .push(followers.map(|(follower, _)| first + follower as u32).collect::<Vec<_>>());
        }
    }

    /// Tasks named anywhere in some conditions.
    pub fn tasks_named<'n>(&self, needs: impl IntoIterator<Item = &'n Need>) -> Vec<u32> {
        let mut tasks = Vec::new();
        for need in needs {
            need.for_each_node(&mut |node| {
                if let NodeKind::Task(task) = self.model.nodes[node].kind {
                    tasks.push(task.index() as u32);
                }
            });
        }
        tasks.sort_unstable();
        tasks.dedup();
        tasks
    }

    /// Teams named by steps, by id.
    pub fn teams_called<'s>(&self, asks: impl IntoIterator<Item = &'s model::Ask>) -> Vec<u32> {
        let mut teams: Vec<u32> = asks.into_iter().map(|ask| ask.team.index() as u32).collect();
        teams.sort_unstable();
        teams.dedup();
        teams
    }

    pub fn lower_tasks(&mut self) {
        let model = self.model;
        for (id, task) in model.tasks.iter_enumerated() {
            let name = model.nodes[task.node].id.as_str();
            let work = self.program.works.len() as u32;
            self.program.tasks.push(program::Task {
                who: self.who(name),
                signal: self.node_signals[task.node.index()],
                when: task.when,
                clock: task.clock,
                work,
                steps: task.steps.len() as u32,
            });
            self.steps(&task.steps, Owner::Task(id.index() as u32), name, &[], None);
            let calls = self.teams_called(task.steps.iter().flat_map(|step| &step.by));
            self.program.task_calls.push(calls);
            let named = self.tasks_named(task.steps.iter().flat_map(|step| &step.needs));
            self.program.task_tasks.push(named);
        }
    }

    pub fn lower_workarounds(&mut self, service: &Service, index: u32) {
        let model = self.model;
        let id = model.nodes[service.node].id.as_str();
        for workaround in &service.workarounds {
            let label = format!("{id}/{}", workaround.id);
            let place = self.program.workarounds.len() as u32;
            let needs = self.condition(&workaround.needs, Reading::PLAIN);
            self.edge(needs, Edge::WorkaroundNeeds(place));
            let name = |part: &str| format!("service/{id}/workaround/{}/{part}", workaround.id);
            let notice = workaround.notice.as_ref().map(|notice| self.duration(notice, || name("notice")));
            let lasts = workaround.lasts.as_ref().map(|lasts| self.duration(lasts, || name("lasts")));
            let takes = self.duration(&workaround.ready, || name("ready"));
            let by = &workaround.by;
            let owner = Owner::Workaround(place);
            // The preparation is charged to the service.
            let spec = Spec {
                owner,
                label: id.to_owned(),
                by,
                uses: &[],
                conditions: Vec::new(),
                takes,
                system: None,
            };
            let work = self.work(spec);
            let calls = self.teams_called(by.iter().chain(&workaround.holds));
            let tasks = self.tasks_named(&workaround.needs);
            self.work_rows(calls, tasks, Vec::new());
            self.program.predecessors.push([]);
            self.program.followers.push([]);
            let holds = self.asks(&workaround.holds, &[]);
            self.program.holds.push(holds);
            self.program.workarounds.push(program::Workaround {
                service: index,
                who: self.who(&label),
                needs,
                notice,
                not_before: workaround.not_before,
                work,
                lasts,
            });
        }
    }
}

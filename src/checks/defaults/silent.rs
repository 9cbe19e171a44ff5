//! Finds the values that nobody wrote and that are the best case.

use std::collections::BTreeSet;

use super::{DefaultInUse, Hook};
use crate::checks::View;
use crate::ids::{ServiceId, SystemId, TeamId};
use crate::model::{CopyKind, Restart, Service, Step, System, Team, Uncertain};
use crate::source::Place;
use crate::units::Millis;

/// What is taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Silent {
    DetectedAtOnce,
    AssessedAtOnce,
    DeclaredAtOnce,
    NoCallOut,
    AllHours,
    NightsLikeDays,
    SurgeAtOnce,
    NoRest,
    NoRestart,
    NeverFails,
    NobodyNeeded,
    NoLag,
    CopiedAtOnce,
    CopiesNeverFail,
    ReadyAtOnce,
    NeedsNothing,
    LastsForGood,
    NoBacklog,
}

impl Silent {
    /// The value in use, and what it means.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Silent::DetectedAtOnce => ("0s", "the incident is noticed at once"),
            Silent::AssessedAtOnce => ("0s", "it is known at once for what it is"),
            Silent::DeclaredAtOnce => ("0s", "it is declared at once"),
            Silent::NoCallOut => ("0s", "they can work the moment they are called"),
            Silent::AllHours => ("24x7", "all of them are there at every hour of the week"),
            Silent::NightsLikeDays => {
                ("as within the hours", "nights and weekends are no different from working hours")
            }
            Silent::SurgeAtOnce => ("0s", "the additional people are there the moment it is declared"),
            Silent::NoRest => ("none", "they work until it is over and never sleep"),
            Silent::NoRestart => ("0s", "it serves the moment its outage ends"),
            Silent::NeverFails => ("1", "it works at the first attempt, every time"),
            Silent::NobodyNeeded => ("nobody", "it happens by itself"),
            Silent::NoLag => ("0s", "not a moment of data is missing"),
            Silent::CopiedAtOnce => ("0s", "a copy is complete the moment it is begun"),
            Silent::CopiesNeverFail => ("1", "no copy ever fails"),
            Silent::ReadyAtOnce => ("0s", "it is ready at once"),
            Silent::NeedsNothing => ("nothing", "it works whatever else is down"),
            Silent::LastsForGood => ("for good", "it can be kept up for ever"),
            Silent::NoBacklog => ("0s", "no work is left over from the outage"),
        }
    }
}

/// All defaults of a model; alike systems have those of the first of them.
pub fn all(view: &View) -> Vec<DefaultInUse> {
    let mut found = Found { view, items: Vec::new() };
    found.response();
    view.model.teams.iter_enumerated().for_each(|(id, team)| found.team(id, team));
    for (id, task) in view.model.tasks.iter_enumerated() {
        let owner = format!("tasks.{}", view.id(task.node));
        task.steps.iter().enumerate().for_each(|(at, step)| found.step(&owner, step, Hook::TaskStep(id, at)));
    }
    let mut groups = BTreeSet::new();
    for (id, system) in view.model.systems.iter_enumerated() {
        if system.group.is_none_or(|group| groups.insert(group)) {
            found.system(id, system);
        }
    }
    view.model.services.iter_enumerated().for_each(|(id, service)| found.service(id, service));
    found.items
}

struct Found<'v, 'a> {
    view: &'v View<'a>,
    items: Vec<DefaultInUse>,
}

impl Found<'_, '_> {
    fn add(&mut self, silent: Silent, (path, place): (String, Place), hook: Hook) {
        self.items.push(DefaultInUse { silent, path, place, hook, decides: Vec::new() });
    }

    fn add_if(&mut self, duration: &Uncertain, silent: Silent, at: (String, Place), hook: Hook) {
        if duration.place.is_none() {
            self.add(silent, at, hook);
        }
    }

    fn response(&mut self) {
        let model = self.view.model;
        let response = &model.response;
        let at = |field: &str| (format!("response.{field}"), model.place);
        self.add_if(&response.detect, Silent::DetectedAtOnce, at("detect"), Hook::Detect);
        self.add_if(&response.assess, Silent::AssessedAtOnce, at("assess"), Hook::Assess);
        self.add_if(&response.declare.takes, Silent::DeclaredAtOnce, at("declare"), Hook::Declare);
    }

    fn team(&mut self, id: TeamId, team: &Team) {
        let model = self.view.model;
        let node = &model.nodes[team.node];
        let at = |field: &str| (format!("teams.{}.{field}", node.id), node.place);
        let hook = Hook::Team(id);
        let written = (at("call_out"), at("hours"), at("off_hours"), at("surge.call_out"), at("shift"));
        let (call_out, hours, off_hours, surge, shift) = written;
        self.add_if(&team.call_out, Silent::NoCallOut, call_out, hook);
        match team.hours_place {
            None => self.add(Silent::AllHours, hours, hook),
            Some(_) if team.hours.is_always() => {}
            Some(_) => {
                let silent = team.off_hours.call_out.is_none() && team.off_hours.people == team.people;
                if silent {
                    self.add(Silent::NightsLikeDays, off_hours, hook);
                }
            }
        }
        if let Some(more) = &team.surge {
            self.add_if(&more.call_out, Silent::SurgeAtOnce, surge, hook);
        }
        if team.shift.is_none() {
            self.add(Silent::NoRest, shift, hook);
        }
    }

    fn step(&mut self, owner: &str, step: &Step, hook: Hook) {
        let at = |field: &str| (format!("{owner}.steps.{}.{field}", step.id), step.place);
        if step.success_place.is_none() {
            self.add(Silent::NeverFails, at("success"), hook);
        }
        if step.by.is_empty() {
            self.add(Silent::NobodyNeeded, at("by"), hook);
        }
    }

    fn system(&mut self, id: SystemId, system: &System) {
        let owner = format!("systems.{}", self.view.id(system.node));
        let place = self.view.place(system.node);
        if let Restart::Plain(takes) = &system.restart {
            self.add_if(takes, Silent::NoRestart, (format!("{owner}.restart"), place), Hook::Restart(id));
        }
        for (position, copy) in system.copies.iter().enumerate() {
            let hook = Hook::Copy(id, position);
            let at = |field: &str| (format!("{owner}.copies.{}.{field}", copy.id), copy.place);
            match &copy.kind {
                CopyKind::Replica(replica) => self.add_if(&replica.lag, Silent::NoLag, at("lag"), hook),
                CopyKind::Backup(backup) => {
                    self.add_if(&backup.takes, Silent::CopiedAtOnce, at("takes"), hook);
                    if backup.success_place.is_none() {
                        self.add(Silent::CopiesNeverFail, at("success"), hook);
                    }
                }
            }
        }
        for (position, strategy) in system.recovery.iter().enumerate() {
            let owner = format!("{owner}.recovery.{}", strategy.id);
            for (at, step) in strategy.steps.iter().enumerate() {
                self.step(&owner, step, Hook::Step(id, position, at));
            }
        }
    }

    fn service(&mut self, id: ServiceId, service: &Service) {
        let model = self.view.model;
        let node = &model.nodes[service.node];
        let owner = format!("services.{}", node.id);
        for (position, way) in service.workarounds.iter().enumerate() {
            let hook = Hook::Workaround(id, position);
            let at = |field: &str| (format!("{owner}.workarounds.{}.{field}", way.id), way.place);
            self.add_if(&way.ready, Silent::ReadyAtOnce, at("ready"), hook);
            if way.needs.is_empty() {
                self.add(Silent::NeedsNothing, at("needs"), hook);
            }
            if way.by.is_empty() && way.holds.is_empty() {
                self.add(Silent::NobodyNeeded, at("by"), hook);
            }
            if way.lasts.is_none() {
                self.add(Silent::LastsForGood, at("lasts"), hook);
            }
        }
        let work = &service.work_recovery;
        let silent = work.fixed.place.is_none() && work.per_hour_out == 0.0 && work.per_hour_lost == 0.0;
        if silent && service.mtpd.as_ref().is_some_and(|mtpd| mtpd.target > Millis::ZERO) {
            self.add(Silent::NoBacklog, (format!("{owner}.work_recovery"), node.place), Hook::Service(id));
        }
    }
}

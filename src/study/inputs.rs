//! Lists the figures that a plan rests on, each with the path that sets it, the variable that draws it, and the
//! values at which to look what it does.

use std::collections::BTreeSet;

use crate::chance::Tables;
use crate::document::edit::Typed;
use crate::model::{
    Basis, CopyKind, EventKind, Model, Restart, Scenario, Step, Uncertain, UncertainNumber, Until,
    each_estimate,
};
use crate::notation::amount::Amount;
use crate::units::Millis;

use super::scaled::scaled;
use super::variant::Variant;

/// One figure.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path that `--set` takes.
    pub path: String,
    /// The evidence of a length of time; `None` of a count or a chance.
    pub basis: Option<Basis>,
    /// The variable that draws it, and the index of its first draw; `None` where nothing is drawn.
    pub variable: Option<(String, u64)>,
    /// Values at which to look, with their names.
    pub sides: Vec<(Side, Typed)>,
    /// The label that a ledger charges it to; `None`: it is looked at in any case.
    label: Option<String>,
}

/// Where an input is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The value that one in ten draws lies below, and above.
    P10,
    P90,
    Half,
    Double,
}

impl Side {
    /// The word of reports.
    pub fn word(self) -> &'static str {
        match self {
            Side::P10 => "p10",
            Side::P90 => "p90",
            Side::Half => "half",
            Side::Double => "double",
        }
    }

    /// Whether it is a low one.
    pub fn is_low(self) -> bool {
        matches!(self, Side::P10 | Side::Half)
    }
}

/// All figures that people wrote down, those of `charged` labels and those that no ledger can name: sorted by path. The
/// second number is how many were left out because no ledger charges them.
pub fn inputs(plan: &Variant, charged: &BTreeSet<String>) -> (Vec<Input>, usize) {
    let mut lister = Lister { found: Vec::new() };
    lister.response(&plan.model);
    lister.people(&plan.model);
    lister.work(&plan.model);
    lister.events(&plan.scenario);
    lister.rest(plan);
    let all = lister.found.len();
    let mut found = lister.found;
    found.retain(|input| input.label.as_ref().is_none_or(|label| charged.contains(label)));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let left_out = all - found.len();
    (found, left_out)
}

struct Lister {
    found: Vec<Input>,
}

impl Lister {
    /// A length of time that is written down.
    fn length(
        &mut self,
        path: String,
        takes: &Uncertain,
        variable: impl Into<Option<(String, u64)>>,
        label: Option<&str>,
    ) {
        if takes.place.is_none() || takes.amount.most() == Some(0.0) {
            return;
        }
        let set = |value: String| Typed::set(path.clone(), format!("\"{value}\""));
        let mut sides = Vec::new();
        let mut drawn = true;
        if let Amount::Plain(distribution) = &takes.amount {
            let quantile = Tables::default().quantile(distribution);
            drawn = quantile.fixed().is_none();
            if drawn {
                let at = |u: f64| set(Millis::from_f64(quantile.value(u)).exact());
                sides.extend([(Side::P10, at(0.1)), (Side::P90, at(0.9))]);
            }
        }
        sides.push((Side::Half, set(scaled(&takes.amount, 0.5))));
        sides.push((Side::Double, set(scaled(&takes.amount, 2.0))));
        let plain = matches!(takes.amount, Amount::Plain(_));
        self.found.push(Input {
            path,
            basis: Some(takes.basis.clone()),
            variable: variable.into().filter(|_| drawn && plain),
            sides,
            label: label.map(str::to_owned),
        });
    }

    /// A chance, or a count of people.
    fn number(&mut self, path: String, [half, double]: [String; 2], label: Option<&str>) {
        let sides = vec![
            (Side::Half, Typed::set(path.clone(), half)),
            (Side::Double, Typed::set(path.clone(), double)),
        ];
        self.found.push(Input { path, basis: None, variable: None, sides, label: label.map(str::to_owned) });
    }

    fn chance(&mut self, path: String, chance: f64, label: Option<&str>) {
        if chance > 0.0 && chance < 1.0 {
            self.number(path, [format!("{}", chance / 2.0), format!("{}", (chance * 2.0).min(1.0))], label);
        }
    }

    /// A number that may be drawn, from 0 to `most`.
    fn figure(&mut self, path: String, number: &UncertainNumber, most: f64) {
        let quantile = Tables::default().quantile(&number.distribution);
        let text = |value: f64| format!("{}", value.clamp(0.0, most));
        match quantile.fixed() {
            Some(value) if value > 0.0 => self.number(path, [text(value / 2.0), text(value * 2.0)], None),
            Some(_) => {}
            None => {
                let side = |side, u| (side, Typed::set(path.clone(), text(quantile.value(u))));
                let sides = vec![side(Side::P10, 0.1), side(Side::P90, 0.9)];
                self.found.push(Input { path, basis: None, variable: None, sides, label: None });
            }
        }
    }

    /// Every other length of time that people wrote down; what no ledger can name is looked at in any case.
    fn rest(&mut self, plan: &Variant) {
        each_estimate(&plan.model, &plan.scenario, &mut |path, takes| {
            let path = path.concat();
            // A plain restart is written without `takes`, steps are listed with their labels.
            let same = |known: &Input| known.path == path || known.path.strip_suffix(".takes") == Some(&path);
            if !path.contains('/') && !self.found.iter().any(same) {
                self.length(path, takes, None, None);
            }
        });
    }

    fn response(&mut self, model: &Model) {
        let response = &model.response;
        let variable = |part: &str| (format!("response/{part}"), 0);
        self.length("response.detect".to_owned(), &response.detect, variable("detect"), None);
        self.length("response.assess".to_owned(), &response.assess, variable("assess"), None);
        let declare = &response.declare.takes;
        self.length("response.declare.takes".to_owned(), declare, variable("declare"), None);
    }

    fn people(&mut self, model: &Model) {
        for team in model.teams.iter() {
            let id = &model.nodes[team.node].id;
            let half = |people: u32| [people.div_ceil(2).to_string(), (people * 2).to_string()];
            self.number(format!("teams.{id}.people"), half(team.people), Some(id));
            let variable = |part: &str| (format!("team/{id}/{part}"), 0);
            self.length(format!("teams.{id}.call_out"), &team.call_out, variable("call-out"), Some(id));
            if let Some(off) = &team.off_hours.call_out {
                let path = format!("teams.{id}.off_hours.call_out");
                self.length(path, off, variable("off-hours/call-out"), Some(id));
            }
            if team.off_hours.people > 0 && team.off_hours.people != team.people {
                self.number(format!("teams.{id}.off_hours.people"), half(team.off_hours.people), Some(id));
            }
            if let Some(surge) = &team.surge {
                self.number(format!("teams.{id}.surge.people"), half(surge.people), Some(id));
                let path = format!("teams.{id}.surge.call_out");
                self.length(path, &surge.call_out, variable("surge/call-out"), Some(id));
            }
        }
        for resource in model.resources.iter() {
            let id = &model.nodes[resource.node].id;
            let units = [resource.units.div_ceil(2), resource.units * 2].map(|units| units.to_string());
            self.number(format!("resources.{id}.units"), units, Some(id));
        }
    }

    fn work(&mut self, model: &Model) {
        for task in model.tasks.iter() {
            let id = &model.nodes[task.node].id;
            self.steps(&format!("tasks.{id}.steps"), "task", id, &task.steps);
        }
        for system in model.systems.iter() {
            // Members of a group are edited, and charged, as the group.
            let group = system.group.map(|group| &model.groups[group]);
            let own = &model.nodes[system.node].id;
            if group
                .is_some_and(|group| group.members.first().map(|&first| model.system_id(first)) != Some(own))
            {
                continue;
            }
            let id = group.map_or(own, |group| &group.id);
            for strategy in &system.recovery {
                let base = format!("systems.{id}.recovery.{}.steps", strategy.id);
                self.steps(&base, "strategy", &format!("{id}/{}", strategy.id), &strategy.steps);
            }
            let (takes, first) = match &system.restart {
                Restart::Plain(takes) => (takes, 0),
                Restart::Attended { takes, .. } => (takes, 1),
            };
            let variable = (format!("system/{own}/restart/takes"), first);
            self.length(format!("systems.{id}.restart.takes"), takes, variable, Some(id));
            for copy in &system.copies {
                let base = format!("systems.{id}.copies.{}", copy.id);
                match &copy.kind {
                    CopyKind::Replica(replica) => {
                        let variable = (format!("system/{own}/copy/{}/lag", copy.id), 0);
                        self.length(format!("{base}.lag"), &replica.lag, variable, None);
                    }
                    CopyKind::Backup(backup) => {
                        let every = |factor: i64| Millis::new(backup.every.get() * factor / 2).exact();
                        let quoted = [1, 4].map(|factor| format!("\"{}\"", every(factor)));
                        self.number(format!("{base}.every"), quoted, None);
                        self.chance(format!("{base}.success"), backup.success, None);
                    }
                }
            }
        }
    }

    fn steps(&mut self, base: &str, kind: &str, prefix: &str, steps: &[Step]) {
        for step in steps {
            let label = format!("{prefix}/{}", step.id);
            let path = format!("{base}.{}", step.id);
            self.length(
                format!("{path}.takes"),
                &step.takes,
                (format!("{kind}/{label}/takes"), 1),
                Some(&label),
            );
            self.chance(format!("{path}.success"), step.success, Some(&label));
        }
    }

    fn events(&mut self, scenario: &Scenario) {
        for event in &scenario.events {
            let base = format!("events.{}", event.id);
            let variable = |part: &str| (format!("event/{}/{part}", event.id), 0);
            self.length(format!("{base}.after"), &event.after, variable("after"), None);
            self.chance(format!("{base}.chance"), event.chance, None);
            match &event.kind {
                EventKind::Outage { until: Until::Lasts(lasts) } => {
                    self.length(format!("{base}.lasts"), lasts, variable("lasts"), None);
                }
                EventKind::Corruption { dwell, destroys_copies } => {
                    self.length(format!("{base}.dwell"), dwell, variable("dwell"), None);
                    self.chance(format!("{base}.destroys_copies"), *destroys_copies, None);
                }
                EventKind::Spread { chance, .. } => self.chance(format!("{base}.chance"), *chance, None),
                EventKind::Absence { share, .. } => self.figure(format!("{base}.share"), share, 1.0),
                EventKind::Delay { factor, .. } => self.figure(format!("{base}.factor"), factor, f64::MAX),
                _ => {}
            }
        }
    }
}

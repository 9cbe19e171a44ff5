//! Turns where the time went, and which data were lost, into levers: edits that could help, ready for `--set`.
//!
//! A lever is something to try, not yet something that helps: what it does is known once it was played.

mod beside;
mod copies;
mod standby;
mod terms;

use std::collections::BTreeMap;

use crate::document::edit::Typed;
use crate::document::tree::Node;
use crate::engine::Cause;
use crate::findings::{TooFew, head_count, too_few};
use crate::ids::NodeId;
use crate::model::{Model, Restart, Step, Strategy, System, Uncertain};
use crate::results::{LedgerResult, ObjectiveKind, Results, Verdict};
use crate::units::Millis;
use crate::wording::names::listed;

use super::scaled::scaled;
use super::variant::Variant;

/// Something to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// In the imperative.
    pub words: String,
    pub edits: Vec<Typed>,
    /// How much time, in milliseconds a run, stands behind it; decides the order in which levers are tried.
    pub weight: f64,
    /// In the currency of whoever wrote it down; `None`: not known.
    pub cost: Option<f64>,
}

/// By how much a length of time is shortened, and how much of a chance to fail is left.
const SHORTER: f64 = 0.5;
const FAILURES_LEFT: f64 = 0.5;

/// Things that a step waits for that are named.
const NAMED_MAX: usize = 3;

/// What the results of a scenario suggest.
#[derive(Clone, Debug, Default)]
pub struct Suggested {
    /// The heaviest first, each once.
    pub levers: Vec<Lever>,
    /// What could help and cannot be tried before somebody estimates its times, in words.
    pub unknown: Vec<String>,
}

/// Every lever that the ledgers of services that fall short, and the copies behind lost data, suggest for one
/// scenario; `tree` is the model as it was written.
pub fn levers(plan: &Variant, tree: &Node, results: &Results) -> Suggested {
    let mut finder = Finder { plan, results, tree, found: Vec::new(), unknown: Vec::new() };
    let mut charges: BTreeMap<(Cause, &str), f64> = BTreeMap::new();
    let mut late = 0.0;
    for service in &results.services {
        let short = |kind| {
            let mut of_kind = service.objectives.iter().filter(move |objective| objective.kind == kind);
            of_kind.any(|objective| matches!(objective.verdict, Verdict::FallsShort | Verdict::Undecided))
        };
        if short(ObjectiveKind::Rto) || short(ObjectiveKind::Mtpd) {
            let ledger = service.ledger_missed.as_ref().filter(|ledger| ledger.trials > 0);
            add(&mut charges, ledger.unwrap_or(&service.ledger), results.trials);
            let mean = service.recovery.average.mean.map_or(0.0, |mean| mean.value);
            finder.work_by_hand(service, mean);
            late += mean;
        }
        if short(ObjectiveKind::Rpo) {
            finder.copies(&service.id, service.data_loss.average.mean.map_or(0.0, |mean| mean.value));
        }
    }
    for ((cause, label), weight) in charges {
        finder.against(cause, label, weight);
    }
    if late > 0.0 {
        results.systems.iter().for_each(|system| finder.patience(system, late));
        finder.served_first(late);
    }
    let (mut found, mut unknown) = (finder.found, finder.unknown);
    unknown.sort();
    unknown.dedup();
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.words.cmp(&b.words)));
    let mut once: Vec<Lever> = Vec::new();
    for lever in found {
        if !once.iter().any(|other| other.edits == lever.edits) {
            once.push(lever);
        }
    }
    Suggested { levers: once, unknown }
}

/// Adds up where the time of a service's outages went, in milliseconds a run.
fn add<'a>(charges: &mut BTreeMap<(Cause, &'a str), f64>, ledger: &'a LedgerResult, trials: u64) {
    for entry in &ledger.entries {
        let share = ledger.trials as f64 / trials.max(1) as f64;
        *charges.entry((entry.cause, &entry.label)).or_default() += entry.mean.0 as f64 / 1_000.0 * share;
    }
}

/// Who turns causes into levers.
struct Finder<'a> {
    plan: &'a Variant,
    results: &'a Results,
    tree: &'a Node,
    found: Vec<Lever>,
    unknown: Vec<String>,
}

impl Finder<'_> {
    fn model(&self) -> &'_ Model {
        &self.plan.model
    }

    fn name(&self, id: &str) -> String {
        let model = self.model();
        let node = model.node_named(id).map(|node| &model.nodes[node].name);
        node.or_else(|| model.group_named(id).map(|group| &group.name)).map_or(id.to_owned(), Clone::clone)
    }

    fn push(&mut self, words: String, edits: Vec<Typed>, weight: f64) {
        self.found.push(Lever { words, edits, weight, cost: None });
    }

    fn shorten(&mut self, what: &str, path: String, takes: &Uncertain, weight: f64) {
        if takes.amount.most() != Some(0.0) {
            let words = format!("Halve the time of {what}");
            self.push(
                words,
                vec![Typed::set(path, format!("\"{}\"", scaled(&takes.amount, SHORTER)))],
                weight,
            );
        }
    }

    fn against(&mut self, cause: Cause, label: &str, weight: f64) {
        match cause {
            Cause::WaitingForPeople => self.people(label, weight),
            Cause::WaitingForUnits => self.units(label, weight),
            Cause::Mobilisation => self.call_out(label, weight),
            Cause::Work | Cause::Rework => self.work(label, weight),
            Cause::Restart => self.restart(label, weight),
            Cause::Detection => {
                let takes = self.model().response.detect.clone();
                self.shorten("detection", "response.detect".to_owned(), &takes, weight);
            }
            Cause::Assessment => {
                let takes = self.model().response.assess.clone();
                self.shorten("the assessment", "response.assess".to_owned(), &takes, weight);
            }
            Cause::Declaration => {
                let edit = Typed::set("response.declare", "\"0s\"");
                self.push(
                    "Declare at once: authorise those on duty beforehand".to_owned(),
                    vec![edit],
                    weight,
                );
            }
            Cause::Decision | Cause::Policy => self.plan_waits(label, weight),
            Cause::Event | Cause::Workaround => {}
        }
    }

    /// As many as the work asks for, at the hours at which there are too few of them.
    fn people(&mut self, id: &str, weight: f64) {
        let model = self.model();
        let Some((team, _)) = model.teams.iter_enumerated().find(|(_, team)| model.nodes[team.node].id == id)
        else {
            return;
        };
        let name = self.name(id);
        let more = too_few(model, &self.plan.scenario, self.results, team);
        let words: Vec<String> =
            more.iter().enumerate().map(|(at, more)| head_count(&name, more, at == 0)).collect();
        let edit = |more: &TooFew| Typed::set(format!("teams.{id}.{}", more.field), more.to.to_string());
        let edits: Vec<Typed> = more.iter().map(edit).collect();
        if !edits.is_empty() {
            self.push(format!("Have {}", words.join(", ")), edits, weight);
        }
    }

    fn units(&mut self, id: &str, weight: f64) {
        let model = self.model();
        let Some(found) = model.resources.iter().find(|one| model.nodes[one.node].id == id) else { return };
        let edit = Typed::set(format!("resources.{id}.units"), (found.units + 1).to_string());
        self.push(format!("Have one unit more of {}", self.name(id)), vec![edit], weight);
    }

    /// People who are there sooner, and people who are there at all hours.
    fn call_out(&mut self, id: &str, weight: f64) {
        let model = self.model();
        let Some(team) = model.teams.iter().find(|team| model.nodes[team.node].id == id) else { return };
        let name = self.name(id);
        let (hours, call_out, off) =
            (team.hours.clone(), team.call_out.clone(), team.off_hours.call_out.clone());
        let half = |path: String, takes: &Uncertain| {
            Typed::set(path, format!("\"{}\"", scaled(&takes.amount, SHORTER)))
        };
        let mut edits = vec![half(format!("teams.{id}.call_out"), &call_out)];
        edits.extend(off.map(|off| half(format!("teams.{id}.off_hours.call_out"), &off)));
        self.push(format!("Halve the time until {name} are there"), edits, weight);
        if !hours.is_always() {
            let edit = Typed::set(format!("teams.{id}.hours"), "\"24x7\"");
            self.push(format!("Have {name} on duty at all hours, as many as by day"), vec![edit], weight);
        }
    }

    fn work(&mut self, label: &str, weight: f64) {
        let parts: Vec<&str> = label.split('/').collect();
        match parts[..] {
            [system, strategy, step] => {
                let Some((plan, at)) = self.step_of(system, strategy, step) else { return };
                let base = format!("systems.{system}.recovery.{strategy}.steps.{step}");
                let what = format!("{}: {}", self.name(system), plan.steps[at].what);
                self.step(&what, &base, (&plan.steps, at), weight);
                self.standby(system, weight);
            }
            [task, step] => {
                let model = self.model();
                let found = model.tasks.iter().find(|one| model.nodes[one.node].id == task);
                let Some(steps) = found.map(|task| task.steps.clone()) else { return };
                let Some(at) = steps.iter().position(|one| one.id == step) else { return };
                let what = format!("{}: {}", self.name(task), steps[at].what);
                self.step(&what, &format!("tasks.{task}.steps.{step}"), (&steps, at), weight);
            }
            _ => {}
        }
    }

    fn system(&self, id: &str) -> Option<&System> {
        self.model().system_named(id)
    }

    fn step_of(&self, system: &str, strategy: &str, step: &str) -> Option<(Strategy, usize)> {
        let strategy = self.system(system)?.recovery.iter().find(|one| one.id == strategy)?;
        let at = strategy.steps.iter().position(|one| one.id == step)?;
        Some((strategy.clone(), at))
    }

    /// Shorter, beside the step before it, without what it waits for, and less likely to fail.
    fn step(&mut self, what: &str, base: &str, (steps, at): (&[Step], usize), weight: f64) {
        let step = &steps[at];
        self.shorten(what, format!("{base}.takes"), &step.takes, weight);
        self.beside(what, base, (steps, at), weight);
        if !step.needs.is_empty() {
            let mut needed: Vec<NodeId> = Vec::new();
            step.needs.iter().for_each(|need| need.for_each_node(&mut |node| needed.push(node)));
            let needed: Vec<String> =
                needed.iter().map(|node| self.model().nodes[*node].name.clone()).collect();
            let needed = listed(&needed, NAMED_MAX);
            let words = format!("Find a way to do it without waiting for {needed}: {what}");
            self.push(words, vec![Typed::remove(format!("{base}.needs"))], weight * SHORTER);
        }
        if step.success < 1.0 {
            let success = 1.0 - (1.0 - step.success) * FAILURES_LEFT;
            let edit = Typed::set(format!("{base}.success"), format!("{success:.4}"));
            self.push(
                format!("Let it fail half as often: {what}"),
                vec![edit],
                weight * (1.0 - step.success),
            );
        }
    }

    fn restart(&mut self, id: &str, weight: f64) {
        let name = format!("the restart of {}", self.name(id));
        let Some(system) = self.system(id) else { return };
        let takes = match &system.restart {
            Restart::Plain(takes) | Restart::Attended { takes, .. } => takes.clone(),
        };
        self.shorten(&name, format!("systems.{id}.restart.takes"), &takes, weight);
        self.standby(id, weight);
    }

    /// Decisions, and waiting that the plan itself asks for.
    fn plan_waits(&mut self, label: &str, weight: f64) {
        let Some((id, strategy)) = label.split_once('/') else { return };
        let found = self.system(id).and_then(|system| system.recovery.iter().find(|one| one.id == strategy));
        let Some(found) = found.cloned() else { return };
        let base = format!("systems.{id}.recovery.{strategy}");
        let what = format!("{}: {}", self.name(id), found.name);
        if found.decide.is_some() {
            let words = format!("Take the decision beforehand: {what}");
            self.push(words, vec![Typed::remove(format!("{base}.decide"))], weight);
        }
        if found.after_declaration {
            let words = format!("Let it start without the declaration: {what}");
            self.push(words, vec![Typed::set(format!("{base}.after_declaration"), "false")], weight);
        }
        if found.not_before > Millis::ZERO {
            let words = format!("Let it start at once: {what}");
            self.push(words, vec![Typed::set(format!("{base}.not_before"), "\"0s\"")], weight);
        }
    }
}

//! The table of the objectives that systems and tasks have of their own.

use crate::model::Clock;
use crate::report::dossier::Standing;
use crate::report::figures::{compact, percent, time_beside, wanted};
use crate::report::table::{Side, Table};
use crate::report::text::{shown, wrapped};
use crate::report::{WIDTH, words};
use crate::results::{Estimate, ObjectiveKind, ObjectiveResult};
use crate::units::Millis;

use super::services::{data, quantile, share};
use super::{Detail, Summary, mark, standing, urgency, worst};

/// A system or a task with objectives.
struct Entry<'a> {
    id: &'a str,
    name: String,
    objectives: &'a [ObjectiveResult],
    recovery: &'a Estimate<Millis>,
    data_loss: Option<&'a Estimate<Millis>>,
    touched: bool,
}

impl Entry<'_> {
    /// The objective on its time.
    fn of_time(&self) -> Option<&ObjectiveResult> {
        self.objectives.iter().find(|objective| objective.kind != ObjectiveKind::Rpo)
    }

    fn of_data(&self) -> Option<&ObjectiveResult> {
        self.objectives.iter().find(|objective| objective.kind == ObjectiveKind::Rpo)
    }

    /// How that of its objectives stands which needs most attention.
    fn worst(&self, told: &Summary) -> Option<Standing> {
        worst(told, self.id, self.objectives)
    }
}

/// The table: all entries, or those that need attention with a count of the others.
pub fn others(told: &Summary) -> String {
    let mut entries = entries(told);
    entries.sort_by_key(|entry| urgency(entry.worst(told)));
    let needs_attention =
        |entry: &Entry| !matches!(entry.worst(told), Some(Standing::Holds | Standing::NotTouched));
    let (listed, counted): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| told.detail == Detail::Full || needs_attention(entry));
    let mut out = if listed.is_empty() { String::new() } else { table(told, &listed) };
    if !counted.is_empty() {
        out.push_str(&(wrapped(&rest(told, &counted, listed.is_empty()), WIDTH, 2) + "\n"));
    }
    out
}

fn entries<'a>(told: &Summary<'a>) -> Vec<Entry<'a>> {
    let systems = told.results.systems.iter().map(|system| Entry {
        id: &system.id,
        name: match system.alike {
            Some(members) => format!("{} (all {members})", shown(&system.name)),
            None => shown(&system.name).into_owned(),
        },
        objectives: &system.objectives,
        recovery: &system.recovery,
        data_loss: Some(&system.data_loss),
        touched: system.touched > 0,
    });
    let tasks = told.results.tasks.iter().map(|task| Entry {
        id: &task.id,
        name: shown(&task.name).into_owned(),
        objectives: &task.objectives,
        // Beside `within` stands what is held against it.
        recovery: &task.recovery_on_clock,
        data_loss: None,
        touched: task.begun > 0,
    });
    systems.chain(tasks).filter(|entry| !entry.objectives.is_empty()).collect()
}

fn table(told: &Summary, entries: &[Entry]) -> String {
    let not_back = format!("IN {}", compact(told.results.horizon).to_uppercase());
    let mut table = Table::new(
        "SYSTEM OR TASK",
        &[
            (Side::Right, ["WITHIN", ""]),
            (Side::Right, ["KEPT IN 100 RUNS", "(99 % interval)"]),
            (Side::Right, ["WANTED", ""]),
            (Side::Right, ["BACK OR", "typical"]),
            (Side::Right, ["DONE   ", "1 in 20"]),
            (Side::Right, ["NOT BACK", not_back.as_str()]),
            (Side::Left, ["DATA LOST", "typical (RPO) kept"]),
        ],
    );
    for entry in entries {
        let objective = entry.of_time();
        let own_clock =
            objective.and_then(|objective| objective.clock).filter(|&clock| clock != Clock::Disruption);
        let name = match own_clock {
            Some(clock) => format!("{} ({})", entry.name, words::from_clock(clock)),
            None => entry.name.clone(),
        };
        table.row(mark(entry.worst(told)), &name, cells(told, entry, objective));
    }
    table.finish()
}

fn cells(told: &Summary, entry: &Entry, objective: Option<&ObjectiveResult>) -> Vec<String> {
    let limit = objective.map(|objective| objective.target);
    let outage = |percentage| match entry.touched {
        true => time_beside(quantile(entry.recovery, percentage), limit, ("not out", "not back")),
        false => "-".to_owned(),
    };
    let average = &entry.recovery.average;
    let rpo = entry.of_data().map(|rpo| (rpo, standing(told, entry.id, rpo)));
    vec![
        objective.map_or("-".to_owned(), |objective| compact(objective.target)),
        share(objective),
        objective.map_or("-".to_owned(), |objective| wanted(objective.required)),
        outage(50),
        outage(95),
        percent(average.n - average.recovered, told.results.trials),
        entry.data_loss.map_or("-".to_owned(), |loss| data(rpo, loss, entry.touched)),
    ]
}

/// How many more there are, by verdict.
fn rest(told: &Summary, entries: &[Entry], alone: bool) -> String {
    let number = |standing| entries.iter().filter(|entry| entry.worst(told) == Some(standing)).count() as u64;
    let said: Vec<String> = [Standing::Holds, Standing::NotTouched]
        .into_iter()
        .map(|standing| (number(standing), standing))
        .filter(|(number, _)| *number > 0)
        .map(|(number, standing)| format!("{number} {}", standing.words_of(number)))
        .collect();
    let which = if alone { "" } else { "other " };
    format!("Of {which}systems and tasks with objectives of their own: {} (-v lists them).", said.join(", "))
}

//! The command that plays a results object again, from what the object says of itself.

use super::dossier::{Edit, Played};
use crate::wording::text::shell;

/// The command, ready for a shell that stands in the folder of the scenario.
pub fn repeat(played: &Played) -> String {
    let run = &played.run;
    let scenario = played.input("scenario");
    let scenario = scenario.map_or("SCENARIO", |input| input.name.as_str());
    let mut command = format!("blackstart run {}", shell(scenario));
    let search = run.search.as_ref();
    if search.is_some_and(|search| search.until_decided) {
        command.push_str(" --until-decided");
    }
    if let Some(precision) = search.and_then(|search| search.precision) {
        command.push_str(&format!(" --precision {precision}"));
    }
    // A search that has seen enough would stop there again; any other run equals one of as many trials as it played.
    let trials = match search {
        Some(search) if &*search.stopped_by == "reached" => search.trials_max,
        _ => run.trials,
    };
    command.push_str(&format!(" --trials {trials} --seed {}", run.seed));
    run.changes.iter().filter_map(option).for_each(|option| command.push_str(&option));
    if let Some(actuals) = played.input("actuals") {
        command.push_str(&format!(" --actuals {}", shell(&actuals.name)));
    }
    command
}

/// An edit of the command line as its option; those of the scenario are made again anyway.
fn option(edit: &Edit) -> Option<String> {
    match (edit.from.as_str(), &edit.value) {
        (option @ ("--set" | "--add"), Some(value)) => {
            Some(format!(" {option} {}", shell(&format!("{}={value}", edit.path))))
        }
        ("--remove", _) => Some(format!(" --remove {}", shell(&edit.path))),
        _ => None,
    }
}

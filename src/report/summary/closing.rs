//! The end of the summary: what would settle the undecided, what limits the answer, how to repeat it, the status.

use crate::report::figures::{in_100, kept, wanted};
use crate::report::text::{count, shell, shown, wrapped};
use crate::report::wire::{RunFacts, Search, Stopped};
use crate::report::{WIDTH, words};
use crate::results::{Goal, ObjectiveResult, Share, Status, Verdict};

use super::{Command, Summary, names};

/// Undecided objectives that are named.
const UNDECIDED_MAX: usize = 5;

/// All closing lines.
pub fn closing(told: &Summary) -> String {
    let mut lines: Vec<String> = told.facts.search.iter().map(|search| searched(told, search)).collect();
    lines.extend(beyond_horizon(told));
    lines.extend(undecided(told));
    let [week, not_modelled] = words::LIMITS;
    lines.push(format!("Limits: {week}. {not_modelled}."));
    let mut lines: Vec<String> = lines.iter().map(|line| wrapped(line, WIDTH, 2)).collect();
    // Commands and digests are to be copied: they stay on one line.
    lines.push(String::new());
    lines.extend(see(told));
    lines.extend(repeat(told));
    lines.join("\n") + "\n"
}

/// How many runs it took, and why no more.
fn searched(told: &Summary, search: &Search) -> String {
    let Search { goal, trials_max, looks, stopped } = search;
    let wanted = match (goal.decided, goal.half_width) {
        (true, None) => "every verdict that runs can settle is settled".to_owned(),
        (false, Some(width)) => format!("every share is known to {width} either way"),
        (_, width) => format!(
            "every verdict that runs can settle is settled and every share known to {} either way",
            width.unwrap_or_default()
        ),
    };
    let why = match stopped {
        Stopped::Reached => wanted,
        Stopped::AtCap => format!("{} is the most that --trials allows, before {wanted}", count(*trials_max)),
        Stopped::Interrupted => format!("it was interrupted, before {wanted}"),
    };
    let looks = if *looks == 1 { "1 look".to_owned() } else { format!("{looks} looks") };
    format!(
        "Stopped after {} runs and {looks}: {why}. The intervals of shares are wide enough to look again and again \
         (confidence sequence, at 99 % for each objective over all looks).",
        count(told.results.trials)
    )
}

/// Objectives longer than the horizon: what is out at its end decides nothing about them.
fn beyond_horizon(told: &Summary) -> Vec<String> {
    let names = names(told);
    let line = |(id, objective): (&str, &ObjectiveResult)| {
        let open = objective.beyond_horizon.filter(|_| objective.verdict != Verdict::NotTouched)?;
        let name = names.get(id).cloned().unwrap_or_default();
        let ObjectiveResult { kind, target, place, share, .. } = objective;
        let at = told
            .sources
            .locate(*place)
            .map_or(String::new(), |(file, line, _)| format!(" ({}:{line})", shown(file)));
        let horizon = told.results.horizon;
        let begins =
            format!("Longer than watched: {name}, {} of {target}{at}, is watched for {horizon}", kind.word());
        Some(match open {
            0 => format!("{begins}; every run was over by then."),
            _ => format!(
                "{begins}; {} of 100 runs were still out by then and count neither way. Give the scenario a longer horizon.",
                in_100(&Share::new(open, share.n)),
            ),
        })
    };
    told.results.objectives().filter_map(line).collect()
}

fn undecided(told: &Summary) -> Vec<String> {
    let names = names(told);
    let open: Vec<_> =
        told.results.objectives().filter(|(_, objective)| objective.verdict == Verdict::Undecided).collect();
    let mut lines: Vec<String> = open
        .iter()
        .take(UNDECIDED_MAX)
        .map(|(id, objective)| {
            let name = names.get(id).cloned().unwrap_or_default();
            format!("Undecided: {name}, {}", what_settles(objective))
        })
        .collect();
    if open.len() > UNDECIDED_MAX {
        let more = open.len() - UNDECIDED_MAX;
        let settled = told.results.settled_by().map(trials_in_words);
        let settled =
            settled.map_or(String::new(), |trials| format!("; {trials} would settle all that can be"));
        lines.push(format!("Undecided: {more} more{settled}."));
    }
    lines
}

fn what_settles(objective: &ObjectiveResult) -> String {
    let word = objective.kind.word();
    let figures =
        format!("{word} kept in {} where {} is wanted", kept(&objective.share), wanted(objective.required));
    match objective.settled_by() {
        Some(trials) => format!("{figures}: {} would settle it if the share stays.", trials_in_words(trials)),
        None if objective.is_cut_off() => {
            format!("{figures}: no number of runs would settle it, only a longer horizon.")
        }
        None if objective.required >= 1.0 => {
            format!("{figures}: no number of runs shows that something never happens.")
        }
        None => format!("{figures}: the share is just what is wanted, more runs may not settle it."),
    }
}

/// About so many runs, in two digits, rounded up.
fn trials_in_words(trials: u64) -> String {
    let digits = trials.to_string().len() as u32;
    let unit = 10_u64.pow(digits.saturating_sub(2));
    format!("about {} runs", count(trials.div_ceil(unit).saturating_mul(unit)))
}

fn see(told: &Summary) -> Option<String> {
    let service = told.results.weakest_service()?;
    let Command { scenario, .. } = told.command;
    Some(format!(
        "See it happen:  blackstart replay {} --trial p90 --service {} --trials {} --seed {}{}",
        shell(scenario),
        service.id,
        told.results.trials,
        told.facts.seed,
        edits(told)
    ))
}

fn repeat(told: &Summary) -> Vec<String> {
    let RunFacts { seed, inputs, .. } = told.facts;
    let scenario = shell(&told.command.scenario);
    // A run that was stopped equals a run of as many trials as it played.
    let trials = match told.facts.search {
        // It would stop there again: what it saw decided it.
        Some(Search { stopped: Stopped::Reached, trials_max, .. }) => trials_max,
        _ => told.results.trials,
    };
    let search = told.facts.search.map_or(String::new(), |search| goal(&search.goal));
    let mut lines = vec![
        format!(
            "Repeat exactly: blackstart run {scenario}{search} --trials {trials} --seed {seed}{}{}",
            edits(told),
            told.command.actuals.as_ref().map_or(String::new(), |file| format!(" --actuals {}", shell(file)))
        ),
        format!("Digest:         sha256:{}   blackstart {}", told.results.digest, env!("CARGO_PKG_VERSION")),
    ];
    lines.extend(
        inputs.iter().map(|input| format!("Read:           sha256:{} {}", input.sha256, shown(&input.name))),
    );
    lines.push(format!("\nexit {}: {}", told.command.exit, outcome(told)));
    lines
}

/// The options that ask for a goal.
fn goal(goal: &Goal) -> String {
    let decided = if goal.decided { " --until-decided" } else { "" };
    let precision = goal.half_width.map_or(String::new(), |width| format!(" --precision {width}"));
    format!("{decided}{precision}")
}

fn outcome(told: &Summary) -> String {
    let words = match told.results.status() {
        Status::FallsShort => "objectives fall short",
        Status::Undecided => "none falls short, some are undecided",
        Status::Settled => "nothing falls short",
    };
    match told.results.trials < told.facts.trials_asked {
        true => format!("interrupted; as far as it went: {words}"),
        false if told.command.advisory => format!("{words}, for information only"),
        false => words.to_owned(),
    }
}

fn edits(told: &Summary) -> String {
    told.command.options.iter().map(|option| format!(" {}", shown(option))).collect()
}

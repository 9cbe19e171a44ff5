//! Turns the effects of variants into the text of `whatif`.

use crate::document::edit::{EditRecord, Typed};
use crate::findings;
use crate::report::study::{OPEN, Setting, and, pairs, paragraph};
use crate::report::table::{Side, Table};
use crate::results::{Hundredths, ObjectiveKind, ObjectiveResult, Results, Share, Verdict, Z};
use crate::study::{
    Effect, Extreme, FindingMove, Moved, ObjectiveEffect, QuantileChange, ServiceEffect, Variant, only_in,
};
use crate::units::Millis;
use crate::wording::figures::{change_of_share, compact, in_100, money, percent, points, shift};
use crate::wording::names::listed;
use crate::wording::text::{count, shell, shown};

/// Services that are named where something gets worse.
const NAMED_MAX: usize = 4;

/// One variant beside the plan.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub variant: &'a Variant,
    pub effect: &'a Effect,
    /// What a run of the plan, and of the variant, says; for objectives of systems and tasks.
    pub before: &'a Results,
    pub after: &'a Results,
    /// Findings that open, close and move.
    pub findings: &'a [FindingMove],
}

/// Writes the text over all variants.
pub fn whatif(setting: &Setting, variants: &[Told], trials_asked: u64) -> String {
    let done = variants.first().map_or(0, |told| told.effect.trials);
    let mut out = setting.head(&pairs(done));
    out.push_str("Each run of the plan is set beside the run with the same draws after the edits: what differs is their doing.\n");
    if done < trials_asked {
        out.push_str(&format!("PARTIAL: stopped after {} of {} pairs.\n", count(done), count(trials_asked)));
    }
    for told in variants {
        out.push('\n');
        out.push_str(&one(setting, told));
    }
    out
}

fn one(setting: &Setting, told: &Told) -> String {
    let mut out = paragraph(&format!("WHAT IF {}", heading(told.variant)));
    let (changed, same): (Vec<_>, Vec<_>) =
        told.effect.services.iter().partition(|service| service.differ > 0);
    let verdicts = verdicts(told);
    if told.effect.services.is_empty() {
        out.push_str("No service of the plan is left to compare.\n");
    } else if changed.is_empty() {
        let what =
            if verdicts.is_empty() { "Nothing changes" } else { "No service is out for longer or shorter" };
        out.push_str(&paragraph(&format!(
            "{what}: in each of {} pairs every service that both have has the same outage, the same data loss and the \
             same cost.",
            count(told.effect.trials)
        )));
    } else {
        out.push_str(&table(&changed, told.effect.trials));
        out.push_str(&others(&changed));
        out.push_str(&data(&changed));
        if !same.is_empty() {
            let names: Vec<String> = same.iter().map(|service| shown(&service.name).into_owned()).collect();
            out.push_str(&paragraph(&format!("No pair differs for {}.", and(&names))));
        }
    }
    out.push_str(&verdicts);
    out.push_str(&cost(told.effect));
    out.push_str(&harm(setting, told, &changed));
    out.push_str(&see(setting, told.variant, &changed));
    out
}

/// The name of a variant, and each of its edits in words.
fn heading(variant: &Variant) -> String {
    let edits: Vec<String> = variant.records.iter().map(edit).collect();
    match variant.name.as_str() {
        "" => and(&edits),
        name => format!("{}: {}", shown(name), and(&edits)),
    }
}

/// What an edit did, safe for a terminal.
pub fn edit(record: &EditRecord) -> String {
    shown(&record.words()).into_owned()
}

fn table(services: &[&ServiceEffect], trials: u64) -> String {
    let mut table = Table::new(
        "SERVICE",
        &[
            (Side::Right, ["RTO", ""]),
            (Side::Right, ["KEPT IN 100 RUNS", "before > after"]),
            (Side::Left, ["CHANGE", "(99 % interval)"]),
            (Side::Right, ["BACK, TYPICAL", "before > after"]),
            (Side::Right, ["BACK, 1 IN 20", "before > after"]),
            (Side::Right, ["EARLIER", ""]),
            (Side::Right, ["LATER", ""]),
        ],
    );
    for service in services {
        let rto = service.objectives.iter().find(|objective| objective.kind == ObjectiveKind::Rto);
        let quantile = |at: u64| {
            let found = service.recovery.quantiles.iter().find(|quantile| quantile.percent == at);
            found.map_or(String::new(), |found| times(found, ("not out", "not back")))
        };
        table.row(
            rto.map_or("", |rto| sign(rto.moved())),
            &shown(&service.name),
            vec![
                rto.map_or("-".to_owned(), target),
                rto.map_or("-".to_owned(), |rto| shares(&rto.before, &rto.after)),
                rto.map_or("-".to_owned(), |rto| change_of_share(&rto.change)),
                quantile(50),
                quantile(95),
                percent(service.better, trials),
                percent(service.worse, trials),
            ],
        );
    }
    table.finish()
}

/// What leads where: `+` better, `x` worse.
fn sign(moved: Moved) -> &'static str {
    match moved {
        Moved::Closes | Moved::Better => "+",
        Moved::Opens | Moved::Worse => "x",
        Moved::Stays => "",
    }
}

fn target(objective: &ObjectiveEffect) -> String {
    match objective.target {
        (before, after) if before == after => compact(before),
        (before, after) => format!("{} > {}", compact(before), compact(after)),
    }
}

pub fn shares(before: &Share, after: &Share) -> String {
    format!("{} > {}", in_100(before), in_100(after))
}

/// `16h5m > 2h37m`, or one figure; in words where it is nothing or never.
fn times(quantile: &QuantileChange, (nothing, never): (&str, &str)) -> String {
    let error_ms = match quantile.interval {
        [Some(low), Some(high)] => (high - low) as f64 / (4.0 * Z),
        _ => 0.0,
    };
    let said = |time: Option<Millis>| match time {
        None => never.to_owned(),
        Some(Millis::ZERO) => nothing.to_owned(),
        Some(time) => shift(time.get() as f64, error_ms).trim_start_matches('+').to_owned(),
    };
    match (said(quantile.before), said(quantile.after)) {
        (before, after) if before == after => after,
        (before, after) => format!("{before} > {after}"),
    }
}

/// Where more data are lost than before, and where fewer, be an objective kept or not.
fn data(services: &[&ServiceEffect]) -> String {
    let said = |more: bool| -> Vec<String> {
        let all = services.iter().filter_map(|service| data_lost(service));
        all.filter(|(worse, _)| *worse == more).map(|(_, said)| said).collect()
    };
    let mut out = String::new();
    for (word, said) in [("MORE DATA ARE LOST", said(true)), ("Fewer data are lost", said(false))] {
        if !said.is_empty() {
            out.push_str(&paragraph(&format!("{word}: {}.", said.join("; "))));
        }
    }
    out
}

/// What becomes of the data that a service loses, where that cannot be chance and can be told: whether more are lost, and
/// `Sales 6h6m > 21h26m typically`.
pub fn data_lost(service: &ServiceEffect) -> Option<(bool, String)> {
    let change = service.data_loss.certain()?;
    let told = [(50, "typically"), (95, "in 1 run of 20")].into_iter().find_map(|(percent, word)| {
        let quantile = service.data_loss.quantiles.iter().find(|found| found.percent == percent)?;
        let said = times(quantile, ("none", "all of it"));
        said.contains(" > ").then(|| format!("{} {said} {word}", shown(&service.name)))
    });
    told.map(|said| (change > 0.0, said))
}

/// Data loss and longest bearable outages, where anything of them differs.
fn others(services: &[&ServiceEffect]) -> String {
    let mut said = Vec::new();
    for service in services {
        for objective in service.objectives.iter().filter(|objective| objective.kind != ObjectiveKind::Rto) {
            if objective.direction().is_some() {
                said.push(format!(
                    "{} of {} {} ({})",
                    objective.kind.word().to_uppercase(),
                    shown(&service.name),
                    shares(&objective.before, &objective.after),
                    points(&objective.change)
                ));
            }
        }
    }
    let open = services.iter().flat_map(|service| {
        let open = service.objectives.iter().filter(|objective| objective.open);
        open.map(|objective| format!("{} of {}", objective.kind.word().to_uppercase(), shown(&service.name)))
    });
    let open: Vec<String> = open.collect();
    let mut out = String::new();
    if !said.is_empty() {
        out.push_str(&paragraph(&format!("Also kept in 100 runs: {}.", said.join("; "))));
    }
    if !open.is_empty() {
        out.push_str(&paragraph(&format!("{OPEN}: {}.", open.join("; "))));
    }
    out
}

/// Which gaps open and close, of services, systems and tasks; what else their shares do; and which objectives only one of
/// both has.
fn verdicts(told: &Told) -> String {
    let (mut closes, mut opens, mut moves) = (Vec::new(), Vec::new(), Vec::new());
    for (id, before) in told.before.objectives() {
        let after = told.after.objectives().find(|(other, after)| *other == id && after.kind == before.kind);
        let Some((_, after)) = after else { continue };
        let said = format!("{} ({})", objective_of(told, id, before), shares(&before.share, &after.share));
        match (before.verdict == Verdict::FallsShort, after.verdict == Verdict::FallsShort) {
            (true, false) => closes.push(said),
            (false, true) => opens.push(said),
            // Those of services are told above.
            _ if before.share.held != after.share.held && !is_service(told, id) => moves.push(said),
            _ => {}
        }
    }
    let alone = |one, other| -> Vec<String> {
        only_in(one, other).into_iter().map(|(id, found)| objective_of(told, id, found)).collect()
    };
    let (gone, new) = (alone(told.before, told.after), alone(told.after, told.before));
    let mut out = String::new();
    let gaps = [("Gaps that close", closes), ("GAPS THAT OPEN", opens)];
    for (word, said) in
        gaps.into_iter().chain([("OBJECTIVES THAT ARE GONE", gone), ("Objectives that are new", new)])
    {
        if !said.is_empty() {
            out.push_str(&paragraph(&format!("{word}: {}.", said.join("; "))));
        }
    }
    if !moves.is_empty() {
        let moves = listed(&moves, NAMED_MAX);
        out.push_str(&paragraph(&format!("Of systems and tasks kept in 100 runs: {moves}.")));
    }
    for (word, said) in [("closes", "Findings that close"), ("opens", "FINDINGS THAT OPEN")] {
        // Those of objectives that fall short are told as gaps.
        let found = told.findings.iter().filter(|found| found.word() == word && !found.id.starts_with("G01"));
        let found: Vec<String> = found.map(|found| finding(&found.id)).collect();
        if !found.is_empty() {
            out.push_str(&paragraph(&format!("{said}: {}.", and(&found))));
        }
    }
    if out.is_empty() && told.effect.services.iter().any(|service| service.differ > 0) {
        out.push_str("No gap opens and none closes.\n");
    }
    out
}

/// What a finding is, with its code and what it is about: `one step takes most of the time (G0402/till)`.
fn finding(id: &str) -> String {
    let rule = findings::find(id.split('/').next().unwrap_or_default());
    rule.map_or_else(|| shown(id).into_owned(), |rule| format!("{} ({})", rule.title, shown(id)))
}

fn is_service(told: &Told, id: &str) -> bool {
    told.before.services.iter().any(|service| service.id == id)
}

/// `RTO of Sales`.
fn objective_of(told: &Told, id: &str, objective: &ObjectiveResult) -> String {
    let of = |results: &Results| -> Option<String> {
        let systems = results.systems.iter().map(|system| (&system.id, &system.name));
        let tasks = results.tasks.iter().map(|task| (&task.id, &task.name));
        let services = results.services.iter().map(|service| (&service.id, &service.name));
        let (_, name) = systems.chain(tasks).chain(services).find(|(other, _)| *other == id)?;
        Some(shown(name).into_owned())
    };
    let name = of(told.before).or_else(|| of(told.after)).unwrap_or_else(|| shown(id).into_owned());
    format!("{} of {name}", objective.kind.word().to_uppercase())
}

fn cost(effect: &Effect) -> String {
    let Some((currency, change)) = &effect.cost else { return String::new() };
    let Some(mean) = change.mean.filter(|mean| mean.value != 0.0) else { return String::new() };
    let amount = |value: f64| {
        let sign = if value < 0.0 { "-" } else { "+" };
        let said = money("", Hundredths(value.abs() as i64));
        format!("{sign}{}", said.trim())
    };
    let interval =
        mean.interval.map_or(String::new(), |[low, high]| format!(" ({} to {})", amount(low), amount(high)));
    paragraph(&format!("Expected loss: {} {}{interval} a run.", shown(currency), amount(mean.value)))
}

/// Says so where the edits make something worse, and shows the trial.
fn harm(setting: &Setting, told: &Told, changed: &[&ServiceEffect]) -> String {
    let mut worse: Vec<_> = changed.iter().filter(|service| service.worse > 0).collect();
    worse.sort_by_key(|service| (std::cmp::Reverse(service.worse), &service.id));
    let Some(most) = worse.first() else { return String::new() };
    let more = worse.len().saturating_sub(NAMED_MAX);
    let n = told.effect.trials;
    let said: Vec<String> = worse
        .iter()
        .take(NAMED_MAX)
        .map(|service| {
            let by = service.most_worse.map_or(String::new(), |pair| format!(", by up to {}", apart(&pair)));
            format!("{} in {} of 100 runs{by}", shown(&service.name), in_100(&Share::new(service.worse, n)))
        })
        .collect();
    let begins = if told.variant.records.iter().any(adds_people) {
        "MORE PEOPLE ALSO MAKE THINGS WORSE (who is free first takes other work first). Back later"
    } else {
        "NOT ONLY FOR THE BETTER. Back later"
    };
    let more = if more > 0 { format!("; and {more} others less often") } else { String::new() };
    let mut out = paragraph(&format!("{begins}: {}{more}.", said.join("; ")));
    if let Some(pair) = most.most_worse {
        let options = options(&told.variant.edits);
        out.push_str(&format!(
            "  See it worst for {}: {} before, {} after\n  {}\n  {}\n",
            shown(&most.name),
            outage(pair.before),
            outage(pair.after),
            setting.replay(pair.trial, &most.id, &[]),
            setting.replay(pair.trial, &most.id, &options),
        ));
    }
    out
}

/// Whether an edit gives a team more people.
fn adds_people(record: &EditRecord) -> bool {
    let people = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<u64>().ok());
    record.path.ends_with(".people") && people(&record.value) > people(&record.from)
}

/// The pair that shows the most of the service that gains most.
fn see(setting: &Setting, variant: &Variant, changed: &[&ServiceEffect]) -> String {
    let most = changed.iter().filter(|service| service.better > 0);
    let most = most.max_by_key(|service| (service.better, std::cmp::Reverse(&service.id)));
    let Some((service, pair)) = most.and_then(|service| Some((service, service.most_better?))) else {
        return String::new();
    };
    format!(
        "See it best for {}: {} before, {} after\n  {}\n  {}\n",
        shown(&service.name),
        outage(pair.before),
        outage(pair.after),
        setting.replay(pair.trial, &service.id, &[]),
        setting.replay(pair.trial, &service.id, &options(&variant.edits)),
    )
}

/// Edits as options, ready for a shell.
pub fn options(edits: &[Typed]) -> Vec<String> {
    edits.iter().map(|edit| format!("{} {}", edit.option(), shell(&edit.argument()))).collect()
}

fn apart(pair: &Extreme) -> String {
    if pair.after.is_never() || pair.before.is_never() {
        return "never back instead of back".to_owned();
    }
    compact(Millis::new(pair.after.get() - pair.before.get()))
}

fn outage(time: Millis) -> String {
    match time {
        Millis::ZERO => "not out".to_owned(),
        time if time.is_never() => "not back".to_owned(),
        time => format!("out for {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::finding;

    #[test]
    fn a_code_stands_beside_what_it_means() {
        let said = finding("G0202/sales");
        assert_eq!(said, "the verdict depends on the clock (G0202/sales)");
        assert_eq!(finding("G9999/sales"), "G9999/sales", "one of a later version");
    }
}

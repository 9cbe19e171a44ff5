//! `delay`: until when the declaration may wait.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::report::study::delay::{self as text, Delay, Edge, Moment};
use crate::report::study::ladder::rto;
use crate::report::wire::study::{StudyFacts, study};
use crate::study::delay::{GRID_MIN, Search};
use crate::study::{Axis, Counting, Effect, Terms};
use crate::units::Millis;

use super::args::DelayArgs;
use super::{Answer, Answers, Asked, Bench, Invalid, NOTHING_YET, Plan, asked, fewest, files_of};
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::talk::Talk;

/// Trials of a delay unless the command line says otherwise.
const TRIALS: u64 = 4_000;

/// Half of the runs.
const HALF: f64 = 0.5;

/// What was seen at each delay, in minutes.
type Seen = BTreeMap<u64, Effect>;

/// Searches the last responsible moments.
///
/// # Errors
/// A file is invalid, no service has an rto, an output cannot be written, or a trial never ends.
pub fn delay(args: &DelayArgs, edits: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (seed, _) = asked(&args.campaign, talk);
    let trials = args.campaign.trials.unwrap_or(TRIALS);
    let plan = Plan::read(&args.scenario, edits, seed)?;
    if plan.variant.model.services.iter().all(|service| service.rto.is_none()) {
        return Err(Failure::new(
            Exit::NothingSelected,
            "no service has an rto, so no moment is too late for one",
        ));
    }
    let inputs = files_of(&plan.grounds);
    let answers = Answers::open_plain(&args.answer, &inputs)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let horizon_min = u64::try_from(plan.variant.scenario.horizon.get() / Millis::MINUTE.get()).unwrap_or(0);
    let grid: Vec<u64> =
        GRID_MIN.into_iter().filter(|&minutes| minutes == 0 || minutes < horizon_min).collect();
    let mut seen = Seen::new();
    look(&bench, &plan, (&grid, trials), &mut seen)?;
    if seen.is_empty() {
        talk.note(NOTHING_YET);
        return Ok(bench.exit(Exit::Done));
    }
    let mut searches = searches(&seen);
    loop {
        let mut wanted: Vec<u64> = searches.iter().filter_map(Search::next).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.retain(|minutes| !seen.contains_key(minutes));
        if wanted.is_empty() || bench.interrupt.exit().is_some() {
            break;
        }
        look(&bench, &plan, (&wanted, trials), &mut seen)?;
        searches.iter_mut().for_each(|search| see_all(search, &seen));
    }
    let moments = moments(&seen, &searches);
    let farthest = seen.keys().next_back().copied().unwrap_or(0);
    let played = fewest(seen.values()).min(trials);
    let facts = StudyFacts {
        schema: "blackstart/delay/1",
        organisation: &plan.variant.model.name,
        inputs: &plan.grounds.inputs,
        title: &plan.variant.scenario.title,
        seed,
        trials: played,
        trials_asked: trials,
        partial: bench.is_stopped(),
    };
    let found = Delay { moments: &moments, trials: played, farthest_min: farthest, partial: facts.partial };
    bench.interrupt.hold();
    answers.write(
        talk,
        &Answer {
            text: &|| text::delay(&plan.setting(), &found),
            markdown: None,
            json: &|| study(&facts, body(&moments, text::counted_from(&plan.variant.model).decider)),
        },
    )?;
    Ok(bench.exit(Exit::Done))
}

/// Plays delays of so many minutes.
fn look(
    bench: &Bench,
    plan: &Plan,
    (minutes, trials): (&[u64], u64),
    seen: &mut Seen,
) -> Result<(), Failure> {
    let steps: Vec<Vec<EditAsk>> = minutes
        .iter()
        .map(|minutes| Axis::Declaration.edits(&plan.variant, &format!("{minutes}m")))
        .collect();
    let played =
        bench.effects(plan, &steps, Terms { trials, counting: Counting::Pairs }, Invalid::Refused)?;
    let effects = played.iter().filter_map(Asked::effect).cloned();
    seen.extend(minutes.iter().copied().zip(effects));
    Ok(())
}

/// Two searches for each service with an rto: for what is asked, and for one half.
fn searches(seen: &Seen) -> Vec<Search> {
    let Some(first) = seen.values().next() else { return Vec::new() };
    let with_rto = first.services.iter().enumerate().filter_map(|(at, service)| Some((at, rto(service)?)));
    let mut searches: Vec<Search> =
        with_rto.flat_map(|(at, rto)| [Search::new(at, rto.required.1), Search::new(at, HALF)]).collect();
    searches.iter_mut().for_each(|search| see_all(search, seen));
    searches
}

fn see_all(search: &mut Search, seen: &Seen) {
    for (&minutes, effect) in seen {
        let share = rto(&effect.services[search.service]).map_or(0.0, |rto| rto.after.share);
        search.see(minutes, share);
    }
}

fn moments(seen: &Seen, searches: &[Search]) -> Vec<Moment> {
    let Some(first) = seen.values().next() else { return Vec::new() };
    let edge = |search: &Search| match (search.keeps, search.fails) {
        (None, _) => Edge::AtOnce,
        (Some(keeps), Some(_)) => Edge::After(keeps),
        (Some(_), None) => Edge::Never,
    };
    let moment = |pair: &[Search]| {
        let service = &first.services[pair[0].service];
        let rto_of =
            |effect: &Effect| rto(&effect.services[pair[0].service]).map_or(0.0, |rto| rto.after.share);
        let objective = rto(service)?;
        Some(Moment {
            id: service.id.clone(),
            name: service.name.clone(),
            rto: objective.target.1,
            required: objective.required.1,
            touched: seen.values().any(|effect| effect.services[pair[0].service].touched),
            shares: seen.iter().map(|(&minutes, effect)| (minutes, rto_of(effect))).collect(),
            for_required: edge(&pair[0]),
            for_half: edge(&pair[1]),
        })
    };
    searches.chunks_exact(2).filter_map(moment).collect()
}

fn body(moments: &[Moment], decided_by: Option<String>) -> Value {
    let edge = |edge: Edge| match edge {
        Edge::AtOnce => json!({"word": "short-at-once", "minutes": null}),
        Edge::After(minutes) => json!({"word": "last-moment", "minutes": minutes}),
        Edge::Never => json!({"word": "not-reached", "minutes": null}),
    };
    let service = |moment: &Moment| {
        json!({
            "id": moment.id, "name": moment.name, "rto_s": moment.rto.seconds_f64(), "required": moment.required,
            "touched": moment.touched,
            "last_moment": edge(moment.for_required), "last_moment_for_half": edge(moment.for_half),
            "shares": moment.shares.iter().map(|(minutes, share)| json!({"minutes": minutes, "share": share})).collect::<Value>(),
        })
    };
    json!({"decided_by": decided_by, "services": moments.iter().map(service).collect::<Value>()})
}

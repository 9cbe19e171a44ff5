//! `sensitivity`: which figures a service's objective hangs on, and which of them are worth knowing better.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::campaign::{Campaign, Missed, Trials};
use crate::chance::{StreamKey, uniforms};
use crate::diagnostic::near;
use crate::document::edit::Typed;
use crate::report::study::sensitivity::{self as text, Row, Sensitivity, basis};
use crate::report::wire::study::{StudyFacts, share, study};
use crate::results::{ObjectiveKind, Results, Share, Verdict};
use crate::study::inputs::{Input, inputs};
use crate::study::{Counting, Effect, ServiceEffect, Terms};

use super::args::SensitivityArgs;
use super::{Answer, Answers, Asked, Bench, Invalid, NOTHING_YET, Plan, asked, files_of};
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::talk::Talk;
use crate::report::text::shown;

/// Trials of a figure unless the command line says otherwise, at most; and how well a share must be known.
const TRIALS: u64 = 4_096;
const KNOWN: f64 = 0.02;
/// Runs of the plan of which the tenths are taken, at most.
const TENTHS_OF: u64 = 1 << 17;
/// The share of draws that a tenth is.
const TENTH: f64 = 0.1;

/// Looks what every figure does.
///
/// # Errors
/// A file is invalid, the service does not exist, an output cannot be written, or a trial never ends.
pub fn sensitivity(args: &SensitivityArgs, typed: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (seed, _) = asked(&args.campaign, talk);
    let trials = args.campaign.trials.unwrap_or(TRIALS);
    let plan = Plan::read(&args.scenario, typed, seed)?;
    let files = files_of(&plan.grounds);
    let answers = Answers::open_plain(&args.answer, &files)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let results = of_plan(&plan, &bench, trials)?;
    if results.trials == 0 {
        talk.note(NOTHING_YET);
        return Ok(bench.exit(Exit::Done));
    }
    let focus = focus(&plan, &results, args.service.as_deref())?;
    let (all, left_out) = inputs(&plan.variant, &charged(&results));
    let sides: Vec<Vec<Typed>> =
        all.iter().flat_map(|input| input.sides.iter().map(|(_, edit)| vec![edit.clone()])).collect();
    let terms = Terms { trials, counting: Counting::Until(KNOWN) };
    let played = bench.effects(&plan, &sides, terms, Invalid::LeftOut)?;
    let kept = kept_by_trial(&plan, &bench, focus, results.trials.min(TENTHS_OF))?;
    let mut rows = Vec::new();
    let mut rest = &played[..];
    for input in &all {
        let Some((own, after)) = rest.split_at_checked(input.sides.len()) else { break };
        rest = after;
        rows.push(row(&plan, (input, own), focus, &kept));
    }
    rows.sort_by(|a, b| b.swing.total_cmp(&a.swing).then_with(|| a.path.cmp(&b.path)));
    let service = &plan.variant.model.services.as_slice()[focus];
    let held = kept.iter().filter(|&&kept| kept).count() as u64;
    let found = Sensitivity {
        service: &plan.variant.model.nodes[service.node].name,
        kept: Share::new(held, kept.len() as u64),
        rows: &rows,
        inputs: all.len(),
        left_out,
        trials,
        partial: rows.len() < all.len() || bench.is_stopped(),
    };
    let facts = StudyFacts {
        schema: "blackstart/sensitivity/1",
        organisation: &plan.variant.model.name,
        inputs: &plan.grounds.inputs,
        title: &plan.variant.scenario.title,
        seed,
        trials,
        trials_asked: trials,
        partial: found.partial,
    };
    bench.interrupt.hold();
    answers.write(
        talk,
        &Answer {
            text: &|| text::sensitivity(&plan.setting(), &found),
            markdown: None,
            json: &|| study(&facts, body(&plan, focus, &found)),
        },
    )?;
    Ok(bench.exit(Exit::Done))
}

/// What a run of the plan says.
fn of_plan(plan: &Plan, bench: &Bench, trials: u64) -> Result<Results, Failure> {
    let contest = bench.play(plan, &[], Terms { trials, counting: Counting::All })?;
    let tallies = contest.plan.expect("all was asked to be counted");
    let variant = &plan.variant;
    Ok(Results::new(&variant.model, &variant.scenario, &variant.labels, &tallies))
}

/// Position of the service asked for, or of the one with an rto that figures can turn most easily.
fn focus(plan: &Plan, results: &Results, asked: Option<&str>) -> Result<usize, Failure> {
    let model = &plan.variant.model;
    let ids: Vec<&str> = model.services.iter().map(|service| model.nodes[service.node].id.as_str()).collect();
    let id = match asked {
        Some(id) => id.to_owned(),
        None => undecided_most(results).ok_or_else(|| {
            Failure::new(Exit::NothingSelected, "no service with an rto is touched")
                .help("name one with `--service ID`")
        })?,
    };
    let position = ids.iter().position(|other| *other == id).ok_or_else(|| {
        let failure = Failure::new(Exit::NothingSelected, format!("there is no service {}", shown(&id)));
        failure.help(near::or_list(&id, &ids, "services"))
    })?;
    let is_touched = results.services.iter().any(|service| service.id == id && service.touched > 0);
    if !is_touched {
        let message = format!("nothing that {} needs is struck in any run", shown(&id));
        return Err(Failure::new(Exit::NothingSelected, message).help(
            "no figure can turn what is not put to the proof: name a service that the scenario reaches",
        ));
    }
    Ok(position)
}

/// The touched service whose share is nearest to what is asked: where a figure matters most. One that misses its rto in
/// no run, or in every run, has nothing for a figure to turn, and is chosen only where all are such.
fn undecided_most(results: &Results) -> Option<String> {
    let rto = |service: &crate::results::ServiceResult| {
        let found = service.objectives.iter().find(|one| one.kind == ObjectiveKind::Rto)?;
        let settled = found.missed() == 0 || found.share.held == 0;
        (found.verdict != Verdict::NotTouched)
            .then(|| (settled, found.missed() == 0, (found.share.share - found.required).abs()))
    };
    let near = results.services.iter().filter_map(|service| Some((rto(service)?, service)));
    let first = near.min_by(|(a, _), (b, _)| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    first.map(|(_, service)| service.id.clone())
}

/// Every label that some ledger charges, in any trial; a team by its id, a system by its own.
fn charged(results: &Results) -> BTreeSet<String> {
    let ledgers = results.services.iter().flat_map(|service| {
        [Some(&service.ledger), service.ledger_missed.as_ref(), Some(&service.ledger_full)]
    });
    ledgers.flatten().flat_map(|ledger| ledger.entries.iter().map(|entry| entry.label.clone())).collect()
}

/// Whether the focus kept its rto, trial by trial.
fn kept_by_trial(plan: &Plan, bench: &Bench, focus: usize, count: u64) -> Result<Vec<bool>, Failure> {
    let variant = &plan.variant;
    let campaign = Campaign { model: &variant.model, scenario: &variant.scenario, program: &variant.program };
    let service = &variant.model.services.as_slice()[focus];
    let see = |kept: &mut Vec<bool>, outcome: &_| kept.push(!Missed::of(service, focus, outcome).rto);
    let pieces =
        campaign.pieces(Trials { first: 0, count }, (&bench.pool, bench.interrupt.stop()), Vec::new, see);
    let pieces = pieces.map_err(|runaway| {
        Failure::new(Exit::Limit, format!("trial {} never gets past one instant", runaway.trial))
    })?;
    Ok(pieces.unwrap_or_default().concat())
}

fn row(plan: &Plan, (input, played): (&Input, &[Asked]), focus: usize, kept: &[bool]) -> Row {
    let id = &plan.variant.model.nodes[plan.variant.model.services.as_slice()[focus].node].id;
    let (mut sides, mut flips, mut swing) = (Vec::new(), Vec::new(), 0.0_f64);
    for ((side, _), asked) in input.sides.iter().zip(played) {
        let Some(effect) = asked.effect() else { continue };
        let own = effect.services.iter().find(|service| service.id == *id).and_then(rto);
        if let Some(rto) = own {
            let certain = rto.direction().is_some();
            sides.push((*side, rto.after, certain));
            swing = swing.max(if certain { rto.change.value.abs() } else { 0.0 });
        }
        for flip in turned(effect) {
            if !flips.iter().any(|(known, _)| *known == flip) {
                flips.push((flip, *side));
            }
        }
    }
    let tenths = input.variable.as_ref().map(|(name, index)| tenths(plan.seed, name, *index, kept));
    Row { path: input.path.clone(), basis: input.basis.clone(), sides, tenths, swing, flips }
}

fn rto(service: &ServiceEffect) -> Option<&crate::study::ObjectiveEffect> {
    service.objectives.iter().find(|objective| objective.kind == ObjectiveKind::Rto)
}

/// Objectives that hold in one of the two and fall short in the other.
fn turned(effect: &Effect) -> Vec<String> {
    let turns = |pair: (Verdict, Verdict)| {
        matches!(pair, (Verdict::Holds, Verdict::FallsShort) | (Verdict::FallsShort, Verdict::Holds))
    };
    let turned = effect.objectives().filter(|(_, objective)| turns(objective.verdict));
    turned.map(|(service, one)| format!("{} of {}", one.kind.word().to_uppercase(), service.name)).collect()
}

/// The share kept where the draw of a variable is among its lowest and its highest tenth.
fn tenths(seed: u64, name: &str, index: u64, kept: &[bool]) -> [Share; 2] {
    let mut draws = vec![0.0; kept.len()];
    uniforms(StreamKey::new(seed, name), index, 0, &mut draws);
    [|u: f64| u < TENTH, |u: f64| u >= 1.0 - TENTH].map(|is_in| {
        let those = draws.iter().zip(kept).filter(|(u, _)| is_in(**u)).map(|(_, kept)| *kept);
        let (held, n) = those.fold((0, 0), |(held, n), kept| (held + u64::from(kept), n + 1));
        Share::new(held, n)
    })
}

fn body(plan: &Plan, focus: usize, found: &Sensitivity) -> Value {
    let model = &plan.variant.model;
    let row = |row: &Row| {
        let sides = row
            .sides
            .iter()
            .map(|(side, kept, certain)| json!({"at": side.word(), "kept": share(kept), "certain": certain}));
        let flips =
            row.flips.iter().map(|(objective, side)| json!({"objective": objective, "at": side.word()}));
        json!({
            "path": row.path, "basis": basis(row.basis.as_ref()), "swing": row.swing,
            "sides": sides.collect::<Value>(), "flips": flips.collect::<Value>(),
            "lowest_tenth": row.tenths.map(|tenths| share(&tenths[0])),
            "highest_tenth": row.tenths.map(|tenths| share(&tenths[1])),
        })
    };
    json!({
        "service": model.nodes[model.services.as_slice()[focus].node].id,
        "service_name": found.service,
        "kept": share(&found.kept),
        "inputs": found.inputs, "left_out": found.left_out,
        "figures": found.rows.iter().map(row).collect::<Value>(),
    })
}

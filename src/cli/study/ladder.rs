//! `ladder`: makes a scenario worse step by step and says where each service leaves tolerance.

use serde_json::{Value, json};

use crate::report::study::ladder::{self as text, Along, Ladder};
use crate::report::wire::study::{StudyFacts, edits as edits_of, objective, study};
use crate::study::axis::{WORDS, values};
use crate::study::{Axis, Counting, Effect, Terms};

use super::args::LadderArgs;
use super::{Answer, Answers, Asked, Bench, Invalid, NOTHING_YET, Plan, asked, fewest, files_of};
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::talk::Talk;
use crate::report::text::{counted, shown};

/// Trials of a step unless the command line says otherwise.
const TRIALS: u64 = 4_000;
const AXES_MAX: usize = 2;
const STEPS_MAX: usize = 1_000;

/// Climbs the ladder that the command line asks for.
///
/// # Errors
/// A file, an axis or a value is invalid, an output cannot be written, or a trial never ends.
pub fn ladder(args: &LadderArgs, edits: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (seed, _) = asked(&args.campaign, talk);
    let trials = args.campaign.trials.unwrap_or(TRIALS);
    let plan = Plan::read(&args.scenario, edits, seed)?;
    let (axes, along) = axes(&args.along)?;
    let steps = steps(&plan, &axes, &along)?;
    let inputs = files_of(&plan.grounds);
    let answers = Answers::open_plain(&args.answer, &inputs)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let played =
        bench.effects(&plan, &steps, Terms { trials, counting: Counting::Pairs }, Invalid::Refused)?;
    let effects: Vec<Effect> = played.iter().filter_map(Asked::effect).cloned().collect();
    if effects.is_empty() {
        talk.note(NOTHING_YET);
        return Ok(bench.exit(Exit::Done));
    }
    let partial = effects.len() < steps.len() || bench.is_stopped();
    let played = fewest(&effects).min(trials);
    let ladder = Ladder { along: &along, steps: &effects, trials: played, trials_asked: trials, partial };
    let facts = StudyFacts {
        schema: "blackstart/ladder/1",
        organisation: &plan.variant.model.name,
        inputs: &plan.grounds.inputs,
        title: &plan.variant.scenario.title,
        seed,
        trials: played,
        trials_asked: trials,
        partial,
    };
    bench.interrupt.hold();
    answers.write(
        talk,
        &Answer {
            text: &|| text::ladder(&plan.setting(), &ladder),
            markdown: None,
            json: &|| study(&facts, body(&along, &steps, &effects)),
        },
    )?;
    Ok(bench.exit(Exit::Done))
}

fn axes(asked: &[String]) -> Result<(Vec<Axis>, Vec<Along>), Failure> {
    if asked.len() > AXES_MAX {
        return Err(Failure::usage("there are one or two axes").help("play further ones with `--set`"));
    }
    let (mut axes, mut along) = (Vec::new(), Vec::new());
    for text in asked {
        let (word, list) = text.split_once('=').map_or((text.as_str(), ""), |(word, list)| (word, list));
        let axis = Axis::read(word.trim());
        let list = values(list);
        let list = if list.is_empty() { axis.usual_values() } else { list };
        if list.is_empty() {
            let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            let message = format!("there are no values along {}", shown(word));
            return Err(Failure::usage(message).help(format!(
                "write them as {}=v1,v2,...; {} bring values of their own",
                shown(word),
                words.join(", ")
            )));
        }
        along.push(Along { word: axis.word().to_owned(), values: list });
        axes.push(axis);
    }
    Ok((axes, along))
}

/// The edits of every step; of two axes the second varies fastest.
fn steps(plan: &Plan, axes: &[Axis], along: &[Along]) -> Result<Vec<Vec<EditAsk>>, Failure> {
    let mut steps: Vec<Vec<EditAsk>> = vec![Vec::new()];
    for (axis, along) in axes.iter().zip(along) {
        let mut next = Vec::new();
        for step in &steps {
            for value in &along.values {
                let edits = axis.edits(&plan.variant, value);
                if edits.is_empty() {
                    let message = format!("the scenario has nothing to vary along {}", along.word);
                    return Err(Failure::new(Exit::NothingSelected, message)
                        .help("`--along PATH=v1,v2` varies any value of the model and the scenario"));
                }
                next.push(step.iter().cloned().chain(edits).collect());
            }
        }
        steps = next;
    }
    match steps.len() {
        found if found > STEPS_MAX => Err(Failure::new(
            Exit::Limit,
            format!("a ladder has {STEPS_MAX} steps at most, not {}", counted(found, "step", "steps")),
        )),
        _ => Ok(steps),
    }
}

fn body(along: &[Along], steps: &[Vec<EditAsk>], effects: &[Effect]) -> Value {
    let axes: Value = along.iter().map(|along| json!({"axis": along.word, "values": along.values})).collect();
    let across = along.get(1).map_or(1, |second| second.values.len());
    let step = |(at, effect): (usize, &Effect)| {
        let first = along[0].values.get(at / across);
        let second = along.get(1).and_then(|second| second.values.get(at % across));
        let services = effect.services.iter().map(|service| {
            json!({
                "id": service.id, "name": service.name,
                "objectives": service.objectives.iter().map(objective).collect::<Value>(),
            })
        });
        json!({
            "at": first.into_iter().chain(second).collect::<Vec<_>>(),
            "edits": edits_of(&steps[at]),
            "out_of_tolerance": effect.services.iter().filter(|service| text::is_out(service)).count(),
            "services": services.collect::<Value>(),
        })
    };
    json!({"along": axes, "steps": effects.iter().enumerate().map(step).collect::<Value>()})
}

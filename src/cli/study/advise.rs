//! `advise`: derives levers from what every scenario shows, plays them, alone and together, and ranks them.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostics;
use crate::document::decode::{keyed, misfit};
use crate::document::edit::Typed;
use crate::document::tree::{Kind, Node};
use crate::report::study::advise::{self as text, Advice};
use crate::report::wire::study::{StudyFacts, edits as edits_of, objective, study};
use crate::results::Results;
use crate::source::Source;
use crate::study::advice::{Weighed, front, rank, widen, without_idle_levers};
use crate::study::levers::{Lever, Suggested, levers};
use crate::study::{Contest, Counting, Effect, Terms};
use crate::wording::text::shown;

use super::args::AdviseArgs;
use super::whatif::{file_of, typed};
use super::{Answer, Answers, Asked, Bench, Invalid, Plan, asked, files_of};
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::read::{Reading, unreadable};
use crate::cli::report::refuse_other_models;
use crate::cli::selection::scenarios;
use crate::cli::talk::Talk;

/// How well a change must be known before a lever is played no further.
const KNOWN: f64 = 0.01;
/// Levers that are tried unless the command line says otherwise.
const BUDGET: usize = 60;
/// Runs from which levers are derived.
const LOOKED_AT: u64 = 4_096;
/// Single levers that are tried together, pairs of them that are widened, and levers in a set.
const JOINED: usize = 6;
const WIDENED: usize = 3;
const SET_MAX: usize = 3;

/// Advises on the scenarios of the command line.
///
/// # Errors
/// A file is invalid, the scenarios are of several organisations, an output cannot be written, or a trial never ends.
pub fn advise(args: &AdviseArgs, typed: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (seed, trials) = asked(&args.campaign, talk);
    let paths = scenarios(&args.scenarios)?;
    let plans: Vec<Plan> =
        paths.iter().map(|path| Plan::read(path, typed, seed)).collect::<Result<_, _>>()?;
    let own = args.levers.as_deref().map(levers_of).transpose()?.unwrap_or_default();
    refuse_impossible(&own, &plans, talk)?;
    refuse_other_models(plans.iter().map(|plan| (plan.grounds.path.as_str(), &plan.grounds.inputs[..])))?;
    let files = plans.iter().flat_map(|plan| files_of(&plan.grounds));
    let inputs: Vec<String> = files.chain(args.levers.clone()).collect();
    let answers = Answers::open_plain(&args.answer, &inputs)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let derived = derived(&plans, &bench, trials.min(LOOKED_AT))?;
    let suggested = derived.levers.len() + own.len();
    let budget = args.budget.map_or(BUDGET, |budget| usize::try_from(budget).unwrap_or(usize::MAX));
    // Those that somebody wrote down come first.
    let tried: Vec<Lever> = own.into_iter().chain(derived.levers).take(budget).collect();
    let stage = Stage {
        plans: &plans,
        bench: &bench,
        levers: &tried,
        terms: Terms { trials, counting: Counting::Until(KNOWN) },
    };
    let (singles, together) = stage.search()?;
    let on_front = front(&singles.iter().chain(&together).cloned().collect::<Vec<_>>());
    let titles: Vec<String> = plans.iter().map(|plan| plan.variant.scenario.title.clone()).collect();
    let Some(first) = plans.first() else { return Err(Failure::usage("there is no scenario")) };
    let currency = currency(singles.iter().flat_map(|one| one.effects.iter().flatten()));
    let partial = bench.interrupt.exit().is_some();
    let advice = Advice {
        organisation: &first.variant.model.name,
        scenarios: &titles,
        levers: &tried,
        suggested,
        unknown: &derived.unknown,
        singles: &singles,
        together: &together,
        front: &on_front,
        trials,
        currency: currency.as_deref(),
        partial,
    };
    let facts = StudyFacts {
        schema: "blackstart/advise/1",
        organisation: &first.variant.model.name,
        inputs: &plans.iter().flat_map(|plan| plan.grounds.inputs.clone()).collect::<Vec<_>>(),
        title: &titles.join("; "),
        seed,
        trials,
        trials_asked: trials,
        partial,
    };
    bench.interrupt.hold();
    answers.write(
        talk,
        &Answer { text: &|| text::advise(&advice), markdown: None, json: &|| study(&facts, body(&advice)) },
    )?;
    Ok(bench.exit(Exit::Done))
}

/// Refuses levers that make a valid plan in no scenario: nobody is to think that they were tried.
fn refuse_impossible(own: &[Lever], plans: &[Plan], talk: &Talk) -> Result<(), Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    for lever in own {
        if lever.edits.is_empty() {
            failures.push(
                Failure::new(Exit::Invalid, format!("the lever \"{}\" changes nothing", shown(&lever.words)))
                    .help("for example `changes: [Set(\"teams.dba.people\", 4)]`"),
            );
            continue;
        }
        let tried = plans.iter().map(|plan| plan.variant("", &lever.edits));
        let refused: Vec<Failure> = tried.filter_map(Result::err).collect();
        if refused.len() == plans.len() {
            failures.extend(refused.into_iter().next());
        }
    }
    let Some(last) = failures.pop() else { return Ok(()) };
    failures.iter().for_each(|failure| talk.failure(failure));
    Err(last)
}

/// The currency of all losses, if they have one.
fn currency<'a>(effects: impl Iterator<Item = &'a Effect>) -> Option<String> {
    let mut all = effects.map(|effect| effect.cost.as_ref().map(|(currency, _)| currency.clone()));
    let first = all.next()??;
    all.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// The levers that the scenarios suggest, those of several with their weights added up; the heaviest first.
fn derived(plans: &[Plan], bench: &Bench, trials: u64) -> Result<Suggested, Failure> {
    let (mut all, mut unknown): (Vec<Lever>, Vec<String>) = (Vec::new(), Vec::new());
    for plan in plans {
        let contest: Contest = bench.play(plan, &[], Terms { trials, counting: Counting::All })?;
        let Some(tallies) = contest.plan.filter(|tallies| tallies.trials > 0) else { continue };
        let variant = &plan.variant;
        let results = Results::new(&variant.model, &variant.scenario, &variant.labels, &tallies);
        let suggested = levers(variant, plan.grounds.ground.model(), &results);
        unknown.extend(suggested.unknown);
        for lever in suggested.levers {
            match all.iter_mut().find(|other| other.edits == lever.edits) {
                Some(other) => other.weight += lever.weight,
                None => all.push(lever),
            }
        }
    }
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.words.cmp(&b.words)));
    unknown.sort();
    unknown.dedup();
    Ok(Suggested { levers: all, unknown })
}

/// What advice is played with.
struct Stage<'a> {
    plans: &'a [Plan],
    bench: &'a Bench,
    levers: &'a [Lever],
    terms: Terms,
}

impl Stage<'_> {
    /// Single levers, then the best of them in pairs, then the best pairs with one more; each list ranked.
    fn search(&self) -> Result<(Vec<Weighed>, Vec<Weighed>), Failure> {
        let mut singles = self.play((0..self.levers.len()).map(|at| vec![at]).collect())?;
        rank(&mut singles);
        let best: Vec<Weighed> = singles.iter().filter(|one| one.helps()).take(JOINED).cloned().collect();
        let positions: Vec<usize> = best.iter().map(|one| one.levers[0]).collect();
        let mut together: Vec<Weighed> = Vec::new();
        let mut last = best;
        for size in 2..=SET_MAX {
            if self.bench.interrupt.exit().is_some() {
                break;
            }
            let widest = if size == 2 { JOINED } else { WIDENED };
            let sets = widen(&last[..last.len().min(widest)], &positions, |set| self.fit(set));
            let mut played = self.play(sets)?;
            rank(&mut played);
            last = played.iter().filter(|one| one.helps()).cloned().collect();
            together.extend(played);
        }
        let mut together = without_idle_levers(together, &singles);
        rank(&mut together);
        Ok((singles, together))
    }

    /// Whether no two levers of a set edit the same place.
    fn fit(&self, set: &[usize]) -> bool {
        let mut paths: Vec<&str> =
            set.iter().flat_map(|&at| self.levers[at].edits.iter().map(|edit| edit.path.as_str())).collect();
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        paths.len() == all
    }

    /// Plays sets of levers over all scenarios; fewer of them where it was interrupted.
    fn play(&self, sets: Vec<Vec<usize>>) -> Result<Vec<Weighed>, Failure> {
        let edits = |set: &Vec<usize>| -> Vec<Typed> {
            set.iter().flat_map(|&at| self.levers[at].edits.clone()).collect()
        };
        let lists: Vec<Vec<Typed>> = sets.iter().map(edits).collect();
        let mut by_scenario: Vec<Vec<Asked>> = Vec::new();
        for plan in self.plans {
            by_scenario.push(self.bench.effects(plan, &lists, self.terms, Invalid::LeftOut)?);
        }
        let done = by_scenario.iter().map(Vec::len).min().unwrap_or(0);
        let weighed = sets.into_iter().take(done).enumerate().map(|(at, set)| {
            let effects = by_scenario.iter().map(|asked| asked[at].effect().cloned()).collect();
            let costs: Vec<Option<f64>> = set.iter().map(|&lever| self.levers[lever].cost).collect();
            let cost = costs.iter().copied().sum::<Option<f64>>();
            Weighed::new(set, effects, cost)
        });
        Ok(weighed.collect())
    }
}

/// Reads levers that somebody wrote down: `{ "name": (cost: 1000, changes: [Set("path", value)]) }`, or a list of
/// changes alone.
fn levers_of(path: &str) -> Result<Vec<Lever>, Failure> {
    let mut reading = Reading::default();
    let read = reading.tree(Path::new(path)).map_err(|fault| unreadable(path, &fault))?;
    let Some(tree) = read.tree else { return Err(reading.fail()) };
    let (mut found, file) = (Vec::new(), file_of(&reading, &tree));
    match tree.kind {
        Kind::Map(entries) => {
            for (words, value) in keyed(entries, &mut reading.found) {
                found.extend(lever(&words.value, value, (&file, &mut reading.found)));
            }
        }
        _ => reading.found.push(misfit(&tree, "a map of levers by name").help(
            "for example `{ \"a second line\": (cost: 120000, changes: [Set(\"teams.dba.people\", 4)]) }`",
        )),
    }
    if reading.found.has_errors() { Err(reading.fail()) } else { Ok(found) }
}

fn lever(words: &str, value: Node, (file, found): (&Arc<Source>, &mut Diagnostics)) -> Option<Lever> {
    let (mut cost, mut changes) = (None, None);
    match value.kind {
        Kind::List(_) => changes = Some(value),
        Kind::Struct { name: None, fields } => {
            for (key, node) in fields {
                match (key.value.as_str(), &node.kind) {
                    ("changes", _) => changes = Some(node),
                    ("cost", Kind::Number(number)) if !number.starts_with('-') => {
                        cost = number.replace('_', "").parse::<f64>().ok();
                    }
                    ("cost", _) => found.push(misfit(&node, "a number that is at least 0")),
                    _ => found.push(misfit(&node, "`cost` or `changes`")),
                }
            }
        }
        _ => {
            found.push(misfit(&value, "`(cost: ..., changes: [...])`"));
            return None;
        }
    }
    let edits = typed(changes?, file, found);
    Some(Lever { words: words.to_owned(), edits, weight: f64::MAX, cost })
}

fn body(advice: &Advice) -> Value {
    let weighed = |one: &Weighed| {
        let changes = one.changes();
        let changes = changes.iter().map(|(scenario, service, change)| {
            json!({"scenario": advice.scenarios[*scenario], "on": service.id, "name": service.name, "objective": objective(change)})
        });
        json!({
            "levers": one.levers.iter().map(|&at| json!(advice.levers[at].words)).collect::<Value>(),
            "edits": edits_of(&advice.edits(one)),
            "gain": one.gain, "closes": one.closes, "harms": one.harms, "helps": one.helps(),
            "loss_change": one.loss / 100.0, "cost": one.cost,
            "pairs": one.effects.iter().map(|effect| json!(effect.as_ref().map(|effect| effect.trials))).collect::<Value>(),
            "changes": changes.collect::<Value>(),
        })
    };
    json!({
        "scenarios": advice.scenarios, "suggested": advice.suggested, "currency": advice.currency,
        "needs_estimate": advice.unknown.iter().map(|words| json!({"words": words, "why": text::UNKNOWN})).collect::<Value>(),
        "stays_broken": advice.stays_broken().iter().map(|(scenario, service, one)| json!({
            "scenario": advice.scenarios[*scenario], "on": service.id, "name": service.name, "objective": objective(one),
        })).collect::<Value>(),
        "singles": advice.singles.iter().map(weighed).collect::<Value>(),
        "together": advice.together.iter().map(weighed).collect::<Value>(),
        "front": advice.front.iter().map(|&at| {
            let one = advice.all().nth(at).expect("the front is of the same list");
            json!(one.levers.iter().map(|&at| advice.levers[at].words.as_str()).collect::<Vec<_>>())
        }).collect::<Value>(),
    })
}

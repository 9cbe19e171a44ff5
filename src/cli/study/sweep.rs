//! `sweep`: plays the loss of everything an organisation rests on, one by one and in pairs.

use std::path::Path;

use serde_json::{Value, json};

use crate::model::Model;
use crate::notation::duration;
use crate::report::study::ladder::is_out;
use crate::report::study::sweep::{self as text, Hit, Loss, Sweep};
use crate::report::wire::study::{StudyFacts, share, study};
use crate::study::sweep::{Candidate, Kind, Lasts, LossSet, candidates, edits, event, minimal, pairs};
use crate::study::{Counting, Terms};
use crate::units::Millis;

use super::args::{KindWord, SweepArgs};
use super::{Answer, Answers, Asked, Bench, Invalid, Plan, asked, files_of};
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::read::{Grounds, bare_grounds, own_name};
use crate::cli::talk::Talk;
use crate::report::text::shown;

/// Trials of a loss unless the command line says otherwise, at most; and how well a share must be known.
const TRIALS: u64 = 4_000;
const KNOWN: f64 = 0.02;
/// Sets that are played unless the command line says otherwise.
const BUDGET: u64 = 2_000;

/// Sweeps the model that the command line names.
///
/// # Errors
/// A file or an option is invalid, nothing is selected, an output cannot be written, or a trial never ends.
pub fn sweep(args: &SweepArgs, typed: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (seed, _) = asked(&args.campaign, talk);
    let terms =
        Terms { trials: args.campaign.trials.unwrap_or(TRIALS), counting: Counting::TimesUntil(KNOWN) };
    let (lasts, lasting) = lasts(&args.lasts)?;
    length(&args.horizon)?;
    let scenario = format!(
        "(title: \"Losses one by one\", model: \"model.ron\", horizon: \"{}\", onset: Any, events: [])",
        args.horizon
    );
    let grounds = bare_grounds(Path::new(&args.model), &scenario)?;
    tell_of_scenario(&args.model, &grounds, talk);
    let plan = Plan::of(grounds, typed, seed)?;
    let kinds: Vec<Kind> = if args.kind.is_empty() {
        Kind::ALL.to_vec()
    } else {
        args.kind.iter().map(|&kind| kind.into()).collect()
    };
    let found = candidates(&plan.variant.model, &kinds);
    if found.is_empty() || plan.variant.model.services.is_empty() {
        return Err(Failure::new(
            Exit::NothingSelected,
            "there is nothing to lose, or no service to lose it for",
        ));
    }
    let inputs = files_of(&plan.grounds);
    let answers = Answers::open_plain(&args.answer, &inputs)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let stage = Stage { plan: &plan, bench: &bench, candidates: &found, lasts: &lasts, terms };
    let swept =
        stage.sweep(args.order, usize::try_from(args.budget.unwrap_or(BUDGET)).unwrap_or(usize::MAX))?;
    let minimal = named(&plan.variant.model, &swept);
    let told = Sweep {
        organisation: &plan.variant.model.name,
        candidates: &found,
        losses: &swept.losses,
        sets: swept.sets,
        order: usize::from(args.order),
        lasting: &lasting,
        horizon: plan.variant.scenario.horizon,
        minimal: &minimal,
        invalid: swept.invalid,
        partial: bench.is_stopped(),
    };
    let facts = StudyFacts {
        schema: "blackstart/sweep/1",
        organisation: &plan.variant.model.name,
        inputs: &plan.grounds.inputs,
        title: &plan.variant.scenario.title,
        seed,
        trials: terms.trials,
        trials_asked: terms.trials,
        partial: told.partial,
    };
    bench.interrupt.hold();
    answers.write(
        talk,
        &Answer {
            text: &|| text::sweep(&told),
            markdown: None,
            json: &|| study(&facts, body(&told, &lasts)),
        },
    )?;
    Ok(bench.exit(Exit::Done))
}

/// Says where a scenario was named that only its model is swept.
fn tell_of_scenario(named: &str, grounds: &Grounds, talk: &Talk) {
    let own = own_name(Path::new(named));
    if let Some(model) = grounds.inputs.first().filter(|model| model.name != own) {
        talk.note(&format!(
            "{} is a scenario: its model {} is swept, without the events and changes of the scenario",
            shown(named),
            shown(&model.name)
        ));
    }
}

/// How long losses last, for the engine and in words.
fn lasts(word: &str) -> Result<(Lasts, String), Failure> {
    if word == "forever" {
        return Ok((Lasts::Forever, "until people recover it".to_owned()));
    }
    let time = length(word)?;
    Ok((Lasts::For(word.to_owned()), format!("for {time}")))
}

fn length(word: &str) -> Result<Millis, Failure> {
    duration::parse(word).map_err(|_| {
        Failure::new(Exit::Invalid, format!("{} is no length of time", shown(word)))
            .help("write it as `24h` or `7d`; --lasts also takes `forever`")
    })
}

/// What a sweep is played with.
struct Stage<'a> {
    plan: &'a Plan,
    bench: &'a Bench,
    candidates: &'a [Candidate],
    lasts: &'a Lasts,
    terms: Terms,
}

/// What a sweep found.
struct Swept {
    /// Ranked.
    losses: Vec<Loss>,
    /// Which services' RTO each set breaks, in the order in which they were played.
    broken: Vec<(LossSet, Vec<bool>)>,
    sets: u64,
    invalid: u64,
}

impl Stage<'_> {
    fn sweep(&self, order: u8, budget: usize) -> Result<Swept, Failure> {
        let model = &self.plan.variant.model;
        let mut swept = Swept { losses: Vec::new(), broken: Vec::new(), sets: 0, invalid: 0 };
        let singles: Vec<LossSet> = (0..self.candidates.len()).map(|at| vec![at]).collect();
        swept.sets = singles.len() as u64;
        self.play(&singles[..singles.len().min(budget)], &mut swept)?;
        if order > 1 && self.bench.interrupt.exit().is_none() {
            let services = model.services.len();
            let mut breaks = vec![vec![false; services]; self.candidates.len()];
            swept.broken.iter().for_each(|(set, broken)| breaks[set[0]].clone_from(broken));
            let pairs = pairs(model, self.candidates, &breaks);
            swept.sets += pairs.len() as u64;
            let left = budget.saturating_sub(singles.len()).min(pairs.len());
            self.play(&pairs[..left], &mut swept)?;
        }
        let rank = |loss: &Loss| (std::cmp::Reverse(loss.hits.len()), loss.set.len(), loss.set.clone());
        swept.losses.sort_by_key(rank);
        Ok(swept)
    }

    fn play(&self, sets: &[LossSet], swept: &mut Swept) -> Result<(), Failure> {
        let lists: Vec<Vec<EditAsk>> =
            sets.iter().map(|set| edits(self.candidates, set, self.lasts)).collect();
        let played = self.bench.effects(self.plan, &lists, self.terms, Invalid::LeftOut)?;
        let order = in_model_order(&self.plan.variant.model);
        for (set, asked) in sets.iter().zip(&played) {
            let Asked::Played(effect) = asked else {
                swept.invalid += 1;
                continue;
            };
            let mut broken = vec![false; order.len()];
            for (at, service) in effect.services.iter().enumerate() {
                broken[order[at]] = is_out(service);
            }
            swept.broken.push((set.clone(), broken));
            swept.losses.push(Loss {
                set: set.clone(),
                runs: effect.trials,
                hits: effect
                    .services
                    .iter()
                    .enumerate()
                    .filter_map(|(at, service)| Hit::of(at, service))
                    .collect(),
                touched: effect.services.iter().filter(|service| service.touched).count(),
            });
        }
        Ok(())
    }
}

/// Position in the model of each service in the order of the file.
fn in_model_order(model: &Model) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.services.len()).collect();
    order.sort_by_key(|&at| model.nodes[model.services.as_slice()[at].node].position);
    order
}

/// Each service with an rto, in the order of the file, with its minimal sets.
fn named(model: &Model, swept: &Swept) -> Vec<(String, Vec<LossSet>)> {
    let sets = minimal(model.services.len(), &swept.broken);
    let order = in_model_order(model);
    let with_rto = order.into_iter().filter(|&at| model.services.as_slice()[at].rto.is_some());
    let named =
        with_rto.map(|at| (model.nodes[model.services.as_slice()[at].node].name.clone(), sets[at].clone()));
    named.collect()
}

fn body(sweep: &Sweep, lasts: &Lasts) -> Value {
    let ids = |set: &LossSet| set.iter().map(|&at| json!(sweep.candidates[at].id)).collect::<Value>();
    let names = |set: &LossSet| set.iter().map(|&at| json!(sweep.candidates[at].name)).collect::<Value>();
    let time = |time: Option<Millis>| time.map(Millis::seconds_f64);
    let loss = |loss: &Loss| {
        let hits = loss.hits.iter().map(|hit| {
            json!({
                "id": hit.id, "name": hit.name, "kind": hit.kind.word(), "kept": share(&hit.kept),
                "typical_s": time(hit.typical), "one_in_20_s": time(hit.one_in_20),
            })
        });
        json!({
            "lost": ids(&loss.set), "names": names(&loss.set), "runs": loss.runs, "services_touched": loss.touched,
            "out_of_tolerance": hits.collect::<Value>(),
            "events": loss.set.iter().map(|&at| json!(event(&sweep.candidates[at], lasts))).collect::<Value>(),
        })
    };
    let minimal = sweep
        .minimal
        .iter()
        .map(|(name, sets)| json!({"service": name, "sets": sets.iter().map(ids).collect::<Value>()}));
    json!({
        "order": sweep.order, "lasts": sweep.lasting, "examined": sweep.losses.len(), "sets": sweep.sets, "invalid": sweep.invalid,
        "losses": sweep.losses.iter().map(loss).collect::<Value>(),
        "minimal": minimal.collect::<Value>(),
    })
}

impl From<KindWord> for Kind {
    fn from(word: KindWord) -> Kind {
        match word {
            KindWord::System => Kind::System,
            KindWord::Site => Kind::Site,
            KindWord::Supplier => Kind::Supplier,
            KindWord::Team => Kind::Team,
        }
    }
}

//! Two scenarios: played here, pair by pair of runs with the same draws.

use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::play::seed;
use crate::cli::study::args::CompareArgs;
use crate::cli::study::{Bench, Plan, TRIALS_DEFAULT};
use crate::cli::talk::Talk;
use crate::report::study::compare::{Back, Basis, Comparison, Row, unpaired};
use crate::report::text::count;
use crate::results::{Results, Z};
use crate::study::{Contest, Counting, Effect, Terms, moves};
use crate::wording::figures::shift;

/// Reads the two scenarios of the command line.
///
/// # Errors
/// A file or an edit is invalid.
pub fn plans(args: &CompareArgs, edits: &[EditAsk], talk: &Talk) -> Result<[Plan; 2], Failure> {
    let seed = seed(args.campaign.seed, talk);
    Ok([Plan::read(&args.before, edits, seed)?, Plan::read(&args.after, edits, seed)?])
}

/// Plays two scenarios pair by pair.
///
/// # Errors
/// A trial never ends.
pub fn of_scenarios(
    args: &CompareArgs,
    [before, after]: [Plan; 2],
    talk: &Talk,
) -> Result<(Comparison, Option<Exit>), Failure> {
    let trials = args.campaign.trials.unwrap_or(TRIALS_DEFAULT);
    let seed = before.seed;
    let bench = Bench::new(&args.campaign, talk)?;
    let variants = [after.variant];
    let contest = bench.play(&before, &variants, Terms { trials, counting: Counting::All })?;
    let [played] = &contest.variants[..] else { unreachable!("one variant was played") };
    let mut comparison =
        Comparison { names: (args.before.clone(), args.after.clone()), ..Comparison::default() };
    comparison.trials = (played.pair.trials, played.pair.trials);
    if played.pair.trials == 0 {
        return Ok((comparison, bench.interrupt.exit()));
    }
    comparison.notes.push(format!(
        "{} pairs of runs with the same draws (seed {seed}): what differs is the doing of the files.",
        count(played.pair.trials)
    ));
    if contest.partial {
        comparison.notes.push(format!("PARTIAL: stopped before {} pairs.", count(trials)));
    }
    paired(&before, &variants[0], &contest, &mut comparison);
    Ok((comparison, bench.interrupt.exit()))
}

/// Adds what the pairs say.
pub fn paired(before: &Plan, after: &crate::study::Variant, contest: &Contest, comparison: &mut Comparison) {
    let played = &contest.variants[0];
    let results = |of: &crate::study::Variant, tallies: &Option<_>| {
        let tallies = tallies.as_ref().expect("all was asked to be counted");
        Results::new(&of.model, &of.scenario, &of.labels, tallies)
    };
    let (was, is) = (results(&before.variant, &contest.plan), results(after, &played.tallies));
    let effect = Effect::new(&before.variant, after, played);
    comparison.back.extend(effect.services.iter().filter_map(|service| {
        let change = service.recovery.certain()?;
        let [low, high] = service.recovery.mean.mean?.interval?;
        let by = shift(change.abs(), (high - low) / (2.0 * Z));
        Some(Back {
            scenario: is.title.clone(),
            name: service.name.clone(),
            by: format!("by {} on average", by.trim_start_matches('+')),
            is_sooner: change < 0.0,
        })
    }));
    let name = |results: &Results, id: &str| {
        let services = results.services.iter().map(|one| (&one.id, &one.name));
        let systems = results.systems.iter().map(|one| (&one.id, &one.name));
        let tasks = results.tasks.iter().map(|one| (&one.id, &one.name));
        let found = services.chain(systems).chain(tasks).find(|(other, _)| *other == id);
        found.map_or(id.to_owned(), |(_, name)| name.clone())
    };
    for (id, objective) in was.objectives() {
        let kind = objective.kind;
        let Some((_, other)) = is.objectives().find(|(other, one)| *other == id && one.kind == kind) else {
            comparison.gone.push(format!("{} of {}", kind.word(), name(&was, id)));
            continue;
        };
        let pair = effect.objectives().find(|(service, one)| service.id == id && one.kind == kind);
        comparison.rows.push(Row {
            scenario: is.title.clone(),
            id: id.to_owned(),
            name: name(&was, id),
            kind,
            target: (objective.target, other.target),
            required: (objective.required, other.required),
            before: objective.share,
            after: other.share,
            verdict: (objective.verdict, other.verdict),
            change: pair.map_or_else(|| unpaired(&objective.share, &other.share), |(_, one)| one.change),
            open: [objective, other].iter().any(|one| one.beyond_horizon.unwrap_or(0) > 0),
            basis: if pair.is_some() { Basis::Paired } else { Basis::Unpaired },
        });
    }
    for (id, objective) in is.objectives() {
        if !was.objectives().any(|(other, one)| other == id && one.kind == objective.kind) {
            comparison.new.push(format!("{} of {}", objective.kind.word(), name(&is, id)));
        }
    }
    for found in moves((&before.variant, &was), (after, &is)) {
        match found.word() {
            "opens" => comparison.findings_opened.push(found.id),
            "closes" => comparison.findings_closed.push(found.id),
            _ => {}
        }
    }
}

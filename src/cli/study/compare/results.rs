//! Two results files: shares against shares, since they hold no single runs.

use crate::diagnostic::Severity;
use crate::report::dossier::{self, Played as Read};
use crate::report::study::compare::{Back, Basis, Comparison, Row, unpaired};
use crate::report::text::count;
use crate::units::Millis;
use crate::wording::figures::time;

/// Why the shares of two results files are not those of pairs.
pub const NO_RUNS: &str = "Results files hold no single runs and no inputs; two bundles of one seed, or the two scenario \
                           files, are played pair by pair";

/// Compares two results by their shares; `why` says why not by pairs.
pub fn of_results((name, before): (&str, &[Read]), (other, after): (&str, &[Read]), why: &str) -> Comparison {
    let mut comparison = Comparison { names: (name.to_owned(), other.to_owned()), ..Comparison::default() };
    let only = before.len() == 1 && after.len() == 1;
    for was in before {
        let is = after
            .iter()
            .find(|is| is.scenario.title == was.scenario.title)
            .or(after.first().filter(|_| only));
        match is {
            None => comparison.gone.push(format!("the scenario {}", was.scenario.title)),
            Some(is) => of_scenario(was, is, why, &mut comparison),
        }
    }
    let met = |is: &&Read| !only && before.iter().all(|was| was.scenario.title != is.scenario.title);
    comparison.new.extend(after.iter().filter(met).map(|is| format!("the scenario {}", is.scenario.title)));
    comparison
}

/// Every objective of a results object with the id and name of what it is about.
fn objectives(of: &Read) -> Vec<(&str, &str, &dossier::Objective)> {
    let services = of.services.iter().map(|one| (&one.id, &one.name, &one.objectives));
    let systems = of.systems.iter().map(|one| (&one.id, &one.name, &one.objectives));
    let tasks = of.tasks.iter().map(|one| (&one.id, &one.name, &one.objectives));
    let all = services.chain(systems).chain(tasks);
    all.flat_map(|(id, name, objectives)| objectives.iter().map(move |one| (id.as_str(), name.as_str(), one)))
        .collect()
}

fn of_scenario(was: &Read, is: &Read, why: &str, comparison: &mut Comparison) {
    comparison.trials = (was.run.trials, is.run.trials);
    let note = if was.run.digest == is.run.digest {
        "Both are the same run, digest for digest.".to_owned()
    } else {
        format!(
            "{} runs with seed {} against {} runs with seed {}. {why}: the intervals are those of runs that have nothing to do \
             with each other (Newcombe).",
            count(was.run.trials),
            was.run.seed,
            count(is.run.trials),
            is.run.seed
        )
    };
    if !comparison.notes.contains(&note) {
        comparison.notes.push(note);
    }
    for (word, read) in [("Before", was), ("After", is)] {
        if read.run.is_partial() {
            comparison.notes.push(format!(
                "{word} is PARTIAL: {} of {} runs.",
                count(read.run.trials),
                count(read.run.trials_asked)
            ));
        }
    }
    let (before, after) = (objectives(was), objectives(is));
    for &(id, name, objective) in &before {
        let kind = objective.judged.kind;
        let Some((_, _, other)) =
            after.iter().find(|(other, _, one)| *other == id && one.judged.kind == kind)
        else {
            comparison.gone.push(format!("{} of {name}", kind.word()));
            continue;
        };
        let (was_judged, is_judged) = (&objective.judged, &other.judged);
        comparison.rows.push(Row {
            scenario: is.scenario.title.to_string(),
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            target: (was_judged.target, is_judged.target),
            required: (was_judged.required, is_judged.required),
            before: was_judged.share,
            after: is_judged.share,
            verdict: (was_judged.verdict, is_judged.verdict),
            change: unpaired(&was_judged.share, &is_judged.share),
            open: [was_judged, is_judged].iter().any(|one| one.beyond_horizon.unwrap_or(0) > 0),
            basis: Basis::Unpaired,
        });
    }
    for (id, name, objective) in &after {
        let kind = objective.judged.kind;
        if !before.iter().any(|(other, _, one)| other == id && one.judged.kind == kind) {
            comparison.new.push(format!("{} of {name}", kind.word()));
        }
    }
    comparison.back.extend(was.services.iter().filter_map(|service| {
        let other = is.services.iter().find(|other| other.id == service.id)?;
        back(is, (service, other))
    }));
    let ids = |of: &Read| -> Vec<String> {
        let counted =
            of.findings.iter().filter(|finding| finding.severity != Severity::Note && !finding.id.is_empty());
        counted.map(|finding| finding.id.to_string()).collect()
    };
    let (before, after) = (ids(was), ids(is));
    comparison.findings_closed.extend(before.iter().filter(|id| !after.contains(id)).cloned());
    comparison.findings_opened.extend(after.iter().filter(|id| !before.contains(id)).cloned());
}

/// A service whose typical time out differs by more than both intervals leave room for.
fn back(of: &Read, (was, is): (&dossier::Service, &dossier::Service)) -> Option<Back> {
    let typical = |of: &dossier::Service| of.recovery.quantiles.iter().find(|one| one.percent == 50).cloned();
    let (before, after) = (typical(was)?, typical(is)?);
    let end = |end: Option<Millis>| end.unwrap_or(Millis::NEVER);
    let is_sooner = end(after.interval[1]) < before.interval[0].unwrap_or(Millis::ZERO);
    let is_later = end(before.interval[1]) < after.interval[0].unwrap_or(Millis::ZERO);
    let time = |quantile| time(Some(quantile), "not out", "not back");
    (is_sooner || is_later).then(|| Back {
        scenario: of.scenario.title.to_string(),
        name: is.name.to_string(),
        by: format!("typically {} > {}", time(&before), time(&after)),
        is_sooner,
    })
}

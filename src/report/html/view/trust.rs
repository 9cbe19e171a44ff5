//! How far to trust the answer: what was played, which evidence it rests on, what no figure can tell.

use crate::report::dossier::{Dossier, Played, RestsOn, Standing};
use crate::wording::text::{count, counted};

/// How much was played, with what.
pub fn played(dossier: &Dossier) -> String {
    let mut said: Vec<String> = Vec::new();
    let scenarios = counted(dossier.played.len(), "scenario", "scenarios");
    let mut runs: Vec<u64> = dossier.played.iter().map(|played| played.run.trials).collect();
    runs.sort_unstable();
    runs.dedup();
    match runs.as_slice() {
        [] => return "Nothing was played.".to_owned(),
        [one] if dossier.played.len() == 1 => said.push(counted(*one as usize, "run", "runs")),
        [one] => said.push(format!("{scenarios}, {} each", counted(*one as usize, "run", "runs"))),
        [least, .., most] => {
            said.push(format!("{scenarios}, {} to {} runs each", count(*least), count(*most)))
        }
    }
    let mut seeds: Vec<u64> = dossier.played.iter().map(|played| played.run.seed).collect();
    seeds.dedup();
    said.push(match seeds.as_slice() {
        [one] => format!("seed {one}"),
        several => format!("seeds {}", several.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
    });
    let engine =
        dossier.played.first().map(|played| format!("{} {}", played.engine.name, played.engine.version));
    said.extend(engine);
    said.join(" \u{b7} ")
}

/// One sentence for each thing that a reader should hold against the figures.
pub fn trust(dossier: &Dossier) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(evidence(dossier));
    said.extend(assumptions(dossier));
    said.extend(defaults(dossier));
    said.push(
        "The intervals say how far the runs leave a share open. They say nothing of how far the model is from the house \
         it describes."
            .to_owned(),
    );
    said
}

/// Over all services and scenarios, by the time that their outages take.
fn evidence(dossier: &Dossier) -> Option<String> {
    let mut sum = RestsOn::default();
    let mut whole = 0.0;
    for service in dossier.played.iter().flat_map(|played| &played.services) {
        let (Some(rests), Some(ledger)) = (&service.rests_on, &service.ledger) else { continue };
        let weight = ledger.mean.map_or(0.0, |mean| mean.0 as f64) * ledger.trials as f64;
        whole += weight;
        sum.assumed += rests.assumed * weight;
        sum.estimated += rests.estimated * weight;
        sum.exercised += rests.exercised * weight;
        sum.measured += rests.measured * weight;
        sum.derived += rests.derived * weight;
    }
    if whole <= 0.0 {
        return None;
    }
    let parts = [
        (sum.assumed, "rests on assumed durations"),
        (sum.estimated, "on estimates"),
        (sum.exercised, "on durations seen in exercises"),
        (sum.measured, "on measured ones"),
        (sum.derived, "follows from the plan and from other work"),
    ];
    let said: Vec<String> = parts
        .iter()
        .map(|(part, words)| (part / whole * 100.0, words))
        .filter(|(percent, _)| *percent >= 0.5)
        .map(|(percent, words)| format!("{percent:.0} % {words}"))
        .collect();
    Some(format!(
        "Of all the time that services are out, by the weakest evidence behind it: {}.",
        said.join(", ")
    ))
}

fn assumptions(dossier: &Dossier) -> Option<String> {
    let objectives = || dossier.played.iter().flat_map(Played::objectives);
    let looked = objectives().filter(|objective| objective.assumptions.is_some()).count();
    if looked == 0 {
        return None;
    }
    let turning =
        objectives().filter(|one| one.assumptions.as_ref().is_some_and(|varied| varied.turns_at.is_some()));
    let turning: Vec<_> = turning.collect();
    let depend = turning.iter().filter(|one| Standing::of(one) == Standing::DependsOnAssumptions).count();
    Some(format!(
        "{} of {looked} verdicts turn if everything that is assumed takes between 0.7 and 1.5 times as long; {} that would \
         hold {} said to depend on assumptions.",
        turning.len(),
        depend,
        if depend == 1 { "is" } else { "are" },
    ))
}

fn defaults(dossier: &Dossier) -> Option<String> {
    let mut paths: Vec<&str> = dossier
        .played
        .iter()
        .flat_map(|played| &played.inputs_used)
        .filter(|input| input.default)
        .map(|input| input.path.as_str())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    (!paths.is_empty()).then(|| {
        format!(
            "The files leave {} to a default, and a default is nearly always the kinder case; the appendix lists them.",
            counted(paths.len(), "input", "inputs")
        )
    })
}

/// What no figure can tell, each once.
pub fn limits(dossier: &Dossier) -> Vec<String> {
    let mut limits: Vec<String> = Vec::new();
    for limit in
        dossier.played.iter().filter_map(|played| played.document.as_ref()).flat_map(|one| &one.limits)
    {
        let mut text = limit.to_string();
        // A sentence of its own.
        if let Some(first) = text.get(..1) {
            text = first.to_uppercase() + &text[1..];
        }
        if !limits.contains(&text) {
            limits.push(text);
        }
    }
    limits
}

//! Turns what studies find into JSON (`docs/studies.md`).

use serde_json::{Value, json};

use crate::diagnostic::Severity;
use crate::document::edit::{EditRecord, Typed};
use crate::results::{Average, Change, Results, Share, Verdict};
use crate::study::{
    Effect, Extreme, FindingMove, ObjectiveEffect, QuantileChange, ServiceEffect, TimeEffect, Variant,
    only_in,
};
use crate::units::Millis;

use super::Input;
use super::estimate::{Shown, clock_word};

/// What a study was asked for and how far it went.
#[derive(Clone, Copy, Debug)]
pub struct StudyFacts<'a> {
    /// The schema's name, such as `blackstart/whatif/1`.
    pub schema: &'a str,
    pub organisation: &'a str,
    pub inputs: &'a [Input],
    pub title: &'a str,
    pub seed: u64,
    pub trials: u64,
    pub trials_asked: u64,
    pub partial: bool,
}

/// The head that all studies share, with the fields of `body`.
pub fn study(facts: &StudyFacts, body: Value) -> Value {
    let mut file = json!({
        "schema": facts.schema,
        "engine": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "organisation": facts.organisation,
        "inputs": facts.inputs,
        "scenario": {"title": facts.title},
        "run": {
            "seed": facts.seed,
            "trials": facts.trials,
            "trials_asked": facts.trials_asked,
            "status": if facts.partial { "partial" } else { "complete" },
        },
    });
    if let (Some(file), Value::Object(body)) = (file.as_object_mut(), body) {
        file.extend(body);
    }
    file
}

/// Edits as options.
pub fn edits(edits: &[Typed]) -> Value {
    edits.iter().map(|edit| json!({"option": edit.option(), "argument": edit.argument()})).collect()
}

fn records(records: &[EditRecord]) -> Value {
    let record = |record: &EditRecord| json!({"path": record.path, "op": record.op.word().to_lowercase(), "value": record.value, "from": record.from});
    records.iter().map(record).collect()
}

/// A variant, what it does to each service, and every objective whose verdict it changes.
pub fn variant(
    variant: &Variant,
    effect: &Effect,
    (before, after): (&Results, &Results),
    findings: &[FindingMove],
) -> Value {
    let mut verdicts = Vec::new();
    for (id, was) in before.objectives() {
        let is = after.objectives().find(|(other, is)| *other == id && is.kind == was.kind);
        let Some((_, is)) = is.filter(|(_, is)| is.verdict != was.verdict) else { continue };
        let moved = match (was.verdict == Verdict::FallsShort, is.verdict == Verdict::FallsShort) {
            (true, false) => "closes",
            (false, true) => "opens",
            _ => "moves",
        };
        verdicts.push(json!({
            "on": id, "kind": was.kind.word(), "clock": was.clock.map(clock_word), "moved": moved,
            "before": was.verdict.word(), "after": is.verdict.word(),
            "share_before": was.share.share, "share_after": is.share.share,
        }));
    }
    let alone = |one, other| -> Value {
        let found = only_in(one, other).into_iter();
        found.map(|(id, objective)| json!({"on": id, "kind": objective.kind.word()})).collect()
    };
    json!({
        "name": variant.name,
        "edits": edits(&variant.edits),
        "changes": records(&variant.records),
        "verdicts": verdicts,
        "objectives_gone": alone(before, after),
        "objectives_new": alone(after, before),
        "findings": findings.iter().map(finding).collect::<Value>(),
        "effect": effect_of(effect),
    })
}

fn finding(found: &FindingMove) -> Value {
    json!({
        "id": found.id, "moved": found.word(), "message": found.message,
        "before": found.before.map(Severity::word), "after": found.after.map(Severity::word),
    })
}

/// What a variant does to each service.
pub fn effect_of(effect: &Effect) -> Value {
    json!({
        "pairs": effect.trials,
        "loss": effect.cost.as_ref().map(|(currency, change)| loss(currency, change)),
        "services": effect.services.iter().map(service).collect::<Value>(),
    })
}

fn service(service: &ServiceEffect) -> Value {
    json!({
        "id": service.id,
        "name": service.name,
        "touched": service.touched,
        "objectives": service.objectives.iter().map(objective).collect::<Value>(),
        "recovery": time(&service.recovery),
        "data_loss": time(&service.data_loss),
        "loss": service.cost.as_ref().map(|(currency, change)| loss(currency, change)),
        "pairs_better": service.better,
        "pairs_worse": service.worse,
        "pairs_different": service.differ,
        "shows_better": service.most_better.map(extreme),
        "shows_worse": service.most_worse.map(extreme),
    })
}

/// One objective in pairs.
pub fn objective(objective: &ObjectiveEffect) -> Value {
    let crate::results::Table { both, lost, won, neither } = objective.pairs;
    json!({
        "kind": objective.kind.word(),
        "target_s": [objective.target.0.shown(), objective.target.1.shown()],
        "required": [objective.required.0, objective.required.1],
        "pairs": {"both": both, "lost": lost, "won": won, "neither": neither},
        "before": share(&objective.before),
        "after": share(&objective.after),
        "change": change(&objective.change),
        "verdict_before": objective.verdict.0.word(),
        "verdict_after": objective.verdict.1.word(),
        "moved": objective.moved().word(),
    })
}

/// A share with its interval.
pub fn share(share: &Share) -> Value {
    json!({"held": share.held, "n": share.n, "share": share.share, "interval": share.interval})
}

/// A change of a share with its interval.
pub fn change(change: &Change) -> Value {
    json!({"value": change.value, "interval": change.interval})
}

fn time(time: &TimeEffect) -> Value {
    let mean = time.mean.mean;
    json!({
        "mean_change_s": mean.map(|mean| mean.value / Millis::PER_ONE),
        "mean_change_interval_s": mean.and_then(|mean| mean.interval).map(|ends| ends.map(|end| end / Millis::PER_ONE)),
        "pairs_of_which_one_never": time.one_never,
        "quantiles": time.quantiles.iter().map(quantile).collect::<Value>(),
    })
}

fn quantile(quantile: &QuantileChange) -> Value {
    json!({
        "percent": quantile.percent,
        "before_s": quantile.before.and_then(Shown::shown),
        "after_s": quantile.after.and_then(Shown::shown),
        "change_interval_s": quantile.interval.map(|end| end.map(|end| end as f64 / Millis::PER_ONE)),
    })
}

fn loss(currency: &str, change: &Average<crate::results::Hundredths>) -> Value {
    let (mean, interval) = super::estimate::mean::<crate::results::Hundredths>(change.mean);
    json!({"currency": currency, "mean_change": mean, "mean_change_interval": interval})
}

fn extreme(pair: Extreme) -> Value {
    json!({"trial": pair.trial, "before_s": pair.before.shown(), "after_s": pair.after.shown()})
}

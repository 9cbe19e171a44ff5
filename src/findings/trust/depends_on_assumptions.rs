//! G0203: a verdict that turns if what is assumed is somewhat shorter or longer.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::probe::assumptions::{Assumptions, Varied};
use crate::results::{ObjectiveResult, Verdict};
use crate::wording::figures::in_runs;

/// Turning so near to 1 it is heavy.
const NEAR: f64 = 0.2;

pub const RULE: Rule = Rule {
    code: "G0203",
    name: "depends-on-assumptions",
    title: "the verdict turns if assumed times are wrong",
    finds: "The same runs were played with every assumed duration at 0.7 times its length and at 1.5 times, and at one of \
        them the objective surely lies on the other side. Where it holds as stated it is high if it turns within a fifth, \
        else medium; where it falls short as stated it is low.",
    matters: "The interval of a share is the error of the dice. What nobody has measured can be wrong by more than that, and \
        then the verdict is one about the guess.",
    behind: "EU 2024/1774 Art. 26(1): challenge the assumptions of the plans; ISO/IEC 31010: sensitivity.",
    example: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h")])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it",
    takes: (is: "3h", basis: Measured("2026-03-14"), source: "rebuilt for practice"))])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let Some(assumptions) = seen.assumptions else { return Vec::new() };
    let turning = |(id, objective): (&str, &ObjectiveResult)| {
        let varied = assumptions.of(id, objective)?;
        Some(finding(seen, (id, objective), (assumptions, varied, varied.turns_at?)))
    };
    seen.results.objectives().filter_map(turning).collect()
}

fn finding(
    seen: &Seen,
    (id, objective): (&str, &ObjectiveResult),
    (assumptions, varied, turns_at): (&Assumptions, &Varied, f64),
) -> Finding {
    let (name, kind, target) = (seen.name_of(id), objective.kind.short(), objective.target);
    let runs = in_runs(&objective.share);
    let (severity, message) = match objective.verdict {
        Verdict::Holds => (
            if (turns_at - 1.0).abs() <= NEAR + 1e-9 { Severity::High } else { Severity::Medium },
            format!(
                "{name} keeps its {kind} of {target} in {runs} as stated, but that depends on assumptions: with all \
                 assumed times {turns_at} times as long it falls short."
            ),
        ),
        _ => (
            Severity::Low,
            format!(
                "{name} falls short of its {kind} of {target} as stated ({runs}); with all assumed times {turns_at} times \
                 as long it would hold."
            ),
        ),
    };
    let [shorter, longer] = varied.verdicts;
    RULE.says(severity, id, message)
        .part(objective.kind.word())
        .objective(objective)
        .figure("turns_at", Figure::Share(turns_at))
        .figure("verdict_at_0.7", Figure::Word(shorter.word().to_owned()))
        .figure("verdict_at_1.5", Figure::Word(longer.word().to_owned()))
        .figure("assumed_durations", Figure::Count(assumptions.assumed as u64))
        .weighing(1.0 - (turns_at - 1.0).abs())
        .try_first([Remedy::to_do(
            "Measure the assumed times that take most of the outage, or have those who do the work estimate them; until \
             then say that it depends on assumptions.",
        )])
}

//! G0205: a verdict so near to what is wanted that another seed could leave it open.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveResult, Verdict, Z};
use crate::wording::figures::{in_runs, wanted};

/// From the share to what is wanted, in half-widths of the interval: one is just decided. A run of another seed is left
/// undecided, or turned, with a chance of about one in ten here: it would have to lie (1.5 - 1) x 2.58 = 1.29 standard
/// errors nearer.
const HALF_WIDTHS_MAX: f64 = 1.5;

pub const RULE: Rule = Rule {
    code: "G0205",
    name: "seed-sensitive",
    title: "another seed could leave it open",
    finds: "An objective is decided, but what is wanted lies less than one and a half half-widths of the interval from the \
        share: with as many runs of another seed it is left undecided about once in ten times or more. It is a note.",
    matters: "A verdict that the next run may not repeat is no ground for a decision that costs something.",
    behind: "P. Diaconis and B. Efron, Computer-intensive methods (1983); docs/results.schema.json: interval at 99 %.",
    example: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", required: 0.71) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(id: "power", targets: ["till"], lasts: "uniform(1h, 5h)")])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", required: 0.5) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(id: "power", targets: ["till"], lasts: "uniform(1h, 5h)")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    seen.results.objectives().filter_map(|(id, objective)| finding(seen, id, objective)).collect()
}

fn finding(seen: &Seen, id: &str, objective: &ObjectiveResult) -> Option<Finding> {
    let decided = matches!(objective.verdict, Verdict::Holds | Verdict::FallsShort);
    let distance = (objective.share.share - objective.required).abs();
    let half = objective.share.half_width();
    // Where none or all keep it, the interval is one-sided and its half-width says little.
    let inside = objective.share.held > 0 && objective.share.held < objective.share.n;
    if !decided || !inside || half == 0.0 || distance >= HALF_WIDTHS_MAX * half {
        return None;
    }
    let word = if objective.verdict == Verdict::Holds { "holds" } else { "falls short" };
    let message = format!(
        "The {} of {} {word} by a hair: it is kept in {}, and {} are wanted; another seed could leave it open.",
        objective.kind.short(),
        seen.name_of(id),
        in_runs(&objective.share),
        wanted(objective.required),
    );
    let trials = 4 * objective.share.n;
    let finding = RULE
        .says(Severity::Note, id, message)
        .part(objective.kind.word())
        .objective(objective)
        .figure("standard_errors", Figure::Share(distance / half * Z))
        .try_first([Remedy::to_do(format!("Play four times as many runs (`--trials {trials}`)."))]);
    Some(finding)
}

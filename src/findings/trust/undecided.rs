//! G0201: an objective of which the trials do not tell whether it holds.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveResult, Verdict};
use crate::wording::figures::{in_runs, wanted};
use crate::wording::text::count;

pub const RULE: Rule = Rule {
    code: "G0201",
    name: "undecided",
    title: "the trials do not tell whether it holds",
    finds: "The share of runs that keep an objective is so near to what is wanted that the interval at 99 % reaches over \
        it, or runs that were still out at the horizon could decide it either way. It is medium.",
    matters: "An undecided objective neither holds nor falls short. Whoever reads it as either has rolled a die.",
    behind: "E. B. Wilson, Probable inference (1927): the interval behind the verdict; docs/semantics.md section 8.",
    example: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", required: 0.75) })"#,
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
    let open = seen.results.objectives().filter(|(_, objective)| objective.verdict == Verdict::Undecided);
    open.map(|(id, objective)| finding(seen, id, objective)).collect()
}

fn finding(seen: &Seen, id: &str, objective: &ObjectiveResult) -> Finding {
    let message = format!(
        "Whether {} keeps its {} of {} often enough is open: it does in {}, and {} are wanted.",
        seen.name_of(id),
        objective.kind.short(),
        objective.target,
        in_runs(&objective.share),
        wanted(objective.required),
    );
    let settled = objective.settled_by();
    let text = match settled {
        Some(trials) => format!(
            "Play about {} runs (`--trials {trials}`), or `--until-decided`: that settles it if the share stays.",
            count(trials)
        ),
        None if objective.is_cut_off() => {
            "Give the scenario a longer horizon: runs that are still out at its end decide it.".to_owned()
        }
        None => "More runs may not settle it: the share is just what is wanted.".to_owned(),
    };
    let finding = RULE.says(Severity::Medium, id, message).part(objective.kind.word()).objective(objective);
    let finding = match settled {
        Some(trials) => finding.figure("settled_by_trials", Figure::Count(trials)),
        None => finding,
    };
    finding.try_first([Remedy::to_do(text)])
}

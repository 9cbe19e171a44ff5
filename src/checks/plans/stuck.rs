//! W0305: a plan that is taken, waits for what never comes, and keeps a later plan from its turn.

use super::{place_of, reason, why_in_vain};
use crate::checks::soonest::Why;
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::SystemId;
use crate::model::{Strategy, System};

pub const RULE: Rule = Rule {
    code: "W0305",
    title: "a wait that can last for ever",
    severity: Severity::High,
    finds: "In a scenario the first plan of a system that can be taken waits for something that never comes (a task, a \
        tool, a team, what it needs afterwards), has no `give_up`, and a later plan could bring the system back.",
    matters: "The later plan never gets its turn. People would see that they wait in vain; the plan as written does not.",
    behind: "docs/semantics.md section 5: a strategy is held until it completes, fails or is given up.",
    example: Example::scenario(
        r#"(
    sites: { "house": () }, suppliers: { "lessor": () },
    tasks: { "hire": (when: Needed, steps: [(do: "Hire a machine", needs: ["lessor"], takes: "1d")]) },
    systems: { "till": (home: "house", recovery: [
        (name: "On a hired machine", begins_when: ["hire"], tested: "2026-09-01", steps: [(do: "Install", takes: "1h")]),
        (name: "By hand", needs_there: [], tested: "2026-09-01", steps: [(do: "Set up", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2d", mtpd: "5d") },
    allow: [(code: "W0301", on: "lessor-gone", because: "shown here is the wait")],
)"#,
        r#"(title: "All gone", model: "model.ron", horizon: "7d",
    events: [Outage(id: "lessor-gone", targets: ["lessor"]), Outage(id: "till-gone", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "house": () }, suppliers: { "lessor": () },
    tasks: { "hire": (when: Needed, steps: [(do: "Hire a machine", needs: ["lessor"], takes: "1d")]) },
    systems: { "till": (home: "house", recovery: [
        (name: "On a hired machine", begins_when: ["hire"], give_up: "1d", tested: "2026-09-01", steps: [(do: "Install", takes: "1h")]),
        (name: "By hand", needs_there: [], tested: "2026-09-01", steps: [(do: "Set up", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2d", mtpd: "5d") },
    allow: [(code: "W0301", on: "lessor-gone", because: "shown here is the wait")],
)"#,
        r#"(title: "All gone", model: "model.ron", horizon: "7d",
    events: [Outage(id: "lessor-gone", targets: ["lessor"]), Outage(id: "till-gone", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        let Some((stuck, alive)) = stuck(case, (id, system)) else { continue };
        let name = case.plan.id(system.node);
        let (first, later) = (&system.recovery[stuck], &system.recovery[alive]);
        let never = case.at_worst().why_never(id, stuck);
        if fails(&system.recovery[stuck], never.root) {
            continue;
        }
        let why = why_in_vain(case, (id, stuck)).unwrap_or_else(|| reason(case, &never));
        let mut diagnostic = RULE
            .says(format!(
                "{}: `{name}` can wait for ever in \"{}\" ({why}), though \"{}\" could bring it back",
                case.short_name(),
                first.name,
                later.name
            ))
            .at(first.place, "taken first, and never given up")
            .at(later.place, "never gets its turn");
        if let Some(place) = place_of(case, &never) {
            diagnostic = diagnostic.at(place, "this never comes");
        }
        let diagnostic = diagnostic.help(
            "give the first plan a `give_up`, name the condition in `only_if`, or put the later plan first",
        );
        found.push(format!("{name}/{}", first.id), diagnostic);
    }
}

/// Whether a plan that is never finished fails: a step that never succeeds is tried a few times, and then the next plan has
/// its turn.
fn fails(strategy: &Strategy, root: Option<Why>) -> bool {
    match root {
        Some(Why::Step { step, .. }) => {
            strategy.steps.get(step).is_some_and(|step| step.success <= 0.0 && step.attempts != u32::MAX)
        }
        _ => false,
    }
}

/// The plan a system waits in for ever, and the first later one that could be finished.
pub(super) fn stuck(case: &Case, (id, system): (SystemId, &System)) -> Option<(usize, usize)> {
    let worst = case.at_worst();
    let taken = |plan: usize| worst.chosen(id, plan).is_some_and(|chosen| !chosen.is_never());
    let first = (0..system.recovery.len()).find(|plan| taken(*plan))?;
    let strategy: &Strategy = &system.recovery[first];
    let in_vain = |plan: usize| case.in_vain().contains_key(&(id, plan));
    let finished = |plan: usize| !in_vain(plan) && worst.done(id, plan).is_some_and(|done| !done.is_never());
    let waits = strategy.give_up.is_none() && !finished(first);
    // A plan that can be begun sooner is under way, or done, before the first can be.
    let before = |plan: usize| worst.chosen(id, plan) < worst.chosen(id, first);
    if (first + 1..system.recovery.len()).any(|plan| finished(plan) && before(plan)) {
        return None;
    }
    let later = (first + 1..system.recovery.len()).find(|plan| finished(*plan))?;
    // Where the home mode comes back by itself, the strategy stands down.
    (waits && worst.home(id).is_never()).then_some((first, later))
}

#[cfg(test)]
mod tests {
    use super::RULE;

    /// Two plans for a line that is cut, the first of them under these terms; `tools` need the line.
    fn said(terms: &str) -> Vec<String> {
        let model = format!(
            r#"(teams: {{ "net": (people: 2) }}, suppliers: {{ "lessor": () }}, systems: {{ "tools": (needs: ["line"]),
                "line": (recovery: [(name: "From afar", {terms}, steps: [(do: "Roll back", by: ["net"], takes: "10m")]),
                    (name: "On site", steps: [(do: "By hand", by: ["net"], takes: "2h")])]) }})"#
        );
        RULE.said_of_case(
            &model,
            r#"(title: "Cut", model: "model.ron", horizon: "3d", events: [
            Outage(id: "cut", targets: ["line"]), Outage(id: "bankrupt", targets: ["lessor"])])"#,
        )
    }

    #[test]
    fn nobody_waits_in_a_plan_that_can_be_begun_only_once_a_later_one_has_brought_the_system_back() {
        assert_eq!(said(r#"only_if: ["tools"]"#), [""; 0]);
        assert_eq!(said(r#"needs_there: ["lessor"]"#).len(), 1);
        assert_eq!(said(r#"needs_there: ["lessor"], give_up: "1h""#), [""; 0]);
    }
}

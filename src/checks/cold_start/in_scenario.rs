//! W0312: systems that cannot come back from what a scenario takes away, because they wait for themselves.

use super::{finding, members};
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::structure::deadlock::find;
use crate::structure::losses::Losses;
use crate::structure::returns::Returns;

pub const RULE: Rule = Rule {
    code: "W0312",
    title: "a scenario that ends in a circle",
    severity: Severity::High,
    finds: "Once all that the scenario strikes is down, some of it never comes back: the people, copies and tools that \
        every way back asks for wait for it themselves. What only lacks something that is gone for good is not meant.",
    matters: "Each plan reads well by itself. Together they need their own result, and that shows only on the day on \
        which nobody can begin.",
    behind: "NIST SP 800-34 section 3.2; docs/semantics.md section 2: two that need each other, both down, do not lift \
        each other.",
    example: Example::scenario(
        r#"(
    sites: { "campus": (kind: Office) }, teams: { "infra": (people: 3, needs: ["campus or vpn"]) },
    systems: { "vpn": (needs: ["directory"]), "directory": (recovery: [(name: "Rebuild", tested: "2026-09-01",
        steps: [(do: "Rebuild it", by: ["infra"], takes: (is: "4h", basis: Measured))])]) },
)"#,
        r#"(title: "The campus is closed", model: "model.ron", horizon: "7d",
    events: [Outage(id: "closed", targets: ["campus"]), Outage(id: "sign-in-down", targets: ["directory"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "campus": (kind: Office), "hotel": (kind: Other) },
    teams: { "infra": (people: 3, needs: ["campus or vpn or hotel"]) },
    systems: { "vpn": (needs: ["directory"]), "directory": (recovery: [(name: "Rebuild", tested: "2026-09-01",
        steps: [(do: "Rebuild it", by: ["infra"], takes: (is: "4h", basis: Measured))])]) },
)"#,
        r#"(title: "The campus is closed", model: "model.ron", horizon: "7d",
    events: [Outage(id: "closed", targets: ["campus"]), Outage(id: "sign-in-down", targets: ["directory"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let plan = &case.plan;
    let deadlock = find(&Returns::new(plan.model, Losses::of(plan.falls(), case.scenario)));
    if deadlock.circles.is_empty() {
        return;
    }
    // What does not start from cold is told of the model once, not of every scenario.
    let told: Vec<_> = plan.from_cold().circles.iter().map(members).collect();
    for circle in deadlock.circles.iter().filter(|circle| !told.contains(&members(circle))) {
        let when = format!("in {} once what it strikes is down", case.short_name());
        let diagnostic = finding(&RULE, plan, (&deadlock, circle), &when);
        found.push(plan.id(circle.links[0].from), diagnostic);
    }
}

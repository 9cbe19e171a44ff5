//! W0602: plans nobody has ever done.

use std::collections::BTreeSet;

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::source::Place;

pub const RULE: Rule = Rule {
    code: "W0602",
    title: "plans with no date on which they were done",
    severity: Severity::Low,
    finds: "Strategies of systems that a service with objectives needs, and workarounds, that carry no `tested`. They \
        are counted in one finding, those of services first.",
    matters: "A plan that nobody has done is an idea. How long it takes, and whether it works, is a guess.",
    behind: "DORA Art. 11(6) and 12(6); ISO 22301:2019 clause 8.5; NIST SP 800-53 CP-4.",
    example: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", steps: [(do: "Reinstall", takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-05-18", steps: [(do: "Reinstall", takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let mut never: Vec<(String, Place)> = Vec::new();
    let mut all = 0;
    for service in plan.model.services.iter() {
        all += service.workarounds.len();
        let undone = service.workarounds.iter().filter(|way| way.tested.is_none());
        never.extend(
            undone.map(|way| (format!("\"{}\" of `{}`", way.name, plan.id(service.node)), way.place)),
        );
    }
    let promising =
        plan.model.services.iter().filter(|service| service.rto.is_some() || service.mtpd.is_some());
    let promising: Vec<_> = promising.map(|service| service.node).collect();
    let needed = plan.graph.first_that_needs(&promising);
    let mut ids = BTreeSet::new();
    for system in plan.model.systems.iter() {
        // Alike systems count once.
        if needed[system.node].is_none() || !ids.insert(plan.id(system.node)) {
            continue;
        }
        all += system.recovery.len();
        let undone = system.recovery.iter().filter(|strategy| strategy.tested.is_none());
        never.extend(
            undone.map(|plan_of| {
                (format!("\"{}\" of `{}`", plan_of.name, plan.id(system.node)), plan_of.place)
            }),
        );
    }
    let count = never.len();
    let Some((_, first)) = never.first() else { return };
    let names: Vec<String> = never.iter().map(|(name, _)| name.clone()).collect();
    let mut diagnostic = RULE
        .says(format!(
            "{count} of {all} plans and workarounds carry no date on which people did them: {}",
            words::listed(&names)
        ))
        .at(*first, "for example, no `tested`");
    for (_, place) in never.iter().skip(1).take(2) {
        diagnostic = diagnostic.at(*place, "nor here");
    }
    found.push(
        "plans",
        diagnostic.help("do them, those of the shortest promises first, and write `tested: \"2026-05-18\"`"),
    );
}

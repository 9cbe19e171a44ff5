//! W0302: a system that no plan can bring back in a scenario, with a service waiting for it.

use super::{place_of, reason};
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ids::{NodeId, SystemId};
use crate::model::System;
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0302",
    title: "every plan of a system is dead in a scenario",
    severity: Severity::High,
    finds: "A scenario can take a system for good, none of its plans can be finished there, and a service that needs it \
        never comes back in full in those runs, but for work by hand.",
    matters: "There is no way out at all: people would have to invent the plan during the incident.",
    behind: "RTS 2024/1774 Art. 26(2): alternatives where the primary recovery is not feasible; ISO 22301:2019 \
        clause 8.3.3.",
    example: Example::scenario(
        r#"(
    sites: { "house": () },
    systems: { "till": (home: "house") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], mtpd: "5d", rto: "1d", workarounds: [
        (name: "Paper", ready: "1h", tested: "2026-09-01")]) },
    allow: [(code: "W0303", on: "till", because: "shown here is the scenario")],
)"#,
        r#"(title: "Fire", model: "model.ron", horizon: "7d", events: [Destruction(id: "fire", targets: ["house"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "house": (), "barn": () },
    systems: { "till": (home: "house", recovery: [(name: "Move", to: "barn", tested: "2026-09-01",
        steps: [(do: "Move", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], mtpd: "5d", rto: "1d", workarounds: [
        (name: "Paper", ready: "1h", tested: "2026-09-01")]) },
)"#,
        r#"(title: "Fire", model: "model.ron", horizon: "7d", events: [Destruction(id: "fire", targets: ["house"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let worst = case.at_worst();
    let lost = case
        .plan
        .model
        .services
        .iter_enumerated()
        .filter(|(id, _)| worst.never_without_workarounds(*id))
        .map(|(_, service)| service.node);
    let waits = case.plan.must().first_holder(lost);
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        let Some(service) = waits[system.node] else { continue };
        // A plan that waits for itself has a finding of its own.
        let is_dead = |position: usize| {
            worst
                .done(id, position)
                .is_none_or(|done| done.is_never() && worst.why_never(id, position).root.is_some())
        };
        if !worst.home_is_lost(id) || !(0..system.recovery.len()).all(is_dead) {
            continue;
        }
        found.push(case.plan.id(system.node), finding(case, (id, system), service));
    }
}

fn finding(case: &Case, (id, system): (SystemId, &System), service: NodeId) -> Diagnostic {
    let worst = case.at_worst();
    let admitted: Vec<usize> =
        (0..system.recovery.len()).filter(|plan| worst.done(id, *plan).is_some()).collect();
    let (name, service) = (case.plan.id(system.node), case.plan.id(service));
    let best = case.at_best();
    let how_sure = if best.home_is_lost(id) { "in every run" } else { "in some runs" };
    let is_sure = admitted.iter().all(|plan| best.done(id, *plan).is_none_or(Millis::is_never));
    let plans = match (admitted.len(), system.recovery.len()) {
        (0, 0) => "it has no plan".to_owned(),
        (0, _) => "none of its plans is meant for this class of scenario".to_owned(),
        (1, _) if is_sure => "its only plan for this is dead".to_owned(),
        (1, _) => "its only plan for this may be lost with it".to_owned(),
        (2, _) if is_sure => "both plans for this are dead".to_owned(),
        (2, _) => "both plans for this may be lost with it".to_owned(),
        (many, _) if is_sure => format!("all {many} plans for this are dead"),
        (many, _) => format!("all {many} plans for this may be lost with it"),
    };
    let mut diagnostic = RULE
        .says(format!(
            "{}: `{name}` is lost {how_sure}, {plans}, and `{service}` cannot do without it but by hand",
            case.short_name()
        ))
        .at(case.plan.place(system.node), plans.clone());
    for plan in admitted.into_iter().take(3) {
        let never = worst.why_never(id, plan);
        diagnostic = diagnostic.at(system.recovery[plan].place, reason(case, &never));
    }
    let home = place_of(case, &worst.why_home_never(id)).unwrap_or(case.scenario.place);
    diagnostic.at(home, "this takes it for good").help(format!(
        "write a plan for `{name}` that needs nothing of what is gone, or a way for {} to do without",
        words::quoted([service])
    ))
}

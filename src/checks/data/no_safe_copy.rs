//! W0204: an attack that can reach every copy.

use super::kept_too_short::struck_systems;
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Event, EventKind};

pub const RULE: Rule = Rule {
    code: "W0204",
    title: "every copy within reach of the attack",
    severity: Severity::High,
    finds: "In a scenario of class CyberAttack an event strikes a system, can destroy its copies, and none of the \
        copies that plans restore from is immutable.",
    matters: "Whoever can encrypt a system looks for its copies first. Without one that nobody can alter or delete, \
        whether there is anything left to restore is a matter of luck.",
    behind: "DORA Art. 12(3); NIST SP 800-209 section 4.7: immutable or isolated copies.",
    example: Example::scenario(
        r#"(
    systems: { "vault": (),
        "ledger": (copies: { "nightly": Backup(on: "vault", every: "24h") }, recovery: [
            (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")]),
            (name: "Begin anew", from: "nothing", tested: "2026-09-01", steps: [(do: "Set up", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "100d", mtpd: "5d") },
    allow: [(code: "W0301", on: "encryption", because: "shown here are the copies")],
)"#,
        r#"(title: "Intruder", model: "model.ron", class: CyberAttack, horizon: "7d",
    events: [Corruption(id: "encryption", targets: ["ledger"], dwell: "9d", destroys_copies: 0.7)])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "vault": (),
        "ledger": (copies: { "nightly": Backup(on: "vault", every: "24h", immutable: true) }, recovery: [
            (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")]),
            (name: "Begin anew", from: "nothing", tested: "2026-09-01", steps: [(do: "Set up", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "100d", mtpd: "5d") },
)"#,
        r#"(title: "Intruder", model: "model.ron", class: CyberAttack, horizon: "7d",
    events: [Corruption(id: "encryption", targets: ["ledger"], dwell: "9d", destroys_copies: 0.7)])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    if case.scenario.class.as_deref() != Some("CyberAttack") {
        return;
    }
    for event in &case.scenario.events {
        for system in struck_systems(case, &event.targets) {
            let used = system.copies_restored_from();
            let Some(first) = used.first().filter(|_| used.iter().all(|copy| !copy.immutable)) else {
                continue;
            };
            let Some(chance) = destroys(event) else { continue };
            let id = case.plan.id(system.node);
            let diagnostic = RULE
                .says(format!(
                    "{}: `{}` destroys the copies of `{id}` in {} of 100 strikes, and none of them is immutable",
                    case.short_name(),
                    event.id,
                    (chance * 100.0).round()
                ))
                .at(first.place, "can be altered and deleted")
                .at(event.place, "by this event")
                .help("keep one copy immutable, or where only a person can reach it (tape), and restore from it");
            found.push(id, diagnostic);
        }
    }
}

/// The chance with which an event destroys the copies of what it strikes.
fn destroys(event: &Event) -> Option<f64> {
    match event.kind {
        EventKind::Corruption { destroys_copies, .. } if destroys_copies > 0.0 => Some(destroys_copies),
        _ => None,
    }
}

//! W0202: data that somebody promised to keep, and no copy of them.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Source, System};

pub const RULE: Rule = Rule {
    code: "W0202",
    title: "no copy of data with an RPO",
    severity: Severity::High,
    finds: "A system holds data under a recovery point objective, its own or that of a service, and none of its \
        strategies takes the data from a copy. One that never succeeds, or is thrown away before it is complete, is none.",
    matters: "When the data are lost, all of them are lost; no strategy can bring back what nobody kept.",
    behind: "DORA Art. 12(1) and (2); NIST SP 800-53 CP-9.",
    example: Example::model(
        r#"(
    systems: { "ledger": (rpo: "1h") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (rpo: "1h", copies: { "mirror": Replica(at: "safe", lag: "5s") }, recovery: [
        (name: "Restore", from: "mirror", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let promises = super::promises(plan);
    for (id, system) in plan.model.systems.iter_enumerated() {
        let Some((holder, rpo)) = promises[id] else { continue };
        if !system.copies_restored_from().is_empty() {
            continue;
        }
        let (name, holder) = (plan.id(system.node), plan.id(holder));
        let may = if name == holder {
            format!("`{name}` may lose {} of its data", rpo.target)
        } else {
            format!("`{name}` holds data of which `{holder}` may lose {}", rpo.target)
        };
        let lacks = match system.copies.len() {
            0 => "there is no copy of them",
            _ if restores(system) => "no copy that its plans restore from ever offers a point",
            _ => "no plan restores from its copies",
        };
        let message = format!("{may}, and {lacks}");
        let diagnostic = RULE
            .says(message)
            .at(plan.place(system.node), "no plan brings these data back")
            .at(rpo.place, format!("at most {} may be lost", rpo.target))
            .help("add a copy with `at` or `on`, and a strategy with `from` that restores it");
        found.push(name, diagnostic);
    }
}

/// Whether a strategy takes the data from a copy, whatever it offers.
fn restores(system: &System) -> bool {
    system.recovery.iter().any(|strategy| strategy.admitted && matches!(strategy.from, Source::Copy(_)))
}

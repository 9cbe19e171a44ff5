//! W0207: a data promise that no clean copy can keep.

use super::kept_too_short::struck_systems;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::{EventKind, NodeKind, Objective, Source, System};

pub const RULE: Rule = Rule {
    code: "W0207",
    title: "data promise not covered after an intrusion",
    severity: Severity::Medium,
    finds: "In a scenario the intruder is inside for longer than the RPO of a struck system, or of a service whose data \
        it holds, and no strategy cleans what it restores: the newest clean copy is older than what may be lost.",
    matters: "The promise was written for a broken disk. In an attack the loss is counted from the day the intruder came, \
        and the owner of the promise should have said so.",
    behind: "DORA Art. 12(6): objectives ensure that agreed levels are kept in extreme scenarios.",
    example: Example::scenario(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (rpo: "1h", copies: { "logs": Backup(at: "safe", every: "15m", immutable: true) }, recovery: [
        (name: "Restore", from: "logs", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Intruder", model: "model.ron", class: CyberAttack, horizon: "7d",
    events: [Corruption(id: "encryption", targets: ["ledger"], dwell: "pert(2d, 9d, 40d)")])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (rpo: "1h", copies: { "logs": Backup(at: "safe", every: "15m", immutable: true) }, recovery: [
        (name: "Restore and clean", from: "logs", cleans: true, tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Intruder", model: "model.ron", class: CyberAttack, horizon: "7d",
    events: [Corruption(id: "encryption", targets: ["ledger"], dwell: "pert(2d, 9d, 40d)")])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let promises = super::promises(&case.plan);
    for event in &case.scenario.events {
        let EventKind::Corruption { dwell, .. } = &event.kind else { continue };
        let promise = |system: &System| match case.plan.model.nodes[system.node].kind {
            NodeKind::System(id) => promises[id],
            _ => None,
        };
        let mut short: Vec<(&Objective, NodeId)> = struck_systems(case, &event.targets)
            .filter(|system| !cleans(system))
            .filter_map(|system| promise(system).map(|(_, rpo)| (rpo, system.node)))
            .filter(|(rpo, _)| rpo.target < dwell.least())
            .collect();
        short.sort_by_key(|(rpo, node)| (rpo.target, *node));
        let Some((strictest, _)) = short.first() else { continue };
        let each: Vec<String> =
            short.iter().map(|(rpo, node)| format!("`{}` ({})", case.plan.id(*node), rpo.target)).collect();
        let diagnostic = RULE
            .says(format!(
                "{}: after `{}` the newest clean copy is at least {} old; less loss is promised for {}",
                case.short_name(),
                event.id,
                dwell.least().at_least(),
                words::listed(&each),
            ))
            .at(strictest.place, format!("at most {} may be lost", strictest.target))
            .at(dwell.place.unwrap_or(event.place), format!("inside for {} to {}", dwell.least(), dwell.most()))
            .help("say in the impact analysis what is promised in an attack, or restore and clean (`cleans: true`)");
        found.push(event.id.as_str(), diagnostic);
    }
}

fn cleans(system: &System) -> bool {
    let cleaning = |strategy: &crate::model::Strategy| {
        strategy.admitted && strategy.cleans && matches!(strategy.from, Source::Copy(_))
    };
    system.recovery.iter().any(cleaning)
}

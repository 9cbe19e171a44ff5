//! W0203: an intruder who is inside for longer than any copy is kept.

use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::{Copy, CopyKind, EventKind, NodeKind, Source, System};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0203",
    title: "copies kept for less time than an intruder can stay",
    severity: Severity::Medium,
    finds: "In a scenario the dwell of a Corruption can be longer than the oldest copy of a system that is struck is \
        kept, and no strategy cleans what it restores.",
    matters: "In the runs with a long dwell every copy is suspect, and there is nothing clean to restore.",
    behind: "DORA Art. 12(2) and (3): backups are kept so that they are usable after an attack; NIST SP 800-209.",
    example: Example::scenario(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (copies: { "nightly": Backup(at: "safe", every: "24h", keep: "14d", immutable: true) }, recovery: [
        (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "100d", mtpd: "5d") },
)"#,
        r#"(title: "Intruder", model: "model.ron", class: CyberAttack, horizon: "7d",
    events: [Corruption(id: "encryption", targets: ["ledger"], dwell: "pert(2d, 9d, 40d)")])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (copies: { "nightly": Backup(at: "safe", every: "24h", keep: "60d", immutable: true) }, recovery: [
        (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "100d", mtpd: "5d") },
)"#,
        r#"(title: "Intruder", model: "model.ron", class: CyberAttack, horizon: "7d",
    events: [Corruption(id: "encryption", targets: ["ledger"], dwell: "pert(2d, 9d, 40d)")])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let plan = &case.plan;
    for event in &case.scenario.events {
        let EventKind::Corruption { dwell, .. } = &event.kind else { continue };
        let short: Vec<(NodeId, &Copy, Millis)> = struck_systems(case, &event.targets)
            .filter_map(|system| longest_kept(system).map(|(copy, keep)| (system.node, copy, keep)))
            .filter(|(_, _, keep)| *keep < dwell.most())
            .collect();
        let Some((_, copy, keep)) = short.iter().min_by_key(|(node, _, keep)| (*keep, *node)) else {
            continue;
        };
        let mut names: Vec<&str> = short.iter().map(|(node, _, _)| plan.id(*node)).collect();
        names.dedup();
        let verb = if names.len() == 1 { "keeps" } else { "keep" };
        let most = dwell.most();
        let reaches = if most.is_never() { "has no upper end".to_owned() } else { format!("reaches {most}") };
        let diagnostic = RULE
            .says(format!(
                "{}: the dwell of `{}` {reaches}, and {} {verb} no copy that long",
                case.short_name(),
                event.id,
                words::quoted(names.iter().copied()),
            ))
            .at(copy.place, format!("kept {keep}"))
            .at(dwell.place.unwrap_or(event.place), format!("most likely {}", dwell.typical()))
            .help(
                "keep one copy in a while for longer than the dwell, or restore and clean (`cleans: true`)",
            );
        found.push(event.id.as_str(), diagnostic);
    }
}

/// The systems among the targets of an event that hold data.
pub(super) fn struck_systems<'a>(case: &'a Case, targets: &'a [NodeId]) -> impl Iterator<Item = &'a System> {
    targets.iter().filter_map(|target| match case.plan.model.nodes[*target].kind {
        NodeKind::System(system) => Some(&case.plan.model.systems[system]).filter(|system| system.holds_data),
        _ => None,
    })
}

/// The copy that is kept longest among those that plans restore from as they are; nothing where a plan cleans, or
/// nothing is restored.
fn longest_kept(system: &System) -> Option<(&Copy, Millis)> {
    let restores = system.recovery.iter().filter(|strategy| strategy.admitted);
    let cleans =
        |strategy: &crate::model::Strategy| strategy.cleans && matches!(strategy.from, Source::Copy(_));
    if restores.clone().any(cleans) {
        return None;
    }
    let kept = |copy: &Copy| match &copy.kind {
        CopyKind::Backup(backup) => backup.keep,
        CopyKind::Replica(_) => Millis::ZERO,
    };
    let used = system.copies_restored_from();
    used.into_iter().map(|copy| (copy, kept(copy))).max_by_key(|(_, keep)| *keep)
}

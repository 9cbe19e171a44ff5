//! W0206: systems restored to one point, copied at different intervals.

use std::collections::BTreeMap;

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Copy, CopyKind, System};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0206",
    title: "a restore group copied at different intervals",
    severity: Severity::Low,
    finds: "The members of a `restore_group` are backed up at different intervals. After a restore all of them go back \
        to the oldest point that any member used.",
    matters: "The finest copies of the group are no better than the coarsest: the minutes that one member could save \
        are lost with the hours of another.",
    behind: "docs/semantics.md section 5: members of a restore group are restored to one common point.",
    example: Example::model(
        r#"(
    sites: { "safe": () },
    systems: {
        "orders": (restore_group: "books", copies: { "logs": Backup(at: "safe", every: "15m") }, recovery: [
            (name: "Restore", from: "logs", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]),
        "stock": (restore_group: "books", copies: { "nightly": Backup(at: "safe", every: "24h") }, recovery: [
            (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]),
    },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "safe": () },
    systems: {
        "orders": (restore_group: "books", copies: { "logs": Backup(at: "safe", every: "15m") }, recovery: [
            (name: "Restore", from: "logs", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]),
        "stock": (restore_group: "books", copies: { "logs": Backup(at: "safe", every: "15m") }, recovery: [
            (name: "Restore", from: "logs", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]),
    },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let mut groups: BTreeMap<&str, Vec<(Millis, &Copy, &System)>> = BTreeMap::new();
    for system in plan.model.systems.iter() {
        let Some(group) = &system.restore_group else { continue };
        let backups = system.copies_restored_from().into_iter().filter_map(|copy| match &copy.kind {
            CopyKind::Backup(backup) => Some((backup.every, copy, system)),
            CopyKind::Replica(_) => None,
        });
        groups.entry(group).or_default().extend(backups.min_by_key(|(every, _, _)| *every));
    }
    for (group, members) in groups {
        let coarsest = members.iter().max_by_key(|(every, _, system)| (*every, system.node));
        let finest = members.iter().min_by_key(|(every, _, system)| (*every, system.node));
        let (Some(coarsest), Some(finest)) = (coarsest, finest) else { continue };
        if coarsest.0 == finest.0 {
            continue;
        }
        let each: Vec<String> = members
            .iter()
            .map(|(every, _, system)| format!("`{}` every {every}", plan.id(system.node)))
            .collect();
        let (fine, coarse) = (plan.id(finest.2.node), plan.id(coarsest.2.node));
        let diagnostic = RULE
            .says(format!(
                "the restore group `{group}` is copied at different times: {}",
                words::listed(&each)
            ))
            .at(coarsest.1.place, format!("`{coarse}` every {}", coarsest.0))
            .at(finest.1.place, format!("`{fine}` every {}", finest.0))
            .help(format!(
                "copy `{coarse}` as often as `{fine}`, or count the loss of the group as {} in the promises",
                coarsest.0
            ));
        found.push(group, diagnostic);
    }
}

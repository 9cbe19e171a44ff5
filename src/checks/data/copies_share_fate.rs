//! W0205: copies that go with what they protect.

use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ids::NodeId;
use crate::model::{Copy, NodeKind, System};

pub const RULE: Rule = Rule {
    code: "W0205",
    title: "copies share the fate of what they protect",
    severity: Severity::High,
    finds: "All copies of a system that plans restore from stand at the site of the system, on what it is stored on or \
        on what cannot do without that, or at sites that cannot do without the same thing as its own.",
    matters: "One event takes the system and every copy of it, and the plan ends before it begins.",
    behind: "NIST SP 800-53 CP-6 and CP-9(3): separate storage; DORA Art. 12(4): physically and logically segregated.",
    example: Example::model(
        r#"(
    sites: { "house": (), "safe": () },
    systems: { "disk": (home: "house"),
        "ledger": (home: "house", copies: { "nightly": Backup(on: "disk", every: "24h") }, recovery: [
            (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger", "safe"], rto: "1d", rpo: "2d", mtpd: "5d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "house": (), "safe": () },
    systems: { "disk": (home: "safe"),
        "ledger": (home: "house", copies: { "nightly": Backup(on: "disk", every: "24h") }, recovery: [
            (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger", "safe"], rto: "1d", rpo: "2d", mtpd: "5d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        let used = system.copies_restored_from();
        let Some(first) = used.first() else { continue };
        let fates: Vec<Vec<NodeId>> = used.iter().map(|copy| places(plan, copy)).collect();
        let own = own_places(plan, system);
        let common = own.iter().copied().find(|node| fates.iter().all(|fate| fate.contains(node)));
        // Who restores through something that is down for good with what the system is stored on restores nothing.
        let store = system.stored_on.filter(|store| {
            let through = |copy: &Copy| copy.on.is_some_and(|on| plan.must().all(on).contains(store));
            used.iter().zip(&fates).all(|(copy, fate)| fate.contains(store) || through(copy))
        });
        if let Some(common) = common.or(store) {
            found.push(plan.id(system.node), finding(plan, system, (first, used.len()), common));
        }
    }
}

fn finding(plan: &View, system: &System, (copy, copies): (&Copy, usize), common: NodeId) -> Diagnostic {
    let (id, common_id) = (plan.id(system.node), plan.id(common));
    let which = match (copies, system.copies.len()) {
        (1, 1) => "its only copy".to_owned(),
        (2, 2) => "both of its copies".to_owned(),
        (many, all) if many == all => format!("all {many} of its copies"),
        (1, all) => format!("the only one of its {all} copies that a plan can restore from"),
        (many, all) => format!("the {many} of its {all} copies that plans can restore from"),
    };
    let how = match plan.model.nodes[common].kind {
        NodeKind::Site(_) => "stand at",
        _ => "depend on",
    };
    let how = if copies == 1 {
        how.replace("stand", "stands").replace("depend", "depends")
    } else {
        how.to_owned()
    };
    RULE.says(format!("`{id}` and {which} share `{common_id}`"))
        .at(copy.place, format!("{which} {how} `{common_id}`"))
        .at(
            plan.place(common),
            format!(
                "`{id}` is lost with it, and so {}",
                if copies == 1 { "is the copy" } else { "are the copies" }
            ),
        )
        .help("keep a copy at another site, on something that does not share this")
}

/// What a system stands on: its site, what it is stored on, and what its site cannot do without.
fn own_places(plan: &View, system: &System) -> Vec<NodeId> {
    let site = system.home.map(|home| plan.model.sites[home].node);
    let mut places: Vec<NodeId> = site.into_iter().chain(system.stored_on).collect();
    places.extend(site.iter().flat_map(|site| plan.must().direct(*site)));
    places
}

/// What takes a copy away: its site, what it is on, where that stands, and what its site cannot do without.
fn places(plan: &View, copy: &Copy) -> Vec<NodeId> {
    let at = copy.at.map(|site| plan.model.sites[site].node);
    let mut places: Vec<NodeId> = at.into_iter().chain(copy.on).collect();
    if let Some(on) = copy.on
        && let NodeKind::System(on) = plan.model.nodes[on].kind
    {
        let on = &plan.model.systems[on];
        // With a site of its own the copy is elsewhere, and `on` is only what reads it.
        let home = on.home.map(|home| plan.model.sites[home].node);
        places.extend(home.into_iter().chain(on.stored_on).filter(|_| copy.at.is_none()));
    }
    let sites: Vec<NodeId> = places
        .iter()
        .copied()
        .filter(|node| matches!(plan.model.nodes[*node].kind, NodeKind::Site(_)))
        .collect();
    places.extend(sites.iter().flat_map(|site| plan.must().direct(*site)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a ledger on an array, whose copy is read by `vault`, which is this.
    fn said(vault: &str) -> Vec<String> {
        RULE.said_of(&format!(
            r#"(sites: {{ "house": (), "safe": () }}, systems: {{ "array": (home: "house"), "mirror": (home: "safe"),
                "vault": (home: "safe", {vault}),
                "ledger": (stored_on: "array", copies: {{ "nightly": Backup(on: "vault", every: "24h") }},
                    recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore", takes: "1h")])]) }})"#
        ))
    }

    #[test]
    fn a_copy_that_only_the_array_of_its_system_lets_read_shares_its_fate() {
        let shared = ["`ledger` and its only copy share `array`"];
        assert_eq!(said(r#"needs: ["array"]"#), shared);
        assert_eq!(said(r#"stored_on: "array""#), shared);
        assert_eq!(said(r#"needs: ["array or mirror"]"#), [""; 0]);
        assert_eq!(said(r#"needs: ["mirror"]"#), [""; 0]);
    }
}

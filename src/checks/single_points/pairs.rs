//! W0403: services that survive any single loss, and the pairs that take them down.

use super::cut_sets;
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::structure::cuts::Size;

pub const RULE: Rule = Rule {
    code: "W0403",
    title: "pairs that take a service down",
    severity: Severity::Note,
    finds: "No single node takes the service below its minimum, and these two together do. Exact over all alternatives, \
        or told how many pairs were looked at.",
    matters: "Redundancy holds as long as the two do not fail together: one window of maintenance, one supplier behind \
        both, one hand that restarts them.",
    behind: "IEC 61025: minimal cut sets of order two; NIST SP 800-53 CP-8(2).",
    example: Example::model(
        r#"(
    systems: { "till-1": (), "till-2": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till-1 or till-2"], rto: "2h", mtpd: "8h") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till-1": (), "till-2": (), "till-3": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till-1 or till-2 or till-3"], rto: "2h", mtpd: "8h") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for (service, set) in cut_sets(plan.falls(), Size::Two).iter_enumerated() {
        if !set.singles.is_empty() || set.pairs.is_empty() {
            continue;
        }
        let node = plan.model.services[service].node;
        let pairs = set.pairs.iter().map(|(a, b)| format!("`{}` with `{}`", plan.id(*a), plan.id(*b)));
        let pairs: Vec<String> = pairs.collect();
        let id = plan.id(node);
        let mut diagnostic = RULE
            .says(format!("`{id}` survives any single loss, but not {}", words::listed(&pairs)))
            .at(plan.place(node), format!("falls with {}", words::counted(pairs.len(), "pair", "pairs")))
            .help("see that no event strikes both: apart in place, in supplier and in maintenance");
        if !set.pairs_examined.is_whole() {
            let examined = set.pairs_examined;
            diagnostic = diagnostic.help(format!("{} of {} pairs examined", examined.done, examined.of));
        }
        found.push(id, diagnostic);
    }
}

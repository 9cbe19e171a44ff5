//! W0311: systems that cannot be started when everything is off.

use super::finding;
use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0311",
    title: "a circle that does not start from cold",
    severity: Severity::High,
    finds: "If every system is switched off, with nothing broken and nobody missing, some never come back: each waits \
        for another of them, to run, to restart, or in every plan that could bring it back. A circle that an \
        alternative or some other plan breaks is none.",
    matters: "Nobody notices such a circle while something in it is up. After a power cut nobody can start anything, \
        and the way out is invented at night.",
    behind: "NIST SP 800-34 section 3.2: interdependencies are known before the sequence of recovery is set.",
    example: Example::model(r#"(systems: { "vault": (needs: ["sign-in"]), "sign-in": (needs: ["vault"]) })"#),
    repaired: Example::model(
        r#"(
    systems: { "sign-in": (needs: ["vault"]), "vault": (needs: ["sign-in"], recovery: [(name: "Break glass", needs_there: [],
        tested: "2026-09-01", steps: [(do: "Unseal by hand", takes: (is: "1h", basis: Measured))])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let deadlock = plan.from_cold();
    for circle in &deadlock.circles {
        let diagnostic = finding(&RULE, plan, (deadlock, circle), "when everything starts from cold");
        found.push(plan.id(circle.links[0].from), diagnostic);
    }
}

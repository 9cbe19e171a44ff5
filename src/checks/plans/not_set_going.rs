//! W0309: a plan to do without something whose loss does not set it going.

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Source, Strategy, System};

pub const RULE: Rule = Rule {
    code: "W0309",
    title: "a plan that the loss it is for does not set going",
    severity: Severity::Medium,
    finds: "A plan brings a system back where it runs, with its data as they are, and exchanges something that it needs \
        (`instead`). When that is lost the system only waits for it: `fails_over_on` does not name it, so no plan begins.",
    matters: "The way round a lost supplier or system is written down and never used. Every run waits until what was lost is \
        there again.",
    behind: "docs/semantics.md section 5: a system is disrupted by an effect, by the loss of its site or of what it is stored \
        on, and by what `fails_over_on` names; without that it waits.",
    example: Example::model(
        r#"(
    suppliers: { "carrier": (), "second": () },
    systems: { "link": (needs: ["carrier"], recovery: [
        (name: "Connect to the second", instead: { "carrier": "second" }, tested: "2026-09-01", steps: [(do: "Connect", takes: "1d")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "carrier": (), "second": () },
    systems: { "link": (needs: ["carrier"], fails_over_on: ["carrier"], recovery: [
        (name: "Connect to the second", instead: { "carrier": "second" }, tested: "2026-09-01", steps: [(do: "Connect", takes: "1d")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        for strategy in system.recovery.iter().filter(|strategy| is_never_set_going(system, strategy)) {
            let id = plan.id(system.node);
            let lost: Vec<&str> = strategy.instead.iter().map(|(named, _)| plan.id(*named)).collect();
            let lost = words::quoted(lost.iter().copied());
            let diagnostic = RULE
                .says(format!(
                    "\"{}\" of `{id}` does without {lost}, and the loss of that does not set it going",
                    strategy.name
                ))
                .at(strategy.place, "begins once the system itself is struck")
                .at(plan.place(system.node), "only waits for what it needs")
                .help(format!(
                    "write `fails_over_on` with {lost} in `{id}`: then its plans begin when that goes down"
                ));
            found.push(id, diagnostic);
        }
    }
}

/// Whether a plan leaves its system where and as it is but for an exchange, and what it exchanges disrupts nothing.
fn is_never_set_going(system: &System, strategy: &Strategy) -> bool {
    let stays = strategy.from == Source::InPlace && strategy.site == system.home;
    let disrupts = |named| system.fails_over_on.contains(&named) || system.stored_on == Some(named);
    stays && !strategy.instead.is_empty() && !strategy.instead.iter().any(|&(named, _)| disrupts(named))
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(link: &str) -> Vec<String> {
        RULE.said_of(&format!(
            r#"(suppliers: {{ "carrier": (), "second": () }}, sites: {{ "far": () }}, systems: {{ "link": (needs: ["carrier"], {link}) }})"#
        ))
    }

    fn plan(how: &str) -> String {
        format!(
            r#"recovery: [(name: "Connect", instead: {{ "carrier": "second" }}, {how} steps: [(do: "C", takes: "1d")])]"#
        )
    }

    #[test]
    fn a_way_round_that_only_a_strike_on_its_own_system_begins_is_told() {
        let told =
            ["\"Connect\" of `link` does without `carrier`, and the loss of that does not set it going"];
        assert_eq!(said(&plan("")), told);
        assert_eq!(said(&format!(r#"fails_over_on: ["carrier"], {}"#, plan(""))), [""; 0]);
        assert_eq!(said(&plan(r#"to: "far","#)), [""; 0], "it is for the loss of the place");
        let restored =
            format!(r#"copies: {{ "c": Backup(at: "far", every: "1d") }}, {}"#, plan(r#"from: "c","#));
        assert_eq!(said(&restored), [""; 0], "it is for the loss of the data");
    }
}

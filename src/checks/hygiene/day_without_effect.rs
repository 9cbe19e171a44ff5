//! W0719: a day of the week for copies that are made every day.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Backup, Copy, CopyKind};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0719",
    title: "a day that changes nothing",
    severity: Severity::Low,
    finds: "A backup `starts` on a day of the week, and is made so often (`every`) that it is made at that hour of every day.",
    matters: "Whoever writes `Sun 02:00` most often means one copy a week. As written there are as many as `every` says, and \
        the data that a run loses are younger than those that the organisation would lose.",
    behind: "docs/semantics.md section 5: copies begin at `starts` and every `every` before and after it.",
    example: Example::model(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (copies: { "weekly": Backup(at: "safe", every: "24h", starts: "Sun 02:00") }, recovery: [
        (name: "Restore", from: "weekly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (copies: { "weekly": Backup(at: "safe", every: "7d", starts: "Sun 02:00") }, recovery: [
        (name: "Restore", from: "weekly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        for Copy { id, place, kind, .. } in &system.copies {
            let CopyKind::Backup(backup) = kind else { continue };
            if !has_idle_day(backup) {
                continue;
            }
            let name = plan.id(system.node);
            let diagnostic = RULE
                .says(format!(
                    "`{id}` of `{name}` starts on a day of the week and is made every {}, on all days alike",
                    backup.every
                ))
                .at(*place, "the day in `starts` changes nothing")
                .help("write `every: \"7d\"` if there is one a week, or the hour alone");
            found.push(name, diagnostic);
        }
    }
}

/// Whether a start lies beyond the first day of the week, as only one with a day does, and that day makes no difference.
fn has_idle_day(backup: &Backup) -> bool {
    let is_daily = Millis::DAY.get() % backup.every.get().max(1) == 0;
    is_daily && backup.starts.is_some_and(|starts| starts >= Millis::DAY)
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(when: &str) -> usize {
        let copies = format!(r#"{{ "c": Backup(at: "safe", {when}) }}"#);
        RULE.said_of(&format!(r#"(sites: {{ "safe": () }}, systems: {{ "ledger": (copies: {copies}) }})"#))
            .len()
    }

    #[test]
    fn a_day_is_idle_where_the_hour_alone_says_the_same() {
        assert_eq!(said(r#"every: "24h", starts: "Sun 02:00""#), 1);
        assert_eq!(said(r#"every: "6h", starts: "Wed 02:00""#), 1);
        assert_eq!(said(r#"every: "7d", starts: "Sun 02:00""#), 0);
        assert_eq!(said(r#"every: "36h", starts: "Sun 02:00""#), 0);
        assert_eq!(said(r#"every: "24h", starts: "02:00""#), 0);
        assert_eq!(said(r#"every: "24h""#), 0);
    }
}

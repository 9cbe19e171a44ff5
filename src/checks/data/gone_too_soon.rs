//! W0208: copies that are thrown away before the next one is there.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Backup, Copy, CopyKind};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0208",
    title: "copies thrown away before the next is there",
    severity: Severity::High,
    finds: "A backup that some strategy restores from is kept (`keep`) for less time than passes until the next one can be \
        used: `every` and, at its most likely length, `takes`. The share of the time in which none of its copies is left \
        counts failed copies (`success`), too.",
    matters: "Whatever happens in that time finds no copy at all. The RPO can look well kept and still everything is lost.",
    behind: "DORA Art. 12(1) and (2): the scope and frequency of backups; NIST SP 800-53 CP-9.",
    example: Example::model(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (copies: { "nightly": Backup(at: "safe", every: "24h", takes: "1h", keep: "23h") }, recovery: [
        (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "safe": () },
    systems: { "ledger": (copies: { "nightly": Backup(at: "safe", every: "24h", takes: "1h", keep: "30d") }, recovery: [
        (name: "Restore", from: "nightly", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        for copy in system.copies_restored_from() {
            let CopyKind::Backup(backup) = &copy.kind else { continue };
            let next = backup.every.plus(backup.takes.typical());
            if backup.keep >= next {
                continue;
            }
            let name = plan.id(system.node);
            let Copy { id, place, .. } = copy;
            let diagnostic = RULE
                .says(format!(
                    "`{id}` of `{name}` is kept {}, and the next one is there after {next}: {} there is none",
                    backup.keep,
                    share_words(without(backup)),
                ))
                .at(*place, format!("one every {}, kept {}", backup.every, backup.keep))
                .help(format!("keep each copy for more than {next}, better for several times as long"));
            found.push(name, diagnostic);
        }
    }
}

/// The share of the time in which no copy is left. A copy counts from when it can be used until it is thrown away, and
/// no two count at once; one that fails never does.
fn without(backup: &Backup) -> f64 {
    let usable = backup.keep.minus(backup.takes.typical()).max(Millis::ZERO);
    1.0 - backup.success * usable.get() as f64 / backup.every.get() as f64
}

fn share_words(share: f64) -> String {
    let percent = (share * 100.0).round();
    if percent < 1.0 {
        return "for less than 1 % of the time".to_owned();
    }
    format!("for {percent} % of the time")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Basis, Uncertain};
    use crate::notation::amount;

    fn share(every: i64, takes: &str, keep: i64, success: f64) -> f64 {
        let hours = |hours: i64| Millis::new(hours * 3_600_000);
        let amount = amount::parse(takes).expect("a duration");
        let takes = Uncertain { amount, basis: Basis::Assumed, source: None, place: None };
        let (every, keep) = (hours(every), hours(keep));
        without(&Backup { every, starts: None, takes, keep, success, success_place: None })
    }

    #[test]
    fn the_share_without_a_copy_is_what_lies_between_its_end_and_the_next() {
        assert_eq!(share(24, "0s", 6, 1.0), 0.75);
        assert_eq!(share(24, "2h", 8, 1.0), 0.75);
        assert_eq!(share(16, "2h", 16, 1.0), 0.125);
        assert_eq!(share(24, "pert(0s, 2h, 5h)", 14, 0.5), 0.75);
        assert_eq!(share(24, "9h", 6, 1.0), 1.0);
        assert_eq!(share_words(0.004), "for less than 1 % of the time");
    }
}

//! W0601: a plan that was last done too long ago.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::notation::date::Date;
use crate::source::Place;

const MONTHS_MAX: u32 = 12;

pub const RULE: Rule = Rule {
    code: "W0601",
    title: "a plan that was last done long ago",
    severity: Severity::Low,
    finds: "`tested` of a strategy or a workaround lies more than 12 months before the day asked about, today or that \
        of `--as-of`, or after it.",
    matters: "Machines, people and passwords change within a year. What was possible then may not be possible now, and \
        whoever reads the date believes it is.",
    behind: "DORA Art. 11(6)(a): at least yearly; NIST SP 800-53 CP-4; ISO 22301:2019 clause 8.5.",
    example: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2024-05-18", steps: [(do: "Reinstall", takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-05-18", steps: [(do: "Reinstall", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        for strategy in &system.recovery {
            let on = (plan.id(system.node), strategy.id.as_str(), strategy.name.as_str());
            judge(organisation, on, (strategy.tested, strategy.place), found);
        }
    }
    for service in plan.model.services.iter() {
        for way in &service.workarounds {
            let on = (plan.id(service.node), way.id.as_str(), way.name.as_str());
            judge(organisation, on, (way.tested, way.place), found);
        }
    }
}

fn judge(
    organisation: &Organisation,
    (node, id, name): (&str, &str, &str),
    (tested, place): (Option<Date>, Place),
    found: &mut Found,
) {
    let as_of = organisation.as_of;
    let Some(tested) = tested else { return };
    let (message, label) = if tested > as_of {
        (format!("\"{name}\" of `{node}` was last done on {tested}, which lies after {as_of}"), "not yet")
    } else if tested.plus_months(MONTHS_MAX) < as_of {
        let months = as_of.months_since(tested);
        (
            format!("\"{name}\" of `{node}` was last done on {tested}, {months} months before {as_of}"),
            "last done long ago",
        )
    } else {
        return;
    };
    let diagnostic = RULE
        .says(message)
        .at(place, label)
        .help("do it for real and write the date, or plan as if it had never been done");
    found.push(format!("{node}/{id}"), diagnostic);
}

//! W0704: classes of scenario that the organisation does not play.

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

/// The nine classes of EU 2024/1774 Art. 26(2).
const CLASSES: [&str; 9] = [
    "CyberAttack",
    "DegradedQuality",
    "PremisesLoss",
    "IctFailure",
    "StaffAbsence",
    "ClimateOrPhysical",
    "Insider",
    "PoliticalInstability",
    "PowerOutage",
];

pub const RULE: Rule = Rule {
    code: "W0704",
    title: "scenario classes that nobody plays",
    severity: Severity::Note,
    finds: "Of the nine classes of scenario in EU 2024/1774 Art. 26(2), some are the `class` of no scenario of the \
        organisation. Found only when all scenarios are checked together.",
    matters: "A plan is known for what was tried on it. Financial entities in the EU have to consider all nine.",
    behind: "RTS 2024/1774 Art. 26(2): the scenarios of continuity plans.",
    example: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "Power cut", model: "model.ron", class: PowerOutage, horizon: "7d",
    events: [Outage(id: "cut", targets: ["till"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Whole(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let played: Vec<&str> =
        organisation.cases.iter().filter_map(|case| case.scenario.class.as_deref()).collect();
    let missing: Vec<&str> = CLASSES.into_iter().filter(|class| !played.contains(class)).collect();
    if organisation.cases.is_empty() || missing.is_empty() {
        return;
    }
    let covered = CLASSES.len() - missing.len();
    let are = if covered == 1 { "is" } else { "are" };
    let mut diagnostic = RULE
        .says(format!(
            "{covered} of the nine scenario classes {are} played; no scenario is of class {}",
            missing.join(", ")
        ))
        .at(organisation.plan.model.place, words::counted(organisation.cases.len(), "scenario", "scenarios"));
    for case in organisation.cases.iter().take(3) {
        if let Some(place) = case.scenario.class_place {
            diagnostic = diagnostic.at(place, "played");
        }
    }
    found.push(
        "scenarios",
        diagnostic.help("write a scenario for each that could happen here, and say why the others cannot"),
    );
}

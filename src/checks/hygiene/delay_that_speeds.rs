//! W0709: a Delay that makes work quicker.

use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::EventKind;

pub const RULE: Rule = Rule {
    code: "W0709",
    title: "a Delay that makes work quicker",
    severity: Severity::Low,
    finds: "The factor of a Delay is below 1, whatever is drawn: while it holds, work takes less time than written, or \
        none at all.",
    matters: "The factor multiplies the time: 1.5 is half as long again. With a factor of 0.5 the worse a scenario is meant \
        to be, the sooner everything is back.",
    behind: "docs/semantics.md section 3: work takes its time x the factor of each Delay that holds at its start.",
    example: Example::scenario(
        r#"(
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", by: ["it"], takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [
    Destruction(id: "break", targets: ["till"]), Delay(id: "tired", targets: ["it"], factor: 0.5)])"#,
    ),
    repaired: Example::scenario(
        r#"(
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", by: ["it"], takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [
    Destruction(id: "break", targets: ["till"]), Delay(id: "tired", targets: ["it"], factor: 2)])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    for event in case.scenario.events.iter().filter(|event| event.chance > 0.0) {
        let EventKind::Delay { factor, .. } = &event.kind else { continue };
        let Some(most) = factor.distribution.most().filter(|most| *most < 1.0) else { continue };
        let how = match most {
            0.0 => "work takes no time at all".to_owned(),
            most => format!("work takes at most {most} times as long as written"),
        };
        let diagnostic = RULE
            .says(format!("{}: while `{}` holds, {how}", case.short_name(), event.id))
            .at(factor.place.unwrap_or(event.place), "quicker, not slower")
            .help("write how many times as long work takes: 1.5 is half as long again, 2 twice as long");
        found.push(event.id.as_str(), diagnostic);
    }
}

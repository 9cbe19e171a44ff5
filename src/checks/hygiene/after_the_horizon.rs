//! W0711: an event that comes when nobody watches any more.

use crate::checks::soonest::after_onset;
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0711",
    title: "an event after the horizon",
    severity: Severity::Medium,
    finds: "An event of a scenario cannot begin before the horizon in any run, however early all that it counts from \
        comes. Where that is so of everything that strikes, W0703 says it.",
    matters: "It is in the narrative and in no figure: the scenario is played as if it were not there.",
    behind: "docs/semantics.md section 1: a trial plays the instants up to the horizon and nothing after.",
    example: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "Out twice", model: "model.ron", horizon: "7d", events: [
    Outage(id: "first", targets: ["till"], lasts: (is: "1h", basis: Measured)),
    Outage(id: "again", targets: ["till"], after: "10d", lasts: (is: "1h", basis: Measured))])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "Out twice", model: "model.ron", horizon: "7d", events: [
    Outage(id: "first", targets: ["till"], lasts: (is: "1h", basis: Measured)),
    Outage(id: "again", targets: ["till"], after: "2h", lasts: (is: "1h", basis: Measured))])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let scenario = case.scenario;
    let dated = || scenario.events.iter().zip(after_onset(case.plan.model, scenario));
    // Where nothing strikes in time, the scenario as a whole is told.
    if !dated().any(|(event, soonest)| event.is_effect() && soonest <= scenario.horizon) {
        return;
    }
    for (event, soonest) in dated() {
        if soonest <= scenario.horizon || soonest.is_never() {
            continue;
        }
        let diagnostic = RULE
            .says(format!(
                "{}: `{}` comes after the {} that are watched, in every run",
                case.short_name(),
                event.id,
                scenario.horizon
            ))
            .at(event.place, format!("at the soonest {soonest} after the onset"))
            .at(scenario.horizon_place, "the end of what is watched")
            .help("let it come sooner, watch for longer, or leave it out");
        found.push(event.id.as_str(), diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(second: &str) -> Vec<String> {
        let events = format!(r#"Outage(id: "first", targets: ["till"], after: "2d"), {second}"#);
        let scenario = format!(r#"(title: "T", model: "model.ron", horizon: "7d", events: [{events}])"#);
        let model = r#"(response: (detect: "1d"), teams: { "it": (people: 2) }, systems: { "till": () })"#;
        RULE.said_of_case(model, &scenario)
    }

    #[test]
    fn what_counts_from_something_is_late_by_the_sum_of_both() {
        let absence =
            |rest: &str| said(&format!(r#"Absence(id: "ill", targets: ["it"], share: 0.5, {rest})"#));
        assert_eq!(absence(r#"since: "first", after: "5d""#), [""; 0]);
        assert_eq!(absence(r#"since: "first", after: "6d""#).len(), 1);
        assert_eq!(absence(r#"since: Detected, after: "4d""#), [""; 0]);
        assert_eq!(absence(r#"since: Detected, after: "5d""#).len(), 1);
        assert_eq!(absence(r#"after: "7d""#), [""; 0]);
        assert_eq!(
            absence(r#"after: "8d""#),
            ["s.ron: `ill` comes after the 7d that are watched, in every run"]
        );
    }
}

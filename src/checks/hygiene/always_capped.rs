//! W0718: a cap below all that could be drawn.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Uncertain, each_estimate_of_events, each_estimate_of_model, whose};

pub const RULE: Rule = Rule {
    code: "W0718",
    title: "a cap below all that could be drawn",
    severity: Severity::Low,
    finds: "The cap (`max`) of a time, of its size or of its rate lies at or below the least that could be drawn without it: \
        every draw is the cap.",
    matters: "What looks uncertain is fixed, and what is written before the cap is never looked at. Most often the cap has \
        another unit than was meant, minutes for hours.",
    behind: "docs/format.md: a drawn value above `max` counts as `max`.",
    example: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", takes: "pert(1h, 2h, 5h) max 30m")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", takes: "pert(1h, 2h, 5h) max 3h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let mut see = |path: &[&str], estimate: &Uncertain| {
        let Some(place) = estimate.place.filter(|_| estimate.amount.is_always_capped()) else { return };
        let id = whose(path);
        let (least, most) = (estimate.least(), estimate.most());
        let comes_to = if least == most { format!("always {most}") } else { format!("{least} to {most}") };
        let diagnostic = RULE
            .says(format!("a time of `{id}` is {comes_to}: its cap lies at or below all that could be drawn"))
            .at(place, "every draw is the cap")
            .help("write a `max` above the least, in the unit that is meant; or the cap alone, if the time is fixed");
        found.push(id, diagnostic);
    };
    each_estimate_of_model(organisation.plan.model, &mut see);
    organisation.cases.iter().for_each(|case| each_estimate_of_events(case.scenario, &mut see));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(takes: &str) -> Vec<String> {
        let steps = format!("steps: [(do: \"Do\", takes: \"{takes}\")]");
        RULE.said_of(&format!(
            "(systems: {{ \"till\": (recovery: [(name: \"R\", tested: \"2026-09-01\", {steps})]) }})"
        ))
    }

    #[test]
    fn a_cap_that_leaves_nothing_to_draw_is_told() {
        let always = |time: &str| {
            vec![format!(
                "a time of `till` is always {time}: its cap lies at or below all that could be drawn"
            )]
        };
        assert_eq!(said("pert(1h, 2h, 5h) max 30m"), always("30m"));
        assert_eq!(said("pert(1h, 2h, 5h) max 1h"), always("1h"));
        assert_eq!(said("5h max 3h"), always("3h"));
        assert_eq!(said("100GB at uniform(10, 20)GB/h max 5h"), always("5h"));
        assert_eq!(
            said("pert(10GB, 20GB, 30GB) max 5GB at uniform(1, 5)GB/h"),
            ["a time of `till` is 1h to 5h: its cap lies at or below all that could be drawn"]
        );
    }

    #[test]
    fn a_cap_that_leaves_something_to_draw_is_not() {
        for takes in [
            "pert(1h, 2h, 5h) max 90m",
            "5h max 5h",
            "exponential(mean 5h) max 1h",
            "100GB at uniform(10, 20)GB/h max 6h",
        ] {
            assert_eq!(said(takes), [""; 0], "{takes}");
        }
    }
}

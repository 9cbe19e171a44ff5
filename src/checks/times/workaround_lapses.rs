//! W0110: workarounds that are over before the systems are back.

use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Service;
use crate::units::Millis;

use super::out_of_reach::{cause, cause_of_never};

pub const RULE: Rule = Rule {
    code: "W0110",
    title: "workarounds end before the systems are back",
    severity: Severity::Medium,
    finds: "At the most likely times, with nobody else in the queue, all workarounds of a service one after the other \
        end before what the service needs is back; or one ends and the next is not ready.",
    matters: "The service comes back by hand, and then falls a second time, when people are tired and no further plan \
        is written.",
    behind: "ISO 22301:2019 clause 8.4.4: procedures last until resumption; NIST SP 800-34 section 3.4.",
    example: Example::scenario(
        r#"(
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01",
        steps: [(do: "Reinstall", by: ["it"], takes: (is: "3d", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4d", mtpd: "5d", clock: Disruption,
        workarounds: [(name: "Paper", ready: "10m", lasts: "1d", tested: "2026-09-01")]) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01",
        steps: [(do: "Reinstall", by: ["it"], takes: (is: "3d", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4d", mtpd: "5d", clock: Disruption,
        workarounds: [(name: "Paper", ready: "10m", lasts: "5d", tested: "2026-09-01")]) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let typical = case.typical();
    for (id, service) in case.plan.model.services.iter_enumerated() {
        let Some(back) = typical.outage_without_workarounds(case.plan.model, id) else { continue };
        let ready = (0..service.workarounds.len()).map(|way| typical.ready(id, way));
        let usable: Vec<(usize, Millis)> = ready.enumerate().filter(|(_, ready)| !ready.is_never()).collect();
        let Some(first) = usable.iter().map(|(_, ready)| *ready).min() else { continue };
        // One that could be ready before the service falls is begun when it does.
        let begun = usable.iter().map(|(way, _)| from_the_fall(service, *way)).min().unwrap_or_default();
        let falls = typical.falls(service.node).min(typical.needs_fall(case.plan.model, id));
        let first = first.minus(falls).max(begun);
        let lasts = usable.iter().map(|(way, _)| length(service, *way)).fold(Millis::ZERO, Millis::plus);
        if first >= back {
            continue;
        }
        if lasts.is_never() || first.plus(lasts) >= back {
            if usable.first().is_some_and(|(way, _)| from_the_fall(service, *way) == begun) {
                let ways: Vec<usize> = usable.iter().map(|(way, _)| *way).collect();
                if let Some(diagnostic) = falls_between(case, service, &ways, (first, back)) {
                    found.push(case.plan.id(service.node), diagnostic);
                }
            }
            continue;
        }
        let (way, _) = usable[0];
        let workaround = &service.workarounds[way];
        let name = case.plan.id(service.node);
        let path = typical.path_without_workarounds(id);
        let returns =
            if back.is_never() { "does not come back".to_owned() } else { format!("is back after {back}") };
        let (place, why) = match path.as_slice() {
            [] => cause_of_never(case, &typical.why_never_without_workarounds(id)),
            path => (cause(case, path), words::path(&case.plan, Some(case.scenario), path)),
        };
        let diagnostic = RULE
            .says(format!(
                "{}: `{name}` is carried by {} for {lasts}, and what it needs {returns} at the most likely times",
                case.short_name(),
                words::counted(usable.len(), "workaround", "workarounds"),
            ))
            .at(workaround.place, format!("ready after {first}, over after {}", first.plus(lasts)))
            .at(place, why)
            .help("make the workaround last, write the next one, or bring back sooner what takes longest");
        found.push(name, diagnostic);
    }
}

/// The first time at which one workaround is over and the next is not ready, before the systems are back.
fn falls_between(
    case: &Case,
    service: &Service,
    ways: &[usize],
    (first, back): (Millis, Millis),
) -> Option<Diagnostic> {
    let mut at = first;
    for pair in ways.windows(2) {
        let (over, takes) = (at.plus(length(service, pair[0])), from_the_fall(service, pair[1]));
        if over >= back {
            return None;
        }
        if takes > Millis::ZERO {
            let [ends, next] = [pair[0], pair[1]].map(|way| &service.workarounds[way]);
            let name = case.plan.id(service.node);
            let diagnostic = RULE
                .says(format!(
                    "{}: `{name}` falls again after {over} for {takes}, between two workarounds, at the most likely times",
                    case.short_name()
                ))
                .at(ends.place, format!("over after {over}"))
                .at(next.place, format!("ready {takes} after that"))
                .help("prepare the next while the one before it goes on (`ready`, `notice`), or make that one last");
            return Some(diagnostic);
        }
        at = over;
    }
    None
}

/// How long a workaround needs from the fall of its service on.
fn from_the_fall(service: &Service, way: usize) -> Millis {
    let workaround = &service.workarounds[way];
    let notice = workaround.notice.as_ref().map_or(Millis::ZERO, |notice| notice.typical());
    notice.max(workaround.not_before).plus(workaround.ready.typical())
}

fn length(service: &Service, way: usize) -> Millis {
    service.workarounds[way].lasts.as_ref().map_or(Millis::NEVER, |lasts| lasts.typical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_workarounds_a_service_falls_unless_the_next_is_prepared_before() {
        let said = |ready: &str, first: &str| {
            let model = format!(
                r#"(systems: {{ "till": (recovery: [(name: "Reinstall", steps: [(do: "Reinstall", takes: "5d")])]) }},
                    services: {{ "sales": (needs: ["till"], rto: "1h", workarounds: [
                        (name: "Paper", ready: "10m", lasts: "{first}"), (name: "Closed but for the sick", ready: "{ready}")]) }})"#
            );
            RULE.said_of_case(
                &model,
                r#"(title: "The till breaks", model: "model.ron", horizon: "9d", events: [Destruction(targets: ["till"])])"#,
            )
        };
        let falls =
            "s.ron: `sales` falls again after 2d for 2h, between two workarounds, at the most likely times";
        assert_eq!(said("2h", "2d"), [falls]);
        assert_eq!(said("0s", "2d"), [""; 0], "it is ready as the first ends");
        assert_eq!(said("2h", "6d"), [""; 0], "the till is back before");
    }
}

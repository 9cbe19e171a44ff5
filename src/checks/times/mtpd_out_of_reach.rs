//! W0111: an MTPD that no run of a scenario can keep.

use super::out_of_reach::{NEVER_READY, Shortest, never_ready, shortest_outage};
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Service, WorkRecovery};
use crate::source::Place;
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0111",
    title: "MTPD out of reach in a scenario",
    severity: Severity::High,
    finds: "In every run of a scenario something is struck, and from then on the return of a service and the catching up \
        after it (`work_recovery`) take longer than its MTPD even if every time is the least that was written down, nobody \
        has to queue, nothing fails and no data are lost. Workarounds count. The path is printed with its times.",
    matters: "This is longer than the organisation said that it can bear, before a die is rolled. A plan that keeps the RTO \
        may be in this place, too: the RTO knows nothing of catching up.",
    behind: "ISO 22301:2019 clause 8.2.2 d: the time after which not resuming becomes unacceptable; clause 8.3.3.",
    example: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d", clock: Disruption,
        work_recovery: (is: "2d", basis: Measured)) },
)"#,
        r#"(title: "The till is out", model: "model.ron", horizon: "7d", events: [Outage(id: "out", targets: ["till"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d", clock: Disruption,
        work_recovery: (is: "6h", basis: Measured)) },
)"#,
        r#"(title: "The till is out", model: "model.ron", horizon: "7d", events: [Outage(id: "out", targets: ["till"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let soonest = case.at_best();
    for service in case.plan.model.services.iter() {
        let Some(mtpd) = &service.mtpd else { continue };
        let Some(shortest) = shortest_outage(case, soonest, service.node) else { continue };
        let outage = shortest.outage;
        let catching_up = least_catching_up(&service.work_recovery, outage);
        if outage.plus(catching_up) <= mtpd.target {
            continue;
        }
        let name = case.plan.id(service.node);
        let (place, words) = shortest.cause(case, soonest);
        let diagnostic = RULE
            .says(format!(
                "{}: `{name}` can bear {}, and in every run {}",
                case.short_name(),
                mtpd.target,
                sentence(mtpd.target, &shortest, catching_up)
            ))
            .at(mtpd.place, format!("{} can be borne", mtpd.target))
            .at(place, words);
        let mut diagnostic = match catching_up_at(service).filter(|_| catching_up > Millis::ZERO) {
            Some(at) => diagnostic.at(at, format!("catching up takes at least {}", catching_up.at_least())),
            None => diagnostic,
        };
        for place in never_ready(case, service.node) {
            diagnostic = diagnostic.at(place, NEVER_READY);
        }
        found.push(name, diagnostic.help(help(outage, catching_up)));
    }
}

/// The least that is to be done after an outage of that length if no data are lost.
fn least_catching_up(work: &WorkRecovery, outage: Millis) -> Millis {
    if outage.is_never() {
        return Millis::ZERO;
    }
    // Rounded down, as a lower bound must be.
    let grows = libm::floor(outage.get() as f64 * work.per_hour_out);
    work.fixed.least().plus(Millis::from_f64(grows))
}

fn catching_up_at(service: &Service) -> Option<Place> {
    service.work_recovery.fixed.place
}

fn sentence(target: Millis, shortest: &Shortest, catching_up: Millis) -> String {
    let outage = shortest.outage;
    let all = outage.plus(catching_up);
    if all.is_never() {
        return "it never comes back".to_owned();
    }
    if outage > target || catching_up == Millis::ZERO {
        return shortest.words(&outage.at_least_beyond(target).to_string());
    }
    format!(
        "it is out and catching up for at least {}: {} out, {} catching up",
        all.at_least_beyond(target),
        outage.at_least(),
        catching_up.at_least()
    )
}

fn help(outage: Millis, catching_up: Millis) -> &'static str {
    if catching_up > outage {
        "shorten the catching up (`work_recovery`) or the path, or ask the owner what can be borne"
    } else {
        "shorten what takes longest in that path, give another way to do without it, or ask the owner what can be borne"
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    /// The till is out for so long; sales needs it, with these fields.
    fn said(lasts: &str, sales: &str) -> Vec<String> {
        let model = format!(
            r#"(systems: {{ "till": () }}, services: {{ "sales": (needs: ["till"], mtpd: "4h", {sales}) }})"#
        );
        let scenario = format!(
            r#"(title: "T", model: "model.ron", horizon: "7d", events: [Outage(targets: ["till"], {lasts})])"#
        );
        RULE.said_of_case(&model, &scenario)
    }

    #[test]
    fn an_outage_counts_with_the_least_of_the_catching_up() {
        assert_eq!(said(r#"lasts: "4h""#, ""), [""; 0]);
        assert_eq!(
            said(r#"lasts: "5h""#, ""),
            ["s.ron: `sales` can bear 4h, and in every run it is out for at least 5h"]
        );
        assert_eq!(
            said(r#"lasts: "2h""#, r#"work_recovery: (fixed: "uniform(1h, 9h)", per_hour_out: 0.5)"#),
            [""; 0]
        );
        assert_eq!(
            said(r#"lasts: "2h""#, r#"work_recovery: (fixed: "uniform(2h, 9h)", per_hour_out: 0.5)"#),
            [
                "s.ron: `sales` can bear 4h, and in every run it is out and catching up for at least 5h: 2h out, 3h catching up"
            ]
        );
        assert_eq!(
            said(r#"lasts: "2h""#, "work_recovery: (per_hour_lost: 9.0)"),
            [""; 0],
            "data need not be lost"
        );
    }

    #[test]
    fn what_need_not_happen_breaks_no_mtpd() {
        assert_eq!(said(r#"lasts: "5h", chance: 0.99"#, ""), [""; 0]);
        let workaround = r#"workarounds: [(name: "By hand", ready: "1h")]"#;
        assert_eq!(said(r#"lasts: "5h""#, workaround), [""; 0]);
        assert_eq!(said("lasts: \"uniform(1h, 9h)\"", ""), [""; 0]);
    }

    #[test]
    fn what_never_comes_back_breaks_it_too() {
        let said = said("chance: 1", r#"work_recovery: "1h""#);
        assert_eq!(said, ["s.ron: `sales` can bear 4h, and in every run it never comes back"]);
    }
}

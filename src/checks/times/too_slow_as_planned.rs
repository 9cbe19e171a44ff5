//! W0105: an objective that is not kept even if all goes as people expect.

use super::out_of_reach::{Shortest, shortest_outage};
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::Clock;

pub const RULE: Rule = Rule {
    code: "W0105",
    title: "objective not kept at the most likely times",
    severity: Severity::Medium,
    finds: "What is struck in at least half of the runs of a scenario keeps a service out for longer than its RTO if \
        every time is the most likely one (or the median where none is written), nobody has to queue and nothing \
        fails. Workarounds count.",
    matters: "People planned with these times and believe the promise holds. Queues, failed attempts and absent people \
        only add to it.",
    behind: "ISO 22301:2019 clauses 8.2.2 and 8.3.3; DORA Art. 11(5).",
    example: Example::scenario(
        r#"(
    response: (detect: "5m", assess: "10m"),
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01",
        steps: [(do: "Reinstall", by: ["it"], takes: (is: "pert(10m, 2h, 5h)", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h", mtpd: "1d", clock: Disruption) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    response: (detect: "5m", assess: "10m"),
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01",
        steps: [(do: "Reinstall", by: ["it"], takes: (is: "pert(10m, 15m, 5h)", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h", mtpd: "1d", clock: Disruption) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let typical = case.typical();
    for service in case.plan.model.services.iter() {
        let (Some(rto), Clock::Disruption) = (&service.rto, service.clock) else { continue };
        let Some(outage) = typical.outage(service.node).filter(|outage| *outage > rto.target) else {
            continue;
        };
        // What no run can keep has a finding of its own.
        let shortest = shortest_outage(case, case.at_best(), service.node);
        if shortest.is_some_and(|shortest| shortest.outage > rto.target) {
            continue;
        }
        let name = case.plan.id(service.node);
        let lasts = if outage.is_never() {
            "it does not come back".to_owned()
        } else {
            format!("it is out for {}, with nobody else in the queue", outage.beside(rto.target))
        };
        let (place, words) = Shortest::by_workarounds(service.node, outage).cause(case, typical);
        let diagnostic = RULE
            .says(format!("{}: `{name}` promises {}, and at the most likely times {lasts}", case.short_name(), rto.target))
            .at(rto.place, format!("promised in {}", rto.target))
            .at(place, words)
            .help("shorten what takes longest in that path, or give the service a workaround that is ready sooner");
        found.push(name, diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    /// A machine is down, and `carrier`, which brings the spare, is out from so long after it on.
    fn said(after: &str, lasts: &str) -> usize {
        let model = r#"(response: (detect: "10m", assess: "10m"), suppliers: { "carrier": () }, teams: { "crew": (people: 2) },
            resources: { "van": (units: 1, needs: ["carrier"]) },
            systems: { "press": (recovery: [(name: "Swap", steps: [
                (do: "Fetch the spare", by: ["crew"], uses: ["van"], takes: "1h")])]) },
            services: { "paper": (needs: ["press"], rto: "4h") })"#;
        let scenario = format!(
            r#"(title: "Jam", model: "model.ron", horizon: "20d", events: [Outage(id: "jam", targets: ["press"]),
                Outage(id: "strike", targets: ["carrier"], after: "{after}"{lasts})])"#
        );
        RULE.said_of_case(model, &scenario).len()
    }

    #[test]
    fn what_fails_only_once_work_is_under_way_and_comes_back_is_not_waited_for() {
        assert_eq!(said("2h", r#", lasts: "4d""#), 0);
        assert_eq!(said("5m", r#", lasts: "4d""#), 1);
        assert_eq!(said("2h", ""), 1, "what is gone for good may be needed after all");
    }

    #[test]
    fn short_outages_one_after_the_other_are_ridden_out_each_for_itself() {
        let said = |first: &str, after: &str, second: &str| {
            let model = r#"(suppliers: { "grid": () }, sites: { "hall": (needs: ["grid"], rides_out: { "grid": "2h" }) },
                systems: { "till": (home: "hall") }, services: { "sales": (needs: ["till"], rto: "1h") })"#;
            let scenario = format!(
                r#"(title: "Cuts", model: "model.ron", horizon: "7d", events: [
                    Outage(id: "one", targets: ["grid"], lasts: "{first}"),
                    Outage(id: "two", targets: ["grid"], after: "{after}", lasts: "{second}")])"#
            );
            RULE.said_of_case(model, &scenario).len()
        };
        assert_eq!(said("30m", "5h", "30m"), 0);
        assert_eq!(said("2h", "1h", "3h"), 1, "four hours without a break");
        assert_eq!(said("30m", "5h", "4h"), 1);
    }
}

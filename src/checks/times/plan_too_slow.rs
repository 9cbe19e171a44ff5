//! W0102: a system none of whose plans can keep its objective, if everything goes best.

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0102",
    title: "no plan is quick enough",
    severity: Severity::High,
    finds: "A system has a recovery time objective, and even the quickest of its plans takes longer if nothing else is \
        lost, nobody has to queue, nothing fails, and every time is the least that was written down. The path is \
        printed with its times: noticing, assessing, calling people, deciding, and the steps.",
    matters: "The objective is broken by design. No exercise, no overtime and no luck can keep it.",
    behind: "ISO 22301:2019 clause 8.3.3: strategies must be able to meet the time frames; NIST SP 800-53 CP-2(a)(3).",
    example: Example::model(
        r#"(
    response: (detect: "3m", assess: "15m"),
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (rto: "30m", recovery: [
        (name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it"], takes: "pert(20m, 1h, 2h)")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    response: (detect: "3m", assess: "15m"),
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (rto: "30m", recovery: [
        (name: "Start the spare", automatic: true, tested: "2026-09-01", steps: [(do: "Start it", takes: "5m")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let alone = plan.alone();
    for (id, system) in plan.model.systems.iter_enumerated() {
        let Some(rto) = &system.rto else { continue };
        let done = |position: usize| alone.done(id, position).map(|done| (done, position));
        let quickest = (0..system.recovery.len()).filter_map(done).min();
        let Some((takes, position)) = quickest.filter(|(takes, _)| *takes > rto.target) else { continue };
        let strategy = &system.recovery[position];
        let name = plan.id(system.node);
        let message = if takes.is_never() {
            format!(
                "`{name}` promises to be back in {}, and none of its plans can ever be finished",
                rto.target
            )
        } else {
            format!(
                "`{name}` promises to be back in {}, but its quickest plan takes at least {}",
                rto.target,
                takes.at_least_beyond(rto.target)
            )
        };
        let path = words::path(plan, None, &alone.path_of(id, position));
        let label = if takes.is_never() { "it waits for itself".to_owned() } else { path };
        let diagnostic = RULE
            .says(message)
            .at(rto.place, format!("promised in {}", rto.target))
            .at(strategy.place, label)
            .help("shorten what stands first in that path, let it begin without waiting, or promise less");
        found.push(name, diagnostic);
    }
}

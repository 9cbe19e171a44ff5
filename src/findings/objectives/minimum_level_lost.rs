//! G0104: a minimum level that is lost whenever the full service is.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::results::{ServiceResult, Share};
use crate::wording::figures::in_runs;

/// A minimum that is kept in fewer of the runs in which full service is lost carries nothing.
const KEPT_MIN: f64 = 0.05;
/// Runs in which full service is lost, of all, below which nothing is said.
const LOST_MIN: f64 = 0.05;

pub const RULE: Rule = Rule {
    code: "G0104",
    name: "minimum-level-lost",
    title: "a minimum level that falls with the full service",
    finds: "A service states what it needs for its minimum level, and in at least 95 of 100 of the runs in which it is \
        not in full service it is below that minimum, too.",
    matters: "A minimum level is stated so that something is left in an outage. Here what it stands on falls with the \
        rest, so it shortens no interruption; the level was agreed, and will not be there.",
    behind: "ISO 22301:2019 clause 8.2.2: minimum acceptable capacity; APRA CPS 230 paragraph 38: service levels.",
    example: Example::scenario(
        r#"(systems: { "till": (needs: ["power"]), "card-reader": (needs: ["power"]) }, suppliers: { "power": () },
    services: { "sales": (needs: ["till", "card-reader"], minimum: ["till"]) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(targets: ["power"], lasts: "4h")])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (), "card-reader": (needs: ["power"]) }, suppliers: { "power": () },
    services: { "sales": (needs: ["till", "card-reader"], minimum: ["till"]) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(targets: ["power"], lasts: "4h")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let states_it = |service: &&ServiceResult| {
        seen.service(&service.id).is_some_and(|found| found.minimum.is_some() && found.workarounds.is_empty())
    };
    seen.results.services.iter().filter(states_it).filter_map(|service| finding(seen, service)).collect()
}

fn finding(seen: &Seen, service: &ServiceResult) -> Option<Finding> {
    let lost = service.interrupted + service.reduced;
    let kept = Share::new(service.reduced, lost);
    let often = lost as f64 >= LOST_MIN * service.recovery.average.n as f64 && lost > 0;
    if !often || kept.interval[1] > KEPT_MIN {
        return None;
    }
    let below = Share::new(service.interrupted, service.recovery.average.n);
    let message = format!(
        "{} falls below its minimum level in {}, and hardly ever loses full service without losing the minimum, too: \
         what is agreed for an outage stands on what the outage takes away.",
        name(service),
        in_runs(&below),
    );
    let finding = RULE
        .says(Severity::Medium, &service.id, message)
        .share(["below_minimum", "n", "share", "interval"], &below)
        .share(["minimum_kept", "full_lost", "kept_share", "kept_interval"], &kept)
        .because(&seen.names, &service.ledger)
        .weighing(below.share)
        .try_first([Remedy::to_do(
            "Let the minimum level stand on something that does not fall with the rest: other systems, another site, work \
             by hand.",
        )]);
    Some(finding.at(seen.node(&service.id)?.place))
}

//! G0501: what an intruder had in hand is lost.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::model::{EventKind, Uncertain};
use crate::results::{ServiceResult, Verdict};
use crate::source::Place;
use crate::units::Millis;
use crate::wording::figures::time;

/// The typical loss, in parts of the typical dwell, from which on the dwell explains it.
const PART_MIN: f64 = 0.5;

pub const RULE: Rule = Rule {
    code: "G0501",
    name: "data-lost-to-dwell",
    title: "every copy since the intruder came is suspect",
    finds: "The scenario corrupts data after somebody was inside for a while (`dwell`), and a service whose RPO falls short \
        typically loses at least half as much as that while.",
    matters: "More frequent copies do not help: all that were made while somebody was inside may carry them. What helps is to \
        notice sooner, or a way to clean what was copied.",
    behind: "EU 2022/2554 (DORA) Art. 12; NIST SP 1800-25: data integrity; docs/semantics.md section 3.",
    example: Example::scenario(
        r#"(sites: { "vault": () }, systems: { "books": (copies: { "nightly": Backup(every: "1d", at: "vault", keep: "60d") },
    recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore it", takes: "1h")])]) },
    services: { "sales": (needs: ["books"], rpo: "2d") })"#,
        r#"(title: "Ransomware", model: "model.ron", horizon: "9d",
    events: [Corruption(targets: ["books"], dwell: "20d")])"#,
    ),
    repaired: Example::scenario(
        r#"(sites: { "vault": () }, systems: { "books": (copies: { "nightly": Backup(every: "1d", at: "vault", keep: "60d") },
    recovery: [(name: "Restore", from: "nightly", cleans: true, steps: [(do: "Restore it", takes: "1h")])]) },
    services: { "sales": (needs: ["books"], rpo: "2d") })"#,
        r#"(title: "Ransomware", model: "model.ron", horizon: "9d",
    events: [Corruption(targets: ["books"], dwell: "20d")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let short = |service: &&ServiceResult| {
        service.objectives.iter().any(|rpo| rpo.clock.is_none() && rpo.verdict == Verdict::FallsShort)
    };
    let services = seen.results.services.iter().filter(short);
    services
        .filter_map(|service| dwell_of(seen, service).map(|(dwell, place)| finding(service, dwell, place)))
        .collect()
}

/// The longest time for which intruders were inside what a service typically loses its data with, where it explains the loss.
fn dwell_of<'a>(seen: &Seen<'a>, service: &ServiceResult) -> Option<(&'a Uncertain, Place)> {
    // What is never restored is lost for other reasons.
    let lost = service.data_loss.quantile(50).filter(|lost| *lost > Millis::ZERO)?;
    let half = |whole: Millis| whole.get() as f64 * PART_MIN;
    let losing = seen
        .systems_with_data_of(&service.id)
        .into_iter()
        .filter(|system| system.data_loss.quantile(50).is_some_and(|own| own.get() as f64 >= half(lost)));
    let events =
        losing.filter_map(|system| seen.system(&system.id)).flat_map(|system| seen.corruptions_of(system));
    let dwells = events.filter_map(|event| match &event.kind {
        EventKind::Corruption { dwell, .. } => Some((dwell, event.place)),
        _ => None,
    });
    let longest = dwells.max_by_key(|(dwell, _)| dwell.typical());
    longest.filter(|(dwell, _)| dwell.typical() > Millis::ZERO && lost.get() as f64 >= half(dwell.typical()))
}

fn finding(service: &ServiceResult, dwell: &Uncertain, event: Place) -> Finding {
    let typical = service.data_loss.quantiles.iter().find(|quantile| quantile.percent == 50);
    let message = format!(
        "{} typically goes back {} in time: intruders are inside for {} before they strike, and every copy since they came is \
         suspect.",
        name(service),
        time(typical, "nothing", ""),
        dwell.typical(),
    );
    RULE.says(Severity::High, &service.id, message)
        .figure("dwell_typical_s", Figure::Time(Some(dwell.typical())))
        .quantile(["typical_loss_s", "typical_loss_interval_s"], typical)
        .at(dwell.place.unwrap_or(event))
        .try_first([
            Remedy::to_do("Look for intruders: each day that they are found sooner is a day of data that is kept."),
            Remedy::to_do(
                "Prepare a way to clean what was copied since (`cleans`), such as checking it against the source, and say in \
                 the impact analysis what is promised in an attack.",
            ),
        ])
}

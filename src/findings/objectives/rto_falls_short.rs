//! G0101: a service that is not back in time in as many runs as promised.

use super::{falls_short, severity, shortfall, unending};
use crate::diagnostic::explain::Example;
use crate::findings::seen::{ledger, name};
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::model::Clock;
use crate::results::{ObjectiveKind, ObjectiveResult, Quantile, ServiceResult};
use crate::units::Millis;
use crate::wording::figures::{in_runs, time_beside, wanted};
use crate::wording::words;

pub const RULE: Rule = Rule {
    code: "G0101",
    name: "rto-falls-short",
    title: "a service is back too late",
    finds: "A service is back for good within its recovery time objective in fewer runs than are wanted, and the \
        interval at 99 % leaves no doubt of it. It is high where more than 10 of 100 runs are surely missing, \
        medium above 2, else low.",
    matters: "The time was promised to somebody. Under the stated model the plan does not keep it, and the ledger says \
        where the time goes.",
    behind: "ISO 22301:2019 clauses 8.2.2 and 8.3; EU 2022/2554 (DORA) Art. 11(6); NIST SP 800-53 CP-10.",
    example: Example::scenario(
        "(teams: { \"ops\": (people: 1, call_out: \"30m\") }, systems: { \"till\": (recovery: [(name: \"Rebuild\", steps: \
         [(do: \"Rebuild it\", takes: \"5h\", by: \"ops\")])]) }, \
         services: { \"sales\": (needs: [\"till\"], rto: \"4h\") })",
        "(title: \"Fire\", model: \"model.ron\", horizon: \"3d\", events: [Destruction(targets: [\"till\"])])",
    ),
    repaired: Example::scenario(
        "(teams: { \"ops\": (people: 1, call_out: \"30m\") }, systems: { \"till\": (recovery: [(name: \"Rebuild\", steps: \
         [(do: \"Rebuild it\", takes: \"2h\", by: \"ops\")])]) }, \
         services: { \"sales\": (needs: [\"till\"], rto: \"4h\") })",
        "(title: \"Fire\", model: \"model.ron\", horizon: \"3d\", events: [Destruction(targets: [\"till\"])])",
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let late = seen.of_services(ObjectiveKind::Rto).filter(|(_, rto)| falls_short(rto));
    late.map(|(service, rto)| finding(seen, service, rto)).collect()
}

fn finding(seen: &Seen, service: &ServiceResult, rto: &ObjectiveResult) -> Finding {
    let clock = rto.clock.unwrap_or(Clock::Disruption);
    let times = &service.recovery_on(clock).quantiles;
    let quantile = |percent| times.iter().find(|quantile| quantile.percent == percent);
    let message = format!(
        "{} is back for good within its RTO of {}{} in {}, where {} are wanted; {}.",
        name(service),
        rto.target,
        match clock {
            Clock::Disruption => String::new(),
            later => format!(", counted {},", words::from_clock(later)),
        },
        in_runs(&rto.share),
        wanted(rto.required),
        lasting(quantile(50), quantile(95), (rto.target, clock)),
    );
    let mut finding = RULE
        .says(severity(rto), &service.id, message)
        .objective(rto)
        .quantile(["typical_s", "typical_interval_s"], quantile(50))
        .quantile(["one_in_20_s", "one_in_20_interval_s"], quantile(95))
        .weighing(shortfall(rto));
    if let Some(ledger) = ledger(service) {
        finding = finding.because(&seen.names, ledger);
    }
    let remedies = Remedy::against(seen, &finding.causes);
    finding.try_first(unending(service, rto).into_iter().chain(remedies))
}

/// `typically 4h 10m, in 1 run of 20 more than 2d`.
fn lasting(
    typical: Option<&Quantile<Millis>>,
    long: Option<&Quantile<Millis>>,
    (target, clock): (Millis, Clock),
) -> String {
    // What is back before a later clock starts takes no time on it, and was out all the same.
    let none = if clock == Clock::Disruption { "not out" } else { "back by then" };
    let out = |quantile| time_beside(quantile, Some(target), (none, "not back at all"));
    let long = match long.and_then(|quantile| quantile.value) {
        Some(Millis::ZERO) => return format!("in 19 of 20 runs it is {none}"),
        Some(_) => format!("in 1 run of 20 it takes {} or longer", out(long)),
        None => "in 1 run of 20 it is not back at all".to_owned(),
    };
    match typical.and_then(|quantile| quantile.value) {
        Some(Millis::ZERO) => format!("typically it is {none}, {long}"),
        Some(_) => format!("typically it takes {}, {long}", out(typical)),
        None => "typically it is not back before the end of the time watched".to_owned(),
    }
}

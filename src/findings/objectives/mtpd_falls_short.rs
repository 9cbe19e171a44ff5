//! G0103: a service that is out for longer than the organisation bears.

use super::{falls_short, shortfall, unending};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveKind, ObjectiveResult, ServiceResult, Share};
use crate::wording::figures::{in_runs, wanted};

pub const RULE: Rule = Rule {
    code: "G0103",
    name: "mtpd-falls-short",
    title: "a service is out for longer than can be borne",
    finds: "A service, the work to catch up included, is out for longer than its maximum tolerable period of disruption \
        in more runs than may be, and the interval at 99 % leaves no doubt of it. It is high where more than 2 of 100 \
        runs are surely too many, else medium.",
    matters: "An RTO that is not kept is a promise broken. Beyond the MTPD the damage can no longer be made good.",
    behind: "ISO 22301:2019 clauses 3.16 and 8.2.2; PRA SS1/21: impact tolerance.",
    example: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", mtpd: "8h") })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(id: "power", targets: ["till"], lasts: "uniform(3h, 16h)")])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", mtpd: "1d") })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(id: "power", targets: ["till"], lasts: "uniform(3h, 16h)")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let lasting = seen.of_services(ObjectiveKind::Mtpd).filter(|(_, mtpd)| falls_short(mtpd));
    lasting.map(|(service, mtpd)| finding(seen, service, mtpd)).collect()
}

fn finding(seen: &Seen, service: &ServiceResult, mtpd: &ObjectiveResult) -> Finding {
    let broken = Share::by(mtpd.interval_kind, mtpd.missed(), mtpd.share.n);
    let message = format!(
        "{} is out for longer than the {} that can be borne (MTPD) in {}; {} in 100 may be.",
        name(service),
        mtpd.target,
        in_runs(&broken),
        wanted(1.0 - mtpd.required),
    );
    let surely = mtpd.required - mtpd.share.interval[1];
    let severity = if surely > 0.02 { Severity::High } else { Severity::Medium };
    let finding = RULE
        .says(severity, &service.id, message)
        .objective(mtpd)
        .share(["broken", "broken_n", "broken_share", "broken_interval"], &broken)
        .because(&seen.names, &service.ledger)
        .weighing(1.0 + shortfall(mtpd));
    let remedies = Remedy::against(seen, &finding.causes);
    finding.try_first(unending(service, mtpd).into_iter().chain(remedies))
}

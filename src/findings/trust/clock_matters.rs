//! G0202: a verdict that is another one on another clock.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::model::Clock;
use crate::results::{ObjectiveKind, ObjectiveResult, ServiceResult, Share, Verdict};
use crate::wording::figures::in_100;

pub const RULE: Rule = Rule {
    code: "G0202",
    name: "clock-matters",
    title: "the verdict depends on the clock",
    finds: "An RTO holds when it is counted from one instant and falls short when it is counted from another: the \
        disruption, the detection, the declaration. It is high where it holds only on a later clock than the disruption and \
        that is the clock that the model chose, else low.",
    matters: "Customers count from the disruption, contracts often from the declaration. Who may choose the clock can choose \
        the verdict.",
    behind: "ISO 22301:2019 clause 3.27 counts from the disruption; EU 2022/2554 (DORA) Art. 19 from the classification.",
    example: Example::scenario(
        r#"(response: (detect: "3h"), systems: { "till": () },
    services: { "sales": (needs: ["till"], rto: "4h", clock: Detected) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "5h")])"#,
    ),
    repaired: Example::scenario(
        r#"(response: (detect: "3h"), systems: { "till": () },
    services: { "sales": (needs: ["till"], rto: "6h", clock: Detected) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "5h")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let touched = seen.of_services(ObjectiveKind::Rto).filter(|(_, rto)| rto.verdict != Verdict::NotTouched);
    touched.filter_map(|(service, rto)| finding(service, rto)).collect()
}

fn finding(service: &ServiceResult, rto: &ObjectiveResult) -> Option<Finding> {
    let shares = service.kept_by_clock?;
    let holds = |share: &Share| share.interval[0] >= rto.required;
    let short = |share: &Share| share.interval[1] < rto.required;
    let both = shares.iter().any(|(_, share)| holds(share)) && shares.iter().any(|(_, share)| short(share));
    if !both {
        return None;
    }
    let [(_, disruption), (_, detected), (_, declared)] = &shares;
    let message = format!(
        "{} keeps its RTO of {} in {} of 100 runs counted from the disruption, in {} counted from detection, in {} from the \
         declaration: the clock decides the verdict.",
        name(service),
        rto.target,
        in_100(disruption),
        in_100(detected),
        in_100(declared),
    );
    let flattered = rto.verdict == Verdict::Holds && rto.clock != Some(Clock::Disruption);
    let severity = if flattered { Severity::High } else { Severity::Low };
    let finding = RULE
        .says(severity, &service.id, message)
        .objective(rto)
        .figure("share_disruption", Figure::Share(disruption.share))
        .figure("share_detected", Figure::Share(detected.share))
        .figure("share_declared", Figure::Share(declared.share))
        .weighing(declared.share - disruption.share)
        .try_first([Remedy::to_do(
            "Agree with the owner of the service which clock was meant, write it into the impact analysis, and shorten the \
             time until the incident is noticed and declared.",
        )]);
    Some(finding)
}

//! W0103: a service that may be out for longer than it can survive.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0103",
    title: "RTO above MTPD",
    severity: Severity::High,
    finds: "The recovery time objective of a service is longer than its maximum tolerable period of disruption.",
    matters: "A recovery that keeps the objective to the minute would still come too late: the two figures contradict \
        each other, and one of their owners has not read the other.",
    behind: "ISO 22301:2019 clause 8.2.2 d: recovery time is prioritised within the time in which impacts become \
        unacceptable.",
    example: Example::model(
        "(systems: { \"till\": () }, services: { \"sales\": (owner: \"Head of Sales\", needs: [\"till\"], \
         rto: \"8h\", mtpd: \"4h\") })",
    ),
    repaired: Example::model(
        "(systems: { \"till\": () }, services: { \"sales\": (owner: \"Head of Sales\", needs: [\"till\"], \
         rto: \"2h\", mtpd: \"4h\") })",
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for service in plan.model.services.iter() {
        let (Some(rto), Some(mtpd)) = (&service.rto, &service.mtpd) else { continue };
        if rto.target <= mtpd.target {
            continue;
        }
        let id = plan.id(service.node);
        let diagnostic = RULE
            .says(format!(
                "`{id}` may be out for {} by its RTO, but survives only {} by its MTPD",
                rto.target, mtpd.target
            ))
            .at(rto.place, "the RTO is longer")
            .at(mtpd.place, "than the MTPD")
            .help(format!(
                "ask the owner of `{id}` which of the two is right; the RTO has to be the shorter one"
            ));
        found.push(id, diagnostic);
    }
}

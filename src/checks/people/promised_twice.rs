//! W0503: workarounds that count on the same people.

use std::collections::BTreeMap;

use super::people_of;
use crate::checks::{Found, Look, Organisation, Rule, View, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::TeamId;
use crate::model::{Service, Workaround};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0503",
    title: "people promised twice",
    severity: Severity::Medium,
    finds: "The workarounds that are to start within the first hour of an outage ask a team for more people, taken \
        together, than it has at its thinnest hour. What prepares a workaround and what runs it counts once, the larger \
        of the two.",
    matters: "Each service has its workaround on paper, and all of them name the same few people of the night shift. \
        Some services will wait, and nobody has said which.",
    behind: "NIS2 Implementing Regulation 2024/2690, 4.1.2; ISO 22301:2019 clause 8.3.4.",
    example: Example::model(
        r#"(
    teams: { "leads": (people: 2) },
    systems: { "a": (), "b": () },
    services: {
        "sales": (owner: "Head of Sales", needs: ["a"], rto: "2h", mtpd: "1d", workarounds: [
            (name: "Paper", notice: "10m", by: ["leads: 2"], ready: "20m", tested: "2026-09-01")]),
        "support": (owner: "Head of Support", needs: ["b"], rto: "2h", mtpd: "1d", workarounds: [
            (name: "Notebook", notice: "10m", by: ["leads"], ready: "20m", tested: "2026-09-01")]),
    },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "leads": (people: 3) },
    systems: { "a": (), "b": () },
    services: {
        "sales": (owner: "Head of Sales", needs: ["a"], rto: "2h", mtpd: "1d", workarounds: [
            (name: "Paper", notice: "10m", by: ["leads: 2"], ready: "20m", tested: "2026-09-01")]),
        "support": (owner: "Head of Support", needs: ["b"], rto: "2h", mtpd: "1d", workarounds: [
            (name: "Notebook", notice: "10m", by: ["leads"], ready: "20m", tested: "2026-09-01")]),
    },
)"#,
    ),
    look: Look::Model(look),
};

/// Who asks a team for how many.
type Asked<'a> = Vec<(&'a Service, &'a Workaround, u32)>;

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let mut asked: BTreeMap<TeamId, Asked> = BTreeMap::new();
    for service in plan.model.services.iter() {
        let Some(first) = service.workarounds.iter().find(|way| begins_early(plan, way)) else { continue };
        for (team, people) in people_of(plan, first) {
            asked.entry(team).or_default().push((service, first, people));
        }
    }
    for (team, asks) in asked {
        let there = fewest(plan, team);
        let wanted: u32 = asks.iter().map(|(_, _, people)| people).sum();
        if asks.len() < 2 || wanted <= there {
            continue;
        }
        let node = plan.model.teams[team].node;
        let name = plan.id(node);
        let each: Vec<String> =
            asks.iter().map(|(service, _, people)| format!("`{}` {people}", plan.id(service.node))).collect();
        let (_, first, _) = asks[0];
        let diagnostic = RULE
            .says(format!(
                "`{name}` has {there} people at its thinnest hour, and {} that start within the first hour ask for {wanted}: {}",
                words::counted(asks.len(), "workaround", "workarounds"),
                words::listed(&each),
            ))
            .at(plan.place(node), format!("{there} there at that hour"))
            .at(first.place, "for example this workaround")
            .help("say which service goes first and which waits, or let other people run some of them");
        found.push(name, diagnostic);
    }
}

/// Whether a workaround is to start within an hour at the most likely times.
fn begins_early(plan: &View, way: &Workaround) -> bool {
    let notice = way.notice.as_ref().unwrap_or(&plan.model.response.detect).typical();
    notice.max(way.not_before) <= Millis::HOUR
}

fn fewest(plan: &View, team: TeamId) -> u32 {
    let team = &plan.model.teams[team];
    if team.hours.is_always() { team.people } else { team.people.min(team.off_hours.people) }
}

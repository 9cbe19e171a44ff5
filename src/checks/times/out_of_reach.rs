//! W0104: an objective that no run of a scenario can keep.

use crate::checks::plans::{place_of, reason};
use crate::checks::soonest::{Never, Soonest, Why};
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{NodeId, ServiceId};
use crate::model::{Clock, NodeKind, Objective};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0104",
    title: "objective out of reach in a scenario",
    severity: Severity::High,
    finds: "In every run of a scenario something is struck, and from then on the return takes longer than the \
        objective even if every time is the least that was written down, nobody has to queue and nothing fails. \
        Workarounds count. The path is printed with its times.",
    matters: "The share of runs that keep this objective is 0 before a die is rolled. Either the plan or the promise \
        has to change.",
    behind: "DORA Art. 12(6): objectives in extreme scenarios; ISO 22301:2019 clause 8.3.3.",
    example: Example::scenario(
        r#"(
    response: (detect: "5m", assess: "10m"),
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (recovery: [
        (name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it"], takes: (is: "2h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h", mtpd: "1d", clock: Disruption) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    response: (detect: "5m", assess: "10m"),
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (recovery: [
        (name: "Start the spare", tested: "2026-09-01", steps: [(do: "Start it", by: ["it"], takes: (is: "10m", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h", mtpd: "1d", clock: Disruption) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    for (node, objective, clock) in objectives(case) {
        let Some(shortest) = shortest_outage(case, case.at_best_on(clock), node) else { continue };
        if shortest.outage <= objective.target {
            continue;
        }
        let name = case.plan.id(node);
        let (place, words) = shortest.cause(case, case.at_best());
        let mut diagnostic = RULE
            .says(format!("{}: {}", case.short_name(), sentence(name, (objective.target, clock), &shortest)))
            .at(objective.place, format!("promised in {}", objective.target))
            .at(place, words)
            .help(
                "shorten what takes longest in that path, give another way to do without it, or promise less",
            );
        for place in never_ready(case, node) {
            diagnostic = diagnostic.at(place, NEVER_READY);
        }
        found.push(name, diagnostic);
    }
}

pub const NEVER_READY: &str = "is never ready in this scenario: what it waits for does not come";

/// Where the workarounds of a service are written that can never begin in a scenario.
pub fn never_ready(case: &Case, node: NodeId) -> Vec<crate::source::Place> {
    let NodeKind::Service(id) = case.plan.model.nodes[node].kind else { return Vec::new() };
    let ways = case.plan.model.services[id].workarounds.iter().enumerate();
    let never = ways.filter(|(way, _)| case.at_best().ready(id, *way).is_never());
    never.map(|(_, workaround)| workaround.place).collect()
}

/// The shortest outage that a run can have.
pub struct Shortest {
    node: NodeId,
    pub outage: Millis,
    /// The service whose workarounds are over before what it needs is back.
    pub past_workarounds: Option<ServiceId>,
}

/// The shortest outage of a node that a run can have; nothing where none is sure.
pub fn shortest_outage(case: &Case, soonest: &Soonest, node: NodeId) -> Option<Shortest> {
    let model = case.plan.model;
    let carried = Shortest::by_workarounds(node, soonest.outage(node).unwrap_or_default());
    let past = match model.nodes[node].kind {
        NodeKind::Service(id) => soonest.outage_past_workarounds(model, id).map(|outage| (id, outage)),
        _ => None,
    };
    let shortest = match past {
        Some((id, outage)) if outage > carried.outage => {
            Shortest { node, outage, past_workarounds: Some(id) }
        }
        _ => carried,
    };
    (shortest.outage > Millis::ZERO).then_some(shortest)
}

impl Shortest {
    /// One that ends as soon as a workaround carries the service, or what it needs is back.
    pub fn by_workarounds(node: NodeId, outage: Millis) -> Shortest {
        Shortest { node, outage, past_workarounds: None }
    }

    /// Where the longest part of its path is written, with the path; of what never returns, what keeps it away.
    pub fn cause(&self, case: &Case, soonest: &Soonest) -> (crate::source::Place, String) {
        let (path, never) = match self.past_workarounds {
            Some(id) => (soonest.path_without_workarounds(id), soonest.why_never_without_workarounds(id)),
            None => (soonest.path(self.node), soonest.why_node_never(self.node)),
        };
        match path.as_slice() {
            [] => cause_of_never(case, &never),
            path => (cause(case, path), path_words(case, soonest, self.node, path)),
        }
    }

    /// What it is, of at least so long.
    pub fn words(&self, least: &str) -> String {
        match self.past_workarounds {
            Some(_) => {
                format!("it is not back for good for at least {least}: all its work by hand is over before")
            }
            None => format!("it is out for at least {least}"),
        }
    }
}

/// Where it is written what keeps something away for good, in words.
pub fn cause_of_never(case: &Case, never: &Never) -> (crate::source::Place, String) {
    (place_of(case, never).unwrap_or(case.scenario.place), reason(case, never))
}

/// The path, and when the node goes down where that is later than the incident.
fn path_words(case: &Case, soonest: &Soonest, node: NodeId, path: &[(Why, Millis)]) -> String {
    let words = words::path(&case.plan, Some(case.scenario), path);
    let later = soonest.falls(node).minus(soonest.incident());
    if later > Millis::ZERO && !later.is_never() {
        return format!("{words}; it goes down {later} after the incident begins");
    }
    words
}

fn sentence(name: &str, (target, clock): (Millis, Clock), shortest: &Shortest) -> String {
    if shortest.outage.is_never() {
        return format!("`{name}` promises {target}, and in every run it never comes back");
    }
    let outage = shortest.outage.at_least_beyond(target);
    let from = match clock {
        Clock::Disruption => "",
        Clock::Detected => " from detection",
        Clock::Declared => " from the declaration",
    };
    format!("`{name}` promises {target}, and in every run {}", shortest.words(&format!("{outage}{from}")))
}

/// Every RTO of services and of systems.
pub fn objectives<'a>(case: &'a Case) -> Vec<(NodeId, &'a Objective, Clock)> {
    let model = case.plan.model;
    let services = model
        .services
        .iter()
        .filter_map(|service| Some((service.node, service.rto.as_ref()?, service.clock)));
    let systems = model
        .systems
        .iter()
        .filter_map(|system| Some((system.node, system.rto.as_ref()?, Clock::Disruption)));
    services.chain(systems).collect()
}

/// Where the longest part of a path is written, else the node's event.
pub fn cause(case: &Case, path: &[(Why, Millis)]) -> crate::source::Place {
    let model = case.plan.model;
    let place = |why: &Why| match *why {
        Why::Step { system, strategy, step } => model.systems[system].recovery[strategy].steps[step].place,
        Why::TaskStep { task, step } => model.tasks[task].steps[step].place,
        Why::Decide { system, strategy }
        | Why::NotBefore { system, strategy }
        | Why::GivenUp { system, strategy } => model.systems[system].recovery[strategy].place,
        Why::Hours(team) => {
            model.teams[team].hours_place.unwrap_or(model.nodes[model.teams[team].node].place)
        }
        Why::CallOut(team) => model.nodes[model.teams[team].node].place,
        Why::Restart(system) => model.nodes[model.systems[system].node].place,
        Why::Notice { service, workaround } | Why::Prepare { service, workaround } => {
            model.services[service].workarounds[workaround].place
        }
        Why::Event(event) | Why::CopyGone { event, .. } | Why::DataGone(event) => {
            case.scenario.events[event].place
        }
        Why::NoPoint { system, copy } | Why::Unclean { system, copy, .. } => {
            model.systems[system].copies[copy].place
        }
        Why::Node(node) => model.nodes[node].place,
        Why::Detect => model.response.detect.place.unwrap_or(model.place),
        Why::Assess => model.response.assess.place.unwrap_or(model.place),
        Why::Declare => model.response.declare.takes.place.unwrap_or(model.place),
    };
    let longest = path.iter().max_by_key(|(_, took)| *took);
    longest.map_or(case.scenario.place, |(why, _)| place(why))
}

#[cfg(test)]
mod tests {
    use super::RULE;

    #[test]
    fn work_by_hand_that_is_surely_over_before_the_systems_are_back_saves_no_promise() {
        let said = |workarounds: &str| {
            let model = format!(
                r#"(suppliers: {{ "house": () }}, response: (detect: "10m"), services: {{ "claims": (needs: ["house"], rto: "1d",
                    workarounds: [{workarounds}]) }})"#
            );
            let scenario = r#"(title: "Gone", model: "model.ron", horizon: "60d", events: [Outage(id: "gone", targets: ["house"], lasts: "15d")])"#;
            RULE.said_of_case(&model, scenario)
        };
        let least = |time: &str| {
            [format!(
                "s.ron: `claims` promises 1d, and in every run it is not back for good for at least {time}: all its work by hand is over before"
            )]
        };
        assert_eq!(said(r#"(name: "Paper", lasts: "1h")"#), least("14d 23h"));
        assert_eq!(said(r#"(name: "Paper", ready: "1s", lasts: "uniform(1h, 2d)")"#), least("13d"));
        let both = r#"(name: "Paper", ready: "1h", lasts: "2d"), (name: "Fax", ready: "2h", lasts: "3d")"#;
        assert_eq!(said(both), least("10d"));
        assert_eq!(said(r#"(name: "Paper", lasts: "14d 12h")"#), [""; 0]);
        assert_eq!(said(r#"(name: "Paper", lasts: "exponential(mean 1h)")"#), [""; 0]);
        assert_eq!(said(r#"(name: "Paper", ready: "1h")"#), [""; 0]);
    }

    /// People who come in ten minutes by day and in an hour or more at night, and are called at an hour of a Friday.
    fn said(onset: &str) -> Vec<String> {
        let model = r#"(teams: { "it": (people: 2, hours: "Mon-Fri 08:00-18:00", call_out: "10m", off_hours: (people: 2, call_out: "uniform(1h, 3h)")) },
            systems: { "till": (rto: "30m", recovery: [(name: "Fix", steps: [(do: "Fix", by: ["it"], takes: "30m")])]) })"#;
        let scenario = format!(
            r#"(title: "T", model: "model.ron", onset: {onset}, horizon: "7d", events: [Destruction(targets: ["till"])])"#
        );
        RULE.said_of_case(model, &scenario)
    }

    #[test]
    fn a_workaround_that_falls_with_what_it_replaces_is_shown() {
        let model = r#"(suppliers: { "change": () }, systems: { "link": (needs: ["change"]), "portal": (needs: ["change"]) },
            services: { "claims": (needs: ["link"], rto: "4d", workarounds: [(name: "Portal", needs: ["portal"], ready: "1h")]) })"#;
        let scenario = |targets: &str| {
            format!(
                r#"(title: "T", model: "model.ron", horizon: "60d", events: [Destruction(targets: ["{targets}"])])"#
            )
        };
        let shown = |targets: &str| {
            RULE.labels_of_case(model, &scenario(targets)).contains(&super::NEVER_READY.to_owned())
        };
        assert!(shown("change") && !shown("link"));
    }

    #[test]
    fn people_who_are_called_at_night_come_as_they_do_at_night_or_in_the_morning() {
        let least = |time: &str| {
            [format!("s.ron: `till` promises 30m, and in every run it is out for at least {time}")]
        };
        assert_eq!(said("\"Fri 10:00\""), least("40m"));
        assert_eq!(said("\"Fri 20:00\""), least("1h 30m"));
        assert_eq!(
            said("\"Fri 07:30\""),
            least("1h 10m"),
            "who is called at eight is there ten minutes later"
        );
        assert_eq!(said("Any"), least("40m"));
    }
}

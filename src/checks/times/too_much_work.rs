//! W0106: more work for a team than its people can do within the objective.

use std::collections::BTreeMap;

use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{NodeId, SystemId, TeamId};
use crate::model::{NodeKind, Strategy, Team};
use crate::units::Millis;

/// So many systems are looked at for one service; one that needs more has its workload left out.
const SYSTEMS_MAX: usize = 2_000;

pub const RULE: Rule = Rule {
    code: "W0106",
    title: "a team has more work than the objective leaves time for",
    severity: Severity::High,
    finds: "Every system that a service cannot do without, that a scenario strikes in every run and that only people \
        bring back, asks for some work of a team even by the plan that asks for least. All that work at the least \
        times, shared by every person the team can ever have, takes longer than the RTO leaves after the team has come.",
    matters: "Each plan by itself may be quick enough; all of them want the same people.",
    behind: "NIS2 Implementing Regulation 2024/2690, 4.1.2: resources; ISO 22301:2019 clause 8.3.4.",
    example: Example::scenario(
        r#"(
    teams: { "it": (people: 2) },
    systems: {
        "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it: 2"], takes: (is: "50m", basis: Measured))])]),
        "stock": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it: 2"], takes: (is: "50m", basis: Measured))])]),
    },
    services: { "sales": (owner: "Head of Sales", needs: ["till", "stock"], rto: "1h", mtpd: "1d", clock: Disruption) },
)"#,
        r#"(title: "Both break", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till", "stock"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    teams: { "it": (people: 4) },
    systems: {
        "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it: 2"], takes: (is: "50m", basis: Measured))])]),
        "stock": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it: 2"], takes: (is: "50m", basis: Measured))])]),
    },
    services: { "sales": (owner: "Head of Sales", needs: ["till", "stock"], rto: "1h", mtpd: "1d", clock: Disruption) },
)"#,
        r#"(title: "Both break", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till", "stock"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let (plan, soonest) = (&case.plan, case.at_best());
    for (id, service) in plan.model.services.iter_enumerated() {
        let Some(rto) = &service.rto else { continue };
        let falls = soonest.falls(service.node);
        // The finding on the path alone says more.
        let path_alone = soonest.outage(service.node).is_some_and(|outage| outage > rto.target);
        let by_hand = (0..service.workarounds.len()).any(|way| !soonest.ready(id, way).is_never());
        if falls.is_never() || path_alone || by_hand {
            continue;
        }
        let systems = must_be_recovered(case, service.node);
        for (team, effort) in efforts(case, &systems) {
            let people = most_people(&plan.model.teams[team]);
            let takes = Millis::from_f64(effort.get() as f64 / f64::from(people.max(1)));
            let starts = soonest.team_ready(team);
            let outage = starts.plus(takes).minus(falls);
            if outage <= rto.target {
                continue;
            }
            let (name, team) = (plan.id(service.node), plan.model.teams[team].node);
            let people = crate::checks::words::counted(people as usize, "person", "people");
            let diagnostic = RULE
                .says(format!(
                    "{}: `{name}` promises {}, and what `{}` has to do for it takes its {people} {takes} at best",
                    case.short_name(),
                    rto.target,
                    plan.id(team),
                ))
                .at(rto.place, format!("promised in {}", rto.target))
                .at(plan.place(team), format!("{effort} of work on {} systems, for {people}", systems.len()))
                .help("bring in people who can do part of it, automate a step, or promise less");
            found.push(name, diagnostic);
        }
    }
}

/// The systems a service cannot do without that are struck for sure and never come back by themselves.
fn must_be_recovered(case: &Case, service: NodeId) -> Vec<SystemId> {
    let all = case.plan.must().all(service);
    let system = |node: &NodeId| match case.plan.model.nodes[*node].kind {
        NodeKind::System(system) => Some(system),
        _ => None,
    };
    let lost = |system: &SystemId| case.at_best().home(*system).is_never();
    let systems: Vec<SystemId> = all.iter().filter_map(system).filter(lost).collect();
    if systems.len() > SYSTEMS_MAX { Vec::new() } else { systems }
}

/// The least work that each team has on these systems, whichever of their plans are taken.
fn efforts(case: &Case, systems: &[SystemId]) -> BTreeMap<TeamId, Millis> {
    let mut efforts: BTreeMap<TeamId, Millis> = BTreeMap::new();
    for &system in systems {
        let plans = case.plan.model.systems[system].recovery.iter().filter(|strategy| strategy.admitted);
        let of_plans: Vec<BTreeMap<TeamId, Millis>> =
            plans.map(|strategy| effort_of(case, strategy)).collect();
        let Some(first) = of_plans.first() else { continue };
        for &team in first.keys() {
            let least = of_plans.iter().map(|plan| plan.get(&team).copied().unwrap_or_default()).min();
            let sum = efforts.entry(team).or_default();
            *sum = sum.plus(least.unwrap_or_default());
        }
    }
    efforts
}

/// People times time, counted for a team and all that it is part of.
fn effort_of(case: &Case, strategy: &Strategy) -> BTreeMap<TeamId, Millis> {
    let mut efforts: BTreeMap<TeamId, Millis> = BTreeMap::new();
    for step in &strategy.steps {
        for ask in &step.by {
            let quicker = step.slower_without.iter().map(|(_, factor)| factor.min(1.0)).product::<f64>();
            let takes = step.takes.least().get() as f64 * f64::from(ask.people) * quicker;
            let mut team = Some(ask.team);
            while let Some(id) = team {
                let sum = efforts.entry(id).or_default();
                *sum = sum.plus(Millis::from_f64(takes));
                team = case.plan.model.teams[id].part_of;
            }
        }
    }
    efforts
}

/// Everyone the team can ever have.
fn most_people(team: &Team) -> u32 {
    let surge = team.surge.as_ref().map_or(0, |surge| surge.people);
    team.people.max(team.off_hours.people).max(surge)
}

//! Which plans are alive in a scenario, system by system, and why the others are not.

use super::{reason, why_in_vain};
use crate::checks::Case;
use crate::ids::{NodeId, SystemId};
use crate::units::Millis;

/// A system that a scenario can disrupt, if everything happens that the scenario can do (what only spreads aside).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub system: SystemId,
    pub home: Home,
    /// In the order of preference.
    pub plans: Vec<Plan>,
}

/// What becomes of where a system runs now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// It is gone: only a plan brings the system back. Why.
    Lost(String),
    /// It is back by itself so long after the start of the incident at the soonest.
    Back(Millis),
    /// It waits for what it needs, which never comes.
    Waits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub name: String,
    pub fate: Fate,
}

/// What becomes of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It can be finished, so long after the start of the incident at the soonest.
    Alive(Millis),
    /// Why it cannot.
    Dead(String),
    /// It is not meant for this class of scenario.
    NotMeant,
}

/// Looks at every system that can be disrupted, in the order of the file.
pub fn standings(case: &Case) -> Vec<Standing> {
    let model = case.plan.model;
    let mut systems: Vec<SystemId> = model.systems.ids().filter(|id| is_disrupted(case, *id)).collect();
    systems.sort_by_key(|id| model.nodes[model.systems[*id].node].position);
    systems.into_iter().map(|id| standing(case, id)).collect()
}

/// Whether the scenario strikes it, or what it stands on, or what makes it fail over.
fn is_disrupted(case: &Case, id: SystemId) -> bool {
    let (worst, system) = (case.at_worst(), &case.plan.model.systems[id]);
    let home = system.home.map(|home| case.plan.model.sites[home].node);
    let watched = home.into_iter().chain(system.stored_on).chain(system.fails_over_on.iter().copied());
    let falls = |node: NodeId| !worst.falls(node).is_never();
    worst.is_struck(id) || watched.into_iter().any(falls)
}

fn standing(case: &Case, id: SystemId) -> Standing {
    let (worst, system) = (case.at_worst(), &case.plan.model.systems[id]);
    let since = |at: Millis| at.minus(worst.incident());
    let home = if worst.home_is_lost(id) {
        Home::Lost(reason(case, &worst.why_home_never(id)))
    } else if worst.home(id).is_never() {
        Home::Waits
    } else {
        Home::Back(since(worst.home(id)))
    };
    let plans = (0..system.recovery.len()).map(|position| Plan {
        name: system.recovery[position].name.clone(),
        fate: match worst.done(id, position) {
            None => Fate::NotMeant,
            Some(done) if done.is_never() => Fate::Dead(reason(case, &worst.why_never(id, position))),
            Some(done) => match why_in_vain(case, (id, position)) {
                Some(why) => Fate::Dead(why),
                None => Fate::Alive(since(done)),
            },
        },
    });
    Standing { system: id, home, plans: plans.collect() }
}

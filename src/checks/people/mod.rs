//! Rules on people: where they work, and how many of them there are.

pub mod after_a_shift;
pub mod deciders_away;
pub mod decides_cut_off;
pub mod head_counts;
pub mod held_by_nobody;
pub mod no_place_to_work;
pub mod nobody_decides;
pub mod not_at_night;
pub mod overcommitted;
pub mod promised_twice;
pub mod served_last;

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::View;
use crate::ids::{IdVec, NodeId, TeamId};
use crate::model::{Ask, Restart, Step, Strategy, System, Team, Uncertain, Workaround};
use crate::source::Place;
use crate::units::Millis;

/// A piece of work that asks a team for more people than it may.
struct Work {
    /// `"Restore" of `ledger` (3)`.
    words: String,
    place: Place,
    asked: u32,
    /// At its most likely length.
    takes: Millis,
}

/// The work that asks a team, or what that is part of, for more people than `most` has for it: steps, attended restarts
/// and what prepares workarounds. Of alike systems the first stands for all.
fn asking_too_much(plan: &View, most: &IdVec<TeamId, Option<u32>>) -> BTreeMap<TeamId, Vec<Work>> {
    let model = plan.model;
    let mut found: BTreeMap<TeamId, Vec<Work>> = BTreeMap::new();
    let mut look =
        |what: &str, (place, takes): (Place, &Uncertain), (node, asked): (NodeId, BTreeMap<TeamId, u32>)| {
            let takes = takes.typical();
            for (team, asked) in asked {
                if most[team].is_some_and(|most| asked > most) {
                    let words = format!("{what} of `{}` ({asked})", plan.id(node));
                    let work = found.entry(team).or_default();
                    // Steps of one strategy can have one name.
                    if work.iter().all(|work: &Work| work.words != words) {
                        work.push(Work { words, place, asked, takes });
                    }
                }
            }
        };
    let mut groups = BTreeSet::new();
    for system in model.systems.iter() {
        if system.group.is_some_and(|group| !groups.insert(group)) {
            continue;
        }
        let ways = ways_by_work(system);
        for (strategy, written) in steps_of(system) {
            let what = match ways[written.what.as_str()] {
                1 => quoted(&written.what),
                _ => format!("{} (in {})", quoted(&written.what), quoted(&strategy.name)),
            };
            look(&what, (written.place, &written.takes), (system.node, people(plan, &written.by)));
        }
        if let Restart::Attended { by, takes, .. } = &system.restart {
            look("the restart", (plan.place(system.node), takes), (system.node, people(plan, by)));
        }
    }
    for task in model.tasks.iter() {
        for written in &task.steps {
            look(
                &quoted(&written.what),
                (written.place, &written.takes),
                (task.node, people(plan, &written.by)),
            );
        }
    }
    for service in model.services.iter() {
        for way in &service.workarounds {
            look(&quoted(&way.name), (way.place, &way.ready), (service.node, people(plan, &way.by)));
        }
    }
    found
}

fn steps_of(system: &System) -> impl Iterator<Item = (&Strategy, &Step)> {
    system.recovery.iter().flat_map(|strategy| strategy.steps.iter().map(move |step| (strategy, step)))
}

/// In how many strategies of a system there is a step of a name.
fn ways_by_work(system: &System) -> BTreeMap<&str, usize> {
    let names: BTreeSet<(&str, &str)> =
        steps_of(system).map(|(strategy, step)| (step.what.as_str(), strategy.id.as_str())).collect();
    let mut ways = BTreeMap::new();
    names.into_iter().for_each(|(what, _)| *ways.entry(what).or_default() += 1);
    ways
}

fn quoted(what: &str) -> String {
    format!("\"{what}\"")
}

/// The people a workaround takes of each team, and of what that is part of: what prepares it and what runs it counts
/// once, the larger of the two.
fn people_of(plan: &View, way: &Workaround) -> BTreeMap<TeamId, u32> {
    let mut asked = people(plan, &way.by);
    for (team, held) in people(plan, &way.holds) {
        let most = asked.entry(team).or_default();
        *most = (*most).max(held);
    }
    asked
}

/// The people that work takes of each team, and of what that is part of.
fn people(plan: &View, asks: &[Ask]) -> BTreeMap<TeamId, u32> {
    let mut people: BTreeMap<TeamId, u32> = BTreeMap::new();
    for ask in asks {
        let mut team = Some(ask.team);
        while let Some(id) = team {
            let sum = people.entry(id).or_default();
            *sum = sum.saturating_add(ask.people);
            team = plan.model.teams[id].part_of;
        }
    }
    people
}

/// The teams that decide something, and what: they declare, or decide on a strategy.
fn deciding(plan: &View) -> BTreeMap<TeamId, Vec<String>> {
    let mut found: BTreeMap<TeamId, Vec<String>> = BTreeMap::new();
    if let Some(team) = plan.model.response.declare.by {
        found.entry(team).or_default().push("the declaration".to_owned());
    }
    for system in plan.model.systems.iter() {
        for strategy in &system.recovery {
            if let Some(decide) = &strategy.decide {
                let words = format!("{} of `{}`", quoted(&strategy.name), plan.id(system.node));
                found.entry(decide.by).or_default().push(words);
            }
        }
    }
    found
}

/// How many of a team there are outside its hours, with those that are brought in.
fn outside_hours(team: &Team) -> u32 {
    team.off_hours.people.max(team.surge.as_ref().map_or(0, |surge| surge.people))
}

/// Everyone a team can ever have at a time.
fn most_people(team: &Team) -> u32 {
    let surge = team.surge.as_ref().map_or(0, |surge| surge.people);
    team.people.max(team.off_hours.people).max(surge)
}

/// `1 person`, `3 people`.
fn counted(people: u32) -> String {
    crate::checks::words::counted(people as usize, "person", "people")
}

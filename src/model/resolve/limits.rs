//! Turns what a piece of work asks for into the certainty that it can be met at some time.
//!
//! Invariant: every team has a bound on the people it can ever have, and no chain of `part_of` is a circle or
//! longer than [`CHAIN_MAX`].

use std::collections::BTreeMap;

use super::circles;
use super::names::Shape;
use super::{Resolver, texts::plural};
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::TeamDoc;
use crate::ids::{IdVec, ResourceId, TeamId};
use crate::model::{Ask, Unit};
use crate::notation::hours;
use crate::source::Place;

/// How many teams may be part of one another.
const CHAIN_MAX: usize = 64;

/// What teams and resources can have at most.
#[derive(Default)]
pub(super) struct Pools {
    teams: IdVec<TeamId, TeamPool>,
    resources: IdVec<ResourceId, ResourcePool>,
}

struct TeamPool {
    id: String,
    most: u64,
    place: Place,
    part_of: Option<TeamId>,
}

struct ResourcePool {
    id: String,
    most: u64,
    place: Place,
}

impl Resolver<'_> {
    /// Reads the bounds of all teams and resources, and who is part of whom.
    pub(super) fn read_pools(&mut self) {
        let mut docs: Vec<(Text, &TeamDoc)> = Vec::new();
        for declared in self.names.nodes.iter() {
            match declared.shape {
                Shape::Team(doc) => docs.push((Text::new(declared.id.clone(), declared.place), doc)),
                Shape::Resource(doc) => {
                    let (id, place) = (declared.id.clone(), doc.units.place);
                    // A number that was not understood bounds nothing.
                    let most = if place.is_nowhere() { u64::MAX } else { doc.units.value };
                    self.pools.resources.push(ResourcePool { id, most, place });
                }
                _ => {}
            }
        }
        let mut part_of: Vec<Option<TeamId>> = Vec::with_capacity(docs.len());
        for (_, doc) in &docs {
            part_of.push(doc.part_of.as_ref().and_then(|whole| self.team(&whole.value, whole.place)));
        }
        let links: Vec<Vec<usize>> =
            part_of.iter().map(|whole| whole.iter().map(|id| id.index()).collect()).collect();
        let found = circles::order(&links);
        for circle in &found.circles {
            circle.iter().for_each(|team| part_of[*team] = None);
            self.refuse_circle("E0208", "`part_of`", circle, |team| &docs[team].0);
        }
        let mut chain = vec![1; docs.len()];
        for team in found.order {
            let Some(whole) = part_of[team] else { continue };
            chain[team] = chain[whole.index()] + 1;
            if chain[team] > CHAIN_MAX {
                part_of[team] = None;
                chain[team] = 1;
                self.refuse_chain(&docs[team].0);
            }
        }
        for ((id, doc), part_of) in docs.into_iter().zip(part_of) {
            let (most, place) = most_people(doc);
            self.pools.teams.push(TeamPool { id: id.value, most, place, part_of });
        }
    }

    fn refuse_chain(&mut self, team: &Text) {
        let diagnostic = Diagnostic::error("E0509", "teams inside teams are nested too deeply")
            .at(team.place, format!("more than {CHAIN_MAX} teams are part of one another"))
            .help("say it with fewer levels of `part_of`");
        self.found.push(diagnostic);
    }

    /// The team that a team is part of, unless that is in a circle.
    pub(super) fn whole(&self, team: TeamId) -> Option<TeamId> {
        self.pools.teams[team].part_of
    }

    /// Reports work that asks for more people than a team, or one it is part of, can ever have.
    pub(super) fn check_people(&mut self, asks: &[(Ask, Place)]) {
        let mut asked: BTreeMap<TeamId, (u64, Place, TeamId)> = BTreeMap::new();
        for (ask, place) in asks {
            for team in std::iter::once(ask.team).chain(self.wholes(ask.team)) {
                let entry = asked.entry(team).or_insert((0, *place, ask.team));
                *entry = (entry.0 + u64::from(ask.people), *place, ask.team);
            }
        }
        let mut over: BTreeMap<TeamId, _> =
            asked.into_iter().filter(|(team, (people, ..))| *people > self.pools.teams[*team].most).collect();
        // Who has too few people for a part has too few for the whole; the part is the cause.
        let wholes: Vec<TeamId> = over.keys().flat_map(|team| self.wholes(*team)).collect();
        over.retain(|team, _| !wholes.contains(team));
        for (team, (people, place, named)) in over {
            self.refuse_people((team, people), place, named);
        }
    }

    /// The teams that a team is part of, nearest first.
    fn wholes(&self, team: TeamId) -> impl Iterator<Item = TeamId> {
        std::iter::successors(self.whole(team), |team| self.whole(*team))
    }

    fn refuse_people(&mut self, (team, people): (TeamId, u64), place: Place, named: TeamId) {
        let pool = &self.pools.teams[team];
        let (asked, most) = (plural(people, "person", "people"), plural(pool.most, "person", "people"));
        let message = format!("the work asks for {asked} of `{}`, which never has more than {most}", pool.id);
        let mut diagnostic = Diagnostic::error("E0503", message)
            .at(place, "this can never begin")
            .at(pool.place, format!("`{}` has at most {most}", pool.id));
        if named != team {
            let part = &self.pools.teams[named].id;
            diagnostic =
                diagnostic.help(format!("the people of `{part}` count as people of `{}`, too", pool.id));
        }
        self.found.push(diagnostic.help("ask for fewer, or give the team more, perhaps with `surge`"));
    }

    /// Reports work that asks for more units than a resource has. `held` is what its strategy holds meanwhile.
    pub(super) fn check_units(&mut self, asks: &[(Unit, Place)], held: &[Unit]) {
        let mut asked: BTreeMap<ResourceId, (u64, Place)> = BTreeMap::new();
        for (ask, place) in asks {
            let entry = asked.entry(ask.resource).or_insert((0, *place));
            *entry = (entry.0 + u64::from(ask.units), *place);
        }
        for (resource, (units, place)) in asked {
            let held = held.iter().filter(|held| held.resource == resource);
            let meanwhile: u64 = held.map(|held| u64::from(held.units)).sum();
            if units + meanwhile > self.pools.resources[resource].most {
                self.refuse_units(resource, (units, meanwhile), place);
            }
        }
    }

    fn refuse_units(&mut self, resource: ResourceId, (units, meanwhile): (u64, u64), place: Place) {
        let pool = &self.pools.resources[resource];
        let beside = match meanwhile {
            0 => String::new(),
            held => format!(" beside the {held} that the strategy holds"),
        };
        let (asked, most) = (plural(units, "unit", "units"), plural(pool.most, "unit", "units"));
        let message =
            format!("the work asks for {asked} of `{}`{beside}, and there are only {}", pool.id, pool.most);
        let diagnostic = Diagnostic::error("E0503", message)
            .at(place, "this can never begin")
            .at(pool.place, format!("`{}` has {most}", pool.id))
            .help("ask for fewer, or give the resource more units");
        self.found.push(diagnostic);
    }
}

/// The most people a team has at any time, absences and rest aside, and where that is written.
fn most_people(doc: &TeamDoc) -> (u64, Place) {
    let mut most = (doc.people.value, doc.people.place);
    let always = doc
        .hours
        .as_ref()
        .is_none_or(|hours| hours::parse(&hours.value).is_ok_and(|hours| hours.is_always()));
    let off_hours = doc.off_hours.as_ref().and_then(|off| off.people.as_ref()).filter(|_| !always);
    let surge = doc.surge.as_ref().map(|surge| &surge.people);
    for people in off_hours.into_iter().chain(surge) {
        if people.value > most.0 {
            most = (people.value, people.place);
        }
    }
    // A number that was not understood bounds nothing.
    if most.1.is_nowhere() { (u64::MAX, most.1) } else { most }
}

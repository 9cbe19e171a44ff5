//! Who sits in the room: the roles that the scenario's file names, else those made from what the trial asks of people.

use crate::ids::{ServiceId, TeamId};
use crate::model::exercise::{Exercise, Role as Written};
use crate::units::Millis;
use crate::wording::text::shown;

use super::pack::Role;
use super::sight::Sight;

/// Teams, and owners of services, that get a role of their own where nobody wrote roles.
const TEAMS_MAX: usize = 5;
const OWNERS_MAX: usize = 2;

/// To whom something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// Whoever leads.
    Lead,
    Team(TeamId),
    /// Whoever answers for the service.
    Service(ServiceId),
}

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// Somebody of a team.
    Team(TeamId),
    Other(String),
}

impl Caller {
    /// Somebody of a team that does a thing, if one does it.
    pub fn of(team: Option<TeamId>) -> Caller {
        team.map_or_else(|| ON_DUTY.into(), Caller::Team)
    }
}

impl<T: Into<String>> From<T> for Caller {
    fn from(words: T) -> Caller {
        Caller::Other(words.into())
    }
}

/// Who speaks for work that is nobody's, or of a team that is spoken to.
pub(super) const ON_DUTY: &str = "Engineer on duty";

/// The roles with what they stand for.
pub(super) struct Cast {
    roles: Vec<Seat>,
    lead: usize,
    /// The owner of each service.
    owners: Vec<Option<String>>,
}

struct Seat {
    id: String,
    name: String,
    teams: Vec<TeamId>,
    services: Vec<ServiceId>,
    knows: Option<String>,
    powers: Vec<String>,
    phone: Option<String>,
}

impl Cast {
    /// The roles of an exercise on this trial; `weak` are the services that it is about, the weakest first, and `waited_for`
    /// the teams that work waits for.
    pub fn new(sight: &Sight, written: &Exercise, weak: &[ServiceId], waited_for: &[TeamId]) -> Cast {
        let roles: Vec<Seat> = if written.roles.is_empty() {
            made(sight, weak, waited_for)
        } else {
            written.roles.iter().map(seat).collect()
        };
        let decides = sight.model().response.declare.by;
        let lead =
            decides.and_then(|team| roles.iter().position(|role| role.teams.contains(&team))).unwrap_or(0);
        let owners = sight.model().services.ids().map(|service| sight.owner(service)).collect();
        Cast { roles, lead, owners }
    }

    /// How many roles there are.
    pub fn count(&self) -> usize {
        self.roles.len()
    }

    /// The teams and services that a role stands for.
    pub fn stands_for(&self, seat: usize) -> (&[TeamId], &[ServiceId]) {
        self.roles.get(seat).map_or((&[], &[]), |role| (&role.teams, &role.services))
    }

    /// Whom a thing reaches, by position: the first of `to`, by whoever leads if nobody stands for it, and those of the
    /// others that somebody stands for.
    pub fn seats(&self, to: &[To]) -> Vec<usize> {
        let mut seats: Vec<usize> = Vec::new();
        for (position, &one) in to.iter().enumerate() {
            let seat = self.found(one).or((position == 0).then_some(self.lead));
            seats.extend(seat.filter(|seat| !seats.contains(seat)));
        }
        seats
    }

    /// Whom a thing reaches, by position.
    pub fn seat(&self, to: To) -> usize {
        self.found(to).unwrap_or(self.lead)
    }

    fn found(&self, to: To) -> Option<usize> {
        match to {
            To::Lead => Some(self.lead),
            To::Team(team) => self.roles.iter().position(|role| role.teams.contains(&team)),
            To::Service(service) => {
                let owner = self.owners.get(service.index()).and_then(Option::as_deref);
                let by_service = self.roles.iter().position(|role| role.services.contains(&service));
                by_service.or_else(|| self.roles.iter().position(|role| Some(role.name.as_str()) == owner))
            }
        }
    }

    /// Whether anybody outside would ring about a service at an instant: not outside the hours of all teams of the role that
    /// answers for it, where that has any.
    pub fn is_open(&self, sight: &Sight, service: ServiceId, at: Millis) -> bool {
        let seat = self.found(To::Service(service)).and_then(|seat| self.roles.get(seat));
        let teams = seat.map_or(&[][..], |seat| &seat.teams);
        let now = sight.told.onset.plus(at);
        teams.is_empty() || teams.iter().any(|&team| sight.model().teams[team].hours.contains(now))
    }

    /// Whether a role stands for whoever says something.
    pub fn is_caller(&self, seat: usize, caller: &Caller) -> bool {
        let teams = self.roles.get(seat).map_or(&[][..], |role| &role.teams);
        matches!(caller, Caller::Team(team) if teams.contains(team))
    }

    /// Who says something to roles, in words: nobody calls themselves.
    pub fn caller(&self, sight: &Sight, caller: &Caller, seats: &[usize]) -> String {
        match caller {
            Caller::Other(words) => words.clone(),
            Caller::Team(_) if seats.iter().any(|&seat| self.is_caller(seat, caller)) => ON_DUTY.to_owned(),
            Caller::Team(team) => sight.one_of(*team),
        }
    }

    pub fn name(&self, seat: usize) -> &str {
        self.roles.get(seat).map_or("All", |role| &role.name)
    }

    /// The briefs.
    pub fn briefs(&self, sight: &Sight) -> Vec<Role> {
        let brief = |(position, seat): (usize, &Seat)| {
            let mut powers = seat.powers.clone();
            if powers.is_empty() {
                powers = powers_of(sight, seat, position == self.lead);
            }
            Role {
                id: seat.id.clone(),
                name: seat.name.clone(),
                knows: knows(sight, seat),
                duties: duties(sight, seat),
                powers,
                phone: seat.phone.clone(),
            }
        };
        self.roles.iter().enumerate().map(brief).collect()
    }
}

fn seat(role: &Written) -> Seat {
    Seat {
        id: role.id.clone(),
        name: shown(&role.name).into_owned(),
        teams: role.teams.clone(),
        services: role.services.clone(),
        knows: role.knows.as_deref().map(|text| shown(text).into_owned()),
        powers: role.powers.iter().map(|text| shown(text).into_owned()).collect(),
        phone: role.phone.as_deref().map(|text| shown(text).into_owned()),
    }
}

/// The deciding team, the owners of the weakest services, and of the teams that are called those that work waits for and
/// those that work most in the trial.
fn made(sight: &Sight, weak: &[ServiceId], waited_for: &[TeamId]) -> Vec<Seat> {
    let model = sight.model();
    let of_team = |team: TeamId| Seat {
        id: model.nodes[model.teams[team].node].id.clone(),
        name: sight.team_name(team),
        teams: vec![team],
        services: Vec::new(),
        knows: None,
        powers: Vec::new(),
        phone: None,
    };
    let mut seats: Vec<Seat> = model.response.declare.by.map(of_team).into_iter().collect();
    let mut busy: Vec<TeamId> = model
        .teams
        .ids()
        .filter(|&team| {
            let out = &sight.told.outcome.teams[team.index()];
            !out.called.is_never() || out.busy > Millis::ZERO
        })
        .filter(|&team| model.response.declare.by != Some(team))
        .collect();
    busy.sort_by_key(|team| {
        let works = sight.told.outcome.teams[team.index()].busy;
        (std::cmp::Reverse((waited_for.contains(team), works)), *team)
    });
    seats.extend(busy.into_iter().take(TEAMS_MAX).map(of_team));
    let mut owners: Vec<(String, Vec<ServiceId>)> = Vec::new();
    for &service in weak {
        let owner =
            sight.owner(service).unwrap_or_else(|| format!("Owner of {}", sight.service_name(service)));
        match owners.iter_mut().find(|(other, _)| *other == owner) {
            Some((_, services)) => services.push(service),
            None => owners.push((owner, vec![service])),
        }
    }
    for (position, (name, services)) in owners.into_iter().take(OWNERS_MAX).enumerate() {
        let id = format!("owner-{}", position + 1);
        seats.push(Seat {
            id,
            name,
            teams: Vec::new(),
            services,
            knows: None,
            powers: Vec::new(),
            phone: None,
        });
    }
    if seats.is_empty() {
        let (id, name) = ("response-team".to_owned(), "Response team".to_owned());
        seats.push(Seat {
            id,
            name,
            teams: vec![],
            services: vec![],
            knows: None,
            powers: vec![],
            phone: None,
        });
    }
    seats
}

/// What a role knows at the start: what its file says, and how many of its people are there at that hour.
fn knows(sight: &Sight, seat: &Seat) -> Vec<String> {
    let mut lines: Vec<String> = seat.knows.iter().cloned().collect();
    for &team in &seat.teams {
        lines.push(people_in_words(sight, team));
    }
    lines
}

/// `Network: 4 people within Mon-Fri ..., now 1 on call`.
fn people_in_words(sight: &Sight, team: TeamId) -> String {
    let (here, all) = people_at_start(sight, team);
    let name = sight.team_name(team);
    match (here, all) {
        (here, all) if here == all => format!("{name}: {all} people, at this hour as at any."),
        (here, all) => format!("{name}: {all} people in working hours; at this hour {here} on call."),
    }
}

/// People of a team at the hour of the onset, and in working hours.
pub(super) fn people_at_start(sight: &Sight, team: TeamId) -> (u32, u32) {
    let team = &sight.model().teams[team];
    let here = if team.hours.contains(sight.told.onset) { team.people } else { team.off_hours.people };
    (here, team.people)
}

fn duties(sight: &Sight, seat: &Seat) -> Vec<String> {
    let model = sight.model();
    let of_service = |&service: &ServiceId| {
        let entity = &model.services[service];
        let mut promises = Vec::new();
        promises.extend(entity.rto.as_ref().map(|rto| format!("back within {}", rto.target)));
        promises.extend(entity.rpo.as_ref().map(|rpo| format!("at most {} of data lost", rpo.target)));
        promises.extend(entity.mtpd.as_ref().map(|mtpd| format!("not to be borne beyond {}", mtpd.target)));
        let promises =
            if promises.is_empty() { "no promise is written".to_owned() } else { promises.join(", ") };
        format!("You answer for {}: {promises}.", sight.service_name(service))
    };
    let mut lines: Vec<String> = seat.services.iter().map(of_service).collect();
    for &team in &seat.teams {
        lines.push(format!(
            "You speak for {} and say what its people can do, and what not.",
            sight.team_name(team)
        ));
    }
    lines
}

/// What the plan lets a role decide.
fn powers_of(sight: &Sight, seat: &Seat, is_lead: bool) -> Vec<String> {
    let model = sight.model();
    let mut powers = Vec::new();
    if is_lead {
        powers.push("Declare an emergency, call out any team, and set the order of recovery.".to_owned());
    }
    for system in model.systems.iter() {
        for strategy in &system.recovery {
            let decides = strategy.decide.as_ref().is_some_and(|decision| seat.teams.contains(&decision.by));
            let line = format!("Decide on \"{}\" for {}.", shown(&strategy.name), sight.name(system.node));
            if decides && !powers.contains(&line) {
                powers.push(line);
            }
        }
    }
    const POWERS_MAX: usize = 8;
    if powers.len() > POWERS_MAX {
        let more = powers.len() - POWERS_MAX;
        powers.truncate(POWERS_MAX);
        powers.push(format!("And {more} more ways of recovery that the plan leaves to you."));
    }
    if powers.is_empty() {
        powers.push("Decide what your own people do, in which order, and when they rest.".to_owned());
    }
    powers
}

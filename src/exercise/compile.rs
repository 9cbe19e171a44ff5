//! Makes the pack: what is authored in the scenario's file, filled up from the trial.

use std::collections::BTreeMap;

use crate::engine::What;
use crate::ids::{ServiceId, TeamId};
use crate::model::exercise::{Comes, Exercise, Inject as Written, Trigger};
use crate::notation::moment::Moment;
use crate::report::incident_log::Told;
use crate::results::Results;
use crate::study::again::Again;
use crate::units::Millis;
use crate::wording::text::shown;

use super::background::{fates, people, promises, rules, situation};
use super::candidates::{Candidate, candidates};
use super::capability::Capability;
use super::cover::{Chosen, cover};
use super::gaps::Gaps;
use super::lint::{Count, lint};
use super::pack::{Objective, Origin, Pack};
use super::questions::{invitations, questions, waited_for};
use super::roles::Cast;
use super::room::Room;
use super::select::{select, wanted};
use super::sight::Sight;

/// The day in the room where nobody says otherwise.
const MINUTES: u32 = 120;
/// Services that an exercise is about.
const WEAK_MAX: usize = 4;

/// What is wanted of the exercise, beside the scenario's file; the command line goes first.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub start: Option<Moment>,
    pub minutes: Option<u32>,
    pub injects: Option<usize>,
    pub origin: Origin,
}

/// Makes the pack of one trial. `again` is the same trial, `results` are those of the campaign it was chosen from, `gaps`
/// what they say is wrong.
pub fn compile((told, again): (&Told, &Again), results: &Results, gaps: &Gaps, asked: Asked) -> Pack {
    let sight = Sight::new(told, again);
    let exercise = &told.scenario.exercise;
    let minutes = asked.minutes.or_else(|| exercise.lasts.map(minutes_of)).unwrap_or(MINUTES);
    let room = Room::new(asked.start.or(exercise.start), minutes, exercise.pace.clone());
    let out = services_out(&sight, results);
    let weak: Vec<ServiceId> = out.iter().copied().take(WEAK_MAX).collect();
    let waited_for: Vec<TeamId> = waited_for(&sight, results).into_iter().map(|(team, _)| team).collect();
    let cast = Cast::new(&sight, exercise, &weak, &waited_for);
    let is_open = |service: ServiceId, at: Millis| cast.is_open(&sight, service, at);
    let found = candidates(&sight, &weak, gaps, &is_open);
    let gap_questions = questions(&sight, &out, gaps);
    let mut plan = Plan {
        sight: &sight,
        cast: &cast,
        exercise,
        room: &room,
        weak: &weak,
        found: &found,
        gaps,
        drafts: Vec::new(),
        has_more: false,
    };
    plan.draft(asked.injects);
    let objectives = plan.objectives();
    let (injects, decisions) = plan.finish(&objectives, &gap_questions);
    let roles = cast.briefs(&sight);
    let count = Count { asked: asked.injects, has_more: plan.has_more };
    let mut lint = lint((&room, exercise.kind), &injects, (&roles, &objectives), count);
    lint.extend(plan_without_dates(&room));
    let mut all_questions = gap_questions;
    let authored = exercise.questions.iter().map(|text| super::pack::Question {
        text: shown(text).into_owned(),
        because: "Written by the planners.".to_owned(),
    });
    all_questions.splice(0..0, authored);
    Pack {
        title: exercise.title.as_deref().map_or_else(
            || format!("Continuity exercise of {}", shown(&told.model.name)),
            |title| shown(title).into_owned(),
        ),
        organisation: shown(&told.model.name).into_owned(),
        paper: told.model.document.clone(),
        kind: exercise.kind,
        situation: situation(&sight, exercise),
        promises: promises(&sight),
        people: people(&sight),
        rules: rules(exercise, &room),
        fates: fates(&sight, results),
        invitations: invitations(&sight, results, &weak),
        questions: all_questions,
        origin: asked.origin,
        room,
        objectives,
        roles,
        injects,
        decisions,
        lint,
    }
}

fn minutes_of(lasts: Millis) -> u32 {
    u32::try_from(lasts.get() / 60_000).unwrap_or(u32::MAX).clamp(1, 60 * 24 * 7)
}

fn plan_without_dates(room: &Room) -> Option<String> {
    room.start.is_none().then(|| "No date: clocks count from 0:00 and there is no calendar file. Add `--start 2027-03-04T09:00`, or `start` to the scenario's `exercise`.".to_owned())
}

/// The services that are out in the trial, the promise least often kept first; the first few are what it is about.
fn services_out(sight: &Sight, results: &Results) -> Vec<ServiceId> {
    let model = sight.model();
    let shares: BTreeMap<&str, f64> = results
        .services
        .iter()
        .filter_map(|result| Some((result.id.as_str(), result.objectives.first()?.share.share)))
        .collect();
    let share = |service: ServiceId| {
        let id = model.nodes[model.services[service].node].id.as_str();
        shares.get(id).copied().unwrap_or(2.0)
    };
    let mut out: Vec<ServiceId> = model
        .services
        .ids()
        .filter(|service| sight.told.outcome.services[service.index()].minimum.interrupted())
        .collect();
    let outage = |service: &ServiceId| sight.told.outcome.services[service.index()].minimum.outage();
    out.sort_by(|one, other| {
        share(*one)
            .total_cmp(&share(*other))
            .then_with(|| outage(other).cmp(&outage(one)))
            .then_with(|| one.cmp(other))
    });
    out
}

/// An inject before it has a number: authored, or made from an instant.
pub(super) enum Draft<'a> {
    Written(&'a Written, Option<Millis>),
    /// With the roles that it reaches.
    Found(&'a Candidate, Vec<usize>),
    /// Somebody who is not there.
    Absent(TeamId),
}

pub(super) struct Plan<'a> {
    pub sight: &'a Sight<'a>,
    pub cast: &'a Cast,
    pub exercise: &'a Exercise,
    pub room: &'a Room,
    pub weak: &'a [ServiceId],
    pub found: &'a [Candidate],
    pub gaps: &'a Gaps,
    /// With whether it is in reserve.
    pub drafts: Vec<(Draft<'a>, bool)>,
    /// Whether the trial has more to tell than was chosen.
    pub has_more: bool,
}

impl<'a> Plan<'a> {
    /// Puts authored injects first and fills up from the trial.
    fn draft(&mut self, asked: Option<usize>) {
        let found = self.found;
        let (mut taken, mut covered) = (Vec::new(), Vec::new());
        for written in &self.exercise.injects {
            let at = self.instant(written.comes);
            let playable = at.is_some_and(|at| {
                self.room.pace == crate::model::exercise::Pace::Jumps || self.room.minute_of(at).is_some()
            });
            let reserve = written.contingency || !playable;
            taken.extend(at.filter(|_| !reserve));
            if !reserve {
                covered.extend(self.reached(written));
            }
            self.drafts.push((Draft::Written(written, at), reserve));
        }
        let live = self.drafts.iter().filter(|(_, reserve)| !reserve).count();
        let count = asked.unwrap_or_else(|| wanted(self.room.play_minutes())).saturating_sub(live);
        let seats: Vec<Vec<usize>> =
            found.iter().map(|candidate| self.cast.seats(&candidate.addressed())).collect();
        let selected = select((found, &seats), count, self.room, (&taken, &covered));
        self.has_more = selected.has_more;
        let moment =
            |&position: &usize| Chosen { candidate: &found[position], seats: seats[position].clone() };
        let mut told: Vec<Chosen> = selected.chosen.iter().map(moment).collect();
        cover(self.sight, self.cast, &covered, &mut told);
        self.drafts
            .extend(told.into_iter().map(|moment| (Draft::Found(moment.candidate, moment.seats), false)));
        let reserve = selected
            .reserve
            .into_iter()
            .map(|position| Draft::Found(&found[position], seats[position].clone()));
        self.drafts.extend(reserve.map(|draft| (draft, true)));
        self.drafts.extend(self.missing().map(|team| (Draft::Absent(team), true)));
        let at = |draft: &Draft| match draft {
            Draft::Written(_, at) => *at,
            Draft::Found(candidate, _) => Some(candidate.at),
            Draft::Absent(_) => None,
        };
        self.drafts.sort_by_key(|(draft, reserve)| (*reserve, at(draft).unwrap_or(Millis::NEVER)));
    }

    /// The instant of the trial at which an authored inject comes.
    fn instant(&self, comes: Comes) -> Option<Millis> {
        let first = |what| self.sight.first(what).map(|change| change.at);
        let of_node = |node, tells: &[What], last: bool| {
            let id = self.sight.model().nodes[node].id.as_str();
            let is = |change: &&crate::engine::Change| {
                tells.contains(&change.what) && self.sight.names.label(change.who) == id
            };
            let mut all = self.sight.changes().iter().filter(is);
            let found = if last { all.next_back() } else { all.next() };
            found.map(|change| change.at)
        };
        match comes {
            Comes::At(at) => (at <= self.sight.told.scenario.horizon).then_some(at),
            Comes::Whenever => None,
            Comes::With(Trigger::Incident) => first(What::Incident),
            Comes::With(Trigger::Detected) => first(What::Detected),
            Comes::With(Trigger::Assessed) => first(What::Assessed),
            Comes::With(Trigger::Declared) => first(What::Declared),
            Comes::With(Trigger::Down(node)) => of_node(node, &[What::Down, What::Below], false),
            Comes::With(Trigger::Back(node)) => of_node(node, &[What::Up, What::Minimum, What::Full], true),
            Comes::With(Trigger::Done(task)) => {
                of_node(self.sight.model().tasks[task].node, &[What::TaskDone], false)
            }
            Comes::With(Trigger::Lapsed(service)) => {
                let lapsed = |change: &&crate::engine::Change| {
                    change.what == What::WorkaroundLapsed && self.sight.service(change.who) == Some(service)
                };
                self.sight.changes().iter().find(lapsed).map(|change| change.at)
            }
        }
    }

    /// Of the teams that work waits for in this trial, those in the room first, the one of which the findings speak loudest;
    /// else the one that it waits for longest: one of its people is taken out of the room.
    fn missing(&self) -> Option<TeamId> {
        let model = self.sight.model();
        let gap = |team: TeamId| self.gaps.weight(&model.nodes[model.teams[team].node].id);
        let plays =
            |team: &TeamId| (0..self.cast.count()).any(|seat| self.cast.stands_for(seat).0.contains(team));
        let teams = model.teams.ids();
        let queued = |team: &TeamId| self.sight.told.outcome.teams[team.index()].queued;
        teams
            .filter(|team| queued(team) > Millis::ZERO)
            .max_by_key(|team| (plays(team), gap(*team), queued(team), std::cmp::Reverse(*team)))
    }

    fn objectives(&self) -> Vec<Objective> {
        if !self.exercise.objectives.is_empty() {
            let written = self.exercise.objectives.iter();
            return written
                .map(|objective| Objective {
                    id: objective.id.clone(),
                    text: shown(&objective.text).into_owned(),
                    capability: objective.capability.as_deref().map_or_else(
                        || Capability::Decide.name().to_owned(),
                        |text| shown(text).into_owned(),
                    ),
                    tasks: objective.tasks.iter().map(|task| shown(task).into_owned()).collect(),
                    services: objective
                        .services
                        .iter()
                        .map(|&service| self.sight.service_name(service))
                        .collect(),
                })
                .collect();
        }
        let mut used: Vec<Capability> = self
            .drafts
            .iter()
            .filter_map(|(draft, reserve)| match draft {
                Draft::Found(candidate, _) if !reserve => Some(candidate.capability),
                _ => None,
            })
            .collect();
        if used.is_empty() {
            used.extend(self.found.iter().map(|candidate| candidate.capability));
        }
        used.push(Capability::Decide);
        used.sort_unstable();
        used.dedup();
        let services = || self.weak.iter().take(2).map(|&service| self.sight.service_name(service)).collect();
        used.into_iter()
            .map(|capability| Objective {
                id: capability.id().to_owned(),
                text: format!("{}.", capability.objective()),
                capability: capability.name().to_owned(),
                tasks: capability.tasks().iter().map(|&task| task.to_owned()).collect(),
                services: services(),
            })
            .collect()
    }
}

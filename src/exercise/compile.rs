//! Makes the pack: what is authored in the scenario's file, filled up from the trial.

use crate::engine::What;
use crate::ids::ServiceId;
use crate::model::exercise::{Addressee, Comes, Exercise, Inject as Written, Trigger};
use crate::notation::moment::Moment;
use crate::report::incident_log::Told;
use crate::results::Results;
use crate::units::Millis;
use crate::wording::text::{shown, shown_lines};

use super::background::{fates, people, promises, rules, situation};
use super::candidates::{Candidate, candidates};
use super::capability::Capability;
use super::decisions::{Choice, last_moment};
use super::lint::lint;
use super::pack::{Decision, Inject, Objective, Origin, Pack};
use super::questions::{invitations, questions};
use super::roles::{Cast, To, people_at_start};
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

/// Makes the pack of one trial. `results` are those of the campaign it was chosen from.
pub fn compile(told: &Told, results: &Results, asked: Asked) -> Pack {
    let sight = Sight::new(told);
    let exercise = &told.scenario.exercise;
    let minutes = asked.minutes.or_else(|| exercise.lasts.map(minutes_of)).unwrap_or(MINUTES);
    let room = Room::new(asked.start.or(exercise.start), minutes, exercise.pace.clone());
    let weak = weak_services(&sight, results);
    let cast = Cast::new(&sight, exercise, &weak);
    let found = candidates(&sight, &weak);
    let mut plan =
        Plan { sight: &sight, cast: &cast, exercise, room: &room, weak: &weak, drafts: Vec::new() };
    plan.draft(&found, asked.injects);
    let objectives = plan.objectives(&found);
    let (injects, decisions) = plan.finish(&objectives);
    let roles = cast.briefs(&sight);
    let mut lint = lint(&room, &injects, &roles);
    lint.extend(plan_without_dates(&room));
    let mut all_questions = super::questions::questions(&sight, &weak);
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
        rules: rules(exercise),
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

/// The services that the exercise is about: those interrupted in the trial, the promise least often kept first.
fn weak_services(sight: &Sight, results: &Results) -> Vec<ServiceId> {
    let model = sight.model();
    let share = |service: ServiceId| {
        let id = &model.nodes[model.services[service].node].id;
        let result = results.services.iter().find(|result| &result.id == id);
        result.and_then(|result| result.objectives.first()).map_or(2.0, |objective| objective.share.share)
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
    out.truncate(WEAK_MAX);
    out
}

/// An inject before it has a number: authored, or made from an instant.
enum Draft<'a> {
    Written(&'a Written, Option<Millis>),
    Found(&'a Candidate),
    /// Somebody who is not there.
    Absent(crate::ids::TeamId),
}

struct Plan<'a> {
    sight: &'a Sight<'a>,
    cast: &'a Cast,
    exercise: &'a Exercise,
    room: &'a Room,
    weak: &'a [ServiceId],
    /// With whether it is in reserve.
    drafts: Vec<(Draft<'a>, bool)>,
}

impl<'a> Plan<'a> {
    /// Puts authored injects first and fills up from the trial.
    fn draft(&mut self, found: &'a [Candidate], asked: Option<usize>) {
        let mut taken = Vec::new();
        for written in &self.exercise.injects {
            let at = self.instant(written.comes);
            let playable = at.is_some_and(|at| {
                self.room.pace == crate::model::exercise::Pace::Jumps || self.room.minute_of(at).is_some()
            });
            let reserve = written.contingency || !playable;
            taken.extend(at.filter(|_| !reserve));
            self.drafts.push((Draft::Written(written, at), reserve));
        }
        let count = asked.unwrap_or_else(|| wanted(self.room.play_minutes())).saturating_sub(taken.len());
        let seats: Vec<usize> = found.iter().map(|candidate| self.cast.seat(candidate.to)).collect();
        let (chosen, reserve) = select((found, &seats), count, self.room, &taken);
        self.drafts.extend(chosen.into_iter().map(|position| (Draft::Found(&found[position]), false)));
        self.drafts.extend(reserve.into_iter().map(|position| (Draft::Found(&found[position]), true)));
        self.drafts.extend(self.missing().map(|team| (Draft::Absent(team), true)));
        let at = |draft: &Draft| match draft {
            Draft::Written(_, at) => *at,
            Draft::Found(candidate) => Some(candidate.at),
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

    /// The team that work waits for longest in this trial: one of its people is taken out of the room.
    fn missing(&self) -> Option<crate::ids::TeamId> {
        let teams = self.sight.model().teams.ids();
        let queued = |team: &crate::ids::TeamId| self.sight.told.outcome.teams[team.index()].queued;
        teams
            .filter(|team| queued(team) > Millis::ZERO)
            .max_by_key(|team| (queued(team), std::cmp::Reverse(*team)))
    }

    fn objectives(&self, found: &[Candidate]) -> Vec<Objective> {
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
            .filter_map(|(draft, _)| match draft {
                Draft::Found(candidate) => Some(candidate.capability),
                _ => None,
            })
            .collect();
        if used.is_empty() {
            used.extend(found.iter().map(|candidate| candidate.capability));
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

    /// Numbers the injects, gives them their minutes, and letters the decisions.
    fn finish(&self, objectives: &[Objective]) -> (Vec<Inject>, Vec<Decision>) {
        let timed = self.drafts.iter().filter(|(_, reserve)| !reserve).count();
        let gaps = questions(self.sight, self.weak);
        let (mut injects, mut choices): (Vec<Inject>, Vec<(Choice, String)>) = (Vec::new(), Vec::new());
        for (position, (draft, reserve)) in self.drafts.iter().enumerate() {
            let mut inject = match draft {
                Draft::Written(written, at) => self.of_written(written, *at),
                Draft::Found(candidate) => self.of_candidate(candidate, objectives),
                Draft::Absent(team) => self.of_absent(*team),
            };
            shorten(&mut inject.truth);
            inject.number =
                if *reserve { format!("R{}", position + 1 - timed) } else { (position + 1).to_string() };
            if inject.id.is_empty() {
                inject.id = format!("inject-{}", inject.number.to_lowercase());
            }
            if !reserve {
                inject.minute = Some(self.minute(position, timed, inject.at));
            }
            if let Draft::Found(Candidate { choice: Some(choice), .. }) = draft {
                let letter = letter(choices.len());
                inject.decision = Some(choices.len());
                choices.push((choice.clone(), letter));
            }
            let waited = inject.at.and_then(|at| super::questions::at(self.sight, self.weak, at));
            inject.questions.extend(waited.or_else(|| gaps.first().map(|gap| gap.text.clone())));
            self.steer(&mut inject);
            injects.push(inject);
        }
        let decisions =
            choices.into_iter().map(|(choice, letter)| self.decision(choice, letter, &injects)).collect();
        (injects, decisions)
    }

    /// Evenly over play where time jumps; else where the clocks say.
    fn minute(&self, position: usize, timed: usize, at: Option<Millis>) -> u32 {
        let even = self.room.play as usize + position * self.room.play_minutes() as usize / timed.max(1);
        let even = u32::try_from(even).unwrap_or(self.room.play);
        at.and_then(|at| self.room.minute_of(at)).unwrap_or(even)
    }

    fn blank(&self, at: Option<Millis>) -> Inject {
        Inject {
            number: String::new(),
            id: String::new(),
            minute: None,
            at,
            clock: at.map(|at| self.sight.clock(at)).unwrap_or_default(),
            from: "Control cell".to_owned(),
            to: Vec::new(),
            by: "phone".to_owned(),
            text: String::new(),
            expect: String::new(),
            objective: None,
            truth: Vec::new(),
            good: Vec::new(),
            questions: Vec::new(),
            stalls: String::new(),
            ahead: String::new(),
            decision: None,
            under_pressure:
                "You know no more than what you have read out. If pressed, say that you will call back."
                    .to_owned(),
        }
    }

    fn of_written(&self, written: &Written, at: Option<Millis>) -> Inject {
        let text = |text: &Option<String>| text.as_deref().map(|text| shown(text).into_owned());
        let mut to: Vec<usize> = written
            .to
            .iter()
            .map(|addressee| match *addressee {
                Addressee::Role(role) => role,
                Addressee::Team(team) => self.cast.seat(To::Team(team)),
            })
            .collect();
        to.sort_unstable();
        to.dedup();
        let mut truth: Vec<String> = text(&written.truth).into_iter().collect();
        truth.extend(at.map(|at| self.sight.lines(at)).unwrap_or_default());
        let blank = self.blank(at);
        Inject {
            id: written.id.clone(),
            from: text(&written.from).unwrap_or_else(|| blank.from.clone()),
            by: text(&written.by).unwrap_or_else(|| blank.by.clone()),
            text: shown_lines(&written.text).into_owned(),
            expect: text(&written.expect).unwrap_or_default(),
            objective: written.objective,
            to,
            truth,
            ..blank
        }
    }

    fn of_candidate(&self, candidate: &Candidate, objectives: &[Objective]) -> Inject {
        Inject {
            from: candidate.from.clone(),
            to: vec![self.cast.seat(candidate.to)],
            by: candidate.by.to_owned(),
            text: candidate.text.clone(),
            expect: candidate.expect.clone(),
            objective: self.objective_of(candidate, objectives),
            truth: candidate.truth.clone(),
            good: candidate.good.clone(),
            under_pressure: candidate.under_pressure.clone(),
            ..self.blank(Some(candidate.at))
        }
    }

    /// The objective with the capability, else one about the service, else the first.
    fn objective_of(&self, candidate: &Candidate, objectives: &[Objective]) -> Option<usize> {
        let by_capability =
            objectives.iter().position(|objective| objective.capability == candidate.capability.name());
        let name = candidate.service.map(|service| self.sight.service_name(service));
        let by_service = || {
            objectives
                .iter()
                .position(|objective| name.as_ref().is_some_and(|name| objective.services.contains(name)))
        };
        by_capability.or_else(by_service).or((!objectives.is_empty()).then_some(0))
    }

    /// Takes somebody out of the room whom the trial waits for.
    fn of_absent(&self, team: crate::ids::TeamId) -> Inject {
        let name = self.sight.team_name(team);
        let (here, all) = people_at_start(self.sight, team);
        let queued = self.sight.told.outcome.teams[team.index()].queued;
        Inject {
            id: "absent".to_owned(),
            from: "Control cell".to_owned(),
            by: "in the room".to_owned(),
            text: format!(
                "Whoever speaks for {name}: you have been called away and are out of reach from this minute on. Please leave the table. The others go on."
            ),
            expect:
                "The deputy takes over, or the gap is said aloud; what only that person knew is found out"
                    .to_owned(),
            truth: vec![format!(
                "In this run work waits {} for {name}; at this hour the plan counts on {here} of {all}.",
                crate::wording::words::length(queued)
            )],
            good: vec!["There is a deputy, and everybody knows who.".to_owned()],
            ..self.blank(None)
        }
    }

    /// What the facilitator does if the room stalls or runs ahead.
    fn steer(&self, inject: &mut Inject) {
        let whom = inject.to.first().map_or("the room", |&seat| self.cast.name(seat));
        inject.questions.push(
            "What do you know, what do you guess, and what do you need to know before you act?".to_owned(),
        );
        inject.stalls = format!(
            "Put the questions to {whom} by name. After five minutes give the expected action as a suggestion and go on."
        );
        inject.ahead = "Ask who would do it if the one who answers were not there, and how they would know that it was done. Then give a reserve, or jump to the next time.".to_owned();
        if inject.good.is_empty() {
            inject.good.push(
                "It is said who does it, by when, and how the others learn that it is done.".to_owned(),
            );
        }
    }

    fn decision(&self, choice: Choice, letter: String, injects: &[Inject]) -> Decision {
        let (latest, last) = last_moment(self.sight, &choice);
        let after = |inject: &&Inject| {
            inject.minute.is_some() && inject.at.is_some_and(|at| latest.is_some_and(|latest| at > latest))
        };
        let next = injects.iter().find(after).and_then(|inject| inject.minute);
        Decision {
            letter,
            what: choice.what,
            by: choice.by,
            open: choice.open,
            taken: choice.taken,
            last_moment: latest,
            last,
            path: choice.path.to_owned(),
            last_minute: latest.map(|_| next.unwrap_or(self.room.play_ends)),
        }
    }
}

/// Ground truth that can be read while people talk: the first lines and the last, which say what comes of it.
fn shorten(truth: &mut Vec<String>) {
    const LINES_MAX: usize = 8;
    const LAST: usize = 3;
    if truth.len() > LINES_MAX {
        let cut = truth.len() - LINES_MAX;
        let from = LINES_MAX - LAST;
        truth.splice(from..from + cut, [format!("({cut} more lines of this minute: see the replay)")]);
    }
}

/// `A`, `B`, ..., `Z`, `AA`.
fn letter(position: usize) -> String {
    let last = char::from(b'A' + (position % 26) as u8);
    if position < 26 { last.to_string() } else { format!("{}{last}", letter(position / 26 - 1)) }
}

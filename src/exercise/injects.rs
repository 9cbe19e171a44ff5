//! Makes the injects of a pack from drafts: numbers, minutes, words, what the facilitator does with each, and decisions.

use std::collections::BTreeSet;

use crate::ids::TaskId;
use crate::model::exercise::{Addressee, Comes, ExerciseKind, Inject as Written, Trigger};
use crate::units::Millis;
use crate::wording::text::{counted, shown, shown_lines};

use super::candidates::Candidate;
use super::channels::Channels;
use super::compile::{Draft, Plan};
use super::decisions::{Choice, last_moment, moved};
use super::kind::Kind;
use super::pack::{Beyond, Decision, Inject, Objective, Question};
use super::roles::{To, people_at_start};
use super::standing::{standing, task_of};

/// How much it counts that an objective names the capability that an inject asks for: more than all else.
const CAPABILITY: usize = 9;

impl<'a> Plan<'a> {
    /// Numbers the injects, gives them their minutes, and letters the decisions.
    pub fn finish(&self, objectives: &[Objective], gaps: &[Question]) -> (Vec<Inject>, Vec<Decision>) {
        let timed = self.drafts.iter().filter(|(_, reserve)| !reserve).count();
        let mut asked: Vec<String> = Vec::new();
        let (mut injects, mut choices): (Vec<Inject>, Vec<(Choice, String)>) = (Vec::new(), Vec::new());
        // The tasks that somebody asks for, with the injects.
        let mut owed: Vec<(TaskId, usize)> = Vec::new();
        for (position, (draft, reserve)) in self.drafts.iter().enumerate() {
            let mut inject = match draft {
                Draft::Written(written, at) => self.of_written(written, *at),
                Draft::Found(candidate, seats) => self.of_candidate(candidate, seats, objectives),
                Draft::Absent(team) => self.of_absent(*team),
            };
            let model = match draft {
                Draft::Written(written, at) => self.twin(written, *at, *reserve),
                Draft::Found(candidate, _) => Some(*candidate),
                Draft::Absent(_) => None,
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
            if let Some(choice) = model.and_then(|candidate| candidate.choice.as_ref()) {
                // Two injects may ask for one and the same: when a work begins is when it has its turn.
                let known = choices.iter().position(|(other, _)| self.is_same(other, choice));
                inject.decision = Some(known.unwrap_or(choices.len()));
                if known.is_none() {
                    let letter = letter(choices.len());
                    choices.push((choice.clone(), letter));
                }
            }
            owed.extend(model.and_then(|candidate| candidate.owed).map(|task| (task, injects.len())));
            self.steer(&mut inject, model, (gaps, &mut asked));
            injects.push(inject);
        }
        let is_asked = |choice: &Choice| choices.iter().any(|(other, _)| self.is_same(other, choice));
        for choice in standing(self.sight, self.found, is_asked) {
            let of_task = choice.task.or(choice.work.and_then(|who| task_of(self.sight, who)));
            for &(_, position) in owed.iter().filter(|(task, _)| of_task == Some(*task)) {
                injects[position].decision = Some(choices.len());
            }
            let letter = letter(choices.len());
            choices.push((choice, letter));
        }
        let decisions =
            choices.into_iter().map(|(choice, letter)| self.decision(choice, letter, &injects)).collect();
        (injects, decisions)
    }

    /// Whether two decisions are one: about the same minute of the same work, or in the same words.
    fn is_same(&self, one: &Choice, other: &Choice) -> bool {
        let label = |choice: &Choice| choice.work.map(|who| self.sight.names.charged_label(who));
        let of_work = label(one).is_some() && label(one) == label(other) && one.taken == other.taken;
        // What a task is owed by is a promise of its own.
        one.what == other.what || (of_work && one.task == other.task)
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

    /// The roles that an authored inject reaches; none: all.
    pub fn reached(&self, written: &Written) -> Vec<usize> {
        let seat = |addressee: &Addressee| match *addressee {
            Addressee::Role(role) => role,
            Addressee::Team(team) => self.cast.seat(To::Team(team)),
        };
        let mut to: Vec<usize> = written.to.iter().map(seat).collect();
        to.sort_unstable();
        to.dedup();
        to
    }

    /// The decision that the trial itself would have asked for at the instant of an authored inject in play, of those whom that
    /// reaches: it is this one's. What else happens in that minute is another matter.
    fn twin(&self, written: &Written, at: Option<Millis>, reserve: bool) -> Option<&'a Candidate> {
        let to = self.reached(written);
        let same = |candidate: &&Candidate| {
            let seats = self.cast.seats(&candidate.addressed());
            let reaches = to.is_empty() || seats.iter().any(|seat| to.contains(seat));
            Some(candidate.at) == at && !reserve && candidate.choice.is_some() && reaches
        };
        self.found.iter().filter(same).max_by_key(|candidate| candidate.weight)
    }

    fn of_written(&self, written: &Written, at: Option<Millis>) -> Inject {
        let text = |text: &Option<String>| text.as_deref().map(|text| shown(text).into_owned());
        let mut truth: Vec<String> = text(&written.truth).into_iter().collect();
        truth.extend(at.map(|at| self.sight.lines(at)).unwrap_or_default());
        truth.extend(at.is_none().then(|| self.never_comes(written.comes)).flatten());
        let blank = self.blank(at);
        Inject {
            id: written.id.clone(),
            from: text(&written.from).unwrap_or_else(|| blank.from.clone()),
            by: text(&written.by).unwrap_or_else(|| match at {
                Some(at) => Channels::new(self.sight).open("phone", at).to_owned(),
                None => blank.by.clone(),
            }),
            text: shown_lines(&written.text).into_owned(),
            expect: text(&written.expect).unwrap_or_default(),
            objective: written.objective,
            to: self.reached(written),
            truth,
            ..blank
        }
    }

    /// That what an authored inject waits for does not happen in this run, and how it is instead.
    fn never_comes(&self, comes: Comes) -> Option<String> {
        let name = |node| self.sight.name(node);
        let instead = match comes {
            Comes::Whenever => return None,
            Comes::At(_) => "it ends before that time".to_owned(),
            Comes::With(Trigger::Incident) => "nothing happens".to_owned(),
            Comes::With(Trigger::Detected) => "nobody notices it as one incident".to_owned(),
            Comes::With(Trigger::Assessed) => "it is never understood".to_owned(),
            Comes::With(Trigger::Declared) => "it is never declared".to_owned(),
            Comes::With(Trigger::Down(node)) => {
                format!("{0} never goes down: whoever looks finds {0} up", name(node))
            }
            Comes::With(Trigger::Back(node)) => match self.sight.is_out(node, Millis::NEVER) {
                true => format!("{} does not come back", name(node)),
                false => format!("{} never goes down, so it does not come back either", name(node)),
            },
            Comes::With(Trigger::Done(task)) => {
                format!("{} is never done", name(self.sight.model().tasks[task].node))
            }
            Comes::With(Trigger::Lapsed(service)) => {
                format!("work by hand of {} never runs out", self.sight.service_name(service))
            }
        };
        Some(format!(
            "In this run {instead}. What this inject waits for does not happen: leave it out, or change what it says."
        ))
    }

    fn of_candidate(&self, candidate: &Candidate, seats: &[usize], objectives: &[Objective]) -> Inject {
        Inject {
            from: self.cast.caller(self.sight, &candidate.from, seats),
            to: seats.to_vec(),
            by: match (self.exercise.kind, candidate.by) {
                // Who works from their own place is in no room.
                (ExerciseKind::Functional | ExerciseKind::FullScale, "in the room") => {
                    Channels::new(self.sight).open("phone", candidate.at).to_owned()
                }
                (_, by) => by.to_owned(),
            },
            text: candidate.text.clone(),
            expect: candidate.expect.clone(),
            objective: self.objective_of(candidate, objectives),
            truth: candidate.truth.clone(),
            good: candidate.good.clone(),
            under_pressure: candidate.under_pressure.clone(),
            ..self.blank(Some(candidate.at))
        }
    }

    /// The objective that is about the same: its service, its words, its capability; the first of those that are so alike.
    fn objective_of(&self, candidate: &Candidate, objectives: &[Objective]) -> Option<usize> {
        let name = candidate.service.map(|service| self.sight.service_name(service));
        let choice = candidate.choice.as_ref().map_or("", |choice| choice.what.as_str());
        let said = words_of(&format!("{} {choice} {}", candidate.text, candidate.expect));
        let asked =
            words_of(&format!("{} {}", candidate.capability.name(), candidate.capability.objective()));
        // What is asked of people goes before what it is about: a first call about payments is no recovery of them.
        let alike = |objective: &Objective| {
            let shared = |words: &BTreeSet<String>, text: &str| words_of(text).intersection(words).count();
            let of_service = name.as_ref().is_some_and(|name| objective.services.contains(name));
            let of_capability = match candidate.capability.is_named(&objective.capability) {
                true => CAPABILITY,
                false => 2 * shared(&asked, &format!("{} {}", objective.capability, objective.text)),
            };
            of_capability + 2 * usize::from(of_service) + shared(&said, &objective.text).min(3)
        };
        let positions = (0..objectives.len()).rev();
        positions.max_by_key(|&position| alike(&objectives[position]))
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
                "In this run work waits {} for {name}, summed over all that waits; at the hour of the onset the plan counts on {here} of \
                 {all}.",
                crate::wording::words::length(queued)
            )],
            good: vec!["There is a deputy, and everybody knows who.".to_owned()],
            ..self.blank(None)
        }
    }

    /// What the facilitator asks, and does if the room stalls or runs ahead; no question about a gap is asked twice.
    fn steer(
        &self,
        inject: &mut Inject,
        model: Option<&Candidate>,
        (gaps, asked): (&[Question], &mut Vec<String>),
    ) {
        let kind = model.map(|candidate| candidate.kind);
        inject.questions.extend(kind.map(|kind| kind.question().to_owned()));
        let own = model.and_then(|candidate| candidate.service);
        let about: Vec<_> = own.into_iter().chain(self.weak.iter().copied()).collect();
        let waited = inject.at.and_then(|at| super::questions::at(self.sight, &about, at));
        let of_gaps = gaps.iter().map(|gap| gap.text.clone());
        let next = waited.into_iter().chain(of_gaps).find(|question| !asked.contains(question));
        if let Some(question) = next {
            asked.push(question.clone());
            inject.questions.push(question);
        }
        if kind.is_none() {
            inject.questions.push(
                "What do you know, what do you guess, and what do you need to know before you act?"
                    .to_owned(),
            );
        }
        let whom = inject.to.first().map_or("the room", |&seat| self.cast.name(seat));
        inject.stalls = format!(
            "{} Ask {whom} by name; after five minutes give the expected action as a suggestion and go on.",
            kind.map_or("Read the inject out once more.", Kind::stalls)
        );
        inject.ahead = format!(
            "{} Then give a reserve, or go to the next time.",
            kind.map_or("Ask who would do it if the one who answers were not there.", Kind::ahead)
        );
        if inject.good.is_empty() {
            inject.good.extend(model.map(|candidate| candidate.good.clone()).unwrap_or_default());
            inject.good.push(
                "It is said who does it, by when, and how the others learn that it is done.".to_owned(),
            );
        }
    }

    fn decision(&self, choice: Choice, letter: String, injects: &[Inject]) -> Decision {
        let last = last_moment(self.sight, &choice);
        let after = |inject: &&Inject| {
            inject.minute.is_some() && inject.at.is_some_and(|at| last.at.is_some_and(|latest| at > latest))
        };
        let next = injects.iter().find(after).and_then(|inject| inject.minute);
        let due = last.at.map(|latest| self.room.due(latest, next));
        let past = last.is_too_late.then_some(Beyond::Past);
        Decision {
            moved: moved(self.sight, &choice),
            letter,
            what: choice.what,
            by: choice.by,
            open: choice.open,
            taken: choice.taken,
            last_moment: last.at,
            last_clock: last.at.map(|latest| self.sight.clock(latest)).unwrap_or_default(),
            last: last.told,
            promise: last.promise,
            path: choice.path,
            last_minute: due.and_then(Result::ok),
            beyond: due.and_then(Result::err).or(past),
        }
    }
}

/// The words of a sentence that say what it is about: long ones, in small letters.
fn words_of(text: &str) -> BTreeSet<String> {
    const LONG: usize = 6;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= LONG);
    words.map(str::to_lowercase).collect()
}

/// Ground truth that can be read while people talk: the first lines and the last, which say what comes of it.
fn shorten(truth: &mut Vec<String>) {
    const LINES_MAX: usize = 8;
    const LAST: usize = 3;
    if truth.len() > LINES_MAX {
        let cut = truth.len() - LINES_MAX;
        let from = LINES_MAX - LAST;
        truth.splice(
            from..from + cut,
            [format!("({} of this minute: see the replay)", counted(cut, "more line", "more lines"))],
        );
    }
}

/// `A`, `B`, ..., `Z`, `AA`.
fn letter(position: usize) -> String {
    let last = char::from(b'A' + (position % 26) as u8);
    if position < 26 { last.to_string() } else { format!("{}{last}", letter(position / 26 - 1)) }
}

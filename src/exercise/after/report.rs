//! The report as plain data.

use super::day::{day, injects, roles};
use super::decisions::{DecisionLine, Standing, decisions};
use super::doubts::cautions;
use crate::exercise::calibrate::subject::{find, subjects};
use crate::exercise::log::{Action, Clock, Evidence, Log, Observed, SpanOf, State, Talked};
use crate::exercise::pack::Pack;
use crate::model::Model;
use crate::notation::moment::Moment;
use crate::units::Millis;

/// The exercise as it was planned, to which a log is held.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    pub pack: &'a Pack,
    pub model: &'a Model,
    /// How the pack differs from that of the day; then nothing of it is held against the log.
    pub differs: Option<&'a str>,
    /// What the log names otherwise than the papers, and how it was read, by the numbers of entries.
    pub readings: &'a [(u64, String)],
}

/// What an after-action report says.
#[derive(Clone, Debug)]
pub struct Report {
    /// When it was played, as planned and as it came.
    pub day: Vec<(String, String)>,
    pub roles: Vec<RoleLine>,
    pub injects: Vec<InjectLine>,
    pub decisions: Vec<DecisionLine>,
    pub objectives: Vec<ObjectiveLine>,
    pub durations: Vec<Compared>,
    pub talked: Vec<TalkLine>,
    /// Times of the room that are no duration of the plan, and why.
    pub unused: Vec<String>,
    pub strengths: Vec<String>,
    pub improve: Vec<String>,
    /// Observations of which nobody said whether they are one or the other.
    pub others: Vec<String>,
    /// What stayed open, to be seen another time.
    pub open: Vec<String>,
    /// What the room agreed on.
    pub actions: Vec<Measure>,
    /// What the run suggests, and nobody has agreed to.
    pub suggestions: Vec<Measure>,
    pub notes: Vec<String>,
    /// What the reader has to know about the log itself.
    pub cautions: Vec<String>,
}

/// A role, and how often the log names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleLine {
    pub name: String,
    pub planned: bool,
    pub entries: usize,
}

/// An inject as planned and as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InjectLine {
    pub number: String,
    pub text: String,
    pub planned: String,
    pub delivered: String,
    /// What the clock of the scenario was to show, and showed.
    pub clocks: [String; 2],
    /// Minutes late, counted from when play began and without pauses; negative: early. `None` where one of the two is
    /// missing.
    pub late: Option<i64>,
    pub given: bool,
    /// Whether the log says what the room made of it; true of what was not given.
    pub answered: bool,
}

/// How long a room took to agree, or to talk something through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkLine {
    pub what: String,
    pub from: String,
    pub until: String,
    pub took: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectiveLine {
    pub id: String,
    pub text: String,
    pub capability: String,
    /// Each rating with the role that gave it.
    pub ratings: Vec<String>,
    pub evidence: Vec<String>,
}

/// An observed duration beside the model's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub subject: String,
    pub took: Millis,
    pub source: String,
    /// Least, typical and most of the model; `None`: the model has no such duration.
    pub model: Option<[Millis; 3]>,
    pub verdict: &'static str,
}

/// A corrective action with the edit that stands for it and what that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub action: Action,
    pub effect: String,
}

/// What an edit does, by simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub edit: String,
    pub told: String,
    /// Whether it changes anything by more than chance.
    pub changes: bool,
    /// Why the model does not take it.
    pub fault: Option<String>,
}

/// What is to be done: edits that the run suggests, and the effects of these and of those of the log's actions.
#[derive(Clone, Copy, Debug)]
pub struct Measures<'a> {
    pub proposed: &'a [Action],
    pub effects: &'a [Effect],
}

/// Makes the report. `actuals` are durations of real events beside those of the room.
pub fn report(
    planned: &Planned,
    log: &Log,
    actuals: &[(String, Millis, String)],
    measures: Measures,
) -> Report {
    let state = State::of(log);
    let begin = begin(planned.pack, log, &state);
    let clock = Clock::of(&log.head, &state, begin);
    let until = state.ended.or_else(|| log.standing().iter().map(|entry| entry.at).max());
    let evidence = Evidence::of(log, &state, &clock);
    let decisions = decisions((planned.pack, planned.differs.is_none()), &state, (&clock, until));
    let durations = durations(planned.model, &evidence.observed, actuals);
    let injects = injects(planned, log, (&state, &clock, begin));
    let objectives = objectives(planned.pack, &state);
    let kind = |kind: &str| of_kind(&state, kind);
    let mut improve = kind("improve");
    improve.extend(
        decisions
            .iter()
            .filter(|line| line.standing.is_lacking())
            .map(|line| format!("Decision {} ({}): {}.", line.letter, line.what, line.standing.words())),
    );
    improve.extend(durations.iter().filter(|line| line.verdict == "longer than the model's most").map(
        |line| format!("{} took {}, longer than the plan has ever counted on.", line.subject, line.took),
    ));
    let (actions, suggestions) = plan(log, &state, measures);
    Report {
        day: day(planned.pack, log, (&state, &clock)),
        roles: roles(planned.pack, log),
        notes: state.notes.iter().map(|(at, text)| format!("{} {text}", at.clock())).collect(),
        cautions: cautions(planned, (log, &state, &clock), measures.effects),
        talked: evidence.talked.iter().map(talk).collect(),
        unused: evidence.unused.iter().map(|one| format!("{}: {}.", one.subject, one.why)).collect(),
        strengths: kind("strength"),
        others: kind(""),
        open: open(&injects, &decisions, &objectives),
        injects,
        decisions,
        objectives,
        durations,
        improve,
        actions,
        suggestions,
    }
}

/// When play began: as the log says; else as planned, on the day of the log.
fn begin(pack: &Pack, log: &Log, state: &State) -> Option<Moment> {
    let first = log.standing().iter().map(|entry| entry.at).min();
    let planned = pack.room.start.map(|start| start.plus_seconds(i64::from(pack.room.play) * 60));
    let moved = planned.map(|planned| {
        let clock = planned.clock();
        first.and_then(|first| first.at_time(&clock)).unwrap_or(planned)
    });
    state.began.or(moved)
}

fn talk(talked: &Talked) -> TalkLine {
    let what = match &talked.of {
        SpanOf::Decision(letter) => format!("Decision {letter}, from its inject on"),
        SpanOf::Work => format!("{}, talked through", talked.subject),
    };
    TalkLine { what, from: talked.from.clock(), until: talked.until.clock(), took: talked.took }
}

/// What nobody saw: injects without an answer or not given, decisions that nobody was asked, objectives without a rating.
fn open(injects: &[InjectLine], decisions: &[DecisionLine], objectives: &[ObjectiveLine]) -> Vec<String> {
    let unrated = objectives.iter().filter(|line| line.ratings.is_empty());
    let mut found: Vec<String> = unrated.map(|line| format!("Not rated: {}", line.text)).collect();
    let unasked = decisions.iter().filter(|line| line.standing == Standing::NotAsked);
    found.extend(unasked.map(|line| format!("Not asked: decision {} ({})", line.letter, line.what)));
    for line in injects {
        if !line.given {
            found.push(format!("Inject {}: {}", line.number, line.delivered));
        } else if !line.answered {
            found.push(format!("Inject {}: what the room made of it was not written down", line.number));
        }
    }
    found
}

/// The actions of the room, and what the run suggests beside them: nothing that has no effect, nothing that the room has
/// asked for already, and nothing at all where there is no room to suggest it to.
fn plan(log: &Log, state: &State, measures: Measures) -> (Vec<Measure>, Vec<Measure>) {
    let of = |edit: &str| measures.effects.iter().find(|effect| effect.edit == edit);
    let measure = |action: &Action| Measure {
        effect: of(&action.edit).map_or_else(String::new, |effect| effect.told.clone()),
        action: action.clone(),
    };
    let path = |edit: &str| edit.split('=').next().unwrap_or_default().trim().to_owned();
    let is_new = |action: &&Action| state.actions.iter().all(|other| path(&other.edit) != path(&action.edit));
    let has_effect = |action: &&Action| of(&action.edit).is_some_and(|effect| effect.changes);
    let proposed = if log.standing().is_empty() { &[] } else { measures.proposed };
    let suggestions = proposed.iter().filter(is_new).filter(has_effect).map(measure).collect();
    (state.actions.iter().map(measure).collect(), suggestions)
}

fn objectives(pack: &Pack, state: &State) -> Vec<ObjectiveLine> {
    let line = |objective: &crate::exercise::pack::Objective| {
        let by = |who: &str| if who.is_empty() { String::new() } else { format!(" ({who})") };
        let ratings = state.ratings.iter().filter(|rating| rating.objective == objective.id);
        let mut evidence: Vec<String> = ratings
            .clone()
            .filter(|rating| !rating.evidence.is_empty())
            .map(|rating| rating.evidence.clone())
            .collect();
        let seen = state.observations.iter().filter(|seen| seen.objective == objective.id);
        evidence.extend(seen.map(|seen| format!("{} {}", seen.at.clock(), seen.text)));
        ObjectiveLine {
            id: objective.id.clone(),
            text: objective.text.clone(),
            capability: objective.capability.clone(),
            ratings: ratings.map(|rating| format!("{}{}", rating.rating, by(&rating.who))).collect(),
            evidence,
        }
    };
    pack.objectives.iter().map(line).collect()
}

/// What was observed of one kind.
fn of_kind(state: &State, kind: &str) -> Vec<String> {
    let seen = state.observations.iter().filter(|seen| seen.kind == kind);
    seen.map(|seen| format!("{} {}", seen.at.clock(), seen.text)).collect()
}

fn durations(model: &Model, observed: &[Observed], actuals: &[(String, Millis, String)]) -> Vec<Compared> {
    let all = subjects(model);
    let room = observed.iter().map(|seen| (seen.subject.clone(), seen.took, "the room".to_owned()));
    let line = |(subject, took, source): (String, Millis, String)| {
        let known = find(&all, &subject);
        let model = known.map(|known| [known.takes.least(), known.takes.typical(), known.takes.most()]);
        let verdict = match model {
            None => "not in the model",
            Some([least, ..]) if took < least => "shorter than the model's least",
            Some([_, _, most]) if took > most => "longer than the model's most",
            Some(_) => "within the model's range",
        };
        Compared { subject, took, source, model, verdict }
    };
    room.chain(actuals.iter().cloned()).map(line).collect()
}

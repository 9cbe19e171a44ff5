//! The report as plain data.

use crate::exercise::calibrate::subject::{find, subjects};
use crate::exercise::log::{Action, Log, Observed, State};
use crate::exercise::pack::Pack;
use crate::model::Model;
use crate::notation::moment::Moment;
use crate::units::Millis;

/// What an after-action report says.
#[derive(Clone, Debug)]
pub struct Report {
    pub injects: Vec<InjectLine>,
    pub decisions: Vec<DecisionLine>,
    pub objectives: Vec<ObjectiveLine>,
    pub durations: Vec<Compared>,
    pub strengths: Vec<String>,
    pub improve: Vec<String>,
    pub measures: Vec<Measure>,
    pub notes: Vec<String>,
    /// What the reader has to know about the log itself.
    pub cautions: Vec<String>,
}

/// An inject as planned and as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InjectLine {
    pub number: String,
    pub text: String,
    pub planned: String,
    pub delivered: String,
    /// Minutes late; negative: early. `None` where one of the two is missing.
    pub late: Option<i64>,
}

/// A decision against its last responsible moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionLine {
    pub letter: String,
    pub what: String,
    pub last: String,
    /// The clock of the room by which it had to be taken; empty without one.
    pub by: String,
    pub taken: String,
    pub told: String,
    pub standing: Standing,
}

/// How a decision stands to its last responsible moment in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    InTime,
    Late,
    NotTaken,
    /// No last moment, or no clock to hold it to.
    Open,
}

impl Standing {
    pub fn words(self) -> &'static str {
        match self {
            Standing::InTime => "in time",
            Standing::Late => "late",
            Standing::NotTaken => "not taken",
            Standing::Open => "taken",
        }
    }
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
    /// Who asks for it: the room, or the model.
    pub from: &'static str,
    pub effect: String,
}

/// What an edit does, by simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub edit: String,
    pub told: String,
}

/// Makes the report. `actuals` are durations of real events beside those of the room; `effects` are of the edits of
/// `state.actions` and of `proposals`.
pub fn report(
    (pack, model): (&Pack, &Model),
    log: &Log,
    actuals: &[(String, Millis, String)],
    (proposals, effects): (&[Action], &[Effect]),
) -> Report {
    let state = State::of(log);
    let decisions = decisions(pack, &state);
    let durations = durations(model, &state.observed, actuals);
    let injects = injects(pack, &state);
    let (strengths, mut improve) = observations(&state);
    improve.extend(
        decisions
            .iter()
            .filter(|line| matches!(line.standing, Standing::Late | Standing::NotTaken))
            .map(|line| format!("Decision {} ({}): {}.", line.letter, line.what, line.standing.words())),
    );
    improve.extend(durations.iter().filter(|line| line.verdict == "longer than the model's most").map(
        |line| format!("{} took {}, longer than the plan has ever counted on.", line.subject, line.took),
    ));
    let effect = |edit: &str| {
        effects
            .iter()
            .find(|effect| effect.edit == edit)
            .map_or_else(String::new, |effect| effect.told.clone())
    };
    let measure = |from| move |action: &Action| (from, action.clone());
    let all = state.actions.iter().map(measure("the room")).chain(proposals.iter().map(measure("the model")));
    let measures = all.map(|(from, action)| Measure { effect: effect(&action.edit), from, action }).collect();
    Report {
        objectives: objectives(pack, &state),
        notes: state.notes.iter().map(|(at, text)| format!("{} {text}", at.clock())).collect(),
        cautions: cautions(pack, log, &state),
        injects,
        decisions,
        durations,
        strengths,
        improve,
        measures,
    }
}

/// The start of the day in the room: as planned, else by when play began.
fn origin(pack: &Pack, state: &State) -> Option<Moment> {
    let opening = i64::from(pack.room.play) * 60;
    pack.room.start.or(state.began.map(|began| began.plus_seconds(-opening)))
}

fn injects(pack: &Pack, state: &State) -> Vec<InjectLine> {
    let begin = origin(pack, state);
    let line = |inject: &crate::exercise::pack::Inject| {
        let delivered = state.delivered.get(&inject.id);
        if inject.is_reserve() && delivered.is_none() {
            return None;
        }
        let planned =
            inject.minute.and_then(|minute| begin.map(|begin| begin.plus_seconds(i64::from(minute) * 60)));
        let skipped = if state.skipped.contains(&inject.id) { "skipped" } else { "not delivered" };
        Some(InjectLine {
            number: inject.number.clone(),
            text: inject.text.clone(),
            planned: planned.map_or_else(|| "reserve".to_owned(), Moment::clock),
            delivered: delivered.map_or_else(|| skipped.to_owned(), |at| at.clock()),
            late: planned.zip(delivered).map(|(planned, at)| at.seconds_since(planned).div_euclid(60)),
        })
    };
    pack.injects.iter().filter_map(line).collect()
}

fn decisions(pack: &Pack, state: &State) -> Vec<DecisionLine> {
    let begin = origin(pack, state);
    let taken_of =
        |letter: &str| state.decisions.iter().filter(|taken| taken.decision == letter).collect::<Vec<_>>();
    // What nobody was asked, since its inject stayed in reserve or there is none, nobody failed to decide; a room may
    // decide it unasked.
    let counts = |(position, decision): &(usize, &crate::exercise::pack::Decision)| {
        let inject = pack.injects.iter().find(|inject| inject.decision == Some(*position));
        let asked =
            inject.is_some_and(|inject| !inject.is_reserve() || state.delivered.contains_key(&inject.id));
        asked || !taken_of(&decision.letter).is_empty()
    };
    let planned = pack.decisions.iter().enumerate().filter(counts).map(|(_, decision)| {
        let all = taken_of(&decision.letter);
        // In time is what was decided first; what the room made of it later stands behind it.
        let taken = all.first().copied();
        let by = decision
            .last_minute
            .and_then(|minute| begin.map(|begin| begin.plus_seconds(i64::from(minute) * 60)));
        let standing = match (taken, by) {
            (None, _) => Standing::NotTaken,
            (Some(taken), Some(by)) if taken.at > by => Standing::Late,
            (Some(_), Some(_)) => Standing::InTime,
            (Some(_), None) => Standing::Open,
        };
        DecisionLine {
            letter: decision.letter.clone(),
            what: decision.what.clone(),
            last: decision.last.clone(),
            by: by.map(Moment::clock).unwrap_or_default(),
            taken: taken.map(|taken| taken.at.clock()).unwrap_or_default(),
            told: told_all(&all),
            standing,
        }
    });
    let known = |letter: &str| pack.decisions.iter().any(|decision| decision.letter == letter);
    let others = state.decisions.iter().filter(|taken| !known(&taken.decision)).map(|taken| DecisionLine {
        letter: taken.decision.clone(),
        what: "not foreseen".to_owned(),
        last: String::new(),
        by: String::new(),
        taken: taken.at.clock(),
        told: told(taken),
        standing: Standing::Open,
    });
    planned.chain(others).collect()
}

/// The first as it was taken, those that follow with their clocks.
fn told_all(all: &[&crate::exercise::log::Taken]) -> String {
    let said = all.iter().enumerate().map(|(position, taken)| match position {
        0 => told(taken),
        _ => format!("{} {}", taken.at.clock(), told(taken)),
    });
    said.collect::<Vec<_>>().join("; ")
}

fn told(taken: &crate::exercise::log::Taken) -> String {
    let who = if taken.who.is_empty() { String::new() } else { format!("{}: ", taken.who) };
    let dropped =
        if taken.dropped.is_empty() { String::new() } else { format!(" (dropped: {})", taken.dropped) };
    format!("{who}{}{dropped}", taken.text)
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

fn observations(state: &State) -> (Vec<String>, Vec<String>) {
    let of_kind = |kind: &str| -> Vec<String> {
        let seen = state.observations.iter().filter(|seen| seen.kind == kind);
        seen.map(|seen| format!("{} {}", seen.at.clock(), seen.text)).collect()
    };
    (of_kind("strength"), of_kind("improve"))
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

fn cautions(pack: &Pack, log: &Log, state: &State) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(line) = log.cut_off {
        found.push(format!(
            "The log breaks off in line {line}; what was being written there is not in this report."
        ));
    }
    for (name, sha256) in &log.head.inputs {
        let now = pack.origin.inputs.iter().find(|(other, _)| other == name);
        if now.is_some_and(|(_, other)| other != sha256) {
            found.push(format!(
                "{name} has changed since the exercise: the plan below is made from what it is now."
            ));
        }
    }
    if state.began.is_none() {
        found.push(
            "The log does not say when play began; times are held against the planned start.".to_owned(),
        );
    }
    for stranger in super::check::strangers(log, pack) {
        found.push(format!("Entry {}: {}; it is left out.", stranger.entry.unwrap_or(0), stranger.message));
    }
    for subject in state.running.keys() {
        found.push(format!("{subject} was started and never noted as done."));
    }
    found
}

//! Instants: what is measured agrees with what happened, and a week later everything is a week later.

use std::collections::BTreeMap;

use blackstart::engine::{Line, Scratch, Timeline, What, play};
use blackstart::units::Millis;
use proptest::proptest;

use super::TRIALS;
use crate::random::ron::Ron;
use crate::random::run::{Run, Trial, assert_same};
use crate::random::span::Span;
use crate::random::{ANY, Organisation, cases, organisations};

const WEEK: i64 = 7 * 24 * 3_600_000;

/// Changes of one thing: when, and whether it came up.
type Turns = BTreeMap<String, Vec<(Millis, bool)>>;

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_measured_is_what_the_timeline_tells(organisation in organisations(ANY)) {
        let run = Run::new(&organisation);
        let mut scratch = Scratch::new(&run.program);
        for trial in 0..TRIALS {
            let mut timeline = Timeline::default();
            play(&run.program, &mut scratch, trial, &mut timeline).expect("every trial ends");
            let outcome = run.trial(&mut scratch, trial);
            let (nodes, services) = turns(&run, &timeline);
            for (id, system) in &outcome.systems {
                assert_told(id, system.line, nodes.get(id), run.scenario.horizon);
            }
            for (id, service) in &outcome.services {
                assert_told(id, service.minimum, services.get(id), run.scenario.horizon);
            }
        }
    }

    #[test]
    fn a_line_is_down_between_its_first_fall_and_its_last_return(organisation in organisations(ANY)) {
        let run = Run::new(&organisation);
        for trial in run.trials(TRIALS) {
            let [incident, detected, assessed, declared] = trial.response;
            assert!(incident <= detected && detected <= assessed && assessed <= declared);
            for (id, line) in trial.lines() {
                let until = if line.recovered() { line.last_back } else { run.scenario.horizon };
                let whole = if line.interrupted() { until.minus(line.first_down) } else { Millis::ZERO };
                let torn = line.downs > 1 || (line.downs == 1 && !line.first_back.is_never() && !line.recovered());
                assert!(line.downtime <= whole && torn == (line.downtime < whole), "{id}: {line:?}");
            }
            for service in trial.services.values() {
                assert!(service.minimum.downtime <= service.full.downtime, "full is at least the minimum");
            }
        }
    }

    #[test]
    fn a_week_later_everything_is_a_week_later(organisation in organisations(ANY)) {
        let now = with_fixed_starts(with_copies_that_succeed(organisation));
        let mut later = now.clone();
        for event in later.events_mut() {
            let from_onset = event.get("since").is_none_or(|since| since.as_text() == "Onset");
            if from_onset && event.get("targets").is_some() {
                let after = match event.get("after") {
                    Some(Ron::Span(span)) => span.lengthened(WEEK),
                    _ => Span::fixed(WEEK),
                };
                event.set("after", Ron::Span(after));
            }
        }
        let Some(Ron::Span(horizon)) = later.scenario.get("horizon").cloned() else { panic!("a horizon") };
        later.scenario.set("horizon", Ron::Span(horizon.lengthened(WEEK)));
        let expected: Vec<Trial> = Run::new(&now).trials(TRIALS).iter().map(a_week_after).collect();
        assert_same(&Run::new(&later).trials(TRIALS), &expected);
    }
}

/// Turns of nodes, and of services at their minimum.
fn turns(run: &Run, timeline: &Timeline) -> (Turns, Turns) {
    let (mut nodes, mut services) = (Turns::new(), Turns::new());
    for change in &timeline.changes {
        let (turns, up) = match change.what {
            What::Down => (&mut nodes, false),
            What::Up => (&mut nodes, true),
            What::Below => (&mut services, false),
            What::Minimum => (&mut services, true),
            _ => continue,
        };
        turns.entry(run.labels.text(change.who.0).to_owned()).or_default().push((change.at, up));
    }
    (nodes, services)
}

/// Asserts that turns alternate and that their states at the ends of instants make up the line.
fn assert_told(id: &str, line: Line, turns: Option<&Vec<(Millis, bool)>>, horizon: Millis) {
    let turns = turns.map_or(&[][..], Vec::as_slice);
    let mut up = true;
    let mut told = Line::UP;
    let mut since = Millis::NEVER;
    for (at, &(instant, turned)) in turns.iter().enumerate() {
        assert_ne!(turned, up, "{id} turns to what it is at {instant}: {turns:?}");
        up = turned;
        let last_of_instant = turns.get(at + 1).is_none_or(|next| next.0 > instant);
        if !last_of_instant || up == since.is_never() {
            continue;
        }
        if up {
            told.downtime = told.downtime.plus(instant.minus(since));
            told.first_back = told.first_back.min(instant);
            told.last_back = instant;
            since = Millis::NEVER;
        } else {
            told.downs += 1;
            told.first_down = told.first_down.min(instant);
            told.last_back = Millis::NEVER;
            since = instant;
        }
    }
    if !since.is_never() {
        told.downtime = told.downtime.plus(horizon.minus(since));
    }
    assert_eq!(line, told, "{id}: {turns:?}");
}

/// The same without failed copies: whether one failed is drawn by its number, and other copies are made by then.
fn with_copies_that_succeed(mut organisation: Organisation) -> Organisation {
    for id in organisation.ids("systems") {
        let Some(Ron::Map(copies)) = organisation.node_mut("systems", &id).get_mut("copies") else {
            continue;
        };
        copies.iter_mut().for_each(|(_, copy)| copy.remove("success"));
    }
    organisation
}

/// The same with events at fixed times, which can be moved exactly.
fn with_fixed_starts(mut organisation: Organisation) -> Organisation {
    organisation.for_each_span(|path, span| {
        if path.last().is_some_and(|field| field == "after") {
            *span = Span::fixed(span.least());
        }
    });
    organisation
}

fn a_week_after(trial: &Trial) -> Trial {
    let mut trial = trial.clone();
    let later = |ms: &mut Millis| *ms = ms.plus(Millis::WEEK);
    let move_line = |line: &mut Line| {
        [&mut line.first_down, &mut line.first_back, &mut line.last_back].into_iter().for_each(later);
    };
    trial.response.iter_mut().for_each(later);
    for service in trial.services.values_mut() {
        move_line(&mut service.minimum);
        move_line(&mut service.full);
    }
    trial.systems.values_mut().for_each(|system| move_line(&mut system.line));
    for task in trial.tasks.values_mut() {
        [&mut task.begun, &mut task.done].into_iter().for_each(later);
    }
    for team in trial.teams.values_mut() {
        [&mut team.called, &mut team.mobilised].into_iter().for_each(later);
    }
    trial
}

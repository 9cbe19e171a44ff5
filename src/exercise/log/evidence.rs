//! What a day in a room says of the durations of the plan.
//!
//! Invariant: talk is no evidence. In a discussion nothing is done, so neither how long a room talks until it agrees nor
//! how long it talks something through is a duration of the plan; what somebody really did and measured is, in any kind of
//! exercise. Where people act, a time of the room counts as the clock of the scenario had it, or not at all.

use super::clock::Clock;
use super::entry::{Head, Log};
use super::state::{Span, SpanOf, State};
use crate::model::exercise::ExerciseKind;
use crate::notation::moment::Moment;
use crate::units::Millis;

/// How long something of the model took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// A duration of the model.
    pub subject: String,
    pub took: Millis,
    /// When it was over, or was noted.
    pub at: Moment,
    /// The entry that says so.
    pub number: u64,
}

/// How long a room took, on its own clock and without pauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talked {
    pub of: SpanOf,
    pub subject: String,
    pub from: Moment,
    pub until: Moment,
    pub took: Millis,
}

/// A time of the room that says nothing of the duration of the model that it is about, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    pub subject: String,
    pub why: String,
    /// The entry that ends it.
    pub number: u64,
}

/// Everything that a log says of how long things took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub observed: Vec<Observed>,
    pub talked: Vec<Talked>,
    pub unused: Vec<Unused>,
}

impl Evidence {
    /// Of a log, its state, and its clock.
    pub fn of(log: &Log, state: &State, clock: &Clock) -> Evidence {
        let mut found = Evidence { observed: state.measured.clone(), ..Evidence::default() };
        for span in &state.spans {
            let is_decision = matches!(span.of, SpanOf::Decision(_));
            if is_decision || log.head.kind == Some(ExerciseKind::Discussion) {
                let Span { of, subject, from, until, .. } = span.clone();
                found.talked.push(Talked { of, subject, from, until, took: clock.net(from, until) });
            }
            if span.subject.is_empty() {
                continue;
            }
            let subject = span.subject.clone();
            match length(&log.head, span, clock) {
                Ok(took) => {
                    let (at, number) = (span.until, span.number);
                    found.observed.push(Observed { subject, took, at, number });
                }
                Err(why) => found.unused.push(Unused { subject, why, number: span.number }),
            }
        }
        found.observed.sort_by_key(|seen| (seen.at, seen.number));
        found
    }
}

/// How long a span was for the plan.
fn length(head: &Head, span: &Span, clock: &Clock) -> Result<Millis, String> {
    let what = match &span.of {
        SpanOf::Work => "from `started` to `done`".to_owned(),
        SpanOf::Decision(letter) => format!("from the inject to decision {letter}"),
    };
    let took = clock.net(span.from, span.until);
    let why = match head.kind {
        Some(ExerciseKind::Functional | ExerciseKind::FullScale) => match clock.length(span.from, span.until) {
            Ok(length) => return Ok(length),
            Err(why) => why,
        },
        Some(ExerciseKind::Discussion) => {
            "in a discussion that is talk, and no duration of the plan; what was done for real is logged as `took`"
                .to_owned()
        }
        None => "the head of the log does not say whether people acted or talked; `blackstart aar` leaves the log with a head that does"
            .to_owned(),
    };
    Err(format!("{took} in the room {what}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::log::from_lines;

    /// What a log says of how long things took: a head with these fields, and entries of 2027-03-04.
    fn evidence(head: &str, entries: &[(&str, &str)]) -> (Vec<(String, String)>, Vec<String>) {
        let decisions = r#"[{"letter":"A","inject":"ask","path":"response.declare.takes"}]"#;
        let mut text = format!(
            r#"{{"blackstart_exercise_log":1,"title":"T","organisation":"O","scenario":"s","inputs":[],"seed":1,"trial":0,"trials":1,{head}"decisions":{decisions}}}"#
        ) + "\n";
        for (number, (time, rest)) in (1..).zip(entries) {
            text += &format!("{{\"n\":{number},\"at\":\"2027-03-04T{time}:00\",{rest}}}\n");
        }
        let log = from_lines(&text).expect("a log");
        let state = State::of(&log);
        let clock = Clock::of(&log.head, &state, state.began);
        let found = Evidence::of(&log, &state, &clock);
        let observed = found.observed.iter().map(|seen| (seen.subject.clone(), seen.took.to_string()));
        (observed.collect(), found.unused.into_iter().map(|one| one.why).collect())
    }

    const WORK: [(&str, &str); 5] = [
        ("09:00", r#""what":"begins""#),
        ("09:10", r#""what":"started","subject":"a/b/c""#),
        ("09:20", r#""what":"pauses""#),
        ("09:30", r#""what":"resumes""#),
        ("09:50", r#""what":"done","subject":"a/b/c""#),
    ];

    #[test]
    fn talk_in_a_discussion_is_no_duration_of_the_plan() {
        let mut day = WORK.to_vec();
        day.push(("09:55", r#""what":"inject","subject":"ask""#));
        day.push(("09:56", r#""what":"decision","subject":"A""#));
        day.push(("09:57", r#""what":"took","subject":"teams.dba.call_out","value":"25m""#));
        let (observed, unused) = evidence(r#""kind":"discussion","pace":"jumps","#, &day);
        assert_eq!(observed, [("teams.dba.call_out".to_owned(), "25m".to_owned())]);
        assert!(unused.len() == 2 && unused.iter().all(|why| why.contains("talk")), "{unused:?}");
        assert!(unused[0].starts_with("30m in the room"), "{unused:?}");
        // Where nobody says which kind it was, nothing is made of it either.
        assert_eq!(evidence("", &day).0.len(), 1);
        let (observed, _) = evidence(r#""kind":"functional","pace":"jumps","#, &day);
        assert_eq!(observed.iter().map(|(_, took)| took.as_str()).collect::<Vec<_>>(), ["30m", "1m", "25m"]);
    }

    #[test]
    fn what_is_done_on_a_running_clock_takes_as_long_as_that_clock_says() {
        let long = |head: &str, more: &[(&str, &str)]| {
            let mut day = WORK.to_vec();
            day.splice(4..4, more.iter().copied());
            let (observed, unused) =
                evidence(&format!(r#""kind":"functional","onset":"Mon 06:00",{head}"#), &day);
            observed.first().map(|(_, took)| took.clone()).ok_or(unused)
        };
        // Half an hour without the pause.
        assert_eq!(long(r#""pace":8.0,"#, &[]), Ok("4h".to_owned()));
        // Ten minutes at 6, ten at 6 and ten at 60 minutes to one.
        let points = r#""pace":[["0m","0m"],["30m","3h"],["1h","1d9h"]],"#;
        assert_eq!(long(points, &[]), Ok("12h".to_owned()));
        // A clock that is set right is no jump, one that is set elsewhere is.
        let at = |clock: &str| format!(r#""what":"clock","text":"{clock}""#);
        assert_eq!(long(r#""pace":8.0,"#, &[("09:40", &at("Mon 10:10"))]), Ok("4h 10m".to_owned()));
        let jumped = long(r#""pace":8.0,"#, &[("09:40", &at("Tue 10:00"))]).expect_err("a jump");
        assert!(jumped[0].contains("set from Mon 10:00 to Tue 10:00"), "{jumped:?}");
        assert!(long(r#""pace":"jumps","#, &[("09:40", &at("Tue 10:00"))]).is_err());
    }
}

//! The clock of the scenario as it ran in the room: which instant it showed at which time of the day, and how long a time
//! in the room was on it.
//!
//! It is set when play begins, by injects where it jumps from one to the next, and by entries `clock`; between these it
//! runs as the exercise has it, and stands in pauses and after the end.

use super::entry::Head;
use super::state::State;
use crate::model::exercise::Pace;
use crate::notation::moment::Moment;
use crate::notation::{duration, instant};
use crate::units::Millis;
use crate::wording::clock::{of_week, offset};

const WEEK_MS: i64 = 7 * Millis::DAY.get();
/// Minutes in the room around an inject in which an entry `clock` tells the clock of that inject; and by how many minutes
/// of the room a running clock may be set right without being a jump.
const NEAR_MIN: i64 = 5;
/// Days in a room that are looked at minute by minute: a wrong year in a log is no reason to wait.
const DAYS_MAX: i64 = 14;

/// The clock of the scenario in the room.
#[derive(Clone, Debug)]
pub struct Clock {
    pace: Option<Pace>,
    onset: Option<Millis>,
    /// In the order of the room.
    set: Vec<Set>,
    pauses: Vec<(Moment, Moment)>,
    /// What is odd about entries `clock`, by the numbers of those.
    pub doubts: Vec<(u64, String)>,
}

/// The clock is set; to `None` where nobody can tell to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Set {
    at: Moment,
    to: Option<Millis>,
}

/// What sets the clock: an inject that is given, or an entry with its number.
enum Sets<'a> {
    Inject(Millis),
    Entry(u64, &'a str),
}

impl Clock {
    /// The clock of a day. `began` is when play began, as far as that is known.
    pub fn of(head: &Head, state: &State, began: Option<Moment>) -> Clock {
        let ended = state.ended.filter(|ended| began.is_none_or(|began| *ended > began));
        let for_ever = |from: Moment| from.plus_seconds(i64::MAX);
        let pause = |&(from, until): &(Moment, Option<Moment>)| {
            (from, until.or(ended).unwrap_or_else(|| for_ever(from)))
        };
        let mut pauses: Vec<(Moment, Moment)> = state.pauses.iter().map(pause).collect();
        pauses.extend(ended.map(|ended| (ended, for_ever(ended))));
        let mut clock =
            Clock { pace: head.pace.clone(), onset: head.onset, set: Vec::new(), pauses, doubts: Vec::new() };
        let start = clock.pace.as_ref().map(|pace| value(pace, 0.0));
        clock.set.extend(began.zip(start).map(|(at, to)| Set { at, to: Some(to) }));
        let mut injects: Vec<(Moment, Millis)> = Vec::new();
        for inject in &head.msel {
            injects.extend(state.delivered.get(&inject.id).copied().zip(inject.at));
        }
        injects.sort_unstable();
        clock.sets(&injects, &state.clocks);
        clock
    }

    /// Sets the clock by injects and by entries, in the order of the room.
    fn sets(&mut self, injects: &[(Moment, Millis)], said: &[(Moment, u64, String)]) {
        let near = |one: Moment, other: Moment| one.seconds_since(other).abs() <= NEAR_MIN * 60;
        let mut all: Vec<(Moment, Sets)> =
            said.iter().map(|(at, number, text)| (*at, Sets::Entry(*number, text))).collect();
        if self.pace == Some(Pace::Jumps) {
            // What somebody wrote down counts more than the time at which the inject was to come.
            let untold = |(at, _): &&(Moment, Millis)| !said.iter().any(|(other, ..)| near(*at, *other));
            all.extend(injects.iter().filter(untold).map(|&(at, to)| (at, Sets::Inject(to))));
        }
        all.sort_by_key(|(at, _)| *at);
        for (at, sets) in all {
            let now = self.at(at);
            let to = match sets {
                // A reserve that is given late does not turn the clock back.
                Sets::Inject(to) if now.is_some_and(|now| to < now) => continue,
                Sets::Inject(to) => Some(to),
                Sets::Entry(number, text) => {
                    let given = injects.iter().rev().find(|(given, _)| near(*given, at)).map(|(_, to)| *to);
                    self.told((number, text), (given, now))
                }
            };
            self.set.push(Set { at, to });
        }
    }

    /// What an entry sets the clock to, near an inject that comes at `given`, when it shows `now`.
    fn told(
        &mut self,
        (number, text): (u64, &str),
        (given, now): (Option<Millis>, Option<Millis>),
    ) -> Option<Millis> {
        let onset = self.onset?;
        let expected = given.or(now).unwrap_or(Millis::ZERO);
        let Some(to) = read(text, onset, (expected, given.is_some())) else {
            self.doubts.push((
                number,
                format!("the clock is set to `{text}`, which is no day of the week with a time of day, such as `Sun 14:12`; it is left out"),
            ));
            return now;
        };
        if let Some(now) = now.filter(|now| now.minus(to) >= Millis::new(60_000)) {
            let words = [now, to].map(|at| of_week(onset, at));
            self.doubts.push((number, format!("the clock goes back from {} to {}", words[0], words[1])));
        }
        Some(to)
    }

    /// The instant that the clock shows at a time of the room; `None` where nobody can tell.
    pub fn at(&self, moment: Moment) -> Option<Millis> {
        let last = self.set.iter().rfind(|set| set.at <= moment)?;
        let passed = self.net(last.at, moment);
        let pace = self.pace.as_ref()?;
        Some(value(pace, play(pace, last.to?) + passed.get() as f64).max(last.to?))
    }

    /// The same in words: `Sun 14:12`; empty where nobody can tell.
    pub fn shown(&self, moment: Moment) -> String {
        self.at(moment).map(|at| self.words(at)).unwrap_or_default()
    }

    fn words(&self, at: Millis) -> String {
        self.onset.map_or_else(|| offset(at), |onset| of_week(onset, at))
    }

    /// The first minute of the room at which the clock is past an instant, up to `until`.
    pub fn past(&self, instant: Millis, until: Moment) -> Option<Moment> {
        let from = self.set.first()?.at;
        let minutes = until.seconds_since(from).div_euclid(60).min(DAYS_MAX * 1_440);
        let all = (0..=minutes).map(|minute| from.plus_seconds(minute * 60));
        all.into_iter().find(|moment| self.at(*moment).is_some_and(|at| at > instant))
    }

    /// How long a time of the room was, without pauses.
    pub fn net(&self, from: Moment, until: Moment) -> Millis {
        let paused = |&(start, end): &(Moment, Moment)| end.min(until).seconds_since(start.max(from)).max(0);
        let mut pauses = self.pauses.clone();
        pauses.sort_unstable();
        // A pause that was written twice is one.
        pauses.dedup_by(|next, first| {
            let overlap = next.0 <= first.1;
            if overlap {
                first.1 = first.1.max(next.1);
            }
            overlap
        });
        let seconds = until.seconds_since(from) - pauses.iter().map(paused).sum::<i64>();
        Millis::new(seconds.max(0) * 1_000)
    }

    /// How long a time of the room was on the clock of the scenario.
    ///
    /// # Errors
    /// The clock jumped meanwhile, nobody knows how it ran, or it was not play at all.
    pub fn length(&self, from: Moment, until: Moment) -> Result<Millis, String> {
        let Some(pace) = &self.pace else {
            return Err("the head of the log does not say how the clock of the scenario ran".to_owned());
        };
        let within = |set: &&Set| from < set.at && set.at < until;
        let mut set_right = false;
        for set in self.set.iter().filter(within) {
            let before = Clock {
                set: self.set.iter().take_while(|other| *other != set).copied().collect(),
                ..self.clone()
            };
            let (Some(was), Some(is)) = (before.at(set.at), set.to) else {
                return Err(
                    "the clock of the scenario was set meanwhile, and nobody can tell from what to what"
                        .to_owned(),
                );
            };
            let soon = before.at(set.at.plus_seconds(NEAR_MIN * 60)).unwrap_or(was);
            let by = is.minus(was).get().abs();
            if by >= 60_000 && by > soon.minus(was).get() {
                return Err(format!(
                    "the clock of the scenario was set from {} to {} meanwhile",
                    self.words(was),
                    self.words(is)
                ));
            }
            set_right = true;
        }
        let net = self.net(from, until);
        let length = match pace {
            Pace::Jumps => Some(net),
            Pace::Steady(factor) if !set_right => Some(Millis::from_f64(net.get() as f64 * factor)),
            Pace::Steady(_) | Pace::Points(_) => {
                self.at(from).zip(self.at(until)).map(|(from, until)| until.minus(from))
            }
        };
        match length {
            Some(length) if length > Millis::ZERO => Ok(length),
            Some(_) => Err("the clock of the scenario stood all that time".to_owned()),
            None => Err("the log does not say when play began, so nobody can tell the clock of the scenario"
                .to_owned()),
        }
    }
}

/// The instant at a time of play, both in milliseconds.
fn value(pace: &Pace, play: f64) -> Millis {
    match pace {
        Pace::Jumps => Millis::ZERO,
        Pace::Steady(factor) => Millis::from_f64(play * factor),
        Pace::Points(points) => through(points.iter().map(|&(room, at)| (room, at)), play),
    }
}

/// The time of play at an instant; where the clock jumps there is none, and it stands at the instant.
fn play(pace: &Pace, at: Millis) -> f64 {
    match pace {
        Pace::Jumps => 0.0,
        Pace::Steady(factor) => at.get() as f64 / factor,
        Pace::Points(points) => {
            through(points.iter().map(|&(room, at)| (at, room)), at.get() as f64).get() as f64
        }
    }
}

/// Straight between points, level before the first and after the last.
fn through(points: impl Iterator<Item = (Millis, Millis)>, at: f64) -> Millis {
    let mut last: Option<(f64, f64)> = None;
    for (from, to) in points.map(|(from, to)| (from.get() as f64, to.get() as f64)) {
        match last {
            Some((x, y)) if at < from => return Millis::from_f64(y + (at - x) / (from - x) * (to - y)),
            None if at <= from => return Millis::from_f64(to),
            _ => last = Some((from, to)),
        }
    }
    Millis::from_f64(last.map_or(0.0, |(_, y)| y))
}

/// Reads `Sun 14:12`, `14:12`, `+1d2h`. Of the weeks it is the one nearest to what was expected; where that is only what
/// the clock showed before, one later than that, unless it goes back by less than a day.
fn read(text: &str, onset: Millis, (expected, is_given): (Millis, bool)) -> Option<Millis> {
    let text = text.trim();
    if let Some(after) = text.strip_prefix('+') {
        return duration::parse(&after.replace(' ', "")).ok();
    }
    let (day, time) = match text.rsplit_once([' ', ',']) {
        Some((day, time)) => (day.trim_end_matches([' ', ',', '.']).get(..3)?, time),
        None => ("Mon", text),
    };
    let of_week = instant::parse(&format!("{day} {time}")).ok()?.get();
    let period = if text.contains(|c: char| c.is_alphabetic()) { WEEK_MS } else { Millis::DAY.get() };
    let later = (of_week - onset.plus(expected).get()).rem_euclid(period);
    let back = if is_given { period / 2 } else { period - Millis::DAY.get().min(period / 8) };
    Some(expected.plus(Millis::new(if later > back { later - period } else { later })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::log::InjectOf;

    fn moment(time: &str) -> Moment {
        Moment::parse(&format!("2027-03-04T{time}")).expect("a moment")
    }

    /// A clock that jumps with injects from Sat 23:00 on, and was set by entries.
    fn jumping(delivered: &[(&str, &str, &str)], said: &[(&str, &str)]) -> Clock {
        let inject = |&(_, id, at): &(&str, &str, &str)| InjectOf {
            number: id.to_owned(),
            id: id.to_owned(),
            at: duration::parse(at).ok(),
        };
        let head = Head {
            pace: Some(Pace::Jumps),
            onset: instant::parse("Sat 23:00").ok(),
            msel: delivered.iter().map(inject).collect(),
            ..Head::default()
        };
        let mut state = State::default();
        for (time, id, _) in delivered {
            state.delivered.insert((*id).to_owned(), moment(time));
        }
        state.clocks =
            (1..).zip(said).map(|(n, (time, text))| (moment(time), n, (*text).to_owned())).collect();
        Clock::of(&head, &state, Some(moment("09:00")))
    }

    #[test]
    fn a_jumping_clock_shows_the_time_of_the_last_inject_or_of_the_entry_beside_it() {
        let injects = [("09:10", "a", "20m"), ("09:30", "b", "3h"), ("09:50", "late", "1h")];
        let clock = jumping(&injects, &[]);
        let shown = |clock: &Clock, time: &str| clock.shown(moment(time));
        assert_eq!(
            ["09:05", "09:29", "09:30", "09:55"].map(|time| shown(&clock, time)),
            ["Sat 23:00", "Sat 23:20", "Sun 02:00", "Sun 02:00"]
        );
        assert_eq!(clock.past(Millis::HOUR, moment("10:00")), Some(moment("09:30")));
        assert_eq!(clock.past(Millis::DAY, moment("10:00")), None);
        let told = jumping(&injects, &[("09:31", "Sun 02:30"), ("09:40", "Tue 03:19")]);
        assert_eq!(
            ["09:30", "09:31", "09:45"].map(|time| shown(&told, time)),
            ["Sat 23:20", "Sun 02:30", "Tue 03:19"]
        );
        assert!(told.doubts.is_empty(), "{:?}", told.doubts);
    }

    #[test]
    fn an_odd_clock_is_told() {
        let clock =
            jumping(&[], &[("09:10", "Sun 02:00"), ("09:20", "2027-03-06 14:12"), ("09:30", "Sat 23:30")]);
        let told: Vec<&str> = clock.doubts.iter().map(|(_, why)| why.as_str()).collect();
        assert!(told.len() == 2 && told[0].contains("no day of the week"), "{told:?}");
        assert_eq!(told[1], "the clock goes back from Sun 02:00 to Sat 23:30");
    }

    #[test]
    fn pauses_count_once_and_nothing_runs_after_the_end() {
        let head = Head { pace: Some(Pace::Steady(6.0)), ..Head::default() };
        let state = State {
            ended: Some(moment("10:00")),
            pauses: vec![(moment("09:10"), Some(moment("09:20"))), (moment("09:15"), Some(moment("09:25")))],
            ..State::default()
        };
        let clock = Clock::of(&head, &state, Some(moment("09:00")));
        assert_eq!(clock.net(moment("09:00"), moment("09:30")), Millis::new(15 * 60_000));
        assert_eq!(clock.at(moment("11:00")), Some(Millis::new(45 * 6 * 60_000)));
    }
}

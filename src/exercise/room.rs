//! The clock of the room: when the day starts, when play begins and ends, and which time of play is which instant of
//! the scenario.

use crate::model::exercise::Pace;
use crate::notation::moment::Moment;
use crate::units::Millis;

use super::pack::Beyond;

/// The day in the room; minutes count from its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// `None`: no date is set, and clocks show `0:05`.
    pub start: Option<Moment>,
    /// Play begins and ends, and the day ends, at these minutes.
    pub play: u32,
    pub play_ends: u32,
    pub ends: u32,
    pub pace: Pace,
}

/// Shares of the day for the opening and for the closing talk, in hundredths, and the most minutes for each.
const OPENING: (u32, u32) = (8, 15);
const CLOSING: (u32, u32) = (17, 45);

impl Room {
    /// Divides so many minutes into opening, play and closing talk.
    pub fn new(start: Option<Moment>, minutes: u32, pace: Pace) -> Room {
        let part = |(share, most): (u32, u32)| (minutes * share).div_ceil(100).min(most);
        let play = part(OPENING);
        Room { start, play, play_ends: minutes - part(CLOSING), ends: minutes, pace }
    }

    /// Minutes of play.
    pub fn play_minutes(&self) -> u32 {
        self.play_ends - self.play
    }

    /// What the clock on the wall of the room shows: `09:05`, or `0:05` where no date is set.
    pub fn clock(&self, minute: u32) -> String {
        match self.start {
            Some(start) => start.plus_seconds(i64::from(minute) * 60).clock(),
            None => format!("{}:{:02}", minute / 60, minute % 60),
        }
    }

    /// The minute at which an instant of the scenario is played, where time runs by a rate or by points; `None` where
    /// it jumps from inject to inject, or where that minute is not one of play.
    pub fn minute_of(&self, at: Millis) -> Option<u32> {
        let minutes = match &self.pace {
            Pace::Jumps => return None,
            Pace::Steady(factor) => at.get() as f64 / 60_000.0 / factor,
            Pace::Points(points) => between(points, at)?,
        };
        // Play of ten years is no play; what is past the end is cut off below.
        let minute = self.play.saturating_add(libm::floor(minutes.min(5e6)) as u32);
        (minute < self.play_ends).then_some(minute)
    }

    /// The minute by which something has to happen that is due at an instant of the scenario. Where time jumps, that is the one
    /// at which its clock jumps past it: that of the next inject, `next`, or the end of play.
    pub fn due(&self, at: Millis, next: Option<u32>) -> Result<u32, Beyond> {
        if self.pace == Pace::Jumps {
            return Ok(next.unwrap_or(self.play_ends));
        }
        let is_early = match &self.pace {
            Pace::Points(points) => points.first().is_some_and(|(_, first)| at < *first),
            Pace::Jumps | Pace::Steady(_) => false,
        };
        let beyond = if is_early { Beyond::BeforePlay } else { Beyond::AfterPlay };
        self.minute_of(at).ok_or(beyond)
    }

    /// What is said of the clock of the exercise to those who play.
    pub fn clock_rule(&self) -> String {
        match self.pace {
            Pace::Jumps => "Time may jump. When the facilitator says a new time, everything up to then has happened as you decided.".to_owned(),
            Pace::Steady(1.0) => "The clock of the exercise runs as fast as that on the wall and does not jump.".to_owned(),
            Pace::Steady(factor) => format!("The clock of the exercise runs {factor} times as fast as that on the wall and does not jump. It stands where all can see it; whatever needs time needs it on that clock."),
            Pace::Points(_) => "The clock of the exercise does not run evenly: it stands where all can see it, and whatever needs time needs it on that clock.".to_owned(),
        }
    }
}

/// Minutes of play at which an instant comes; `None` before the first point and after the last.
fn between(points: &[(Millis, Millis)], at: Millis) -> Option<f64> {
    let minutes = |time: Millis| time.get() as f64 / 60_000.0;
    let pair = points.windows(2).find(|pair| pair[0].1 <= at && at <= pair[1].1);
    match (pair, points) {
        (Some(&[(room, from), (next, to)]), _) => {
            let share = if to > from { minutes(at.minus(from)) / minutes(to.minus(from)) } else { 0.0 };
            Some(minutes(room) + share * (minutes(next) - minutes(room)))
        }
        (None, &[(room, only)]) if only == at => Some(minutes(room)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = Millis::HOUR;

    #[test]
    fn a_day_has_an_opening_play_and_a_closing_talk() {
        let room = Room::new(Moment::parse("2027-03-04T09:00"), 120, Pace::Jumps);
        assert_eq!((room.play, room.play_ends, room.ends), (10, 99, 120));
        assert_eq!((room.clock(0), room.clock(75)), ("09:00".to_owned(), "10:15".to_owned()));
        assert_eq!(Room::new(None, 120, Pace::Jumps).clock(75), "1:15");
    }

    #[test]
    fn what_is_due_is_due_by_the_clock_that_play_has() {
        let steady = Room::new(None, 120, Pace::Steady(6.0));
        assert_eq!(steady.due(HOUR, Some(99)), Ok(20));
        assert_eq!(steady.due(Millis::DAY, Some(99)), Err(Beyond::AfterPlay));
        let points = Pace::Points(vec![(Millis::ZERO, HOUR), (HOUR, Millis::DAY)]);
        let points = Room::new(None, 120, points);
        assert_eq!(points.due(HOUR, None), Ok(10));
        assert_eq!(points.due(Millis::MINUTE, None), Err(Beyond::BeforePlay));
        assert_eq!(points.due(Millis::WEEK, None), Err(Beyond::AfterPlay));
        let jumps = Room::new(None, 120, Pace::Jumps);
        assert_eq!((jumps.due(HOUR, Some(42)), jumps.due(HOUR, None)), (Ok(42), Ok(99)));
    }

    #[test]
    fn time_runs_by_a_rate_or_through_points() {
        let steady = Room::new(None, 120, Pace::Steady(6.0));
        assert_eq!(steady.minute_of(HOUR), Some(20));
        assert_eq!(steady.minute_of(Millis::DAY), None);
        let points = vec![(Millis::ZERO, Millis::ZERO), (HOUR, Millis::DAY)];
        let points = Room::new(None, 120, Pace::Points(points));
        assert_eq!(points.minute_of(Millis::new(12 * HOUR.get())), Some(40));
        assert_eq!(points.minute_of(Millis::new(25 * HOUR.get())), None);
        assert_eq!(Room::new(None, 120, Pace::Jumps).minute_of(HOUR), None);
    }
}

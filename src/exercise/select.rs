//! Chooses from the instants worth telling those that make a day: different ones, for different people, far enough apart.

use crate::units::Millis;

use super::candidates::Candidate;
use super::kind::Kind;
use super::room::Room;

/// Injects in 90 minutes of play unless somebody asks otherwise: the most of three to five.
const PER_90_MINUTES: u32 = 5;
/// Minutes of play between two injects where the clock of the room follows that of the scenario; whether it is an emergency has
/// its minute, whatever else comes in then.
const APART_MIN: u32 = 7;
const DECLARATION_APART_MIN: u32 = 1;
/// Instants kept in reserve.
const RESERVE_MAX: usize = 2;
/// Hundredths of its weight that a candidate keeps once one of its kind, of its service, or for the same role, is in.
const SAME_KIND: u32 = 35;
const SAME_SERVICE: u32 = 85;
const SAME_SEAT: u32 = 75;
/// The same once the very work that it asks about is told.
const SAME_WORK: u32 = 35;
/// Hundredths that a candidate gains while nothing asks people for what it asks them for.
const NEW_CAPABILITY: u32 = 40;
/// Hundredths that it gains for each role that nothing has reached yet, and the most roles that count.
const NEW_SEAT: u32 = 15;
const NEW_SEATS_MAX: u32 = 2;

/// Candidates with the roles that each reaches, the first above all.
pub(super) type Reaching<'a> = (&'a [Candidate], &'a [Vec<usize>]);

/// What is told already: its instants, and the roles it reaches.
pub(super) type Already<'a> = (&'a [Millis], &'a [usize]);

/// How many injects so many minutes of play bear.
pub(super) fn wanted(play_minutes: u32) -> usize {
    ((play_minutes * PER_90_MINUTES + 45) / 90).max(1) as usize
}

/// What was chosen, by position, each in the order of time.
pub(super) struct Selected {
    pub chosen: Vec<usize>,
    pub reserve: Vec<usize>,
    /// Whether another could have been chosen, had more been asked for.
    pub has_more: bool,
}

/// The chosen and the reserve.
pub(super) fn select(
    (candidates, seats): Reaching,
    count: usize,
    room: &Room,
    (taken, covered): Already,
) -> Selected {
    let worth = |position: usize, chosen: &[usize]| worth((candidates, seats), position, chosen, covered);
    let mut chosen: Vec<usize> = Vec::new();
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    let has_more = loop {
        let own = |position: usize| fits(candidates, position, (&chosen, taken), room);
        // Where the trial has no more instants, time may stand still for another kind of moment.
        let shared = |position: usize| shares(candidates, position, (&chosen, taken), room);
        let best = |fits: &dyn Fn(usize) -> bool| {
            let fitting = left.iter().copied().filter(|&position| fits(position));
            fitting.max_by_key(|&position| (worth(position, &chosen), std::cmp::Reverse(position)))
        };
        let Some(best) = best(&own).or_else(|| best(&shared)) else { break false };
        if chosen.len() >= count {
            break true;
        }
        left.retain(|&position| position != best);
        chosen.push(best);
    };
    for position in unheard(candidates, &chosen) {
        let before = |&&other: &&usize| tells_first(&candidates[other], &candidates[position]);
        let fits = |&&other: &&usize| {
            fits(candidates, other, (&chosen, taken), room)
                || shares(candidates, other, (&chosen, taken), room)
        };
        let told = left.iter().filter(before).filter(fits);
        let told = told.max_by_key(|&&other| worth(other, &chosen)).copied();
        let is_free = |&&other: &&usize| other != position && candidates[other].kind.can_stay_untold();
        let least = chosen.iter().filter(is_free).min_by_key(|&&other| worth(other, &chosen)).copied();
        if let (Some(told), Some(least)) = (told, least) {
            chosen.retain(|&other| other != least);
            left.retain(|&other| other != told);
            chosen.push(told);
            left.push(least);
        }
    }
    let mut reserve: Vec<usize> = Vec::new();
    while reserve.len() < RESERVE_MAX {
        let all: Vec<usize> = chosen.iter().chain(&reserve).copied().collect();
        let free = |&&position: &&usize| {
            all.iter().all(|&other| candidates[other].at != candidates[position].at)
                && !taken.contains(&candidates[position].at)
        };
        let Some(&best) = left
            .iter()
            .filter(free)
            .max_by_key(|&&position| (worth(position, &all), std::cmp::Reverse(position)))
        else {
            break;
        };
        left.retain(|&position| position != best);
        reserve.push(best);
    }
    chosen.sort_by_key(|&position| (candidates[position].at, position));
    reserve.sort_by_key(|&position| (candidates[position].at, position));
    Selected { chosen, reserve, has_more }
}

/// Chosen ends of work by hand of which nobody has heard before that the service is out.
fn unheard(candidates: &[Candidate], chosen: &[usize]) -> Vec<usize> {
    let is_unheard = |&&position: &&usize| {
        let own = &candidates[position];
        own.kind == Kind::RunsOut && !chosen.iter().any(|&other| tells_first(&candidates[other], own))
    };
    chosen.iter().filter(is_unheard).copied().collect()
}

/// Whether one moment says that the service is out of which another one speaks later.
fn tells_first(one: &Candidate, other: &Candidate) -> bool {
    one.at < other.at && one.service == other.service && one.kind.tells_of_a_loss()
}

/// Weight, less what is told already, and more for whom nothing has reached.
fn worth((candidates, seats): Reaching, position: usize, chosen: &[usize], covered: &[usize]) -> u32 {
    let own = &candidates[position];
    let is_reached =
        |seat: &&usize| covered.contains(seat) || chosen.iter().any(|&other| seats[other].contains(seat));
    let new = seats[position].iter().filter(|seat| !is_reached(seat)).count();
    let new = u32::try_from(new).unwrap_or(NEW_SEATS_MAX).min(NEW_SEATS_MAX);
    let is_new = chosen.iter().all(|&other| candidates[other].capability != own.capability);
    let gain = 100 + NEW_SEAT * new + if is_new { NEW_CAPABILITY } else { 0 };
    chosen.iter().fold(own.weight * gain, |worth, &other| {
        let worth =
            if seats[other].first() == seats[position].first() { worth * SAME_SEAT / 100 } else { worth };
        let other = &candidates[other];
        let worth = if other.kind == own.kind { worth * SAME_KIND / 100 } else { worth };
        let work = |candidate: &Candidate| candidate.choice.as_ref().and_then(|choice| choice.work);
        let is_same = work(own).is_some() && work(own) == work(other);
        let worth = if is_same { worth * SAME_WORK / 100 } else { worth };
        if own.service.is_some() && other.service == own.service { worth * SAME_SERVICE / 100 } else { worth }
    })
}

/// Whether a candidate has a minute of its own beside those chosen.
fn fits(
    candidates: &[Candidate],
    position: usize,
    (chosen, taken): (&[usize], &[Millis]),
    room: &Room,
) -> bool {
    let at = candidates[position].at;
    let others = chosen.iter().map(|&other| candidates[other].at).chain(taken.iter().copied());
    let others: Vec<Millis> = others.collect();
    if others.contains(&at) {
        return false;
    }
    if room.pace == crate::model::exercise::Pace::Jumps {
        return true;
    }
    let Some(minute) = room.minute_of(at) else { return false };
    let apart =
        if candidates[position].kind == Kind::Declaration { DECLARATION_APART_MIN } else { APART_MIN };
    others.iter().filter_map(|&other| room.minute_of(other)).all(|other| other.abs_diff(minute) >= apart)
}

/// Whether a candidate may be told at the instant of others: where time jumps, and none of them is of its kind.
fn shares(
    candidates: &[Candidate],
    position: usize,
    (chosen, taken): (&[usize], &[Millis]),
    room: &Room,
) -> bool {
    let own = &candidates[position];
    let is_told =
        chosen.iter().any(|&other| candidates[other].at == own.at && candidates[other].kind == own.kind);
    // A place that is lost is news, whatever else somebody has written for that minute.
    let is_free = own.kind == Kind::Place || !taken.contains(&own.at);
    room.pace == crate::model::exercise::Pace::Jumps && !is_told && is_free
}

//! Chooses from the instants worth telling those that make a day: different ones, for different people, far enough apart.

use crate::units::Millis;

use super::candidates::Candidate;
use super::room::Room;

/// Injects in 90 minutes of play unless somebody asks otherwise: the most of three to five.
const PER_90_MINUTES: u32 = 5;
/// Minutes of play between two injects where the clock of the room follows that of the scenario.
const APART_MIN: u32 = 7;
/// Instants kept in reserve.
const RESERVE_MAX: usize = 2;
/// Hundredths of its weight that a candidate keeps once one of its kind, of its service, or for the same role, is in.
const SAME_KIND: u32 = 35;
const SAME_SERVICE: u32 = 85;
const SAME_SEAT: u32 = 75;

/// How many injects so many minutes of play bear.
pub(super) fn wanted(play_minutes: u32) -> usize {
    ((play_minutes * PER_90_MINUTES + 45) / 90).max(1) as usize
}

/// The chosen and the reserve, by position, each in the order of time. `seats` are the roles reached, `taken` are instants that are told already.
pub(super) fn select(
    (candidates, seats): (&[Candidate], &[usize]),
    count: usize,
    room: &Room,
    taken: &[Millis],
) -> (Vec<usize>, Vec<usize>) {
    let worth = |position: usize, chosen: &[usize]| worth((candidates, seats), position, chosen);
    let mut chosen: Vec<usize> = Vec::new();
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    while chosen.len() < count {
        let fits = |&&position: &&usize| fits(candidates, position, (&chosen, taken), room);
        let Some(&best) = left
            .iter()
            .filter(fits)
            .max_by_key(|&&position| (worth(position, &chosen), std::cmp::Reverse(position)))
        else {
            break;
        };
        left.retain(|&position| position != best);
        chosen.push(best);
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
    (chosen, reserve)
}

/// Weight, less what is told already.
fn worth((candidates, seats): (&[Candidate], &[usize]), position: usize, chosen: &[usize]) -> u32 {
    let own = &candidates[position];
    chosen.iter().fold(own.weight * 100, |worth, &other| {
        let worth = if seats[other] == seats[position] { worth * SAME_SEAT / 100 } else { worth };
        let other = &candidates[other];
        let worth = if other.kind == own.kind { worth * SAME_KIND / 100 } else { worth };
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
    others.iter().filter_map(|&other| room.minute_of(other)).all(|other| other.abs_diff(minute) >= APART_MIN)
}

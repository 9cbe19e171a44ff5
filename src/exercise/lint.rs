//! Says what is wrong with an exercise as an exercise: silence, haste, roles without anything to do.

use super::pack::{Inject, Role};
use super::room::Room;

/// Minutes of play without an inject that are dead time, and minutes that are too few for a talk.
const SILENT_MIN: u32 = 30;
const HASTY_MAX: u32 = 8;
/// Injects in 90 minutes that are too many to talk about.
const CROWDED_MIN: usize = 6;

/// Every doubt, in the order of the day.
pub(super) fn lint(room: &Room, injects: &[Inject], roles: &[Role]) -> Vec<String> {
    let mut found = Vec::new();
    let timed: Vec<(u32, &Inject)> =
        injects.iter().filter_map(|inject| Some((inject.minute?, inject))).collect();
    let mut hasty: Vec<String> = Vec::new();
    let marks: Vec<u32> = timed.iter().map(|(minute, _)| *minute).chain([room.play_ends]).collect();
    for (pair, (minute, inject)) in marks.windows(2).zip(&timed) {
        let gap = pair[1].saturating_sub(pair[0]);
        if gap >= SILENT_MIN {
            found.push(format!("Dead time: {gap} minutes after inject {} ({}). Keep a reserve ready, write an inject for it in the scenario, ask for more with `--injects`, or end earlier with `--minutes`.", inject.number, room.clock(*minute)));
        }
        if gap < HASTY_MAX && pair[1] != room.play_ends {
            hasty.push(inject.number.clone());
        }
    }
    if !hasty.is_empty() {
        found.push(format!(
            "Haste: less than {HASTY_MAX} minutes are left to talk after inject {}.",
            crate::wording::names::listed(&hasty, 6)
        ));
    }
    if timed.is_empty() {
        found.push(
            "Nothing happens: no inject falls into play. Choose another trial or write injects.".to_owned(),
        );
    }
    let most = (room.play_minutes() as usize * CROWDED_MIN).div_ceil(90);
    if timed.len() > most.max(1) {
        found.push(format!(
            "Overload: {} injects in {} minutes of play; three to five in 90 minutes leave time to talk.",
            timed.len(),
            room.play_minutes()
        ));
    }
    for (position, role) in roles.iter().enumerate() {
        let own = timed.iter().filter(|(_, inject)| inject.to.contains(&position)).count();
        let to_all = timed.iter().any(|(_, inject)| inject.to.is_empty());
        if own == 0 && !to_all {
            found.push(format!(
                "Idle: no inject goes to {}. Give them a task in the guide, or invite them as advisers.",
                role.name
            ));
        }
        if roles.len() > 1 && timed.len() >= 4 && own * 4 > timed.len() * 3 {
            found.push(format!("Burden: {own} of {} injects go to {}.", timed.len(), role.name));
        }
    }
    found
}

//! Says what is wrong with an exercise as an exercise: silence, haste, roles without anything to do, objectives that nothing
//! asks for.

use crate::model::exercise::ExerciseKind;

use super::pack::{Inject, Objective, Role};
use super::room::Room;

/// Minutes of play without an inject that are dead time, and minutes that are too few for a talk.
const SILENT_MIN: u32 = 30;
const HASTY_MAX: u32 = 8;
/// Injects in 90 minutes that are too many to talk about.
const CROWDED_MIN: usize = 6;

/// How many injects somebody asked for, and whether the trial has more of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub asked: Option<usize>,
    pub has_more: bool,
}

/// Every doubt, in the order of the day.
pub(super) fn lint(
    (room, kind): (&Room, ExerciseKind),
    injects: &[Inject],
    (roles, objectives): (&[Role], &[Objective]),
    count: Count,
) -> Vec<String> {
    let mut found = Vec::new();
    let timed: Vec<(u32, &Inject)> =
        injects.iter().filter_map(|inject| Some((inject.minute?, inject))).collect();
    let more = if count.has_more { " ask for more with `--injects`," } else { "" };
    let mut hasty: Vec<String> = Vec::new();
    let marks: Vec<u32> = timed.iter().map(|(minute, _)| *minute).chain([room.play_ends]).collect();
    for (position, (pair, (minute, inject))) in marks.windows(2).zip(&timed).enumerate() {
        let gap = pair[1].saturating_sub(pair[0]);
        if gap >= SILENT_MIN {
            found.push(format!("Dead time: {gap} minutes after inject {} ({}). Keep a reserve ready, write an inject for it in the scenario,{more} or end earlier with `--minutes`.", inject.number, room.clock(*minute)));
        }
        let next = timed.get(position + 1).map(|(_, next)| *next);
        // People at their own places talk among themselves: haste is what comes to the same of them.
        let is_for_same = next.is_some_and(|next| {
            kind == ExerciseKind::Discussion
                || next.to.is_empty()
                || inject.to.is_empty()
                || next.to.iter().any(|seat| inject.to.contains(seat))
        });
        if gap < HASTY_MAX && is_for_same {
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
    if let Some(asked) = count.asked.filter(|&asked| asked > timed.len()) {
        found.push(format!("Fewer than asked for: {} of {asked} injects. This run holds no other instant that is worth telling and far enough from the rest: write injects in the scenario, or choose another trial.", timed.len()));
    }
    let most = (room.play_minutes() as usize * CROWDED_MIN).div_ceil(90);
    if timed.len() > most.max(1) {
        found.push(format!(
            "Overload: {} injects in {} minutes of play; three to five in 90 minutes leave time to talk.",
            timed.len(),
            room.play_minutes()
        ));
    }
    found.extend(unasked(injects, objectives));
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

/// Objectives that no inject in play asks for.
fn unasked(injects: &[Inject], objectives: &[Objective]) -> Vec<String> {
    let doubt = |(position, objective): (usize, &Objective)| {
        let mut asking = injects.iter().filter(|inject| inject.objective == Some(position));
        if asking.clone().any(|inject| !inject.is_reserve()) {
            return None;
        }
        let reserve = asking.next().map(|inject| format!(" but {} in reserve", inject.number));
        Some(format!(
            "Unasked: no inject in play serves the objective \"{}\"{}. Write one with `objective: \"{}\"` in the scenario, or do not rate it.",
            objective.text,
            reserve.unwrap_or_default(),
            objective.id
        ))
    };
    objectives.iter().enumerate().filter_map(doubt).collect()
}

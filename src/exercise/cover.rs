//! Lets every role take part: a moment that concerns several is told to all of them, and a role that nothing was chosen
//! for hears of one at which the trial has work for it, or a service that it answers for is out.

use crate::engine::What;
use crate::ids::{ServiceId, TeamId};
use crate::units::Millis;

use super::candidates::Candidate;
use super::contests::in_hand;
use super::roles::Cast;
use super::sight::Sight;

/// Roles that one moment reaches at most.
const REACHED_MAX: usize = 4;

/// A moment that was chosen, and the roles that it reaches.
pub(super) struct Chosen<'a> {
    pub candidate: &'a Candidate,
    pub seats: Vec<usize>,
}

/// Adds each role that `covered` and `told` leave out to the moment for which the trial gives the best reason, those of
/// few roles first. A role for which there is no reason stays out.
pub(super) fn cover(sight: &Sight, cast: &Cast, covered: &[usize], told: &mut [Chosen]) {
    for seat in 0..cast.count() {
        if covered.contains(&seat) || told.iter().any(|moment| moment.seats.contains(&seat)) {
            continue;
        }
        let (teams, services) = cast.stands_for(seat);
        let fits =
            |moment: &&mut Chosen| moment.candidate.kind.is_for_several() && moment.seats.len() < REACHED_MAX;
        let reasoned = told.iter_mut().filter(fits).filter_map(|moment| {
            let reason = reason(sight, (teams, services), moment.candidate.at)?;
            Some((reason, moment))
        });
        let best = reasoned.max_by_key(|(reason, moment)| {
            let is_other = !cast.is_caller(seat, &moment.candidate.from);
            (is_other, *reason, std::cmp::Reverse((moment.seats.len(), moment.candidate.at)))
        });
        if let Some((_, moment)) = best {
            moment.seats.push(seat);
        }
    }
}

/// Why an instant concerns a role, the more the better.
fn reason(sight: &Sight, (teams, services): (&[TeamId], &[ServiceId]), at: Millis) -> Option<u32> {
    let called = |team: TeamId| {
        let of_team = |change: &&crate::engine::Change| {
            change.what == What::Called && sight.team(change.who) == Some(team)
        };
        sight.changes().iter().find(of_team).map(|change| change.at).filter(|called| *called <= at)
    };
    let of_team = |&team: &TeamId| {
        if !in_hand(sight, team, at, None).is_empty() {
            return Some(3);
        }
        called(team).map(|called| if called == at { 2 } else { 1 })
    };
    let of_service = |&service: &ServiceId| sight.is_service_out(service, at).then_some(2);
    teams.iter().filter_map(of_team).chain(services.iter().filter_map(of_service)).max()
}

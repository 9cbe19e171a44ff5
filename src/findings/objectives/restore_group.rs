//! Members of a restore group that hold a system back: all go back to the oldest point that any of them used.

use super::copies::Asked;
use crate::findings::{Remedy, Seen};
use crate::model::{Copy, CopyKind, Source, System};
use crate::results::SystemResult;
use crate::units::Millis;
use crate::wording::names::listed;
use crate::wording::text::shown;

/// So many members are named.
const NAMED_MAX: usize = 3;

/// The members of a system's restore group whose copies are too old for it, the oldest first.
pub(super) struct RestoreGroup<'a> {
    /// The system that goes back with them.
    of: Asked<'a>,
    group: &'a str,
    members: Vec<Asked<'a>>,
    /// Whether others use older copies than it does itself.
    is_held_back: bool,
}

impl<'a> RestoreGroup<'a> {
    /// Nothing where the data of a system are mostly gone for good, or where no other member's copies are too old.
    pub(super) fn of(
        seen: &Seen<'a>,
        of: (&'a SystemResult, &'a System),
        target: Millis,
    ) -> Option<RestoreGroup<'a>> {
        let group = of.1.restore_group.as_deref()?;
        of.0.data_loss.quantile(50)?;
        let members =
            seen.results.systems.iter().filter_map(|result| Some((result, seen.system(&result.id)?)));
        let members = members.filter(|(_, system)| system.restore_group.as_deref() == Some(group));
        let mut old: Vec<(Millis, Asked)> = members
            .map(|(result, system)| (oldest_used(result, system), Asked::of((result, system), target)))
            .filter(|(age, _)| *age > target)
            .collect();
        old.sort_by_key(|(age, member)| (std::cmp::Reverse(*age), member.id));
        let of_itself = Asked::of(of, target);
        let (oldest, _) = old.iter().find(|(_, member)| member.id != of_itself.id)?;
        let is_held_back = oldest_used(of.0, of.1) < *oldest;
        let members = old.into_iter().map(|(_, member)| member).collect();
        Some(RestoreGroup { of: of_itself, group, members, is_held_back })
    }

    /// ` a goes back with b (restore group "g"), whose copies are older.`, where it is called so; nothing where they are not.
    pub(super) fn words(&self, it: &str) -> String {
        if !self.is_held_back {
            return String::new();
        }
        let others = self.members.iter().filter(|member| member.id != self.of.id);
        let names = named(others);
        format!(
            " {it} goes back with {names} (restore group \"{}\"), whose copies are older.",
            shown(self.group)
        )
    }

    /// The copies of all that are too old at once: one that stays old holds all of them back.
    pub(super) fn younger(&self) -> Option<Remedy> {
        let each: Vec<Remedy> = self.members.iter().flat_map(Asked::younger).collect();
        let edits: Vec<String> = each.iter().flat_map(|remedy| remedy.edits.clone()).collect();
        let half = self.of.half();
        let quickly = match edits.iter().any(|edit| edit.contains(".takes=")) {
            true => format!(" and let a copy take {} at most", Asked::quick(half)),
            false => String::new(),
        };
        let text = format!(
            "Copy {} every {half}{quickly}: {} goes back to the oldest point that its restore group \"{}\" uses, and a copy is \
             as old as the time since the last one began that succeeded.",
            named(self.members.iter()),
            self.of.of,
            shown(self.group)
        );
        (!edits.is_empty()).then_some(Remedy::to_set_all(text, edits))
    }
}

fn named<'m>(members: impl Iterator<Item = &'m Asked<'m>>) -> String {
    listed(&members.map(|member| member.of.clone()).collect::<Vec<_>>(), NAMED_MAX)
}

/// How old the point can be that the plans take that brought a system back, at the typical figures; zero where none took
/// one.
fn oldest_used(result: &SystemResult, system: &System) -> Millis {
    let plans = system.recovery.iter().zip(&result.strategies);
    let used =
        plans.filter(|(_, found)| found.trials.completed > 0).filter_map(|(plan, _)| match plan.from {
            Source::Copy(copy) => Some(age(&system.copies[copy])),
            Source::InPlace | Source::Nothing => None,
        });
    used.max().unwrap_or(Millis::ZERO)
}

fn age(copy: &Copy) -> Millis {
    match &copy.kind {
        CopyKind::Replica(replica) => replica.lag.typical(),
        CopyKind::Backup(backup) => backup.every.plus(backup.takes.typical()),
    }
}

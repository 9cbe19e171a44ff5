//! What to try against the loss of data: copies that are younger, kept longer, or out of reach of what happens.

use super::restore_group::RestoreGroup;
use crate::findings::{Remedy, Seen};
use crate::model::{Copy, CopyKind, EventKind, Source, Strategy, System};
use crate::results::SystemResult;
use crate::units::Millis;
use crate::wording::names::listed;
use crate::wording::text::shown;

/// So many copies are named.
const NAMED_MAX: usize = 3;

/// What could make a system lose no more than so much.
pub(super) fn against_loss<'a>(
    seen: &Seen<'a>,
    (result, system): (&'a SystemResult, &'a System),
    target: Millis,
) -> Vec<Remedy> {
    let asked = Asked::of((result, system), target);
    if let Some(text) = asked.never_copied() {
        return vec![Remedy::to_do(text)];
    }
    let group = RestoreGroup::of(seen, (result, system), target);
    let attack = Attack::of(seen, system);
    // What is lost to intruders who were inside for longer than the objective is lost from whatever copy.
    let in_vain = attack.as_ref().is_some_and(|attack| attack.dwell >= target);
    let mut remedies = Vec::new();
    if let Some(attack) = attack.as_ref().filter(|_| !in_vain) {
        remedies.extend(asked.out_of_reach(attack));
    }
    if !in_vain {
        match &group {
            Some(group) => remedies.extend(group.younger()),
            None => remedies.extend(asked.younger()),
        }
    }
    let gone = result.data_loss.average.recovered < result.data_loss.average.n;
    if let Some(attack) = attack.as_ref().filter(|_| gone) {
        remedies.extend(asked.kept_longer(attack));
    }
    if attack.is_some() {
        remedies.push(Remedy::to_do(
            "Say in the impact analysis what is promised in a cyber attack, and find intruders sooner: what they had in \
             their hands is lost however often it was copied.",
        ));
    }
    if attack.is_none() && group.is_none() {
        remedies.push(Remedy::to_do(asked.another()));
    }
    remedies
}

/// What could bring back the data of a system that are gone for good.
pub(in crate::findings) fn after_total_loss(of: (&SystemResult, &System)) -> Remedy {
    let asked = Asked::of(of, Millis::ZERO);
    Remedy::to_do(asked.never_copied().unwrap_or_else(|| asked.another()))
}

/// The system whose copies are looked at, with what may be lost.
pub(super) struct Asked<'a> {
    pub(super) id: &'a str,
    pub(super) of: String,
    pub(super) system: &'a System,
    pub(super) target: Millis,
}

impl<'a> Asked<'a> {
    pub(super) fn of((result, system): (&'a SystemResult, &'a System), target: Millis) -> Asked<'a> {
        Asked { id: &result.id, of: shown(&result.name).into_owned(), system, target }
    }

    fn set(&self, text: String, copy: &Copy, field: &str) -> Remedy {
        Remedy::to_set(text, self.path(copy, field))
    }

    fn path(&self, copy: &Copy, field: &str) -> String {
        format!("systems.{}.copies.{}.{field}", self.id, copy.id)
    }

    /// A copy that intruders, or who can alter it, leave whole.
    fn out_of_reach(&self, attack: &Attack) -> Option<Remedy> {
        let alterable = self.system.copies.iter().find(|copy| !copy.immutable)?;
        (attack.destroys || alterable.on.is_some()).then(|| {
            let text = format!(
                "Keep the copies \"{}\" of {} where nobody can alter them.",
                shown(&alterable.id),
                self.of
            );
            self.set(text, alterable, "immutable=true")
        })
    }

    /// What to say where no plan takes the data from a copy.
    fn never_copied(&self) -> Option<String> {
        if self.system.copies.is_empty() {
            return Some(format!(
                "Say where the data of {} are copied to, and restore them from there: no copy of them is in the model.",
                self.of
            ));
        }
        let restores = |plan: &Strategy| plan.admitted && matches!(plan.from, Source::Copy(_));
        (!self.system.recovery.iter().any(restores)).then(|| {
            let copies = self.system.copies.iter();
            let ids: Vec<String> = copies.map(|copy| format!("\"{}\"", shown(&copy.id))).collect();
            format!(
                "Add a plan that restores {} from a copy that what happens here leaves whole (it has {}): none of its plans \
                 takes the data from one.",
                self.of,
                listed(&ids, NAMED_MAX)
            )
        })
    }

    fn another(&self) -> String {
        format!(
            "Add a copy of {} that what happens here does not reach, at another place, and a plan that restores it.",
            self.of
        )
    }

    /// The time between two copies that leaves room for what one takes.
    pub(super) fn half(&self) -> Millis {
        Millis::new(self.target.get() / 2)
    }

    /// What a copy may take that is begun that often.
    pub(super) fn quick(half: Millis) -> Millis {
        Millis::new(half.get() / 2)
    }

    /// Each copy that plans restore from and that is often too old, young enough.
    pub(super) fn younger(&self) -> Vec<Remedy> {
        let restored = self.system.copies_restored_from().into_iter();
        restored.filter_map(|copy| self.younger_one(copy)).collect()
    }

    /// One copy at half of what may be lost; a copy is as old as the time between two and the time that one takes, so both
    /// together may come to no more.
    fn younger_one(&self, copy: &Copy) -> Option<Remedy> {
        let (of, id) = (&self.of, shown(&copy.id));
        let half = self.half();
        if half == Millis::ZERO {
            return None;
        }
        match &copy.kind {
            CopyKind::Backup(backup) => {
                let (every, quicker) = (backup.every.min(half), Asked::quick(half));
                let is_slow = every.plus(backup.takes.typical()) > self.target && quicker > Millis::ZERO;
                let mut edits = Vec::new();
                edits.extend(
                    (backup.every > half).then(|| self.path(copy, &format!("every={}", half.exact()))),
                );
                edits.extend(is_slow.then(|| self.path(copy, &format!("takes={}", quicker.exact()))));
                let text = match (backup.every > half, is_slow) {
                    (false, false) => return None,
                    (true, false) => format!(
                        "Copy {of} every {half} (\"{id}\"): a copy is as old as the time since the last one that succeeded."
                    ),
                    (true, true) => format!(
                        "Copy {of} every {half} and let a copy take {quicker} at most (\"{id}\"), or use a replica: a copy is as \
                         old as the time since the last one began that succeeded, and of use only once it is whole."
                    ),
                    (false, true) => format!(
                        "Let a copy of {of} take {quicker} at most (\"{id}\"), or use a replica: one is of use only after the {} \
                         that it takes.",
                        backup.takes.typical()
                    ),
                };
                Some(Remedy::to_set_all(text, edits))
            }
            CopyKind::Replica(replica) if replica.lag.typical() > half => {
                let text = format!("Let the replica \"{id}\" of {of} lag behind by {half} at most.");
                Some(self.set(text, copy, &format!("lag={}", half.exact())))
            }
            CopyKind::Replica(_) => None,
        }
    }

    /// A backup that is thrown away before its clean points are wanted.
    fn kept_longer(&self, attack: &Attack) -> Option<Remedy> {
        self.system.copies.iter().find_map(|copy| match &copy.kind {
            CopyKind::Backup(backup) if backup.keep < attack.dwell.plus(backup.every) => {
                let keep = attack.dwell.plus(attack.dwell).plus(backup.every);
                let text = format!(
                    "Keep the copies \"{}\" of {} for longer than intruders are inside, {} for example: else none is clean.",
                    shown(&copy.id),
                    self.of,
                    keep
                );
                Some(self.set(text, copy, &format!("keep={}", keep.exact())))
            }
            _ => None,
        })
    }
}

/// What intruders do to the data of a system.
struct Attack {
    /// How long they typically are inside before they strike; zero where copies are cleaned of that.
    dwell: Millis,
    /// Whether they destroy copies.
    destroys: bool,
}

impl Attack {
    /// The longest of those that reach its data; `None` without any.
    fn of(seen: &Seen, system: &System) -> Option<Attack> {
        let corruptions = seen.corruptions_of(system).into_iter();
        let attacks = corruptions.filter_map(|event| match &event.kind {
            EventKind::Corruption { dwell, destroys_copies } => {
                Some(Attack { dwell: dwell.typical(), destroys: *destroys_copies > 0.0 })
            }
            _ => None,
        });
        let worst = attacks.reduce(|one, other| Attack {
            dwell: one.dwell.max(other.dwell),
            destroys: one.destroys || other.destroys,
        })?;
        let cleans = system.recovery.iter().any(|strategy| strategy.cleans);
        Some(Attack { dwell: if cleans { Millis::ZERO } else { worst.dwell }, ..worst })
    }
}

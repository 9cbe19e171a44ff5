//! What to try against the loss of data: copies that are younger, kept longer, or out of reach of what happens.

use crate::findings::{Remedy, Seen};
use crate::model::{Copy, CopyKind, EventKind, System};
use crate::results::SystemResult;
use crate::units::Millis;
use crate::wording::text::shown;

/// What could make a system lose no more than so much.
pub(super) fn against_loss(
    seen: &Seen,
    (result, system): (&SystemResult, &System),
    target: Millis,
) -> Vec<Remedy> {
    let asked = Asked { id: &result.id, of: shown(&result.name).into_owned(), system, target };
    if system.copies.is_empty() {
        return vec![Remedy::to_do(format!(
            "Say where the data of {} are copied to: no copy of them is in the model.",
            asked.of
        ))];
    }
    let attack = Attack::of(seen, system);
    // What is lost to intruders who were inside for longer than the objective is lost from whatever copy.
    let in_vain = attack.as_ref().is_some_and(|attack| attack.dwell >= target);
    let mut remedies = Vec::new();
    if let Some(attack) = attack.as_ref().filter(|_| !in_vain) {
        remedies.extend(asked.out_of_reach(attack));
    }
    if !in_vain {
        remedies.extend(asked.younger());
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
    if attack.is_none() {
        remedies.push(Remedy::to_do(format!(
            "Add a copy of {} that what happens here does not reach, at another place, and a plan that restores it.",
            asked.of
        )));
    }
    remedies
}

/// The system whose copies are looked at, with what may be lost.
struct Asked<'a> {
    id: &'a str,
    of: String,
    system: &'a System,
    target: Millis,
}

impl Asked<'_> {
    fn set(&self, text: String, copy: &Copy, field: &str) -> Remedy {
        Remedy::to_set(text, format!("systems.{}.copies.{}.{field}", self.id, copy.id))
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

    /// Each copy that plans restore from and that is often too old, twice as young as it may be.
    fn younger(&self) -> Vec<Remedy> {
        let half = Millis::new(self.target.get() / 2);
        if half == Millis::ZERO {
            return Vec::new();
        }
        let restored = self.system.copies_restored_from().into_iter();
        restored.filter_map(|copy| self.younger_one(copy, half)).collect()
    }

    fn younger_one(&self, copy: &Copy, half: Millis) -> Option<Remedy> {
        let (of, target, id) = (&self.of, self.target, shown(&copy.id));
        match &copy.kind {
            CopyKind::Backup(backup) if backup.takes.typical() >= target => Some(Remedy::to_do(format!(
                "Make the copies \"{id}\" of {of} quicker, or use a replica: one is of use only after the {} that it takes.",
                backup.takes.typical()
            ))),
            CopyKind::Backup(backup) if backup.every > half => {
                let text = format!(
                    "Copy {of} every {half} (\"{id}\"): a copy is as old as the time since the last one that succeeded."
                );
                Some(self.set(text, copy, &format!("every={}", half.exact())))
            }
            CopyKind::Replica(replica) if replica.lag.typical() > half => {
                let text = format!("Let the replica \"{id}\" of {of} lag behind by {half} at most.");
                Some(self.set(text, copy, &format!("lag={}", half.exact())))
            }
            _ => None,
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

//! G0106: a system that does not keep its own objectives.

use super::copies::against_loss;
use super::restore_group::RestoreGroup;
use super::way_back::{Work, way_back};
use super::{falls_short, severity, shortfall};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveKind, ObjectiveResult, SystemResult};
use crate::units::Millis;
use crate::wording::figures::{in_runs, wanted};
use crate::wording::text::shown;

/// So many are told, those that fall shortest; nobody reads more, and a model can have 100,000 systems.
const TOLD_MAX: usize = 200;
/// For so many of them the longest step is sought, and then played at half its time.
const PLAYED_MAX: usize = 8;

pub const RULE: Rule = Rule {
    code: "G0106",
    name: "system-falls-short",
    title: "a system misses an objective of its own",
    finds: "A system has an RTO or RPO of its own and keeps it in fewer runs than are wanted, and the interval at 99 % \
        leaves no doubt of it. It is one step lighter than for a service: medium where more than 10 of 100 runs are surely \
        missing, else low.",
    matters: "Objectives of systems are what the services above them were planned on. A service can still hold, by work by \
        hand or because it has more time; whoever planned on the system should know.",
    behind: "NIST SP 800-34 section 3.2.1; ISO/IEC 27031: recovery objectives of systems follow those of services.",
    example: Example::scenario(
        r#"(systems: { "till": (rto: "1h", recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "5h")])]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (rto: "6h", recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "5h")])]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let systems = seen.results.systems.iter();
    let all = systems.flat_map(|system| system.objectives.iter().map(move |objective| (system, objective)));
    let mut short: Vec<_> = all.filter(|(_, objective)| falls_short(objective)).collect();
    short.sort_by(|a, b| shortfall(b.1).total_cmp(&shortfall(a.1)));
    let told = short.into_iter().take(TOLD_MAX).enumerate();
    told.map(|(at, (system, found))| finding(seen, system, (found, at < PLAYED_MAX))).collect()
}

fn finding<'a>(
    seen: &Seen<'a>,
    system: &'a SystemResult,
    (objective, is_played): (&ObjectiveResult, bool),
) -> Finding {
    let name = shown(&system.name);
    let (target, runs, wanted) = (objective.target, in_runs(&objective.share), wanted(objective.required));
    let message = match objective.kind {
        ObjectiveKind::Rpo => {
            let found = seen.system(&system.id);
            let held = found.and_then(|found| RestoreGroup::of(seen, (system, found), target));
            format!(
                "{name} loses at most the {target} of data that its own RPO allows in {runs}, where {wanted} are wanted.{}",
                held.map_or_else(String::new, |held| held.words("It"))
            )
        }
        _ => format!("{name} is back within its own RTO of {target} in {runs}, where {wanted} are wanted."),
    };
    let lighter = match severity(objective) {
        Severity::High => Severity::Medium,
        _ => Severity::Low,
    };
    let remedies = match (objective.kind, seen.system(&system.id)) {
        (ObjectiveKind::Rpo, Some(found)) => against_loss(seen, (system, found), objective.target),
        _ => is_played
            .then(|| longest_step(seen, system))
            .flatten()
            .into_iter()
            .chain([more_time(seen, system)])
            .collect(),
    };
    RULE.says(lighter, &system.id, message)
        .part(objective.kind.word())
        .objective(objective)
        .weighing(shortfall(objective))
        .try_first(remedies)
}

/// The longest piece of work on the way back of a system.
fn longest_step(seen: &Seen, system: &SystemResult) -> Option<Remedy> {
    let known = |work: &Work| {
        let takes = work.takes.typical();
        takes > Millis::ZERO && !takes.is_never()
    };
    let longest = way_back(seen, &system.id).into_iter().filter(known);
    let Work { words, path, takes } = longest.max_by_key(|work| work.takes.typical())?;
    let text = format!("Shorten what takes longest on its way back: {words}.");
    Some(Remedy::halving(text, &path, takes))
}

/// What to do about a return that comes too late.
fn more_time(seen: &Seen, system: &SystemResult) -> Remedy {
    let remedy = match seen.service_on(&system.id) {
        Some(service) => format!(
            "Ask the owner of {} whether they plan on this: shorten the recovery, or give the system the time it takes.",
            service
        ),
        None => "Shorten the recovery, or give the system the time it takes: no service needs it.".to_owned(),
    };
    Remedy::to_do(remedy)
}

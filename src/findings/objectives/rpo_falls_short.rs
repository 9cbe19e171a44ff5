//! G0102: a service that loses more data than promised.

use super::{falls_short, severity, shortfall};
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::model::{CopyKind, EventKind, Source, System};
use crate::results::{ObjectiveKind, ObjectiveResult, ServiceResult};
use crate::units::Millis;
use crate::wording::figures::{in_runs, time_beside, wanted};
use crate::wording::text::shown;

pub const RULE: Rule = Rule {
    code: "G0102",
    name: "rpo-falls-short",
    title: "a service loses more data than promised",
    finds: "The newest data that a service gets back are older than its recovery point objective allows in more runs \
        than are wanted to bear it, and the interval at 99 % leaves no doubt of it. Severity as for G0101.",
    matters: "What was entered after that point has to be entered again, if anybody still knows it. No restore, however \
        quick, brings back what was never copied.",
    behind: "ISO 22301:2019 clause 8.3.3; EU 2022/2554 (DORA) Art. 12; NIST SP 800-53 CP-9.",
    example: Example::scenario(
        r#"(systems: { "books": (copies: { "nightly": Backup(every: "24h", at: "vault") },
    recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore it", takes: "1h")])]) },
    sites: { "vault": () }, services: { "sales": (needs: ["books"], rpo: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["books"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "books": (copies: { "hourly": Backup(every: "1h", at: "vault") },
    recovery: [(name: "Restore", from: "hourly", steps: [(do: "Restore it", takes: "1h")])]) },
    sites: { "vault": () }, services: { "sales": (needs: ["books"], rpo: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["books"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let lossy = seen.of_services(ObjectiveKind::Rpo).filter(|(_, rpo)| falls_short(rpo));
    lossy.map(|(service, rpo)| finding(seen, service, rpo)).collect()
}

fn finding(seen: &Seen, service: &ServiceResult, rpo: &ObjectiveResult) -> Finding {
    let quantile = |percent| service.data_loss.quantiles.iter().find(|quantile| quantile.percent == percent);
    let message = format!(
        "{} loses at most the {} of data that its RPO allows in {}, where {} are wanted; typically it loses {}.",
        name(service),
        rpo.target,
        in_runs(&rpo.share),
        wanted(rpo.required),
        time_beside(quantile(50), Some(rpo.target), ("none", "all of it")),
    );
    RULE.says(severity(rpo), &service.id, message)
        .objective(rpo)
        .quantile(["typical_loss_s", "typical_loss_interval_s"], quantile(50))
        .quantile(["one_in_20_loss_s", "one_in_20_loss_interval_s"], quantile(95))
        .weighing(shortfall(rpo))
        .try_first(remedies(seen, service, rpo))
}

/// The copies of the system behind the service that loses most.
fn remedies(seen: &Seen, service: &ServiceResult, rpo: &ObjectiveResult) -> Vec<Remedy> {
    let Some((id, system)) = loses_most(seen, service) else {
        return vec![Remedy::to_do(
            "Say where the service's data are copied to: no copy of them is in the model.",
        )];
    };
    let of = shown(&seen.model.nodes[system.node].name).into_owned();
    if 2 * restores_not_done(seen, id, system) > rpo.missed() {
        let why = match service.recovery.average.recovered < service.recovery.average.n {
            true => " (G0301)",
            false => "",
        };
        return vec![Remedy::to_do(format!(
            "A copy of {of} is there, and in most of these runs no restore of it is done by the end of the time watched: \
             first see what keeps it out{why}."
        ))];
    }
    let attack = Attack::of(seen, system);
    // What is lost to intruders who were inside for longer than the objective is lost from whatever copy.
    let in_vain = attack.as_ref().is_some_and(|attack| attack.dwell >= rpo.target);
    let alterable = system.copies.iter().find(|copy| !copy.immutable);
    let mut remedies = Vec::new();
    if let Some(copy) = alterable
        .filter(|copy| !in_vain && attack.as_ref().is_some_and(|attack| attack.destroys || copy.on.is_some()))
    {
        remedies.push(Remedy::to_set(
            format!("Keep the copies \"{}\" of {of} where nobody can alter them.", shown(&copy.id)),
            format!("systems.{id}.copies.{}.immutable=true", copy.id),
        ));
    }
    let rare = system.copies.iter().find(|copy| match &copy.kind {
        CopyKind::Backup(backup) => backup.every.get() > rpo.target.get() / 2,
        CopyKind::Replica(_) => false,
    });
    if let Some(copy) = rare.filter(|_| !in_vain && rpo.target.get() > 1) {
        let half = Millis::new(rpo.target.get() / 2);
        remedies.push(Remedy::to_set(
            format!(
                "Copy {of} every {half}: a copy is as old as the time since the last one that succeeded."
            ),
            format!("systems.{id}.copies.{}.every={}", copy.id, half.exact()),
        ));
    }
    if attack.is_some() {
        remedies.push(Remedy::to_do(
            "Say in the impact analysis what is promised in a cyber attack, and find intruders sooner: what they had in \
             their hands is lost however often it was copied.",
        ));
    }
    if remedies.is_empty() {
        remedies.push(Remedy::to_do(format!("Add a copy of {of} that what happens here does not reach.")));
    }
    remedies
}

/// In how many runs a copy was there to be restored, and never was.
fn restores_not_done(seen: &Seen, id: &str, system: &System) -> u64 {
    let Some(result) = seen.results.systems.iter().find(|found| found.id == id) else { return 0 };
    let plans = system.recovery.iter().zip(&result.strategies);
    let restores = plans.filter(|(plan, _)| matches!(plan.from, Source::Copy(_)));
    let not_done = restores.map(|(_, found)| found.trials.chosen.saturating_sub(found.trials.completed));
    let lost = result.data_loss.average.n - result.data_loss.average.recovered;
    not_done.max().unwrap_or(0).min(lost)
}

/// What intruders do to the data of a system.
struct Attack {
    /// How long they typically are inside before they strike; zero where copies are cleaned of that.
    dwell: Millis,
    /// Whether they destroy copies.
    destroys: bool,
}

impl Attack {
    /// The longest of the scenario's; `None` without any.
    fn of(seen: &Seen, system: &System) -> Option<Attack> {
        let attacks = seen.scenario.events.iter().filter_map(|event| match &event.kind {
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

/// The system with the largest typical loss among those that the service needs.
fn loses_most<'a>(seen: &Seen<'a>, service: &ServiceResult) -> Option<(&'a str, &'a System)> {
    let mut systems = seen.systems_behind(&service.id);
    // Where the model says whose data count, the others lose what the service does not miss.
    if let Some(data) = seen.service(&service.id).and_then(|found| found.data.as_ref()) {
        let counts = |id: &str| data.iter().any(|&system| seen.id_of_system(system) == id);
        systems.retain(|system| counts(&system.id));
    }
    let loss =
        |system: &&crate::results::SystemResult| system.data_loss.quantile(50).map_or(i64::MAX, Millis::get);
    let with_copies = systems.into_iter().filter_map(|result| {
        let system = seen.system(&result.id)?;
        (!system.copies.is_empty()).then_some((result, system))
    });
    let (result, system) = with_copies.max_by_key(|(result, _)| loss(result))?;
    Some((&result.id, system))
}

//! G0301: a service that is not back by the end of the time watched.

use super::kept_out::KeptOut;
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Rule, Seen};
use crate::results::{ServiceResult, Share, SystemResult};
use crate::wording::figures::in_runs;

/// So many of the trials must surely end without the service for a finding.
pub(super) const SURELY_MIN: f64 = 0.001;
/// Systems behind a service of which each is asked what lies behind it.
const SYSTEMS_MAX: usize = 1_000;

pub const RULE: Rule = Rule {
    code: "G0301",
    name: "never-recovers",
    title: "a service is not back by the end of the time watched",
    finds: "In some runs a service is still out at the horizon. What keeps it out is named: a circle of things that wait \
        for each other, with all that is tied into it, or the system below it that does not come back and what becomes of \
        its plans: what failed or was given up, for whom work waits, what is lost for good, which copy is gone or not clean. \
        It is high from 1 in 100 runs on (as far as is sure), medium from 1 in 1,000.",
    matters: "Means and typical times leave these runs out. An outage without a plan that works ends only when somebody \
        thinks of something that is not in the plan.",
    behind: "EU 2024/1774 Art. 26(1): alternatives where the primary recovery is not feasible; NIST SP 800-53 CP-2.",
    example: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Restart it", steps: [(do: "Restart it", takes: "1h", success: 0.7)])]) },
    services: { "sales": (needs: ["till"]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Restart it", steps: [(do: "Restart it", takes: "1h", success: 0.7)]),
    (name: "Buy a new one", steps: [(do: "Buy it", takes: "1d")])]) },
    services: { "sales": (needs: ["till"]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let kept_out = KeptOut::new(seen);
    let mut found = Vec::new();
    for service in &seen.results.services {
        let recovery = &service.recovery.average;
        let never = Share::new(recovery.n - recovery.recovered, recovery.n);
        if never.interval[0] >= SURELY_MIN {
            found.extend(finding(seen, service, &never, &kept_out));
        }
    }
    found
}

fn finding(seen: &Seen, service: &ServiceResult, never: &Share, kept_out: &KeptOut) -> Option<Finding> {
    let severity = if never.interval[0] >= 0.01 { Severity::High } else { Severity::Medium };
    let ends = dead_ends(seen, service);
    let why = kept_out.why(service, ends.first().copied());
    let message = format!(
        "{} is not back within {} in {}: {}.",
        name(service),
        seen.results.horizon,
        in_runs(never),
        why.words
    );
    let mut finding = RULE
        .says(severity, &service.id, message)
        .share(["never", "n", "share", "interval"], never)
        .weighing(never.share);
    if let Some(first) = ends.first() {
        finding = finding.figure("dead_end", crate::findings::Figure::Word(first.id.clone()));
    }
    Some(finding.try_first(why.remedies).at(seen.node(&service.id)?.place))
}

/// The systems below a service that stay down although what they need comes back, those that do so most often first. What
/// a plan would have led around is no reason for a system whose plan failed.
fn dead_ends<'a>(seen: &Seen<'a>, service: &ServiceResult) -> Vec<&'a SystemResult> {
    by_themselves(seen, seen.systems_behind(&service.id))
}

/// Those of these systems that stay down by themselves, likewise.
pub(super) fn by_themselves<'a>(seen: &Seen<'a>, systems: Vec<&'a SystemResult>) -> Vec<&'a SystemResult> {
    let leads_around =
        |system: &SystemResult| never(system) > 0 && failed_elsewhere(seen, system) >= never(system);
    let order = |system: &&SystemResult| (std::cmp::Reverse(never(system)), !leads_around(system));
    // In a large house the question is not put to every system.
    if systems.len() > SYSTEMS_MAX {
        let mut ends: Vec<_> = systems.into_iter().filter(|system| never(system) > 0).collect();
        ends.sort_by_key(order);
        return ends;
    }
    let most_below = |system: &SystemResult| {
        let below = seen.systems_behind(&system.id).into_iter().filter(|other| other.id != system.id);
        below.map(never).max().unwrap_or(0)
    };
    let stays = |system: &&SystemResult| never(system) > 0 && never(system) > most_below(system);
    let mut ends: Vec<_> =
        systems.into_iter().filter(|system| stays(system) || leads_around(system)).collect();
    ends.sort_by_key(order);
    ends
}

/// Trials at the end of which a system is not back.
pub(super) fn never(system: &SystemResult) -> u64 {
    system.recovery.average.n - system.recovery.average.recovered
}

/// In how many trials a plan failed that brings a system up at another place than its home, from a copy: neither its home nor
/// what it is stored on has to come back for that.
fn failed_elsewhere(seen: &Seen, result: &SystemResult) -> u64 {
    let Some(system) = seen.system(&result.id) else { return 0 };
    let plans = system.recovery.iter().zip(&result.strategies);
    let elsewhere = plans.filter(|(plan, _)| plan.site.is_some() && plan.site != system.home);
    elsewhere.map(|(_, found)| found.trials.failed).max().unwrap_or(0)
}

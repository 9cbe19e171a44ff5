//! The table of services, and the lines on their longest bearable outage and on clocks that disagree.

use crate::model::Clock;
use crate::report::dossier::Standing;
use crate::report::figures::{compact, in_100, kept, percent, time, time_beside, wanted};
use crate::report::names::listed;
use crate::report::table::{Side, Table};
use crate::report::text::{shown, wrapped};
use crate::report::{WIDTH, words};
use crate::results::{Estimate, ObjectiveKind, ObjectiveResult, Quantile, ServiceResult, Share, Verdict};
use crate::units::Millis;

use super::{Summary, mark, standing, urgency, worst};

/// Services that are named as back in full later, and by at least one of so many parts of the time.
const LATER_MAX: usize = 6;
const LATER_PARTS: i64 = 10;

/// The table and its footnotes.
pub fn services(told: &Summary) -> String {
    let results = told.results;
    if results.services.is_empty() {
        return String::new();
    }
    let mut table = Table::new(
        "SERVICE",
        &[
            (Side::Right, ["RTO", ""]),
            (Side::Right, ["KEPT IN 100 RUNS", "(99 % interval)"]),
            (Side::Right, ["WANTED", ""]),
            (Side::Right, ["FIRST", "BACK"]),
            (Side::Right, ["FELL", "AGAIN"]),
            (Side::Right, ["BACK FOR", "typical"]),
            (Side::Right, ["GOOD   ", "1 in 20"]),
            (Side::Right, ["NOT", "BACK"]),
            (Side::Left, ["DATA LOST", "typical (RPO) kept"]),
        ],
    );
    let order = in_order(told);
    for service in &order {
        let rto = objective(service, ObjectiveKind::Rto);
        table.row(
            mark(worst(told, &service.id, &service.objectives)),
            &shown(&service.name),
            cells(told, service, rto),
        );
    }
    let mut out = table.finish();
    let kept = format!(
        "All figures are over all runs, those that left the service alone included; FIRST BACK is typical; NOT BACK \
         is within {}.",
        words::length(results.horizon)
    );
    let all = Some(kept).filter(|_| results.services.iter().any(|service| service.interrupted > 0));
    let lines = [
        all,
        later(&order),
        later_in_full(&order),
        in_full(told, &order),
        bearable(told, &order),
        clocks(&order),
    ];
    for line in lines.into_iter().flatten() {
        out.push_str(&(wrapped(&line, WIDTH, 2) + "\n"));
    }
    out
}

/// The services, those that need attention first.
pub fn in_order<'a>(told: &Summary<'a>) -> Vec<&'a ServiceResult> {
    let mut order: Vec<&ServiceResult> = told.results.services.iter().collect();
    order.sort_by_key(|service| {
        let rto = objective(service, ObjectiveKind::Rto);
        let standing_of = rto.map(|rto| standing(told, &service.id, rto));
        let all = worst(told, &service.id, &service.objectives);
        (urgency(all), urgency(standing_of), rto.map_or(0, |rto| rto.share.held))
    });
    order
}

/// The objective of that kind, if given.
pub fn objective(service: &ServiceResult, kind: ObjectiveKind) -> Option<&ObjectiveResult> {
    service.objectives.iter().find(|objective| objective.kind == kind)
}

fn cells(told: &Summary, service: &ServiceResult, rto: Option<&ObjectiveResult>) -> Vec<String> {
    let recovery = &service.recovery;
    // What was not put to the proof is not shown as if it had stood it.
    let runs = if service.touched == 0 { 0 } else { told.results.trials };
    let lost = recovery.average.n - recovery.average.recovered;
    let rpo = objective(service, ObjectiveKind::Rpo).map(|rpo| (rpo, standing(told, &service.id, rpo)));
    // Times of the row count from the disruption; no limit on another clock stands beside them.
    let limit = rto.filter(|rto| clock_of(rto) == Clock::Disruption).map(|rto| rto.target);
    let times = |times: &Estimate<Millis>, percentage| match service.touched {
        0 => "-".to_owned(),
        _ => time_beside(quantile(times, percentage), limit, ("not out", "not back")),
    };
    vec![
        rto.map_or("-".to_owned(), |rto| compact(rto.target)),
        share(rto),
        rto.map_or("-".to_owned(), |rto| wanted(rto.required)),
        times(&service.first_return_of_all, 50),
        percent(service.relapsed, runs),
        times(recovery, 50),
        times(recovery, 95),
        percent(lost, runs),
        data(rpo, &service.data_loss, service.touched > 0),
    ]
}

/// The share kept, or that it was not put to the proof.
pub fn share(objective: Option<&ObjectiveResult>) -> String {
    match objective {
        None => "-".to_owned(),
        Some(objective) if objective.verdict == Verdict::NotTouched => "not touched".to_owned(),
        Some(objective) => kept(&objective.share),
    }
}

/// Typical data loss with the objective, in how many of 100 runs it is kept, and its mark.
pub fn data(rpo: Option<(&ObjectiveResult, Standing)>, loss: &Estimate<Millis>, touched: bool) -> String {
    if !touched {
        return if rpo.is_some() { "not touched".to_owned() } else { "-".to_owned() };
    }
    let limit = rpo.as_ref().map(|(rpo, _)| rpo.target);
    let typical = time_beside(quantile(loss, 50), limit, ("none", "all"));
    match rpo {
        None => typical,
        Some((rpo, standing)) => {
            let kept = in_100(&rpo.share);
            format!("{typical} ({}) {kept} {}", compact(rpo.target), standing.mark())
        }
    }
}

/// The quantile of that percentage.
pub fn quantile(estimate: &Estimate<Millis>, percentage: u64) -> Option<&Quantile<Millis>> {
    estimate.quantiles.iter().find(|quantile| quantile.percent == percentage)
}

/// The clock that an objective counts from.
fn clock_of(objective: &ObjectiveResult) -> Clock {
    objective.clock.unwrap_or(Clock::Disruption)
}

/// Of services whose RTO counts from a later clock the times on it: those of their rows count from the disruption.
fn later(services: &[&ServiceResult]) -> Option<String> {
    let told = services.iter().filter(|service| service.interrupted > 0).filter_map(|service| {
        let rto = objective(service, ObjectiveKind::Rto)?;
        let clock = clock_of(rto);
        let times = service.recovery_on(clock);
        let time = |percent| {
            let found = quantile(times, percent)?;
            found.value.map(|_| time_beside(Some(found), Some(rto.target), ("no time", "")))
        };
        let takes = match (time(50), time(95)) {
            (Some(typical), Some(long)) => {
                format!("takes typically {typical}, in 1 run of 20 {long} or longer")
            }
            (Some(typical), None) => format!("takes typically {typical}, in 1 run of 20 it is not back"),
            (None, _) => "is typically not back within the time watched".to_owned(),
        };
        (clock != Clock::Disruption).then(|| {
            let name = shown(&service.name);
            format!("on the clock of its RTO, {}, {name} {takes}", words::from_clock(clock))
        })
    });
    let told: Vec<String> = told.collect();
    let line = format!("FIRST BACK and BACK FOR GOOD count from the disruption; {}.", told.join("; "));
    (!told.is_empty()).then_some(line)
}

/// The services that are back in full much later than for good at their minimum, the latest first.
fn later_in_full(services: &[&ServiceResult]) -> Option<String> {
    let late = services.iter().filter_map(|service| {
        let [minimum, full] = [&service.recovery, &service.recovery_full].map(|times| quantile(times, 50));
        let (at_minimum, in_full) = (minimum?.value?, full?.value?);
        let is_later = in_full.get() > at_minimum.get() + at_minimum.get() / LATER_PARTS;
        is_later.then(|| {
            let at_minimum = time(minimum, "not out", "not back");
            (
                in_full,
                format!("{} {} (minimum {at_minimum})", shown(&service.name), time(full, "", "not back")),
            )
        })
    });
    let mut late: Vec<(Millis, String)> = late.collect();
    late.sort_by_key(|(in_full, _)| std::cmp::Reverse(*in_full));
    let late: Vec<String> = late.into_iter().map(|(_, said)| said).collect();
    (!late.is_empty()).then(|| format!("Back in full typically later: {}.", listed(&late, LATER_MAX)))
}

/// The services that are back at their minimum and never in full, with the runs.
fn in_full(told: &Summary, services: &[&ServiceResult]) -> Option<String> {
    let lost = |times: &Estimate<Millis>| times.average.n - times.average.recovered;
    let said = services.iter().filter(|service| service.touched > 0).filter_map(|service| {
        let reduced = lost(&service.recovery_full).saturating_sub(lost(&service.recovery));
        let share = Share::new(reduced, service.recovery.average.n);
        (reduced > 0).then(|| format!("{} {}", shown(&service.name), in_100(&share)))
    });
    let said: Vec<String> = said.collect();
    let within = words::length(told.results.horizon);
    (!said.is_empty()).then(|| {
        format!("Not back in full within {within}, only at the minimum, in 100 runs: {}.", said.join(", "))
    })
}

/// In how many runs the longest bearable outage was broken, the worst first.
fn bearable(told: &Summary, services: &[&ServiceResult]) -> Option<String> {
    let given = services.iter().filter_map(|service| {
        let mtpd = objective(service, ObjectiveKind::Mtpd)?;
        Some((service, mtpd, standing(told, &service.id, mtpd)))
    });
    let mut touched: Vec<_> = given.filter(|(.., standing)| *standing != Standing::NotTouched).collect();
    if touched.is_empty() {
        return None;
    }
    touched.sort_by_key(|(_, mtpd, standing)| (*standing, mtpd.share.held));
    let said: Vec<String> = touched
        .iter()
        .map(|(service, mtpd, standing)| {
            let broken = Share::new(mtpd.missed(), mtpd.share.n);
            format!("{} {} {}", shown(&service.name), in_100(&broken), standing.mark())
        })
        .collect();
    Some(format!("MTPD broken in 100 runs: {}.", said.join(", ")))
}

/// The services whose share depends on the clock, with all three.
fn clocks(services: &[&ServiceResult]) -> Option<String> {
    let said: Vec<String> = services.iter().filter_map(|service| clock_matters(service)).collect();
    (!said.is_empty()).then(|| format!("Clock matters: {}.", said.join("; ")))
}

fn clock_matters(service: &ServiceResult) -> Option<String> {
    objective(service, ObjectiveKind::Rto).filter(|rto| rto.verdict != Verdict::NotTouched)?;
    let [disruption, detected, declared] = service.kept_by_clock?.map(|(_, share)| share);
    // Within one run in a hundred nobody would choose another clock.
    let apart = |one: Share, other: Share| (one.share - other.share).abs() >= 0.01;
    (apart(disruption, detected) || apart(disruption, declared) || apart(detected, declared)).then(|| {
        format!(
            "{} is kept in {} runs from the disruption, {} from detection, {} from declaration",
            shown(&service.name),
            in_100(&disruption),
            in_100(&detected),
            in_100(&declared),
        )
    })
}

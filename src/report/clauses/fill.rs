//! Fills the figures of a run in beside the clauses: one sentence each, from the results alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clause, Figure};
use crate::diagnostic::Severity;
use crate::report::dossier::{Dossier, Gap, ObjectiveRow, Played, Service, Standing};
use crate::results::{Hundredths, ObjectiveKind};
use crate::units::Millis;
use crate::wording::figures::{compact, mean_time, money, percent};
use crate::wording::text::{count, counted};
use crate::wording::words::length;

/// Classes of scenarios after Regulation (EU) 2024/1774, Article 26(2).
const CLASSES: [&str; 9] = [
    "CyberAttack",
    "DegradedQuality",
    "PremisesLoss",
    "IctFailure",
    "StaffAbsence",
    "ClimateOrPhysical",
    "Insider",
    "PoliticalInstability",
    "PowerOutage",
];
/// Things of one sort that are named.
const NAMED_MAX: usize = 4;

/// How many open findings of these runs speak to a clause, code by code.
pub fn found(clause: &Clause, dossier: &Dossier) -> String {
    let gaps = dossier.gaps();
    let said = clause.findings.iter().map(|rule| {
        let own = gaps.open.iter().filter(|gap| &*gap.finding.code == rule.code).count();
        let number = if own == 0 { "none".to_owned() } else { count(own as u64) };
        format!("{number} of {} ({})", rule.code, rule.name)
    });
    format!("Open findings: {}.", said.collect::<Vec<_>>().join(", "))
}

/// The sentence of a figure.
pub fn fill(figure: Figure, dossier: &Dossier) -> String {
    match figure {
        Figure::Scenarios => scenarios(dossier),
        Figure::Classes => classes(dossier),
        Figure::Verdicts => format!("Objectives: {}.", dossier.counts().words()),
        Figure::Rto => of_kind(dossier, ObjectiveKind::Rto, "Recovery times (RTO)"),
        Figure::Rpo => of_kind(dossier, ObjectiveKind::Rpo, "Data loss (RPO)"),
        Figure::Mtpd => of_kind(dossier, ObjectiveKind::Mtpd, "Longest tolerable outages (MTPD)"),
        Figure::Worst => worst(dossier),
        Figure::Outages => by_scenario(dossier, "Longest typical outage", longest),
        Figure::Loss => loss(dossier),
        Figure::Minimum => by_scenario(dossier, "Below the minimum level in some run", |played| {
            let below = played.services.iter().filter(|service| service.interrupted > 0).count();
            Some(format!("{below} of {}", counted(played.services.len(), "service", "services")))
        }),
        Figure::Order => by_scenario(dossier, "Typical order of return", order),
        Figure::NotBack => not_back(dossier),
        Figure::Dependencies => by_scenario(
            dossier,
            "Modelled, and touched in some run (struck themselves or in what they need)",
            dependencies,
        ),
        Figure::Strategies => strategies(dossier),
        Figure::Resources => by_scenario(dossier, "Most of people's time a run", busiest),
        Figure::People => by_scenario(dossier, "Work waits longest for", waited_for),
        Figure::Causes => by_scenario(dossier, "Where most time goes", causes),
        Figure::Clocks => by_scenario(dossier, "Typical time on each clock", clocks),
        Figure::Evidence => evidence(dossier),
        Figure::Assumptions => assumptions(dossier),
        Figure::Findings => findings(dossier),
        Figure::Method => method(dossier),
    }
}

/// `head: title: what; title: what.`; the title is left out where there is one scenario.
fn by_scenario(dossier: &Dossier, head: &str, what: impl Fn(&Played) -> Option<String>) -> String {
    let said: Vec<String> = dossier
        .played
        .iter()
        .map(|played| {
            let what = what(played).unwrap_or_else(|| "nothing".to_owned());
            if dossier.played.len() == 1 { what } else { format!("{}: {what}", played.scenario.title) }
        })
        .collect();
    format!("{head}: {}.", said.join("; "))
}

fn scenarios(dossier: &Dossier) -> String {
    let said = dossier.played.iter().map(|played| {
        let class = played.scenario.class.as_ref().map_or(String::new(), |class| format!(" ({class})"));
        format!("{}{class}", played.scenario.title)
    });
    let number = counted(dossier.played.len(), "scenario", "scenarios");
    format!("{number} played: {}.", said.collect::<Vec<_>>().join("; "))
}

fn classes(dossier: &Dossier) -> String {
    let played: BTreeSet<&str> =
        dossier.played.iter().filter_map(|played| played.scenario.class.as_deref()).collect();
    let (has, not): (Vec<&str>, Vec<&str>) = CLASSES.into_iter().partition(|class| played.contains(class));
    let list = |classes: &[&str]| if classes.is_empty() { "none".to_owned() } else { classes.join(", ") };
    format!("{} of the nine classes played: {}. Not played: {}.", has.len(), list(&has), list(&not))
}

fn of_kind(dossier: &Dossier, kind: ObjectiveKind, head: &str) -> String {
    let rows = dossier.objectives();
    let said: Vec<String> = Standing::ALL
        .into_iter()
        .map(|standing| {
            let of = |row: &&ObjectiveRow| row.objective.judged.kind == kind && row.standing == standing;
            (rows.iter().filter(of).count() as u64, standing)
        })
        .filter(|(number, _)| *number > 0)
        .map(|(number, standing)| format!("{} {}", count(number), standing.words_of(number)))
        .collect();
    if said.is_empty() { format!("{head}: no objectives.") } else { format!("{head}: {}.", said.join(", ")) }
}

fn worst(dossier: &Dossier) -> String {
    let rows = dossier.objectives();
    match rows.first() {
        Some(row) if row.standing == Standing::FallsShort => format!(
            "Furthest short: {}, {} of {}, kept in {} of 100 runs ({}).",
            row.name,
            row.word(),
            row.objective.judged.target,
            row.kept(),
            row.played.scenario.title
        ),
        Some(_) => "No objective falls short.".to_owned(),
        None => "No objectives.".to_owned(),
    }
}

fn typical(service: &Service) -> Option<Millis> {
    service.recovery.quantiles.iter().find(|quantile| quantile.percent == 50)?.value
}

/// The services that are typically out, those back first in front, those never back last.
fn returning(played: &Played) -> Vec<(&Service, Option<Millis>)> {
    let mut out: Vec<(&Service, Option<Millis>)> = played
        .services
        .iter()
        .map(|service| (service, typical(service)))
        .filter(|(service, typical)| service.interrupted > 0 && *typical != Some(Millis::ZERO))
        .collect();
    out.sort_by_key(|(_, typical)| typical.unwrap_or(Millis::NEVER));
    out
}

fn told((service, typical): &(&Service, Option<Millis>)) -> String {
    format!("{} {}", service.name, typical.map_or_else(|| "not back".to_owned(), compact))
}

fn longest(played: &Played) -> Option<String> {
    returning(played).last().map(told)
}

fn order(played: &Played) -> Option<String> {
    let all = returning(played);
    let said: Vec<String> = all.iter().map(told).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn loss(dossier: &Dossier) -> String {
    by_scenario(dossier, "Expected loss a run", |played| {
        let mut by_currency: BTreeMap<&str, f64> = BTreeMap::new();
        for loss in played.services.iter().filter_map(|service| service.loss.as_ref()) {
            let mean = loss.estimate.average.mean.map_or(0.0, |mean| mean.value);
            *by_currency.entry(&loss.currency).or_default() += mean;
        }
        let said: Vec<String> = by_currency
            .into_iter()
            .map(|(currency, mean)| money(currency, Hundredths(mean as i64)))
            .collect();
        Some(if said.is_empty() { "not stated".to_owned() } else { said.join(" and ") })
    })
}

fn not_back(dossier: &Dossier) -> String {
    by_scenario(dossier, "Not back within the span watched", |played| {
        let mut open: Vec<(u64, &Service)> = played
            .services
            .iter()
            .map(|service| (service.recovery.average.n - service.recovery.average.recovered, service))
            .filter(|(open, _)| *open > 0)
            .collect();
        open.sort_by_key(|(open, _)| std::cmp::Reverse(*open));
        let said: Vec<String> = open
            .iter()
            .take(NAMED_MAX)
            .map(|(open, service)| {
                format!("{} in {} of runs", service.name, percent(*open, service.recovery.average.n))
            })
            .collect();
        let horizon = length(played.run.horizon);
        Some(if said.is_empty() {
            format!("no service in any run ({horizon})")
        } else {
            format!("{} ({horizon})", said.join(", "))
        })
    })
}

fn dependencies(played: &Played) -> Option<String> {
    let systems = played.systems.iter().filter(|system| system.touched > 0).count();
    let services = played.services.iter().filter(|service| service.touched > 0).count();
    Some(format!(
        "{systems} of {}, {services} of {}",
        counted(played.systems.len(), "system", "systems"),
        counted(played.services.len(), "service", "services")
    ))
}

fn strategies(dossier: &Dossier) -> String {
    by_scenario(dossier, "Ways of recovery", |played| {
        let all =
            || played.systems.iter().flat_map(|system| system.strategies.iter().map(move |of| (system, of)));
        let taken = all().filter(|(_, strategy)| strategy.chosen > 0).count();
        let worst = all().filter(|(_, strategy)| strategy.failed > 0).max_by(|(_, a), (_, b)| {
            // Shares compared as products, so that nothing is rounded.
            let left = u128::from(a.failed) * u128::from(b.chosen.max(1));
            let right = u128::from(b.failed) * u128::from(a.chosen.max(1));
            left.cmp(&right).then_with(|| b.id.cmp(&a.id))
        });
        let fails = worst.map_or("none failed".to_owned(), |(system, strategy)| {
            let share = percent(strategy.failed, strategy.chosen);
            format!(
                "most often in vain {} / {}, {share} of the runs that take it",
                system.name, strategy.name
            )
        });
        Some(format!("{taken} of {} taken in some run, {fails}", all().count()))
    })
}

/// The teams with most of a time, most first.
fn most(played: &Played, time: impl Fn(&crate::report::dossier::Team) -> Option<f64>) -> Vec<usize> {
    let mut teams: Vec<(usize, f64)> = played
        .teams
        .iter()
        .enumerate()
        .filter_map(|(at, team)| Some((at, time(team)?)))
        .filter(|(_, time)| *time > 0.0)
        .collect();
    teams.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    teams.into_iter().take(NAMED_MAX).map(|(at, _)| at).collect()
}

fn busiest(played: &Played) -> Option<String> {
    let said: Vec<String> = most(played, |team| team.busy.mean.map(|mean| mean.value))
        .into_iter()
        .map(|at| format!("{} {}", played.teams[at].name, mean_time(&played.teams[at].busy)))
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn waited_for(played: &Played) -> Option<String> {
    let said: Vec<String> = most(played, |team| team.queued.mean.map(|mean| mean.value))
        .into_iter()
        .map(|at| format!("{} {}", played.teams[at].name, mean_time(&played.teams[at].queued)))
        .collect();
    Some(if said.is_empty() { "nobody".to_owned() } else { format!("{} a run, summed", said.join(", ")) })
}

/// The causes of the service that misses its objective in most runs, else of the one that is out longest.
fn causes(played: &Played) -> Option<String> {
    let missed =
        played.services.iter().filter_map(|service| Some((service, service.ledger_missed.as_ref()?)));
    let (service, ledger) =
        missed.max_by_key(|(_, ledger)| ledger.trials).filter(|(_, ledger)| ledger.trials > 0)?;
    let said: Vec<String> = ledger
        .entries
        .iter()
        .take(NAMED_MAX)
        .map(|entry| {
            let what = played.charged(entry.cause, &entry.who);
            let all = ledger.mean.map_or(0, |mean| mean.0);
            format!("{what} {}", percent(entry.mean.0, all))
        })
        .collect();
    Some(format!(
        "{} in the {} that miss its RTO: {}",
        service.name,
        counted_runs(ledger.trials),
        said.join(", ")
    ))
}

fn counted_runs(runs: u64) -> String {
    if runs == 1 { "1 run".to_owned() } else { format!("{} runs", count(runs)) }
}

fn clocks(played: &Played) -> Option<String> {
    let (service, _) = returning(played).into_iter().next_back()?;
    let at = |estimate: &crate::results::Estimate<Millis>| {
        let typical = estimate.quantiles.iter().find(|quantile| quantile.percent == 50);
        typical.and_then(|typical| typical.value).map_or_else(|| "not back".to_owned(), compact)
    };
    let by = &service.recovery_by_clock;
    Some(format!(
        "{}: {} from the disruption, {} from detection, {} from declaration",
        service.name,
        at(&by.disruption),
        at(&by.detected),
        at(&by.declared)
    ))
}

fn assumptions(dossier: &Dossier) -> String {
    let rows = dossier.objectives();
    let looked: Vec<&ObjectiveRow> = rows.iter().filter(|row| row.objective.assumptions.is_some()).collect();
    if looked.is_empty() {
        return "Whether verdicts turn with the assumed times was not looked at in these runs.".to_owned();
    }
    let turn = looked.iter().filter(|row| {
        row.objective.assumptions.as_ref().is_some_and(|assumptions| assumptions.turns_at.is_some())
    });
    format!(
        "{} of {} turn where every assumed time is between 0.7 and 1.5 times as long.",
        turn.count(),
        counted(looked.len(), "verdict", "verdicts")
    )
}

fn evidence(dossier: &Dossier) -> String {
    by_scenario(dossier, "What the time of the outages rests on", |played| {
        // Weighed by the time itself: an hour of a short outage counts as much as one of a long one.
        let weighed = played.services.iter().filter_map(|service| {
            let ledger = service.ledger.as_ref()?;
            Some((service.rests_on?, ledger.mean?.0 as f64 * ledger.trials as f64))
        });
        let (mut all, mut by) = (0.0, [0.0; 4]);
        for (rests_on, weight) in weighed {
            all += weight;
            let shares = [rests_on.assumed, rests_on.estimated, rests_on.exercised, rests_on.measured];
            by.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share * weight);
        }
        if all <= 0.0 {
            return Some("no evidence is stated with these results".to_owned());
        }
        let [assumed, estimated, exercised, measured] = by.map(|sum| sum / all * 100.0);
        Some(format!(
            "{assumed:.1} % assumed, {estimated:.1} % estimated, {exercised:.1} % exercised, {measured:.1} % measured"
        ))
    })
}

fn findings(dossier: &Dossier) -> String {
    let gaps = dossier.gaps();
    let of =
        |severity: Severity| gaps.open.iter().filter(|gap: &&Gap| gap.finding.severity == severity).count();
    let said: Vec<String> = [Severity::High, Severity::Medium, Severity::Low, Severity::Note]
        .into_iter()
        .map(|severity| (of(severity), severity.word()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let open = if said.is_empty() { "none open".to_owned() } else { format!("open {}", said.join(", ")) };
    format!("Findings: {open}; accepted {}.", gaps.accepted.len())
}

fn method(dossier: &Dossier) -> String {
    let said = by_scenario(dossier, "Simulated", |played| {
        let run = &played.run;
        let partial = if run.is_partial() {
            format!(" of {} (PARTIAL)", count(run.trials_asked))
        } else {
            String::new()
        };
        Some(format!("{}{partial}, seed {}, {}", counted_runs(run.trials), run.seed, run.digest))
    });
    let versions: BTreeSet<String> = dossier
        .played
        .iter()
        .map(|played| format!("{} {}", played.engine.name, played.engine.version))
        .collect();
    format!("{said} By {}.", versions.into_iter().collect::<Vec<_>>().join(", "))
}

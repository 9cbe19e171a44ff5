//! The pages for the board and for those who act: gaps, objectives, teams, the plan.

use std::collections::BTreeMap;

use super::{heading, md, table};
use crate::report::dossier::{Dossier, Gap, ObjectiveRow, Played, Service};
use crate::report::form::Report;
use crate::results::{Estimate, ObjectiveKind, Quantile};
use crate::units::Millis;
use crate::wording::figures::{compact, in_100, mean_time, percent, time, time_beside, wanted};
use crate::wording::text::{count, counted};
use crate::wording::words::length;

/// The worst gaps in plain sentences, each with what to try.
pub fn board(report: &Report) -> String {
    let gaps = report.dossier.gaps();
    let mut out = heading("What to know first");
    let board = gaps.worst();
    if board.is_empty() {
        return out + "No open findings.\n\n";
    }
    for (&gap, number) in board.iter().zip(1..) {
        out.push_str(&format!(
            "{number}. {}{}\n",
            md(&gap.finding.message),
            titles(report.dossier, (gap, &gaps.open))
        ));
        if let Some(remedy) = gap.finding.remedies.first() {
            out.push_str(&format!("   To try: {}\n", md(&remedy.text)));
        }
    }
    let more = distinct(&gaps.open).len() - board.len();
    if more > 0 {
        out.push_str(&format!("\nand {} below.\n", counted(more, "more gap", "more gaps")));
    }
    out + "\n"
}

/// The scenario of a gap, where there are several, and those in which it is not as heavy.
fn titles(dossier: &Dossier, (gap, open): (&Gap, &[Gap])) -> String {
    if dossier.played.len() == 1 {
        return String::new();
    }
    let also: Vec<String> = gap.elsewhere(open).map(|played| md(&played.scenario.title)).collect();
    let also = if also.is_empty() { String::new() } else { format!("; also in {}", also.join(", ")) };
    format!(" ({}{also})", md(&gap.played.scenario.title))
}

/// The gaps, each once whatever the number of scenarios that show it.
fn distinct<'a>(gaps: &[Gap<'a>]) -> Vec<Gap<'a>> {
    let mut seen = std::collections::BTreeSet::new();
    gaps.iter().filter(|gap| seen.insert(gap.finding.id.as_str())).copied().collect()
}

/// What was played, and what limits the answer.
pub fn scope(report: &Report) -> String {
    let row = |played: &Played| {
        let run = &played.run;
        vec![
            played.scenario.title.to_string(),
            played.scenario.class.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
            length(run.horizon),
            count(run.trials),
            run.seed.to_string(),
            played.counts().words(),
        ]
    };
    let rows: Vec<Vec<String>> = report.dossier.played.iter().map(row).collect();
    let mut out = heading("Scope and method");
    out.push_str(&table(&["Scenario", "Class", "Watched for", "Runs", "Seed", "Objectives"], &rows));
    out.push_str(
        "Every scenario is played from the stated model as often as the table says; a share is kept in so many of \
         100 runs, its interval at 99 % in brackets. *Typical* is the median, *1 in 20* the time that one run in \
         twenty exceeds. What was not touched is never counted as holding. Not modelled: failing back, fatigue of \
         people, holidays and daylight saving.\n\n",
    );
    out
}

/// Services against scenarios, where there are several.
pub fn matrix(report: &Report) -> String {
    if report.dossier.played.len() < 2 {
        return String::new();
    }
    let matrix = report.dossier.matrix();
    let mut titles = vec!["Service", "RTO", "Wanted"];
    titles.extend(matrix.scenarios.iter().map(|played| played.scenario.title.as_str()));
    let row = |row: &crate::report::dossier::MatrixRow| {
        let (rto, share) =
            row.rto.map_or(("-".to_owned(), "-".to_owned()), |(rto, share)| (compact(rto), wanted(share)));
        let mut cells = vec![row.name.to_string(), rto, share];
        cells.extend(row.cells.iter().map(|cell| {
            let rto = match cell.standing {
                Some(standing) if cell.share.is_some() => format!("{} {}", cell.figure(), standing.words()),
                _ => cell.figure(),
            };
            let besides = cell.besides().map(|(_, objective, standing)| {
                let judged = &objective.judged;
                let kind = judged.kind.word().to_uppercase();
                format!("; {kind} {} {}", in_100(&judged.share), standing.words())
            });
            std::iter::once(rto).chain(besides).collect::<String>()
        }));
        cells
    };
    let rows: Vec<Vec<String>> = matrix.rows.iter().map(row).collect();
    let mut out = heading("How often is the promised time kept, of 100 runs");
    out.push_str(&table(&titles, &rows));
    out
}

/// Every objective with its interval.
pub fn objectives(report: &Report) -> String {
    let dossier = report.dossier;
    let row = |row: &ObjectiveRow| {
        let judged = &row.objective.judged;
        let is_data = judged.kind == ObjectiveKind::Rpo;
        let never = if is_data { "all" } else { "not back" };
        let time = |percent| {
            let time = time_beside(quantile(row.times, percent), Some(judged.target), ("none", never));
            match row.catching_up {
                Some(average) => format!("{time} + backlog, {} on average", mean_time(average)),
                None => time,
            }
        };
        vec![
            row.played.scenario.title.to_string(),
            row.name.to_string(),
            row.word().to_owned(),
            compact(judged.target),
            row.standing.words().to_owned(),
            row.kept(),
            wanted(judged.required),
            time(50),
            time(95),
            percent(row.times.average.n - row.times.average.recovered, row.times.average.n),
        ]
    };
    let rows: Vec<Vec<String>> = dossier.objectives().iter().map(row).collect();
    let mut out = heading("Objectives");
    if rows.is_empty() {
        return out + "No objectives are stated, so there is nothing to hold.\n\n";
    }
    out.push_str(&table(
        &[
            "Scenario",
            "Of",
            "Objective",
            "Target",
            "Stands",
            "Kept in 100 runs",
            "Wanted",
            "Typical",
            "1 in 20",
            "Not back",
        ],
        &rows,
    ));
    out
}

/// Services that are back at their minimum before they are back in full, with both times.
pub fn in_full(report: &Report) -> String {
    let row = |played: &Played, service: &Service| {
        let [minimum, full] = [&service.recovery, &service.recovery_full];
        let [typical, late] = [50, 95].map(|percent| time(quantile(full, percent), "not out", "not back"));
        let differs = quantile(full, 50)?.value != quantile(minimum, 50)?.value || service.reduced > 0;
        (service.touched > 0 && differs).then(|| {
            vec![
                played.scenario.title.to_string(),
                service.name.to_string(),
                time(quantile(minimum, 50), "not out", "not back"),
                typical,
                late,
                percent(full.average.n - full.average.recovered, full.average.n),
            ]
        })
    };
    let played = report.dossier.played.iter();
    let rows: Vec<Vec<String>> = played
        .flat_map(|played| played.services.iter().filter_map(move |service| row(played, service)))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let titles = [
        "Scenario",
        "Service",
        "At its minimum, typical",
        "In full, typical",
        "In full, 1 in 20",
        "Not in full",
    ];
    heading("Back in full") + &table(&titles, &rows)
}

fn quantile(times: &Estimate<Millis>, percent: u64) -> Option<&Quantile<Millis>> {
    times.quantiles.iter().find(|quantile| quantile.percent == percent)
}

/// A section for each open gap: sentence, figures, where the time went, what to try.
pub fn gaps(report: &Report) -> String {
    let gaps = report.dossier.gaps();
    if gaps.open.is_empty() {
        return String::new();
    }
    let mut out = heading("Gap by gap");
    for gap in &gaps.open {
        out.push_str(&one(report.dossier, gap));
    }
    out
}

fn one(dossier: &Dossier, gap: &Gap) -> String {
    let finding = gap.finding;
    let mut out =
        format!("### {}{}\n\n{}\n\n", md(&finding.id), titles(dossier, (gap, &[])), md(&finding.message));
    let place = finding
        .place
        .as_ref()
        .map_or(String::new(), |place| format!(" Written at {}:{}.", place.file, place.line));
    out.push_str(&md(&format!("Severity: {}.{place}", finding.severity.word())));
    out.push_str("\n\n");
    let evidence: Vec<Vec<String>> =
        finding.facts().into_iter().map(|fact| vec![fact.label, fact.value]).collect();
    out.push_str(&table(&["Figure", "Value"], &evidence));
    let causes: Vec<Vec<String>> = finding
        .causes
        .iter()
        .map(|cause| {
            vec![cause.words.to_string(), mean(cause.mean.0), format!("{:.1} %", cause.share * 100.0)]
        })
        .collect();
    out.push_str(&table(&["Where the time goes", "Mean", "Share"], &causes));
    for remedy in &finding.remedies {
        out.push_str(&format!("- {}\n", md(&remedy.text)));
    }
    if !finding.remedies.is_empty() {
        out.push('\n');
    }
    out
}

/// Microseconds as people read them.
fn mean(micros: u64) -> String {
    compact(Millis::new(i64::try_from(micros / 1_000).unwrap_or(i64::MAX)))
}

/// Who is called, and for whom work waits.
pub fn teams(report: &Report) -> String {
    let rows: Vec<Vec<String>> = report
        .dossier
        .played
        .iter()
        .flat_map(|played| {
            played.teams.iter().filter(|team| team.called > 0).map(|team| {
                vec![
                    played.scenario.title.to_string(),
                    team.name.to_string(),
                    percent(team.called, team.n),
                    mean_time(&team.mobilised),
                    mean_time(&team.busy),
                    mean_time(&team.queued),
                ]
            })
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let titles = [
        "Scenario",
        "Team",
        "Called",
        "There after, on average",
        "People's time a run",
        "Work waited for them a run, summed",
    ];
    heading("Teams") + &table(&titles, &rows)
}

/// The plan, with owner, due day and status to be filled in.
pub fn plan(report: &Report) -> String {
    let gaps = report.dossier.gaps();
    let mut scenarios: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for gap in &gaps.open {
        scenarios.entry(gap.finding.id.as_str()).or_default().push(&gap.played.scenario.title);
    }
    let rows: Vec<Vec<String>> = distinct(&gaps.open)
        .iter()
        .zip(1..)
        .map(|(gap, number)| {
            let remedy = gap.finding.remedies.first().map_or("", |remedy| remedy.text.as_str());
            let scenarios = scenarios[gap.finding.id.as_str()].join("; ");
            let empty = String::new;
            vec![
                number.to_string(),
                gap.finding.id.to_string(),
                scenarios,
                remedy.to_owned(),
                empty(),
                empty(),
                empty(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let titles = ["No", "Gap", "In scenarios", "What to try", "Owner", "Due", "Status"];
    heading("Improvement plan") + &table(&titles, &rows)
}

/// What somebody accepts, and until when.
pub fn accepted(report: &Report) -> String {
    let gaps = report.dossier.gaps();
    let rows: Vec<Vec<String>> = gaps
        .accepted
        .iter()
        .filter_map(|gap| Some((gap, gap.finding.accepted.as_ref()?)))
        .map(|(gap, accepted)| {
            let or = |text: &Option<crate::report::dossier::Text>, none: &str| {
                text.as_ref().map_or_else(|| none.to_owned(), ToString::to_string)
            };
            vec![
                gap.finding.id.to_string(),
                gap.played.scenario.title.to_string(),
                accepted.reason.to_string(),
                or(&accepted.owner, "nobody signed"),
                or(&accepted.until, "for good"),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    heading("Accepted risks") + &table(&["Gap", "Scenario", "Because", "By", "Until"], &rows)
}

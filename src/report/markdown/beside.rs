//! What runs are set beside: reality, and the last time.

use super::{heading, md, table};
use crate::report::dossier::{Changed, Moved, Played, RealOutage, Text};
use crate::report::form::Report;
use crate::wording::figures::kept;

/// Outages that really happened, and where they lie.
pub fn reality(report: &Report) -> String {
    let row = |RealOutage { played, service, actual }: &RealOutage| {
        let lies = match actual.no_longer.n {
            0 => "no run interrupts it".to_owned(),
            _ => kept(&actual.no_longer),
        };
        vec![
            played.scenario.title.to_string(),
            service.name.to_string(),
            actual.started.to_string(),
            actual.back.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
            actual.length.to_string(),
            lies,
            actual.no_longer.held.to_string(),
            actual.no_longer.n.to_string(),
            actual.source.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
        ]
    };
    let real = report.dossier.real_outages();
    if real.is_empty() {
        return String::new();
    }
    let mut out = heading("Beside reality");
    out.push_str(
        "Outages that really happened, each with how many of 100 runs that interrupt the service are back for good no \
         later: at 61 it lies at p61.\n\n",
    );
    let titles = [
        "Scenario",
        "Service",
        "Started",
        "Back",
        "Took",
        "Of 100 runs back no later",
        "Runs back no later",
        "Runs that interrupt it",
        "Source",
    ];
    out.push_str(&table(&titles, &real.iter().map(row).collect::<Vec<_>>()));
    for RealOutage { service, actual, .. } in real {
        out.push_str(&format!("- {}\n", md(&actual.sentence(service))));
    }
    out + "\n"
}

/// Which verdicts moved since earlier results, and what changed.
pub fn since(report: &Report) -> String {
    let held: Vec<&Played> = report.dossier.played.iter().filter(|played| played.against.is_some()).collect();
    if held.is_empty() {
        return String::new();
    }
    let mut out = heading("Since earlier results");
    let (mut moved, mut changed) = (Vec::new(), Vec::new());
    for played in held {
        let Some(against) = &played.against else { continue };
        let title = played.scenario.title.to_string();
        out.push_str(&format!("{}: {}\n\n", md(&title), md(&against.head())));
        for shortened in against.shortened() {
            out.push_str(&format!("- **Shorter without new evidence:** {}\n", md(&shortened.shortened())));
        }
        if against.shortened().next().is_some() {
            out.push('\n');
        }
        moved.extend(against.moved.iter().map(|one| moved_row(&title, one)));
        changed.extend(against.changed.iter().map(|one| changed_row(&title, one)));
    }
    out.push_str(&table(
        &["Scenario", "Verdict on", "Objective", "Was", "Is", "Which is", "Because of"],
        &moved,
    ));
    out.push_str(&table(&["Scenario", "Changed input", "What it is", "Was", "Is", "Basis"], &changed));
    out
}

fn moved_row(title: &str, moved: &Moved) -> Vec<String> {
    vec![
        title.to_owned(),
        moved.name.to_string(),
        moved.kind.short().to_owned(),
        Moved::told(moved.before, moved.share_before),
        Moved::told(moved.after, moved.share_after),
        moved.way().to_owned(),
        moved.reason().to_owned(),
    ]
}

fn changed_row(title: &str, changed: &Changed) -> Vec<String> {
    let or_none =
        |text: &Option<Text>| text.as_ref().map_or_else(|| "not there".to_owned(), ToString::to_string);
    vec![
        title.to_owned(),
        changed.path.to_string(),
        changed.kind.word().to_owned(),
        or_none(&changed.before),
        or_none(&changed.after),
        changed.basis(),
    ]
}

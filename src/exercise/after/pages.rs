//! The after-action report on paper: HTML, Markdown, a workbook.

use crate::exercise::log::{Log, lines};
use crate::exercise::pack::Pack;
use crate::exercise::paper::{Audience, Document, File, html, markdown};
#[cfg(feature = "xlsx")]
use crate::exercise::paper::{Sheet, workbook};

use super::report::{Compared, DecisionLine, InjectLine, Measure, ObjectiveLine, Report, Standing};
use crate::wording::text::counted;

const INJECTS: [&str; 5] = ["No", "Planned", "Delivered", "Minutes late", "Inject"];
const DECISIONS: [&str; 6] = ["", "Decision", "In the room by", "Taken", "How", "What was decided"];
const OBJECTIVES: [&str; 4] = ["Objective", "Capability", "Rating", "Evidence"];
const DURATIONS: [&str; 5] = ["What", "Took", "Seen in", "Model: least, typical, most", "Against the model"];
const MEASURES: [&str; 6] =
    ["Corrective action", "Owner (role)", "By when", "Asked for by", "Edit of the model", "Simulated effect"];

/// Every file of the report, sorted by path.
pub fn files(pack: &Pack, report: &Report, log: &Log) -> Vec<File> {
    let page = page(pack, report);
    let mut files = vec![
        ("exercise-after-action.html".to_owned(), html(&page).into_bytes()),
        ("exercise-after-action.md".to_owned(), markdown(&page).into_bytes()),
        ("exercise-log.jsonl".to_owned(), lines(log).into_bytes()),
    ];
    #[cfg(feature = "xlsx")]
    files.push(("exercise-after-action.xlsx".to_owned(), workbook(&sheets(report))));
    files.sort();
    files
}

fn page(pack: &Pack, report: &Report) -> Document {
    let mut page = Document::new(
        Audience::Control,
        "after-action",
        &pack.title,
        "After-action report and improvement plan",
    );
    page.facts([
        ("Organisation", pack.organisation.clone()),
        ("Scenario", pack.origin.scenario_title.clone()),
        ("Kind", pack.kind.words().to_owned()),
        (
            "Day",
            pack.room.start.map_or_else(|| "________________".to_owned(), |start| start.date().to_string()),
        ),
        ("Trial", format!("{} of seed {}", pack.origin.trial, pack.origin.seed)),
    ]);
    page.text("What people did in the room is a record; what is said of services, promises and effects is simulated from the stated model. Roles are named, people are not.");
    page.heading(2, "In short");
    page.text(in_short(report));
    if !report.cautions.is_empty() {
        page.heading(2, "To know before reading on");
        page.items(report.cautions.clone());
    }
    page.heading(2, "Objectives");
    page.table(&OBJECTIVES, report.objectives.iter().map(objective).collect());
    page.text("P performed without challenges, S with some, M with major challenges, U unable to be performed (HSEEP).");
    page.heading(2, "Decisions against their last responsible moments");
    page.table_of(
        &widths(&DECISIONS, &[4, 28, 10, 9, 10, 39]),
        report.decisions.iter().map(decision).collect(),
    );
    for line in report.decisions.iter().filter(|line| !line.last.is_empty()) {
        page.text(format!("{}: {}", line.letter, line.last));
    }
    page.heading(2, "Planned and observed");
    page.table(&INJECTS, report.injects.iter().map(inject).collect());
    if !report.durations.is_empty() {
        page.heading(2, "How long things took");
        page.table(&DURATIONS, report.durations.iter().map(duration).collect());
        page.text("The command calibrate updates the model's estimates by these.");
    }
    page.heading(2, "Strengths");
    or_none(&mut page, &report.strengths, "None was written down.");
    page.heading(2, "Areas for improvement");
    or_none(&mut page, &report.improve, "None was written down.");
    page.heading(2, "Improvement plan");
    page.table_of(
        &widths(&MEASURES, &[23, 14, 11, 8, 19, 25]),
        report.measures.iter().map(measure).collect(),
    );
    page.text("An effect is the change in how many of 100 runs keep a promise, with the same draws before and after; what changes by less than it could by chance is left out.");
    if !report.notes.is_empty() {
        page.heading(2, "Notes of the scribe");
        page.items(report.notes.clone());
    }
    page.heading(2, "Accepted by");
    page.table(&["Role", "Signature", "Date"], (0..3).map(|_| vec![String::new(); 3]).collect());
    page
}

fn widths<'a>(head: &[&'a str], widths: &[u8]) -> Vec<(&'a str, u8)> {
    head.iter().copied().zip(widths.iter().copied()).collect()
}

/// Injects, decisions, ratings and actions, counted.
fn in_short(report: &Report) -> String {
    let given = report.injects.iter().filter(|line| line.late.is_some() || line.planned == "reserve").count();
    let standing = |wanted: Standing| report.decisions.iter().filter(|line| line.standing == wanted).count();
    let rated = |letter: char| {
        let ratings = report.objectives.iter().flat_map(|line| &line.ratings);
        ratings.filter(|rating| rating.starts_with(letter)).count()
    };
    let ratings: Vec<String> =
        ['P', 'S', 'M', 'U'].map(|letter| format!("{} {letter}", rated(letter))).into();
    let owned = report.measures.iter().filter(|measure| !measure.action.due.is_empty()).count();
    format!(
        "{given} of {} injects were given. Decisions: {} in time, {} late, {} not taken, {} without a last moment. Ratings: {}. {}, {owned} of them with a day.",
        report.injects.len(),
        standing(Standing::InTime),
        standing(Standing::Late),
        standing(Standing::NotTaken),
        standing(Standing::Open),
        ratings.join(", "),
        counted(report.measures.len(), "corrective action", "corrective actions")
    )
}

fn or_none(page: &mut Document, items: &[String], none: &str) {
    match items {
        [] => page.text(none),
        items => page.items(items.to_vec()),
    }
}

fn objective(line: &ObjectiveLine) -> Vec<String> {
    let rating = if line.ratings.is_empty() { "not rated".to_owned() } else { line.ratings.join(", ") };
    vec![line.text.clone(), line.capability.clone(), rating, line.evidence.join("\n")]
}

fn decision(line: &DecisionLine) -> Vec<String> {
    let standing = line.standing.words().to_owned();
    vec![
        line.letter.clone(),
        line.what.clone(),
        line.by.clone(),
        line.taken.clone(),
        standing,
        line.told.clone(),
    ]
}

fn inject(line: &InjectLine) -> Vec<String> {
    let late = line.late.map(|late| late.to_string()).unwrap_or_default();
    vec![line.number.clone(), line.planned.clone(), line.delivered.clone(), late, line.text.clone()]
}

fn duration(line: &Compared) -> Vec<String> {
    let model = line.model.map(|model| model.map(|time| time.to_string()).join(", ")).unwrap_or_default();
    vec![line.subject.clone(), line.took.to_string(), line.source.clone(), model, line.verdict.to_owned()]
}

fn measure(line: &Measure) -> Vec<String> {
    let action = &line.action;
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    vec![
        action.text.clone(),
        or(&action.owner, "to be named"),
        or(&action.due, "to be agreed"),
        line.from.to_owned(),
        or(&action.edit, "none"),
        or(&line.effect, "nothing in the model stands for it"),
    ]
}

/// The same tables as sheets.
#[cfg(feature = "xlsx")]
fn sheets(report: &Report) -> Vec<Sheet> {
    let sheet = |name: &str, head: &[&str], rows: Vec<Vec<String>>, widths: &[u16]| Sheet {
        name: name.to_owned(),
        head: head.iter().map(|&head| head.to_owned()).collect(),
        rows,
        widths: widths.to_vec(),
    };
    vec![
        sheet(
            "Improvement plan",
            &MEASURES,
            report.measures.iter().map(measure).collect(),
            &[45, 20, 12, 12, 40, 50],
        ),
        sheet(
            "Objectives",
            &OBJECTIVES,
            report.objectives.iter().map(objective).collect(),
            &[45, 25, 10, 60],
        ),
        sheet(
            "Decisions",
            &DECISIONS,
            report.decisions.iter().map(decision).collect(),
            &[5, 40, 12, 10, 12, 60],
        ),
        sheet("Timeline", &INJECTS, report.injects.iter().map(inject).collect(), &[6, 10, 14, 10, 70]),
        sheet(
            "Durations",
            &DURATIONS,
            report.durations.iter().map(duration).collect(),
            &[45, 12, 14, 30, 28],
        ),
    ]
}

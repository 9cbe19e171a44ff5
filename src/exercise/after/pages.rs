//! The after-action report on paper: HTML, Markdown, a workbook.

use crate::exercise::log::{Log, lines};
use crate::exercise::pack::Pack;
use crate::exercise::paper::{Audience, Document, File, html, markdown};
#[cfg(feature = "xlsx")]
use crate::exercise::paper::{Sheet, workbook};

use super::decisions::{DecisionLine, Standing};
use super::report::{Compared, InjectLine, Measure, ObjectiveLine, Report, RoleLine, TalkLine};
use crate::model::exercise::ExerciseKind;
use crate::wording::text::{counted, shown};

const INJECTS: [&str; 7] =
    ["No", "Planned", "Scenario", "Delivered", "Scenario then", "Minutes late", "Inject"];
const DECISIONS: [&str; 8] =
    ["", "Decision", "Last moment", "In the room by", "Taken", "Scenario then", "How", "What was decided"];
const OBJECTIVES: [&str; 4] = ["Objective", "Capability", "Rating", "Evidence"];
const DURATIONS: [&str; 5] = ["What", "Took", "Seen in", "Model: least, typical, most", "Against the model"];
const TALK: [&str; 4] = ["What", "From", "Until", "Without pauses"];
const ACTIONS: [&str; 5] =
    ["Corrective action", "Owner (role)", "By when", "Edit of the model", "Simulated effect"];
const SUGGESTIONS: [&str; 4] =
    ["What the run suggests", "Owner (role)", "Edit of the model", "Simulated effect"];
const ROLES: [&str; 4] = ["Role", "Planned", "Entries that name it", "Present"];

/// Every file of the report, sorted by path.
pub fn files(pack: &Pack, report: &Report, log: &Log) -> Vec<File> {
    let page = page(pack, report, log);
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

fn page(pack: &Pack, report: &Report, log: &Log) -> Document {
    let mut page = Document::new(
        Audience::Control,
        "after-action",
        &pack.title,
        "After-action report and improvement plan",
    );
    page.facts(facts(pack, report));
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
        &widths(&DECISIONS, &[4, 24, 9, 9, 8, 9, 11, 26]),
        report.decisions.iter().map(decision).collect(),
    );
    page.text("In time and late are told by the clock of the scenario as it ran in the room: from when play began, set by injects and by what the log says of it, standing in pauses.");
    for line in report.decisions.iter().filter(|line| !line.last.is_empty()) {
        page.text(format!("{}: {}", line.letter, line.last));
    }
    page.heading(2, "Planned and observed");
    page.table_of(&widths(&INJECTS, &[5, 8, 10, 10, 10, 8, 49]), report.injects.iter().map(inject).collect());
    page.text("Minutes late are counted from when play began, without pauses.");
    lengths(log.head.kind.unwrap_or(pack.kind), report, &mut page);
    page.heading(2, "Strengths");
    or_none(&mut page, &report.strengths, "None was written down.");
    page.heading(2, "Areas for improvement");
    or_none(&mut page, &report.improve, "None was written down.");
    if !report.others.is_empty() {
        page.heading(2, "Observed, and not said to be a strength or to be improved");
        page.items(report.others.clone());
    }
    if !report.open.is_empty() {
        page.heading(2, "Left open, to be seen another time");
        page.items(report.open.clone());
    }
    measures(report, &mut page);
    page.heading(2, "Who took part");
    page.table(&ROLES, report.roles.iter().map(role).collect());
    if !report.notes.is_empty() {
        page.heading(2, "Notes of the scribe");
        page.items(report.notes.clone());
    }
    page.heading(2, "Accepted by");
    page.table(&["Role", "Signature", "Date"], (0..3).map(|_| vec![String::new(); 3]).collect());
    page
}

/// The block at the head: what was exercised, on which plan, when.
fn facts(pack: &Pack, report: &Report) -> Vec<(String, String)> {
    let fact = |label: &str, text: String| (label.to_owned(), text);
    let mut facts = vec![
        fact("Organisation", pack.organisation.clone()),
        fact("Scenario", pack.origin.scenario_title.clone()),
        fact("Kind", pack.kind.words().to_owned()),
    ];
    let paper = pack.paper.iter().map(|(label, text)| format!("{label} {}", shown(text)));
    let paper: Vec<String> = paper.collect();
    if !paper.is_empty() {
        facts.push(fact("The plan", paper.join(", ")));
    }
    facts.extend(report.day.iter().cloned());
    facts.push(fact("Trial", format!("{} of seed {}", pack.origin.trial, pack.origin.seed)));
    facts
}

/// How long things took, and how long the room talked.
fn lengths(kind: ExerciseKind, report: &Report, page: &mut Document) {
    if !report.talked.is_empty() {
        page.heading(2, "Time to agree in the room");
        page.table(&TALK, report.talked.iter().map(talk).collect());
        page.text(match kind {
            ExerciseKind::Discussion => {
                "This is how long people talked. It is no duration of the plan, and is held against none."
            }
            _ => "On the clock of the room.",
        });
    }
    if report.durations.is_empty() && report.unused.is_empty() {
        return;
    }
    page.heading(2, "How long things took");
    if !report.durations.is_empty() {
        page.table(&DURATIONS, report.durations.iter().map(duration).collect());
        page.text("The command calibrate updates the model's estimates by these.");
    }
    if !report.unused.is_empty() {
        page.text("Not held against the model:");
        page.items(report.unused.clone());
    }
}

/// What the room agreed on, and what the run suggests beside it.
fn measures(report: &Report, page: &mut Document) {
    page.heading(2, "Improvement plan");
    if report.actions.is_empty() {
        page.text("The log holds no corrective action.");
    } else {
        page.table_of(&widths(&ACTIONS, &[27, 15, 12, 20, 26]), report.actions.iter().map(action).collect());
    }
    if !report.suggestions.is_empty() {
        page.heading(2, "What the run suggests");
        page.text("Nobody has agreed to these. What the room takes up goes into the plan above, with an owner and a day.");
        page.table_of(
            &widths(&SUGGESTIONS, &[35, 15, 22, 28]),
            report.suggestions.iter().map(suggestion).collect(),
        );
    }
    page.text("An effect is the change in how many of 100 runs keep a promise, with the same draws before and after; what changes by less than it could by chance is left out.");
}

fn widths<'a>(head: &[&'a str], widths: &[u8]) -> Vec<(&'a str, u8)> {
    head.iter().copied().zip(widths.iter().copied()).collect()
}

/// Injects, decisions, ratings and actions, counted.
fn in_short(report: &Report) -> String {
    let given = report.injects.iter().filter(|line| line.given).count();
    let standing =
        |wanted: &[Standing]| report.decisions.iter().filter(|line| wanted.contains(&line.standing)).count();
    let rated = |letter: char| {
        let ratings = report.objectives.iter().flat_map(|line| &line.ratings);
        ratings.filter(|rating| rating.starts_with(letter)).count()
    };
    let ratings: Vec<String> =
        ['P', 'S', 'M', 'U'].map(|letter| format!("{} {letter}", rated(letter))).into();
    let dated = report.actions.iter().filter(|measure| !measure.action.due.is_empty()).count();
    let suggested = match report.suggestions.len() {
        0 => String::new(),
        some => format!(" The run suggests {some} more."),
    };
    format!(
        "{given} of {} injects were given. Decisions: {} in time, {} late, {} not taken, {} not asked, {} without a last moment that counts. Ratings: {}. {}, {dated} of them with a day.{suggested}",
        report.injects.len(),
        standing(&[Standing::InTime]),
        standing(&[Standing::Late]),
        standing(&[Standing::NotTaken]),
        standing(&[Standing::NotAsked]),
        standing(&[Standing::Open, Standing::Past, Standing::Unscored]),
        ratings.join(", "),
        counted(report.actions.len(), "corrective action", "corrective actions")
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
    [
        line.letter.as_str(),
        &line.what,
        &line.last_clock,
        &line.by,
        &line.taken,
        &line.clock,
        line.standing.words(),
        &line.told,
    ]
    .map(str::to_owned)
    .into()
}

fn inject(line: &InjectLine) -> Vec<String> {
    let late = line.late.map(|late| late.to_string()).unwrap_or_default();
    [
        line.number.as_str(),
        &line.planned,
        &line.clocks[0],
        &line.delivered,
        &line.clocks[1],
        &late,
        &line.text,
    ]
    .map(str::to_owned)
    .into()
}

fn talk(line: &TalkLine) -> Vec<String> {
    vec![line.what.clone(), line.from.clone(), line.until.clone(), line.took.to_string()]
}

fn role(line: &RoleLine) -> Vec<String> {
    let planned = if line.planned { "yes" } else { "no" };
    vec![line.name.clone(), planned.to_owned(), line.entries.to_string(), String::new()]
}

fn duration(line: &Compared) -> Vec<String> {
    let model = line.model.map(|model| model.map(|time| time.to_string()).join(", ")).unwrap_or_default();
    vec![line.subject.clone(), line.took.to_string(), line.source.clone(), model, line.verdict.to_owned()]
}

fn or(text: &str, none: &str) -> String {
    if text.is_empty() { none.to_owned() } else { text.to_owned() }
}

fn action(line: &Measure) -> Vec<String> {
    let action = &line.action;
    vec![
        action.text.clone(),
        or(&action.owner, "to be named"),
        or(&action.due, "to be agreed"),
        or(&action.edit, "none"),
        or(&line.effect, "nothing in the model stands for it"),
    ]
}

fn suggestion(line: &Measure) -> Vec<String> {
    let action = &line.action;
    vec![action.text.clone(), "to be named".to_owned(), action.edit.clone(), line.effect.clone()]
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
            &ACTIONS,
            report.actions.iter().map(action).collect(),
            &[45, 20, 12, 40, 50],
        ),
        sheet(
            "Suggestions",
            &SUGGESTIONS,
            report.suggestions.iter().map(suggestion).collect(),
            &[60, 20, 40, 50],
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
            &[5, 40, 12, 12, 10, 12, 14, 60],
        ),
        sheet(
            "Timeline",
            &INJECTS,
            report.injects.iter().map(inject).collect(),
            &[6, 10, 12, 14, 14, 10, 70],
        ),
        sheet("Talk", &TALK, report.talked.iter().map(talk).collect(), &[45, 10, 10, 14]),
        sheet(
            "Durations",
            &DURATIONS,
            report.durations.iter().map(duration).collect(),
            &[45, 12, 14, 30, 28],
        ),
    ]
}

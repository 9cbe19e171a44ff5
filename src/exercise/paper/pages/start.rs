//! The page to read first: which paper is for whom, whom to invite, and what is wrong with this exercise.

use crate::exercise::pack::Pack;
use crate::exercise::paper::document::{Audience, Block, Document};

pub fn page(pack: &Pack) -> Document {
    let mut page = Document::new(
        Audience::Control,
        "start-here",
        &pack.title,
        "Read this first: what is in this folder, and what to do before the day",
    );
    page.facts(super::head(pack));
    page.heading(2, "Why this trial");
    reasons(pack, &mut page);
    if !pack.origin.offers.is_empty() {
        let offers = crate::wording::names::listed(&pack.origin.offers, usize::MAX);
        page.text(format!("What people can talk about in it: {offers}."));
    }
    page.text("It is one simulated run of the stated model, not a forecast and no record of a recovery.");
    page.heading(2, "Before the day");
    let mut ticks: Vec<String> = [
        "Read the facilitator guide through once, with the list of injects beside it.",
        "Invite the people below; send them the calendar file and nothing else.",
        "Print everything in this folder: it is the fallback when the screen fails. Each slip has a page of its own.",
        "Write the numbers of the control cell on every brief, and give briefs out at the door, not before.",
        "Give telephone scripts to those who play callers, and let each read theirs aloud once.",
        "Run through the injects once with the evaluators, with a clock: ten minutes are enough to find what cannot be said.",
        "Set up the scribe with the scribe log, on paper or as a table, and one clock that all can see.",
        "Tell reception, the service desk and the duty desk that there is an exercise, and from when to when.",
    ].map(str::to_owned).into();
    if !pack.lint.is_empty() {
        ticks.push("Decide about each doubt at the end of this page.".to_owned());
    }
    page.push(Block::Ticks(ticks));
    page.heading(2, "People to invite because the model says so");
    match pack.invitations.as_slice() {
        [] => page.text("Nobody stands out: no team keeps work waiting, and nobody decides alone."),
        all => page.table(
            &["Who", "Why", "Asked", "Comes"],
            all.iter()
                .map(|found| vec![found.who.clone(), found.because.clone(), String::new(), String::new()])
                .collect(),
        ),
    }
    control_cell(&mut page);
    page.heading(2, "What is in this folder");
    page.table(&["File", "For", "What it is"], files());
    page.heading(2, "Doubts about this exercise");
    match pack.lint.as_slice() {
        [] => page.text("None: no dead time, no haste, every role has something to do."),
        doubts => page.items(doubts.to_vec()),
    }
    page.heading(2, "Where it comes from");
    page.facts(origin(pack));
    page
}

/// Why this trial, and the gaps of the plan that it shows.
pub fn reasons(pack: &Pack, page: &mut Document) {
    for reason in &pack.origin.reasons {
        page.text(reason.clone());
    }
    if !pack.origin.gaps.is_empty() {
        page.text("It shows these gaps of the plan:");
        page.items(pack.origin.gaps.clone());
    }
}

/// The people of control, to be filled in.
fn control_cell(page: &mut Document) {
    page.heading(2, "Control cell");
    let row = |what: &str| vec![what.to_owned(), String::new(), String::new()];
    page.table(
        &["Who", "Name", "Reached at"],
        [
            "Facilitator",
            "Whoever plays the callers",
            "Evaluators",
            "Scribe",
            "Who may stop the exercise",
            "Something real: whom to call",
        ]
        .map(row)
        .into(),
    );
}

fn files() -> Vec<Vec<String>> {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    [
        ["players/exercise-situation-manual", "players", "What everybody knows at the start, rules, the day"],
        ["players/exercise-brief-...", "one player each", "The role: what it knows, answers for, may decide"],
        ["players/exercise-ground-rules", "the wall", "One page to hang up or to show at the opening"],
        ["players/exercise-feedback-form", "players", "To fill in before leaving"],
        ["players/exercise-calendar", "everybody", "Without a word of what happens"],
        [
            "control/exercise-facilitator-guide",
            "facilitators",
            "The day minute by minute, with what is really so",
        ],
        ["control/exercise-msel", "control cell", "The list of injects, with boxes to tick"],
        ["control/exercise-inject-slips", "control cell", "What is handed out, one page each"],
        [
            "control/exercise-telephone-scripts",
            "role-players",
            "Who you are, what you know, what you may add",
        ],
        ["control/exercise-evaluator-guide", "evaluators", "Objectives, tasks, ratings"],
        ["control/exercise-scribe-log", "scribe", "A table to fill in; `blackstart aar` reads the CSV, and of the workbook its sheet saved as CSV UTF-8"],
        ["control/exercise-log", "scribe, or a console", "The same as JSON lines, with its head"],
    ]
    .map(row)
    .into()
}

/// Where the pack comes from, and how to make it again.
pub fn origin(pack: &Pack) -> Vec<(String, String)> {
    let origin = &pack.origin;
    let mut facts = vec![
        ("Scenario".to_owned(), format!("{} ({})", origin.scenario_title, origin.scenario)),
        ("Trial".to_owned(), format!("{} of seed {}", origin.trial, origin.seed)),
    ];
    facts.extend(origin.inputs.iter().map(|(name, sha256)| (format!("SHA-256 of {name}"), sha256.clone())));
    facts.extend(origin.commands.iter().map(|command| ("Again".to_owned(), command.clone())));
    facts.push(("Made by".to_owned(), concat!("blackstart ", env!("CARGO_PKG_VERSION")).to_owned()));
    facts
}

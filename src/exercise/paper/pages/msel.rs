//! The master scenario events list, as a table for spreadsheets and as a page with boxes to tick.

use crate::exercise::pack::{Beyond, Decision, Inject, Pack};
use crate::exercise::paper::document::{Audience, Block, Document, Sheet};

const HEAD: [&str; 13] = [
    "No",
    "Exercise time",
    "Scenario time",
    "Since onset (s)",
    "From",
    "To",
    "Method",
    "Inject",
    "Expected action",
    "Objective",
    "Ground truth (control copy only)",
    "Contingency",
    "Notes",
];
const WIDTHS: [u16; 13] = [5, 9, 10, 10, 18, 18, 10, 50, 40, 12, 60, 10, 25];

/// The rows of the list without its head.
pub fn rows(pack: &Pack) -> Vec<Vec<String>> {
    pack.injects.iter().map(|inject| row(pack, inject)).collect()
}

fn row(pack: &Pack, inject: &Inject) -> Vec<String> {
    let objective = inject.objective.and_then(|position| pack.objectives.get(position));
    let decision = inject.decision.and_then(|position| pack.decisions.get(position));
    vec![
        inject.number.clone(),
        inject.minute.map(|minute| pack.room.clock(minute)).unwrap_or_default(),
        inject.clock.clone(),
        inject.at.map(|at| seconds(at.get())).unwrap_or_default(),
        inject.from.clone(),
        super::addressees(pack, inject),
        inject.by.clone(),
        inject.text.clone(),
        inject.expect.clone(),
        objective.map(|objective| objective.id.clone()).unwrap_or_default(),
        inject.truth.join("\n"),
        if inject.is_reserve() { "yes" } else { "no" }.to_owned(),
        decision
            .map(|decision| format!("Decision {}: {}. {}", decision.letter, decision.what, decision.last))
            .unwrap_or_default(),
    ]
}

/// The first and the last lines of what is really so, the decision above them: the whole stands in the guide.
fn told(pack: &Pack, inject: &Inject) -> String {
    const FIRST: usize = 2;
    const LAST: usize = 2;
    let decision = inject.decision.and_then(|position| pack.decisions.get(position));
    let of_decision = |found: &Decision| match found.last_clock.as_str() {
        "" if found.beyond.is_some() => format!("DECISION {}, {}", found.letter, Beyond::Past.words()),
        "" => format!("DECISION {}", found.letter),
        clock => format!(
            "DECISION {}, last responsible moment {}{}",
            found.letter,
            super::scenario_clock(clock, found.last_moment),
            found.beyond.map(|beyond| format!(", {}", beyond.words())).unwrap_or_default()
        ),
    };
    let mut lines: Vec<String> = decision.map(of_decision).into_iter().collect();
    let truth = &inject.truth;
    if truth.len() > FIRST + LAST + 1 {
        lines.extend(truth[..FIRST].iter().cloned());
        lines.push("...".to_owned());
        lines.extend(truth[truth.len() - LAST..].iter().cloned());
    } else {
        lines.extend(truth.iter().cloned());
    }
    lines.join(" \u{b7} ")
}

/// Seconds with milliseconds, exactly.
fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms.div_euclid(1_000), ms.rem_euclid(1_000))
}

pub fn sheet(pack: &Pack) -> Sheet {
    Sheet {
        name: "MSEL".to_owned(),
        head: HEAD.map(str::to_owned).into(),
        rows: rows(pack),
        widths: WIDTHS.into(),
    }
}

pub fn page(pack: &Pack) -> Document {
    let mut page =
        Document::new(Audience::Control, "msel", &pack.title, "Master scenario events list").landscape();
    let room = &pack.room;
    let share = |minute: u32| (minute.saturating_sub(room.play) * 100) / room.play_minutes().max(1);
    let timed = pack.injects.iter().filter_map(|inject| Some((inject.minute?, inject)));
    let mut marks: Vec<(u32, String, String)> = timed
        .map(|(minute, inject)| {
            let clock = super::scenario_clock(&inject.clock, inject.at);
            (share(minute), format!("{} {clock}", inject.number), room.clock(minute))
        })
        .collect();
    marks.push((100, "end".to_owned(), room.clock(room.play_ends)));
    page.push(Block::Timeline(marks));
    let columns = [
        ("No", 4),
        ("Room", 5),
        ("Scenario", 6),
        ("From", 8),
        ("To", 8),
        ("By", 5),
        ("What they see or hear", 18),
        ("Expected action", 13),
        ("Ground truth", 24),
        ("Given", 4),
        ("At", 5),
    ];
    let cells = |inject: &Inject| {
        let number = match inject.decision.and_then(|position| pack.decisions.get(position)) {
            Some(decision) => format!("{} ({})", inject.number, decision.letter),
            None => inject.number.clone(),
        };
        vec![
            number,
            super::room_clock(pack, inject),
            super::scenario_clock(&inject.clock, inject.at),
            inject.from.clone(),
            super::addressees(pack, inject),
            inject.by.clone(),
            inject.text.clone(),
            inject.expect.clone(),
            told(pack, inject),
            "\u{2610}".to_owned(),
            String::new(),
        ]
    };
    page.table_of(&columns, pack.injects.iter().map(cells).collect());
    page.text(
        "A letter in brackets marks a decision; why its moment is the last stands in the facilitator guide. What is cut short with ... stands in the facilitator guide and in the workbook.",
    );
    page
}

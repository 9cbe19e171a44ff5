//! The facilitator guide: the day with its clocks, each inject with what is really so, decisions with their last moments.

use crate::exercise::pack::{Decision, Inject, Pack};
use crate::exercise::paper::document::{Audience, Block, Document};

pub fn page(pack: &Pack) -> Document {
    let mut page = Document::new(Audience::Control, "facilitator-guide", &pack.title, "Facilitator guide");
    page.facts(super::head(pack));
    page.heading(2, "What happens, in short");
    page.text(format!("{}.", pack.origin.scenario_title));
    if let Some(narrative) = &pack.origin.narrative {
        page.text(narrative.clone());
    }
    super::start::reasons(pack, &mut page);
    page.text("All times of the scenario are those of one simulated run. What your people do may be better; the run only says what the model expects.");
    agenda(pack, &mut page);
    page.heading(2, "To read out at the opening");
    page.push(Block::Say(opening(pack)));
    page.text("The ground rules hang on the wall (players/exercise-ground-rules). Then everybody says their role in one sentence, and reads their brief.");
    page.heading(2, "What becomes of the services in this run");
    let fates = pack
        .fates
        .iter()
        .map(|fate| vec![fate.service.clone(), fate.told.clone(), fate.verdict.clone(), fate.kept.clone()]);
    page.table_of(
        &[
            ("Service", 16),
            ("In this run", 25),
            ("Promises, and what each counts", 36),
            ("Kept in 100 runs (99 % interval)", 23),
        ],
        fates.collect(),
    );
    page.text("An RTO counts the time out; an MTPD counts that and the work recovery, in which people catch up with what has piled up and enter again what was lost; an RPO counts the data lost.");
    decisions(pack, &mut page);
    page.heading(2, "Injects");
    if pack.injects.is_empty() {
        page.text("None: nothing happens in this run that anybody could be told of. Write injects into the scenario, or play another one.");
    }
    for inject in pack.injects.iter().filter(|inject| !inject.is_reserve()) {
        page.push(frame(pack, inject));
    }
    let has_reserve = pack.injects.iter().any(Inject::is_reserve);
    if has_reserve {
        page.heading(2, "In reserve");
        page.text("For a room that runs ahead, or that needs a push. Give one only at or after its time of the scenario. Where the clock jumps, say that time first, and do so before the inject that comes after it.");
    }
    for inject in pack.injects.iter().filter(|inject| inject.is_reserve()) {
        page.push(frame(pack, inject));
    }
    if !pack.questions.is_empty() {
        page.heading(2, "Questions aimed at the gaps");
        let rows =
            pack.questions.iter().map(|question| vec![question.text.clone(), question.because.clone()]);
        page.table(&["Ask", "Because"], rows.collect());
    }
    closing(pack, &mut page);
    page.heading(2, "Where it comes from");
    page.facts(super::start::origin(pack));
    page
}

fn agenda(pack: &Pack, page: &mut Document) {
    let room = &pack.room;
    page.heading(2, "The day");
    let mut rows = vec![vec![
        room.clock(0),
        String::new(),
        "Opening".to_owned(),
        "Welcome, rules of the exercise, roles and telephone numbers, who keeps the log. Everybody reads their brief.".to_owned(),
    ]];
    for inject in pack.injects.iter().filter(|inject| !inject.is_reserve()) {
        rows.push(vec![
            super::room_clock(pack, inject),
            super::scenario_clock(&inject.clock, inject.at),
            format!("Inject {}", inject.number),
            format!("{} to {}, {}", inject.from, super::addressees(pack, inject), inject.by),
        ]);
    }
    rows.push(vec![
        room.clock(room.play_ends),
        String::new(),
        "Hot wash".to_owned(),
        "End of play. Three questions to everybody: what worked, what did not, what do you change by Friday? Feedback forms are filled in before anybody leaves.".to_owned(),
    ]);
    rows.push(vec![
        room.clock(room.ends),
        String::new(),
        "End".to_owned(),
        "Collect slips, logs and forms.".to_owned(),
    ]);
    page.table_of(&[("Room", 8), ("Scenario", 12), ("What", 12), ("How", 68)], rows);
}

fn opening(pack: &Pack) -> String {
    let ends = pack.room.clock(pack.room.ends);
    let clock = match &pack.room.pace {
        crate::model::exercise::Pace::Jumps => {
            "The clock of the exercise jumps. When I say a new time, all that you decided until then has happened.".to_owned()
        }
        _ => pack.room.clock_rule(),
    };
    format!(
        "Welcome, and thank you for your time until {ends}. This is an exercise: whatever you say outside this room, and every call, begins and ends with exercise, exercise, exercise. If something real happens, say no duff three times and we stop at once. {clock} Play yourself in the role on your card, with what your role knows and what you are told. Nobody is examined: we look for what the plan lacks, and our notes name roles, never people."
    )
}

fn decisions(pack: &Pack, page: &mut Document) {
    if pack.decisions.is_empty() {
        return;
    }
    page.heading(2, "Decisions and their last responsible moments");
    page.text("The last responsible moment is that of this run. For the declaration, and for ways of recovery that wait for a word, the run was played again with the decision sooner and later, to the minute. Of all others it is counted: so much later as there was left, or so much sooner as was lacking, and all else as long as it took. What would then have been waited for instead is not played, so take such a moment as a bound.");
    let row = |(position, decision): (usize, &Decision)| {
        let is_asked = pack.injects.iter().any(|inject| inject.decision == Some(position));
        let unasked = if is_asked { "" } else { " (no inject asks for it)" };
        vec![
            decision.letter.clone(),
            format!("{}{unasked}", decision.what),
            decision.by.clone(),
            decision.last.clone(),
            super::due(pack, decision),
            String::new(),
        ]
    };
    page.table_of(
        &[
            ("", 4),
            ("Decision", 26),
            ("Who", 11),
            ("Last responsible moment", 41),
            ("In the room by", 9),
            ("Taken at", 9),
        ],
        pack.decisions.iter().enumerate().map(row).collect(),
    );
    let moved = pack.decisions.iter().filter(|decision| !decision.moved.is_empty());
    let moved: Vec<String> =
        moved.map(|decision| format!("{}: {}", decision.letter, decision.moved.join(" "))).collect();
    if !moved.is_empty() {
        page.text("What moves with them beside, each played again:");
        page.items(moved);
    }
    saved(pack, page);
}

/// Of the promises that were broken those for which the table has a moment, and those for which it has none.
fn saved(pack: &Pack, page: &mut Document) {
    let (mut lines, mut lost) = (Vec::new(), Vec::new());
    for promise in pack.fates.iter().flat_map(|fate| &fate.broken) {
        let by = pack.decisions.iter().filter(|decision| decision.promise.as_ref() == Some(promise));
        let by: Vec<String> = by
            .map(|decision| {
                let clock = super::scenario_clock(&decision.last_clock, decision.last_moment);
                format!("decision {} by {clock}", decision.letter)
            })
            .collect();
        match by.as_slice() {
            [] => lost.push(promise.clone()),
            by => lines.push(format!("{promise}: {}.", by.join(", or "))),
        }
    }
    if !lost.is_empty() {
        lines.push(format!("For these the table has no moment: {}.", lost.join(", ")));
    }
    if !lines.is_empty() {
        page.text("Promises that were broken in this run, and what would have kept them:");
        page.items(lines);
    }
}

fn frame(pack: &Pack, inject: &Inject) -> Block {
    let mut inner = Document::new(Audience::Control, "", "", "");
    let mut facts = vec![(
        "From, to".to_owned(),
        format!("{} to {}, {}", inject.from, super::addressees(pack, inject), inject.by),
    )];
    inner.facts(std::mem::take(&mut facts));
    inner.push(Block::Say(inject.text.clone()));
    if !inject.expect.is_empty() {
        facts.push(("Expected".to_owned(), inject.expect.clone()));
    }
    if let Some(objective) = inject.objective.and_then(|position| pack.objectives.get(position)) {
        facts.push(("Objective".to_owned(), objective.text.clone()));
    }
    inner.facts(facts);
    if !inject.truth.is_empty() {
        inner.heading(4, "What is really so");
        inner.items(inject.truth.clone());
    }
    if let Some(decision) = inject.decision.and_then(|position| pack.decisions.get(position)) {
        inner.heading(4, format!("Decision {}: {}", decision.letter, decision.what));
        inner.text(format!("By {}. Last responsible moment: {}", decision.by, decision.last));
        if !decision.moved.is_empty() {
            inner.items(decision.moved.clone());
        }
    }
    inner.heading(4, "What good looks like");
    inner.items(inject.good.clone());
    if !inject.questions.is_empty() {
        inner.heading(4, "Ask");
        inner.items(inject.questions.clone());
    }
    inner.facts([("If it stalls", inject.stalls.clone()), ("If it runs ahead", inject.ahead.clone())]);
    inner.facts([("Given at", "____________".to_owned()), ("Notes", String::new())]);
    inner.push(Block::Lines(1));
    let clock = match super::scenario_clock(&inject.clock, inject.at) {
        clock if clock.is_empty() => clock,
        clock => format!(" · {clock} in the scenario"),
    };
    Block::Frame(format!("{} · {}{clock}", inject.number, super::room_clock(pack, inject)), inner.blocks)
}

fn closing(pack: &Pack, page: &mut Document) {
    page.heading(2, "Hot wash");
    page.items([
        match pack.decisions.len() {
            0 => "Planned against actual: read out when each inject was given and when somebody acted on it.",
            _ => "Planned against actual: read out the last responsible moment of each decision above, and when it was taken.",
        },
        "Which promise does nobody in this room believe in? Names are not needed, show of hands.",
        "Each role: one thing to keep, one thing to change, with a name and a day. Write it down before people leave.",
        "Thank people. Repeat that nobody was examined.",
    ]);
    page.heading(2, "Corrective actions, filled in before people leave");
    let rows = (0..6).map(|_| vec![String::new(); 4]).collect();
    page.table(
        &["What is changed", "Owner (role)", "By when", "Which duration or person of the model is it"],
        rows,
    );
}

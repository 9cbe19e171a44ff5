//! The evaluator guide, in the shape of HSEEP's exercise evaluation guide: for each objective its capability, critical
//! tasks, observations and a rating.

use crate::exercise::pack::{Decision, Pack};
use crate::exercise::paper::document::{Audience, Block, Document};

/// The ratings of HSEEP (2020), letter and meaning.
pub const RATINGS: [(&str, &str); 4] = [
    ("P", "Performed without challenges"),
    ("S", "Performed with some challenges"),
    ("M", "Performed with major challenges"),
    ("U", "Unable to be performed"),
];

const BOXES: &str = "\u{2610} P  \u{2610} S  \u{2610} M  \u{2610} U";

pub fn page(pack: &Pack) -> Document {
    let mut page = Document::new(Audience::Control, "evaluator-guide", &pack.title, "Evaluator guide");
    page.facts(super::head(pack));
    page.text("Watch and write down what is said and done, with the time. Do not help, do not ask. Name roles, never people. Rate after the exercise, from your notes.");
    page.heading(2, "Ratings");
    page.facts(RATINGS.map(|(letter, meaning)| (letter, meaning.to_owned())));
    page.text("P: done, within the time that counts, without harm to anything else. S: done, with opportunities to do it better. M: done, but late, at others' cost, or only with help of the facilitator. U: not done.");
    for (position, objective) in pack.objectives.iter().enumerate() {
        page.push(Block::NewPage);
        page.heading(2, format!("Objective {}: {}", position + 1, objective.text));
        let mut facts = vec![
            ("Capability".to_owned(), objective.capability.clone()),
            ("Named in logs".to_owned(), objective.id.clone()),
        ];
        if !objective.services.is_empty() {
            facts.push(("Services".to_owned(), objective.services.join(", ")));
        }
        facts.push(("Evaluator (role)".to_owned(), String::new()));
        page.facts(facts);
        page.heading(3, "Critical tasks");
        let rows = objective
            .tasks
            .iter()
            .map(|task| vec![task.clone(), String::new(), String::new(), BOXES.to_owned()]);
        page.table_of(
            &[("Task", 36), ("Seen at", 10), ("What was seen", 37), ("Rating", 17)],
            rows.collect(),
        );
        page.heading(3, "Injects that ask for it");
        let asked = pack.injects.iter().filter(|inject| inject.objective == Some(position)).map(|inject| {
            let decision = inject.decision.and_then(|position| pack.decisions.get(position));
            vec![
                inject.number.clone(),
                super::room_clock(pack, inject),
                inject.expect.clone(),
                decision.map(|decision| due(pack, decision)).unwrap_or_default(),
                String::new(),
            ]
        });
        page.table_of(
            &[
                ("No", 7),
                ("Room", 9),
                ("Expected action", 40),
                ("Decision, last moment", 24),
                ("Observed start and end", 20),
            ],
            asked.collect(),
        );
        page.heading(3, "Strengths");
        page.push(Block::Lines(3));
        page.heading(3, "Areas for improvement, with evidence");
        page.push(Block::Lines(4));
        page.facts([("Rating of the objective", BOXES.to_owned())]);
    }
    page
}

/// The letter of a decision, and by when it has to be taken on both clocks.
fn due(pack: &Pack, decision: &Decision) -> String {
    let clock = super::scenario_clock(&decision.last_clock, decision.last_moment);
    match (decision.last_minute, decision.beyond) {
        (Some(_), _) => {
            format!("{}: by {} in the room, {clock}", decision.letter, super::due(pack, decision))
        }
        (None, Some(beyond)) if clock.is_empty() => format!("{}: {}", decision.letter, beyond.words()),
        (None, Some(beyond)) => format!("{}: {clock}, {}", decision.letter, beyond.words()),
        (None, None) => format!("{}: no last moment", decision.letter),
    }
}

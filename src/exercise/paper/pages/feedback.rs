//! The form that players fill in before they leave.

use crate::exercise::pack::Pack;
use crate::exercise::paper::document::{Audience, Block, Document};

pub fn page(pack: &Pack) -> Document {
    let mut page = Document::new(
        Audience::Players,
        "feedback-form",
        &pack.title,
        "Participant feedback. No name is needed.",
    );
    page.facts([("Role", "____________".to_owned())]);
    page.heading(2, "From 1 (not at all) to 5 (fully)");
    let asked = [
        "I knew what was expected of my role.",
        "What we were told was believable.",
        "I knew who decides what.",
        "The plan helped me.",
        "I would find the people and numbers I need at that hour of the week.",
        "We would keep the promises made for our services.",
        "The time was well used.",
    ];
    page.table(
        &["", "1", "2", "3", "4", "5"],
        asked
            .iter()
            .map(|asked| {
                std::iter::once((*asked).to_owned()).chain((0..5).map(|_| "\u{2610}".to_owned())).collect()
            })
            .collect(),
    );
    for asked in [
        "What went well, and should stay as it is?",
        "What did you lack: a number, a person, a right, a paper?",
        "What do you change in your own area, and by when?",
        "Which promise do you not believe in, and why?",
    ] {
        page.heading(3, asked);
        page.push(Block::Lines(3));
    }
    page
}

//! Injects as slips to hand out, one page each, and as scripts for those who play callers.
//!
//! A slip is for players' eyes: number, clock of the scenario, who speaks to whom, the words. How many slips there are
//! stands nowhere on it.

use crate::exercise::pack::{Inject, Pack};
use crate::exercise::paper::document::{Audience, Block, Document};

/// What a player gets to see of an inject.
pub fn slip(pack: &Pack, inject: &Inject) -> Block {
    let mut inner = Document::new(Audience::Players, "", "", "");
    let mut facts = Vec::new();
    if !inject.clock.is_empty() {
        facts.push(("Time in the exercise", super::scenario_clock(&inject.clock, inject.at)));
    }
    facts.push(("From", inject.from.clone()));
    facts.push(("To", super::addressees(pack, inject)));
    facts.push(("By", inject.by.clone()));
    inner.facts(facts);
    inner.push(Block::Say(inject.text.clone()));
    inner.facts([("Received at", "____________".to_owned()), ("By (role)", "____________".to_owned())]);
    Block::Frame(format!("EXERCISE EXERCISE EXERCISE · slip {}", inject.number), inner.blocks)
}

pub fn slips(pack: &Pack) -> Document {
    let mut page = Document::new(
        Audience::Control,
        "inject-slips",
        &pack.title,
        "Slips to hand out, one page each; this page stays with control",
    );
    page.text("Hand out one at a time. Nothing on a slip tells more than could be known at its minute.");
    for inject in &pack.injects {
        page.push(Block::NewPage);
        page.push(slip(pack, inject));
    }
    page
}

/// `by phone`, `in person`.
fn by(channel: &str) -> String {
    if channel.starts_with("in ") { channel.to_owned() } else { format!("by {channel}") }
}

pub fn scripts(pack: &Pack) -> Document {
    let mut page =
        Document::new(Audience::Control, "telephone-scripts", &pack.title, "Scripts for role-players");
    page.text("Begin and end each call with: exercise, exercise, exercise. Read what stands beside the red line word for word, slowly enough to be written down. You know nothing else; if asked, say so.");
    for inject in pack.injects.iter().filter(|inject| inject.id != "absent") {
        let mut inner = Document::new(Audience::Control, "", "", "");
        inner.facts([
            ("You are", inject.from.clone()),
            ("You reach", format!("{}, {}", super::addressees(pack, inject), by(&inject.by))),
        ]);
        inner.push(Block::Say(inject.text.clone()));
        inner.facts([
            ("Only if pressed", inject.under_pressure.clone()),
            ("If asked for more", "\"I do not know. I will find out.\"".to_owned()),
            ("Given at, to", "____________".to_owned()),
        ]);
        let clock = match super::scenario_clock(&inject.clock, inject.at) {
            clock if clock.is_empty() => clock,
            clock => format!(" · {clock} in the scenario"),
        };
        page.push(Block::Frame(
            format!("{} · {}{clock}", inject.number, super::room_clock(pack, inject)),
            inner.blocks,
        ));
    }
    page
}

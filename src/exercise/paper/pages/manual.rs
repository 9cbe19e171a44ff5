//! What players read: the situation manual, and a brief of one page for each role.

use crate::exercise::pack::Pack;
use crate::exercise::paper::document::{Audience, Block, Document};

pub fn page(pack: &Pack) -> Document {
    let mut page =
        Document::new(Audience::Players, "situation-manual", &pack.title, "Situation manual for players");
    page.facts(super::head(pack));
    page.heading(2, "The situation");
    for line in &pack.situation {
        page.text(line.clone());
    }
    page.heading(2, "The day");
    let room = &pack.room;
    let row = |minute: u32, what: &str| vec![room.clock(minute), what.to_owned()];
    page.table(
        &["Time", "What"],
        vec![
            row(0, "Opening: rules, roles, telephone numbers"),
            row(room.play, "Play"),
            row(room.play_ends, "Hot wash: what worked, what did not, what changes"),
            row(room.ends, "End"),
        ],
    );
    page.heading(2, "Rules");
    page.items(pack.rules.clone());
    page.heading(2, "What you are here for");
    page.items(pack.objectives.iter().map(|objective| objective.text.clone()));
    page.heading(2, "Who plays");
    page.table(
        &["Role", "Player", "Reached at"],
        pack.roles
            .iter()
            .map(|role| vec![role.name.clone(), String::new(), role.phone.clone().unwrap_or_default()])
            .collect(),
    );
    page.heading(2, "What we have promised");
    page.text("From the plan: how long a service may be away, how much of its newest data may be lost, and the outage after which the damage is no longer tolerable.");
    page.table(
        &["Service", "Owner", "Back within (RTO)", "Data lost at most (RPO)", "Tolerable at most (MTPD)"],
        pack.promises.iter().map(|row| row.to_vec()).collect(),
    );
    if !pack.people.is_empty() {
        page.heading(2, "Who is there at that hour");
        page.table(
            &["Team", "On duty or on call", "In working hours"],
            pack.people.iter().map(|row| row.to_vec()).collect(),
        );
    }
    page.heading(2, "Notes");
    page.push(Block::Lines(8));
    page
}

/// The ground rules on one page.
pub fn ground_rules(pack: &Pack) -> Document {
    let mut page =
        Document::new(Audience::Players, "ground-rules", &pack.title, "Ground rules, to hang on the wall")
            .landscape();
    page.items(pack.rules.clone());
    page
}

/// The brief of a role.
pub fn brief(pack: &Pack, position: usize) -> Document {
    let role = &pack.roles[position];
    let title = format!("You are: {}", role.name);
    let mut page = Document::new(
        Audience::Players,
        &format!("brief-{}", role.id),
        &title,
        &format!("{}, role brief", pack.title),
    );
    page.heading(2, "What you know at the start");
    page.items(pack.situation.iter().chain(&role.knows).cloned());
    page.heading(2, "What you answer for");
    page.items(if role.duties.is_empty() {
        vec!["You answer for what is asked of you here.".to_owned()]
    } else {
        role.duties.clone()
    });
    page.heading(2, "What you may decide");
    page.items(role.powers.clone());
    page.heading(2, "Telephone numbers");
    page.facts([
        ("You are reached at", role.phone.clone().unwrap_or_else(|| "____________".to_owned())),
        ("Control cell", "____________".to_owned()),
        ("Everybody else", "through the control cell; say whom you want".to_owned()),
    ]);
    page.heading(2, "Keep in mind");
    page.items([
        "Say EXERCISE, EXERCISE, EXERCISE at the beginning and the end of every call.",
        "Something real: say NO DUFF three times.",
        "Write decisions down: time, who, what, on what information, what you dropped.",
    ]);
    page.heading(2, "Your decisions");
    page.table(
        &["Time", "What", "On what information", "What was dropped"],
        (0..4).map(|_| vec![String::new(); 4]).collect(),
    );
    page
}

//! What stands on each paper of a pack. Pages for players take from the pack only what players may know.

pub mod evaluator;
pub mod facilitator;
pub mod feedback;
pub mod manual;
pub mod msel;
pub mod scribe;
pub mod slips;
pub mod start;

use crate::exercise::pack::{Beyond, Decision, Inject, Pack};
use crate::units::Millis;

/// To whom an inject goes, by name.
pub(super) fn addressees(pack: &Pack, inject: &Inject) -> String {
    match inject.to.as_slice() {
        [] => "All".to_owned(),
        seats => {
            let names: Vec<&str> =
                seats.iter().filter_map(|&seat| Some(pack.roles.get(seat)?.name.as_str())).collect();
            names.join(", ")
        }
    }
}

/// The clock of the room at which an inject comes; in reserve: none.
pub(super) fn room_clock(pack: &Pack, inject: &Inject) -> String {
    inject.minute.map_or_else(|| "reserve".to_owned(), |minute| pack.room.clock(minute))
}

/// By when a decision has to be taken in the room, or why there is no such minute.
pub(super) fn due(pack: &Pack, decision: &Decision) -> String {
    match (decision.last_minute, decision.beyond) {
        (Some(minute), _) => pack.room.clock(minute),
        (None, Some(beyond)) => Beyond::words(beyond).to_owned(),
        (None, None) => "-".to_owned(),
    }
}

/// What the clock of the scenario shows at an instant, from the second week on with the whole days since the onset: a day
/// of the week alone would be taken for one of the first.
pub(super) fn scenario_clock(clock: &str, at: Option<Millis>) -> String {
    let days = at.map_or(0, |at| at.get().div_euclid(Millis::DAY.get()));
    if days < 7 || clock.is_empty() { clock.to_owned() } else { format!("{clock} (+{days}d)") }
}

/// The day and the document control block, for every title page.
pub(super) fn head(pack: &Pack) -> Vec<(String, String)> {
    let mut facts = vec![("Organisation".to_owned(), pack.organisation.clone())];
    if let Some(start) = pack.room.start {
        let (from, until) = (pack.room.clock(0), pack.room.clock(pack.room.ends));
        facts.push(("Day".to_owned(), format!("{}, {from} to {until}", start.date())));
    } else {
        facts.push(("Day".to_owned(), format!("________________ , {} minutes", pack.room.ends)));
    }
    facts.push(("Kind".to_owned(), pack.kind.words().to_owned()));
    let plan: Vec<String> = pack
        .paper
        .iter()
        .map(|(label, text)| format!("{label} {}", crate::wording::text::shown(text)))
        .collect();
    if !plan.is_empty() {
        facts.push(("The plan".to_owned(), plan.join(", ")));
    }
    facts
}

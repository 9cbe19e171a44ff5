//! Puts into words what time is charged to, by the names that people gave things.

use super::names::Names;
use crate::engine::{Cause, Who};

/// The words for what a stretch of time is charged to.
pub fn charged(names: &Names, cause: Cause, who: Who) -> String {
    match (cause, names.is_nobody(who)) {
        (_, true) => charged_to(cause, "", false),
        (Cause::Event, _) => charged_to(cause, &names.event(who), false),
        _ => charged_to(cause, &names.words(who), names.works_by_hand_again(who)),
    }
}

/// Until work by hand was set up, `again` if one kind of it can follow another: what lies before is charged alike.
pub fn by_hand(again: bool) -> &'static str {
    if again {
        "until work by hand was set up, earlier spells of it included"
    } else {
        "until work by hand was set up"
    }
}

/// The words for a cause with the name of whom it is charged to, which is empty where nobody is; `again` as in `by_hand`.
pub fn charged_to(cause: Cause, name: &str, again: bool) -> String {
    let by = |what: &str| if name.is_empty() { what.to_owned() } else { format!("{what}, by {name}") };
    match cause {
        Cause::Event | Cause::Work => name.to_owned(),
        Cause::Detection => "until somebody noticed".to_owned(),
        Cause::Assessment => "until it was understood".to_owned(),
        Cause::Declaration => by("until it was declared"),
        Cause::Decision => by("until it was decided"),
        Cause::Policy => format!("held back by the plan: {name}"),
        Cause::Mobilisation => format!("until people of {name} were there"),
        Cause::WaitingForPeople | Cause::WaitingForUnits => format!("waiting for {name}"),
        Cause::Rework => format!("in vain: {name}"),
        Cause::Restart => format!("restart of {name}"),
        Cause::Workaround => format!("{} ({name})", by_hand(again)),
    }
}

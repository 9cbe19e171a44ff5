//! Puts into words what time is charged to, by the names that people gave things.

use super::names::Names;
use crate::engine::{Cause, Who};

/// The words for what a stretch of time is charged to.
pub fn charged(names: &Names, cause: Cause, who: Who) -> String {
    let name = names.words(who);
    let by = |what: &str| if names.is_nobody(who) { what.to_owned() } else { format!("{what}, by {name}") };
    match cause {
        Cause::Event => names.event(who),
        Cause::Detection => "until somebody noticed".to_owned(),
        Cause::Assessment => "until it was understood".to_owned(),
        Cause::Declaration => by("until it was declared"),
        Cause::Decision => by("until it was decided"),
        Cause::Policy => format!("held back by the plan: {name}"),
        Cause::Mobilisation => format!("until people of {name} were there"),
        Cause::WaitingForPeople | Cause::WaitingForUnits => format!("waiting for {name}"),
        Cause::Work => name,
        Cause::Rework => format!("in vain: {name}"),
        Cause::Restart => format!("restart of {name}"),
        Cause::Workaround => format!("until work by hand was set up ({name})"),
    }
}

//! The words for each kind of change, as somebody would write them into an incident log.

use crate::engine::What;

use super::super::names::Part;

/// Says that `what` happened to `part` of the subjects, of which there are `count`.
pub fn sentence(what: What, part: &Part, subjects: &str, count: usize) -> String {
    match part {
        Part::Whole => of_nodes(what, subjects, count),
        Part::Strategy { copy: Some(copy), .. } if what == What::CopyTaken => {
            format!("{subjects}: the data are taken from the copy \"{copy}\"")
        }
        Part::Strategy { name, to, .. } => of_strategy(what, name, to.as_deref(), subjects),
        Part::Step(step) => of_step(what, step, subjects),
        Part::Workaround(name) => of_workaround(what, name, subjects),
    }
}

fn of_nodes(what: What, subjects: &str, count: usize) -> String {
    let verb = |one: &str, many: &str| format!("{subjects} {}", if count == 1 { one } else { many });
    match what {
        What::Incident => "The incident begins".to_owned(),
        What::Struck => verb("is struck", "are struck"),
        What::Ended => format!("Released: {subjects}"),
        What::Down => verb("goes down", "go down"),
        What::Up => verb("is up again", "are up again"),
        What::Below => format!("OUT: {subjects}"),
        What::Reduced => {
            format!("REDUCED: {}", verb("is no longer in full service", "are no longer in full service"))
        }
        What::Minimum => {
            format!("MINIMUM: {}", verb("is at its minimum level", "are at their minimum level"))
        }
        What::Full => format!("BACK: {}", verb("is back in full", "are back in full")),
        What::Detected => "The incident is noticed".to_owned(),
        What::Assessed => "The incident is understood".to_owned(),
        What::Declared => "The incident is declared".to_owned(),
        What::Called => format!("Called out: {subjects}"),
        What::Mobilised => format!("Reached: {subjects}"),
        What::SurgeArrived => format!("Reinforcements are there: {subjects}"),
        What::Mode => format!("Another way of running takes over: {subjects}"),
        What::RestartStarted => format!("Restart begins: {subjects}"),
        What::RestartDone => format!("Restarted: {subjects}"),
        What::StepStarted => format!("People set up work by hand: {subjects}"),
        What::TaskBegun => format!("Begun: {subjects}"),
        What::TaskDone => verb("is done", "are done"),
        other => format!("{}: {subjects}", plain(other)),
    }
}

fn of_strategy(what: What, name: &str, to: Option<&str>, systems: &str) -> String {
    match what {
        What::Chosen => format!("{systems}: the way back is \"{name}\""),
        What::Decided => format!("{systems}: \"{name}\" is decided"),
        What::GivenUp => format!("{systems}: \"{name}\" is given up"),
        What::StrategyFailed => format!("{systems}: \"{name}\" has failed"),
        What::StrategyDone => match to {
            Some(site) => format!("{systems}: \"{name}\" is complete, at {site}"),
            None => format!("{systems}: \"{name}\" is complete"),
        },
        What::StoodDown => format!("{systems}: \"{name}\" stands down"),
        other => format!("{systems}: \"{name}\" {}", plain(other)),
    }
}

fn of_step(what: What, step: &str, of: &str) -> String {
    match what {
        What::StepStarted => format!("{of}: {step} starts"),
        What::StepDone => format!("{of}: {step} is done"),
        What::StepFailed => format!("{of}: {step} fails"),
        other => format!("{of}: {step}: {}", plain(other)),
    }
}

fn of_workaround(what: What, name: &str, services: &str) -> String {
    match what {
        What::WorkaroundBegun => format!("{services}: \"{name}\" is to be set up"),
        What::WorkaroundActive => format!("{services}: \"{name}\" begins"),
        What::WorkaroundLapsed => format!("{services}: \"{name}\" ends"),
        What::WorkaroundOff => format!("{services}: \"{name}\" is called off"),
        other => format!("{services}: \"{name}\" {}", plain(other)),
    }
}

fn plain(what: What) -> String {
    what.word().replace('-', " ")
}

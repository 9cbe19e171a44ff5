//! Small pieces of sentences that several rules use.

use super::View;
use super::soonest::Why;
use crate::model::Scenario;
use crate::units::Millis;

/// `a`, `a and b`, `a, b and c`; after the third the rest is counted.
pub fn listed(words: &[String]) -> String {
    const SHOWN: usize = 4;
    match words {
        [] => String::new(),
        [one] => one.clone(),
        few if few.len() <= SHOWN => {
            format!("{} and {}", few[..few.len() - 1].join(", "), few[few.len() - 1])
        }
        many => format!("{} and {} more", many[..SHOWN - 1].join(", "), many.len() + 1 - SHOWN),
    }
}

/// The same with each word in backquotes; alike systems, which have one id and stand together, are named once.
pub fn quoted<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.dedup();
    listed(&words)
}

/// `1 system`, `3 systems`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// A number above 0 and at most 1 with two significant digits: `0.5`, `0.25`, `0.007`.
pub fn two_digits(share: f64) -> String {
    // Whole tenths before the first digit that counts.
    let zeros = (0..12).take_while(|zeros| share * libm::pow(10.0, f64::from(*zeros) + 1.0) < 0.995).count();
    let text = format!("{share:.*}", zeros + 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What was waited for and how long, from the start on: `detect 3m, assess 15m, call `dba` 10m, restore 30m`.
pub fn path(view: &View, scenario: Option<&Scenario>, path: &[(Why, Millis)]) -> String {
    let parts: Vec<String> =
        path.iter().map(|(why, took)| format!("{} {took}", work(view, scenario, *why))).collect();
    parts.join(", ")
}

/// One thing that is waited for.
pub fn work(view: &View, scenario: Option<&Scenario>, why: Why) -> String {
    let model = view.model;
    let event = |event: usize| scenario.map_or("", |scenario| scenario.events[event].id.as_str());
    match why {
        Why::Detect => "detect".to_owned(),
        Why::Assess => "assess".to_owned(),
        Why::Declare => "declare".to_owned(),
        Why::CallOut(team) => format!("call `{}`", view.id(model.teams[team].node)),
        Why::Hours(team) => format!("wait for the hours of `{}`", view.id(model.teams[team].node)),
        Why::Decide { system, strategy } => {
            let by = model.systems[system].recovery[strategy].decide.as_ref();
            let team = by.map_or("", |by| view.id(model.teams[by.by].node));
            format!("decide (`{team}`)")
        }
        Why::NotBefore { .. } => "wait for its `not_before`".to_owned(),
        Why::Step { system, strategy, step } => {
            let id = view.id(model.systems[system].node);
            format!("{} (`{id}`)", model.systems[system].recovery[strategy].steps[step].what)
        }
        Why::TaskStep { task, step } => model.tasks[task].steps[step].what.clone(),
        Why::Restart(system) => format!("restart `{}`", view.id(model.systems[system].node)),
        Why::Notice { .. } => "notice".to_owned(),
        Why::Prepare { service, workaround } => model.services[service].workarounds[workaround].name.clone(),
        Why::Event(position) => format!("`{}`", event(position)),
        Why::Node(node) => format!("`{}`", view.id(node)),
        Why::NoPoint { system, copy } => format!("a point of `{}`", model.systems[system].copies[copy].id),
        Why::Unclean { system, copy, .. } => {
            format!("a clean point of `{}`", model.systems[system].copies[copy].id)
        }
        Why::GivenUp { system, strategy } => {
            format!("the time for \"{}\"", model.systems[system].recovery[strategy].name)
        }
        Why::CopyGone { event: position, .. } => format!("its copy, which `{}` destroys", event(position)),
        Why::DataGone(position) => format!("its data, which `{}` takes", event(position)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_share_keeps_two_digits() {
        let shares = [1.0, 0.5, 0.25, 0.097, 0.0996, 0.007_04, 0.000_123];
        assert_eq!(shares.map(two_digits), ["1", "0.5", "0.25", "0.097", "0.1", "0.007", "0.00012"]);
    }

    #[test]
    fn a_long_list_ends_with_a_count() {
        let words = |count: usize| listed(&["a", "b", "c", "d", "e", "f"].map(str::to_owned)[..count]);
        assert_eq!(words(1), "a");
        assert_eq!(words(2), "a and b");
        assert_eq!(words(4), "a, b, c and d");
        assert_eq!(words(6), "a, b, c and 3 more");
    }
}

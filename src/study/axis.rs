//! Turns an axis of a ladder, and a value on it, into edits.

use crate::document::edit::Typed;
use crate::model::{Event, EventKind, Until};

use super::variant::Variant;

/// Along what a plan is made worse, or better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Axis {
    /// A path of the model or the scenario.
    Path(String),
    /// The chance that a person is away: of every absence of the scenario, or of one that strikes every team.
    Absence,
    /// How long an intruder was inside: of every corruption.
    Dwell,
    /// How long outages last: of every one that ends by itself.
    Duration,
    /// The hour of the week in which it begins.
    Onset,
    /// The time from the assessment to the declaration.
    Declaration,
}

/// The axes that need no path, by their word.
pub const WORDS: [(&str, Axis); 5] = [
    ("absence", Axis::Absence),
    ("dwell", Axis::Dwell),
    ("duration", Axis::Duration),
    ("onset", Axis::Onset),
    ("declaration", Axis::Declaration),
];

/// The days of the week and their hours, as an onset is written.
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Axis {
    /// Reads a word of `WORDS`, or else a path.
    pub fn read(word: &str) -> Axis {
        let known = WORDS.iter().find(|(name, _)| *name == word);
        known.map_or_else(|| Axis::Path(word.to_owned()), |(_, axis)| axis.clone())
    }

    /// The word or the path.
    pub fn word(&self) -> &str {
        match self {
            Axis::Path(path) => path,
            axis => WORDS.iter().find(|(_, known)| known == axis).map_or("", |(word, _)| word),
        }
    }

    /// The values that are tried where none are given; none for a path.
    pub fn usual_values(&self) -> Vec<String> {
        let listed = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        match self {
            Axis::Path(_) => Vec::new(),
            Axis::Absence => listed(&["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]),
            Axis::Dwell => listed(&["0s", "1d", "2d", "4d", "8d", "16d", "32d", "64d"]),
            Axis::Duration => listed(&["1h", "2h", "4h", "8h", "16h", "1d", "2d", "4d", "7d"]),
            Axis::Onset => {
                DAYS.iter().flat_map(|day| (0..24).map(move |hour| format!("{day} {hour:02}:00"))).collect()
            }
            Axis::Declaration => {
                listed(&["0s", "15m", "30m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d"])
            }
        }
    }

    /// The edits that put a plan at a value of the axis; none where the plan has nothing of the kind.
    pub fn edits(&self, plan: &Variant, value: &str) -> Vec<Typed> {
        let text = format!("\"{value}\"");
        let every = |field: &str, of: fn(&Event) -> bool, value: &str| -> Vec<Typed> {
            let events = plan.scenario.events.iter().filter(|event| of(event));
            events.map(|event| Typed::set(format!("events.{}.{field}", event.id), value)).collect()
        };
        match self {
            Axis::Path(path) => vec![Typed::set(path.clone(), value)],
            Axis::Absence => {
                let edits = every("share", |event| matches!(event.kind, EventKind::Absence { .. }), value);
                if edits.is_empty() && !plan.model.teams.is_empty() {
                    return vec![Typed::add(
                        "events",
                        format!("Absence(targets: [\"kind:team\"], share: {value})"),
                    )];
                }
                edits
            }
            Axis::Dwell => every("dwell", |event| matches!(event.kind, EventKind::Corruption { .. }), &text),
            Axis::Duration => every(
                "lasts",
                |event| matches!(event.kind, EventKind::Outage { until: Until::Lasts(_) }),
                &text,
            ),
            Axis::Onset => vec![Typed::set("onset", text)],
            Axis::Declaration => vec![declaration(plan, value)],
        }
    }
}

/// The declaration after so long; whoever decides still does.
fn declaration(plan: &Variant, value: &str) -> Typed {
    let team = plan.model.response.declare.by.map(|team| &plan.model.nodes[plan.model.teams[team].node].id);
    let value = match team {
        Some(team) => format!("(takes: \"{value}\", by: \"{team}\")"),
        None => format!("\"{value}\""),
    };
    Typed::set("response.declare", value)
}

/// Cuts `1h,pert(1h, 2h, 3h),\"a,b\"` at the commas that stand in no bracket and no quotes.
pub fn values(text: &str) -> Vec<String> {
    let (mut found, mut depth, mut quoted) = (vec![String::new()], 0_i32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        match (c, depth, quoted) {
            (',', 0, false) => found.push(String::new()),
            _ => found.last_mut().expect("there is always one").push(c),
        }
    }
    found.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_brackets_and_quotes_cut_nothing() {
        assert_eq!(
            values("1h, pert(1h, 2h, 3h),\"a,b\",[1,2]"),
            ["1h", "pert(1h, 2h, 3h)", "\"a,b\"", "[1,2]"]
        );
        assert_eq!(values(" , "), [""; 0]);
    }

    #[test]
    fn the_week_has_168_hours() {
        let hours = Axis::Onset.usual_values();
        assert_eq!((hours.len(), hours[0].as_str(), hours[167].as_str()), (168, "Mon 00:00", "Sun 23:00"));
    }

    #[test]
    fn every_word_is_an_axis_and_all_else_a_path() {
        for (word, axis) in &WORDS {
            assert_eq!((&Axis::read(word), axis.word()), (axis, *word));
        }
        assert_eq!(Axis::read("teams.dba.people"), Axis::Path("teams.dba.people".to_owned()));
    }
}

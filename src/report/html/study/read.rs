//! Reads the JSON of a study leniently: what is missing is empty.

use serde_json::Value;

use crate::units::Millis;
use crate::wording::figures::compact;

/// A value of a study.
#[derive(Clone, Copy, Debug)]
pub struct Read<'a>(pub &'a Value);

impl<'a> Read<'a> {
    /// A field; null where there is none.
    pub fn at(self, field: &str) -> Read<'a> {
        Read(self.0.get(field).unwrap_or(&Value::Null))
    }

    /// A text; empty where there is none.
    pub fn text(self, field: &str) -> &'a str {
        self.at(field).0.as_str().unwrap_or_default()
    }

    pub fn number(self, field: &str) -> Option<f64> {
        self.at(field).0.as_f64()
    }

    /// A whole number; 0 where there is none.
    pub fn count(self, field: &str) -> u64 {
        self.at(field).0.as_u64().unwrap_or(0)
    }

    pub fn is_set(self, field: &str) -> bool {
        self.at(field).0.as_bool().unwrap_or(false)
    }

    /// The items of a list; none where there is none.
    pub fn list(self, field: &str) -> impl DoubleEndedIterator<Item = Read<'a>> + Clone {
        self.at(field).items()
    }

    /// Its own items.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Read<'a>> + Clone {
        self.0.as_array().map_or(&[][..], Vec::as_slice).iter().map(Read)
    }

    /// The texts of a list.
    pub fn texts(self, field: &str) -> Vec<String> {
        self.list(field).filter_map(|item| item.0.as_str().map(str::to_owned)).collect()
    }

    /// Two numbers, such as the ends of an interval.
    pub fn pair(self, field: &str) -> Option<[f64; 2]> {
        let numbers: Vec<f64> = self.list(field).filter_map(|item| item.0.as_f64()).collect();
        numbers.try_into().ok()
    }

    /// A share in 0..=1 as runs of 100.
    pub fn in_100(self, field: &str) -> String {
        self.at(field).number("share").map_or("\u{2013}".to_owned(), |share| format!("{:.1}", share * 100.0))
    }

    /// Seconds as a length of time; `never` where they are null.
    pub fn time(self, field: &str, never: &str) -> String {
        self.number(field).map_or(never.to_owned(), time)
    }

    /// Edits as they are typed.
    pub fn edits(self) -> String {
        let edit = |edit: Read| {
            format!("{} {}", edit.text("option"), crate::wording::text::shell(edit.text("argument")))
        };
        self.list("edits").map(edit).collect::<Vec<_>>().join(" ")
    }
}

/// Seconds as a length of time; from an hour on to the minute.
pub fn time(seconds: f64) -> String {
    let grain = if seconds.abs() >= 3_600.0 { 60_000.0 } else { 1_000.0 };
    compact(Millis::new(((seconds * 1_000.0 / grain).round() * grain) as i64))
}

/// A change of a time with its sign.
pub fn shift(seconds: f64) -> String {
    match seconds {
        0.0 => "0".to_owned(),
        seconds if seconds < 0.0 => format!("-{}", time(-seconds)),
        seconds => format!("+{}", time(seconds)),
    }
}

/// A change of a share in runs of 100 with its sign.
pub fn points(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { format!("{:+.1}", value * 100.0) }
}

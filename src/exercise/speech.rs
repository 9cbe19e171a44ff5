//! How people say things aloud: round lengths of time, and work by what is done to what.

use crate::engine::Who;
use crate::model::Uncertain;
use crate::units::Millis;
use crate::wording::names::{Names, Part};
use crate::wording::text::counted;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A length as somebody would say it on the telephone: `about 40 minutes`, `about 22 hours`, `about 15 days`.
pub(super) fn about(length: Millis) -> String {
    format!("about {}", round(length))
}

fn round(length: Millis) -> String {
    let ms = length.get().max(0);
    let whole = |unit: i64| usize::try_from((ms + unit / 2) / unit).unwrap_or(usize::MAX);
    let is_hour = (55 * MINUTE + 150_000..HOUR + 150_000).contains(&ms);
    match ms {
        _ if is_hour => "1 hour".to_owned(),
        ..600_000 => counted(whole(MINUTE).max(1), "minute", "minutes"),
        600_000..5_850_000 => counted(whole(5 * MINUTE) * 5, "minute", "minutes"),
        5_850_000..172_800_000 => counted(whole(HOUR), "hour", "hours"),
        _ => counted(whole(DAY), "day", "days"),
    }
}

/// What the plan counts on, so many times as long: `3 hours to 20 hours`, or one figure.
pub(super) fn planned(takes: &Uncertain, factor: f64) -> String {
    let times = |length: Millis| match length {
        length if length.is_never() => length,
        length => Millis::from_f64(length.get() as f64 * factor),
    };
    let (least, most) = (round(times(takes.least())), times(takes.most()));
    match most {
        most if most.is_never() => format!("{}, and it may be much longer", about(times(takes.typical()))),
        most if round(most) == least => least,
        most => format!("{least} to {}", round(most)),
    }
}

/// Several things in one breath; nobody counts aloud what is left out.
pub(super) fn listed(names: &[String], at_most: usize) -> String {
    match names.get(..at_most) {
        Some(first) if names.len() > at_most => format!("{}, and more", first.join(", ")),
        _ => crate::wording::names::listed(names, at_most),
    }
}

/// Work as people name it: what is done, and to what.
pub(super) fn work(names: &Names, who: Who) -> String {
    let thing = names.thing(who);
    match &thing.part {
        Part::Whole => thing.words(),
        Part::Step(what) => format!("\u{2018}{what}\u{2019} ({})", thing.subject.name),
        Part::Strategy { name, .. } | Part::Workaround(name) => {
            format!("\u{2018}{name}\u{2019} ({})", thing.subject.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_as_people_say_them() {
        let said = [
            (1, "1 minute"),
            (7, "7 minutes"),
            (43, "45 minutes"),
            (60, "1 hour"),
            (90, "90 minutes"),
            (110, "2 hours"),
            (1_350, "23 hours"),
        ];
        for (minutes, words) in said {
            assert_eq!(about(Millis::new(minutes * MINUTE)), format!("about {words}"));
        }
        assert_eq!(about(Millis::new(14 * DAY + 23 * HOUR)), "about 15 days");
    }
}

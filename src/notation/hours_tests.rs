//! Facts about reading hours of the week.

use super::*;

/// Checks the intervals, in hours from Monday 00:00.
fn reads(text: &str, expected: &[(i64, i64)]) {
    let hours = parse(text).expect(text);
    let hour = |instant: Millis| instant.get() / Millis::HOUR.get();
    let found: Vec<_> = hours.intervals().iter().map(|(start, end)| (hour(*start), hour(*end))).collect();
    assert_eq!(found, expected, "{text}");
}

fn refuses(text: &str, range: std::ops::Range<usize>, help: &str) {
    let error = parse(text).expect_err(text);
    assert_eq!((error.range, error.help.as_deref()), (range, Some(help)), "{text}: {}", error.message);
}

fn at(day: i64, hour: i64) -> Millis {
    Millis::new((day * 24 + hour) * Millis::HOUR.get())
}

#[test]
fn days_and_hours_make_intervals() {
    reads("Mon-Wed 08:00-18:00", &[(8, 18), (32, 42), (56, 66)]);
    reads("Sat 09:00-12:00; Mon 8:00-9:00", &[(8, 9), (129, 132)]);
    reads("mon \u{2013} tue 08:00 \u{2013} 18:00", &[(8, 18), (32, 42)]);
    reads("Sun 12:00-24:00", &[(156, 168)]);
}

#[test]
fn a_night_runs_into_the_next_day() {
    reads("Mon 22:00-06:00", &[(22, 30)]);
    reads("Sun 22:00-06:00", &[(0, 6), (166, 168)]);
    assert_eq!(parse("22:00-06:00").expect("every night").total().get(), 56 * Millis::HOUR.get());
}

#[test]
fn days_wrap_over_the_end_of_the_week() {
    reads("Fri-Mon 00:00-24:00", &[(0, 24), (96, 168)]);
    reads("Fri 16:00 to Mon 07:00", &[(0, 7), (112, 168)]);
    reads("Mon 07:00 to Fri 16:00", &[(7, 112)]);
    reads("Mon 07:00 to Mon 06:00", &[(0, 6), (7, 168)]);
}

#[test]
fn touching_and_overlapping_stretches_are_joined() {
    reads("Mon 08:00-12:00; Mon 12:00-14:00; Mon 10:00-13:00", &[(8, 14)]);
    assert!(parse("00:00-24:00").expect("every day").is_always());
    assert!(parse("24x7").expect("always").is_always());
    assert!(parse("Mon 00:00 to Sat 00:00; Sat-Sun 00:00-24:00").expect("all days").is_always());
}

#[test]
fn an_interval_includes_its_start_and_not_its_end() {
    let hours = parse("Mon-Fri 08:00-18:00").expect("office hours");
    assert!(hours.contains(at(0, 8)) && !hours.contains(at(0, 18)));
    assert!(hours.contains(at(7, 8)) && hours.contains(at(-3, 9)) && !hours.contains(at(-1, 9)));
    assert!(
        !hours.contains(at(0, 8).minus(Millis::new(1))) && hours.contains(at(0, 18).minus(Millis::new(1)))
    );
}

#[test]
fn boundaries_are_where_membership_changes() {
    let hours = |text: &str| parse(text).expect(text).boundaries();
    assert_eq!(hours("24x7"), []);
    assert_eq!(hours("Tue 08:00-18:00"), [at(1, 8), at(1, 18)]);
    assert_eq!(hours("Sun 22:00-06:00"), [at(0, 6), at(6, 22)]);
    assert_eq!(hours("Sun 22:00-24:00"), [at(0, 0), at(6, 22)]);
    assert_eq!(hours("Mon 00:00-06:00"), [at(0, 0), at(0, 6)]);
}

#[test]
fn an_instant_is_told_with_when_that_changes() {
    for text in
        ["24x7", "Tue 08:00-18:00", "Sun 22:00-06:00", "Sun 22:00-24:00", "Mon 00:00-06:00; Fri 09:00-12:00"]
    {
        let hours = parse(text).expect(text);
        for instant in (0..7 * 24).map(|hour| at(hour / 24, hour % 24)) {
            let (inside, turns) = hours.at(instant);
            assert_eq!(inside, hours.contains(instant), "{text} at {instant:?}");
            let later = (1..=8 * 24).map(|hours| instant.plus(Millis::new(hours * Millis::HOUR.get())));
            // The end of a Sunday is an instant at which stretches are cut, within or not.
            let expected = later.into_iter().find(|later| {
                let of_week = Millis::new(later.get() % Millis::WEEK.get());
                hours.contains(*later) != inside || (inside && of_week == Millis::ZERO)
            });
            assert_eq!(turns, expected.filter(|_| !hours.is_always()), "{text} at {instant:?}");
        }
    }
}

#[test]
fn slips_are_answered_with_what_to_write() {
    refuses("", 0..0, FORMS);
    refuses("Sat", 3..3, "write `Sat 00:00-24:00` for the whole day");
    refuses("Mon, Wed 08:00-12:00", 3..4, "write each day with its hours and join them with `;`");
    refuses("Mon 08:00-12:00, 13:00-17:00", 15..16, "join several with `;`");
    refuses("Mon 08:00-08:00", 0..15, "write `00:00-24:00` for the whole day");
    refuses("Mon-Fri 16:00 to Sun 07:00", 0..26, "as in `Fri 16:00 to Mon 07:00`");
    refuses("Mon 24:00-25:00", 4..9, "write `00:00` of the next day");
    refuses("Foo 08:00-12:00", 0..3, "write Mon, Tue, Wed, Thu, Fri, Sat or Sun");
    refuses("Mon 08:00", 9..9, FORMS);
    refuses("9am-5pm", 1..7, "write hours and minutes of a 24-hour clock, as in `08:00` or `17:30`");
    refuses("Mon 08:00-18:00;", 16..16, FORMS);
}

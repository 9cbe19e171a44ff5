//! Writes the day as a calendar file after RFC 5545: floating local times, lines of at most 75 bytes ended by CR LF.

use crate::exercise::pack::Pack;
use crate::notation::moment::Moment;

/// Bytes of a line without its end.
const LINE_MAX: usize = 75;

/// The calendar file; `None` where no date is set. It is for everybody: nothing of the scenario is in it.
pub fn calendar(pack: &Pack) -> Option<String> {
    let start = pack.room.start?;
    // The same pack made again is the same event; another one is not.
    let whose: String =
        pack.origin.inputs.iter().map(|(_, sha256)| sha256.get(..8).unwrap_or(sha256)).collect();
    let at = |minute: u32| stamp(start.plus_seconds(i64::from(minute) * 60));
    let parts = [
        ("opening", "Opening and rules", 0, pack.room.play),
        ("play", "Exercise", pack.room.play, pack.room.play_ends),
        ("closing", "Hot wash", pack.room.play_ends, pack.room.ends),
    ];
    let mut lines: Vec<String> =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//blackstart//exercise//EN", "CALSCALE:GREGORIAN"]
            .map(str::to_owned)
            .into();
    for (id, what, from, until) in parts {
        let title = format!("EXERCISE: {} - {what}", pack.title);
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{whose}-{}-{id}@exercise.invalid", at(0)),
            // The file knows no other clock than the exercise's own.
            format!("DTSTAMP:{}Z", at(0)),
            format!("DTSTART:{}", at(from)),
            format!("DTEND:{}", at(until)),
            format!("SUMMARY:{}", escaped(&title)),
            format!(
                "DESCRIPTION:{}",
                escaped(&format!("{}. {}. This is an exercise.", super::BANNER, pack.organisation))
            ),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    Some(lines.iter().map(|line| folded(line) + "\r\n").collect())
}

fn stamp(moment: Moment) -> String {
    moment.to_string().replace(['-', ':'], "")
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Breaks a long line between characters; what goes on begins with a space.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE_MAX {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "\u{e9}".repeat(60));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE_MAX), "{folded}");
        assert_eq!(folded.replace("\r\n ", ""), line);
        assert_eq!(escaped("a, b; c\\"), "a\\, b\\; c\\\\");
    }
}

//! How wide a text comes out in a sans-serif face, and how it breaks into lines.
//!
//! The widths are those of the metric family of Helvetica, Arial and Liberation Sans in thousandths of the size; what
//! is not in the table counts as wide as it can be, so that nothing runs out of its card.

use crate::report::text::{shown, width as columns};

/// The width of a text at a size, in the same unit as the size.
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(advance).sum();
    f64::from(thousandths) * size / 1000.0
}

fn advance(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 222,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '[' | ']' => 278,
        'm' | 'M' => 833,
        'w' => 722,
        'r' | '-' | '(' | ')' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'a'..='z' | '0'..='9' | 'L' => 556,
        'F' | 'T' | 'Z' => 611,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'W' => 944,
        'A'..='Z' => 778,
        _ => match columns(c.encode_utf8(&mut [0; 4])) {
            0 => 0,
            1 => 800,
            _ => 1100,
        },
    }
}

/// Breaks a text into at most `lines_max` lines of a width; the last ends with `…` where something is missing.
pub fn lines(text: &str, size: f64, width_max: f64, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()).flat_map(|word| pieces(word, size, width_max))
    {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if width(&longer, size) <= width_max {
            line = longer;
            continue;
        }
        lines.push(std::mem::replace(&mut line, word));
    }
    lines.push(line);
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(last, size) + size > width_max {
                last.pop();
            }
            last.push('\u{2026}');
        }
    }
    lines
}

/// Escapes a text for XML, in elements and in attributes; what XML cannot hold is spelt out.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in shown(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// A word in pieces none of which is wider than a line.
fn pieces(word: &str, size: f64, width_max: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        let last = pieces.last_mut().expect("it begins with one");
        if !last.is_empty() && width(last, size) + f64::from(advance(c)) * size / 1000.0 > width_max {
            pieces.push(String::new());
        }
        pieces.last_mut().expect("it begins with one").push(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked_for() {
        for text in
            ["Interbank and large-value payments", "WWWWWWWWWWWWWWWWWWWWWWWWWWWW", "東京東京東京東京東京", ""]
        {
            for line in lines(text, 11.0, 60.0, 9) {
                assert!(width(&line, 11.0) <= 60.0, "{line}");
            }
        }
    }

    #[test]
    fn markup_and_what_cannot_be_seen_are_spelt_out() {
        assert_eq!(
            xml("<a href=\"x\">&'\u{202e}\u{0}"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\\u{202e}\\u{0}"
        );
    }

    #[test]
    fn what_is_missing_is_marked() {
        assert_eq!(lines("one two three four", 10.0, 40.0, 2), ["one two", "three\u{2026}"]);
        assert_eq!(lines("one", 10.0, 40.0, 2), ["one"]);
    }
}

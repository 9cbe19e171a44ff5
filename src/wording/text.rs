//! Makes text safe and lines up for terminals: escapes, widths, numbers as people read them.
//!
//! Invariant: nothing that [`shown`] returns can move a cursor, ring a bell or reorder what is beside it.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::unseen;

/// Shows control, bidirectional and invisible characters as `\u{..}`; for a piece of a line.
pub fn shown(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// The same for a finished text: its line breaks stand.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c == '\n')
}

/// Makes a finished text ASCII: our own punctuation by its like, all else as `\u{..}`.
pub fn to_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | ' '..='~' => out.push(c),
            '\u{b7}' => out.push('-'),
            '\u{2026}' => out.push_str("..."),
            _ => push_escape(&mut out, c),
        }
    }
    out
}

fn escaped(text: &str, allowed: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| unseen::kind(c).is_some() && !allowed(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if unseen::kind(c).is_some() && !allowed(c) { push_escape(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn push_escape(out: &mut String, c: char) {
    write!(out, "\\u{{{:x}}}", u32::from(c)).expect("a String takes everything");
}

/// Columns that a terminal needs for `text`.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Fills up with blanks on the right to `columns`.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", blanks(text, columns))
}

/// Fills up with blanks on the left to `columns`.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", blanks(text, columns))
}

fn blanks(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

/// Cuts to `columns`, the last of them a `…` where something is missing.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + UnicodeWidthStr::width(c.encode_utf8(&mut [0; 4]) as &str) + 1 > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('\u{2026}');
    kept
}

/// Breaks words into lines of at most `columns`; later lines begin with `indent` blanks.
pub fn wrapped(text: &str, columns: usize, indent: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if used > 0 && used + 1 + width(word) > columns {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += width(word);
    }
    out
}

/// A count with its thousands apart: `100,000`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `one` or `many` after its number: `1 service`, `3 services`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as u64), if n == 1 { one } else { many })
}

/// A word as a shell takes it.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", shown(&word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_drive_a_terminal_is_spelt_out() {
        assert_eq!(shown("a\u{1b}[31m\r\n\u{9b}\u{202e}b"), "a\\u{1b}[31m\\u{d}\\u{a}\\u{9b}\\u{202e}b");
        assert_eq!(shown_lines("a\tb\nc"), "a\\u{9}b\nc");
        assert_eq!(shown("Zürich 東京"), "Zürich 東京");
    }

    #[test]
    fn a_shell_takes_quoted_words_whole() {
        assert_eq!(shell("scenarios/x.ron"), "scenarios/x.ron");
        assert_eq!(shell("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(shell(""), "''");
    }

    #[test]
    fn ascii_means_ascii() {
        assert_eq!(to_ascii("a · b…\né"), "a - b...\n\\u{e9}");
    }

    #[test]
    fn columns_are_those_of_a_terminal() {
        assert_eq!(left("東京", 6), "東京  ");
        assert_eq!(right("7", 3), "  7");
        assert_eq!(cut("card payments", 8), "card pa…");
        assert_eq!(cut("card", 4), "card");
        assert_eq!(cut("東京東京", 5), "東京…");
    }

    #[test]
    fn long_sentences_break_between_words() {
        assert_eq!(wrapped("one two three", 7, 2), "one two\n  three");
        assert_eq!(wrapped("", 7, 2), "");
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1_000, 100_000, 12_345_678].map(count),
            ["0", "999", "1,000", "100,000", "12,345,678"]
        );
    }
}

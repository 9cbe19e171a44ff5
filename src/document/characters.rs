//! Finds the characters that no reader can see, before anything else reads the text.
//!
//! Invariant: a text that passes shows on the screen what the program reads (after CVE-2021-42574, "Trojan
//! Source"): no control characters, none that turn the direction of writing, none that are invisible.

use crate::diagnostic::{Diagnostic, Diagnostics, unseen};
use crate::source::Place;

/// At most so many are listed; a file of another kind has thousands.
const LISTED_MAX: usize = 20;

/// Reports every character of a source that may not stand in a file. A byte order mark at the start may.
pub(crate) fn refuse_unseen(source: u32, text: &str, found: &mut Diagnostics) {
    // Nearly every file is plain throughout, and can be large.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return;
    }
    let mut listed = 0;
    for (at, c) in text.char_indices() {
        let Some(what) = unseen::kind(c) else { continue };
        let line_break = matches!(c, '\n' | '\t') || c == '\r' && text.as_bytes().get(at + 1) == Some(&b'\n');
        let mark = c == '\u{feff}' && at == 0;
        if line_break || mark {
            continue;
        }
        if listed == LISTED_MAX {
            break;
        }
        listed += 1;
        let message = format!("{what} (U+{:04X}) may not stand in a file", u32::from(c));
        let diagnostic = Diagnostic::error("E0001", message)
            .at(Place::new(source, at, at + c.len_utf8()), "a character that cannot be seen")
            .help("remove it; retype the line if it was copied from a document or a web page");
        found.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[u32]) {
        let mut found = Diagnostics::new();
        refuse_unseen(0, text, &mut found);
        let places: Vec<u32> = found.iter().filter_map(Diagnostic::place).map(|place| place.start).collect();
        assert_eq!(places, expected, "{text:?}");
    }

    #[test]
    fn what_cannot_be_seen_is_refused_wherever_it_stands() {
        check("(a: \"x\u{200b}\") // \u{202e}", &[6, 15]);
        check("\0\u{1b}[31m\u{7f}\u{9b}", &[0, 1, 6, 7]);
        check("a\u{feff}b", &[1]);
        check("one\rtwo", &[3]);
        for c in ['\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            check(&format!("{c}"), &[0]);
        }
    }

    #[test]
    fn plain_text_line_breaks_and_a_leading_mark_pass() {
        check("\u{feff}(name: \"Crédit – Zürich 銀行\"),\r\n\tx\n", &[]);
    }

    #[test]
    fn a_file_of_another_kind_is_not_listed_to_its_end() {
        let mut found = Diagnostics::new();
        refuse_unseen(0, &"\0".repeat(1000), &mut found);
        assert_eq!(found.len(), LISTED_MAX);
    }
}

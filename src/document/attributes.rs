//! Skips what may stand before a document and refuses what would change how it is read.
//!
//! Invariant: a file means the same whatever its first lines enable; only `implicit_some`, which is always on,
//! may be named.

use crate::diagnostic::Diagnostic;
use crate::document::scan;
use crate::source::Place;

/// Gives the offset after the attributes at the head of a text.
pub(super) fn skip(source: u32, text: &str, start: usize) -> Result<usize, Diagnostic> {
    let mut at = scan::blank(text, start);
    while text[at..].starts_with('#') {
        let end = text[at..].find([']', '\n']).map_or(text.len(), |length| at + length);
        let written: String = text[at..end].chars().filter(|c| !c.is_whitespace()).collect();
        let closed = text[end..].starts_with(']');
        if !(closed && matches!(written.as_str(), "#![enable(implicit_some)" | "#![enable(implicit_some,)")) {
            if !written.starts_with("#!") {
                return Err(Diagnostic::error("E0104", "a comment does not begin with `#`")
                    .at(Place::new(source, at, at + 1), "not accepted")
                    .help("write `//` in place of `#`"));
            }
            let end = if closed { end + 1 } else { end };
            return Err(Diagnostic::error("E0104", "an attribute that would change how the file is read")
                .at(Place::new(source, at, end), "not accepted")
                .help("remove the line; the language needs no attributes"));
        }
        at = scan::blank(text, end + 1);
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<usize, (u32, u32)>) {
        let place = |found: Diagnostic| found.place().map(|place| (place.start, place.end)).expect("placed");
        assert_eq!(skip(0, text, 0).map_err(place), expected, "{text}");
    }

    #[test]
    fn only_what_is_on_anyway_may_be_enabled() {
        check("()", Ok(0));
        check("// head\n#![enable(implicit_some)]\n()", Ok(34));
        check("# ! [ enable ( implicit_some , ) ] ()", Ok(35));
        check("#![enable(unwrap_newtypes)]()", Err((0, 27)));
        check("#![enable(implicit_some, unwrap_newtypes)]()", Err((0, 42)));
        check("#![type = \"x\"]()", Err((0, 14)));
        check("#![enable(implicit_some)\n()", Err((0, 24)));
        check("# a comment [of mine]\n()", Err((0, 1)));
    }
}

//! Turns RON text into tokens, to know where things are; what they mean is for the parser to say.
//!
//! Invariant: every function returns an offset on a character boundary, at or after the one it was given, and
//! never panics, whatever the text.

/// The looks of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Open(u8),
    Close(u8),
    /// A text, in quotes of either kind; `closed` tells whether its end was found.
    Quoted {
        closed: bool,
    },
    Word,
    Number,
    /// A block comment whose end was not found.
    UnclosedComment,
    /// Any other character.
    Mark,
}

/// What begins at an offset, as far as it matters for how to read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    List,
    Map,
    /// Round brackets around fields, or nothing.
    Fields,
    /// Round brackets around values.
    Values,
    Text,
    Number,
    Word,
    /// A word followed by round brackets around fields, or nothing.
    NamedFields,
    /// A word followed by round brackets around values.
    NamedValues,
    /// A byte text, a single quoted character, or nothing that begins a value.
    Other,
}

/// Skips white space and comments; stops before a comment that does not end.
pub(crate) fn blank(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C) => at += 1,
            Some(b'/') if bytes.get(at + 1) == Some(&b'/') => at = line_end(text, at),
            Some(b'/') if bytes.get(at + 1) == Some(&b'*') => match comment_end(bytes, at) {
                Some(end) => at = end,
                None => return at,
            },
            Some(byte) if !byte.is_ascii() => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c @ ('\u{85}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')) => {
                    at += c.len_utf8()
                }
                _ => return at,
            },
            _ => return at,
        }
    }
}

fn line_end(text: &str, from: usize) -> usize {
    text.as_bytes()[from..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |length| from + length + 1)
}

/// Finds the end of a block comment; such comments nest.
fn comment_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut depth = 1usize;
    let mut at = from + 2;
    while depth > 0 {
        match (bytes.get(at)?, bytes.get(at + 1)) {
            (b'/', Some(b'*')) => (depth, at) = (depth + 1, at + 2),
            (b'*', Some(b'/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    Some(at)
}

/// Reads the token at an offset that is not blank; `None` at the end of the text.
pub(crate) fn token(text: &str, at: usize) -> Option<(Token, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    Some(match first {
        '(' | '[' | '{' => (Token::Open(first as u8), at + 1),
        ')' | ']' | '}' => (Token::Close(first as u8), at + 1),
        '"' => quoted(text, at + 1, b'"'),
        '\'' => character(text, at),
        'r' | 'b' if quote_after_prefix(rest).is_some() => prefixed(text, at),
        '0'..='9' | '+' | '-' | '.' => (Token::Number, number_end(text, at)),
        '/' if rest.starts_with("/*") => (Token::UnclosedComment, text.len()),
        c if is_word(c) => (Token::Word, word_end(text, at)),
        c => (Token::Mark, at + c.len_utf8()),
    })
}

fn quoted(text: &str, from: usize, quote: u8) -> (Token, usize) {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                at += 1 + text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            }
            byte if *byte == quote => return (Token::Quoted { closed: true }, at + 1),
            _ => at += 1,
        }
    }
    (Token::Quoted { closed: false }, text.len())
}

/// A single quote opens a character; when none closes it soon, it is only a mark.
fn character(text: &str, at: usize) -> (Token, usize) {
    let mut inside = text[at + 1..].char_indices();
    let escaped = matches!(inside.next(), Some((_, '\\')));
    let end = inside.skip(usize::from(escaped)).take(10).find(|(_, c)| *c == '\'' || *c == '\n');
    match end {
        Some((length, '\'')) => (Token::Quoted { closed: true }, at + 1 + length + 1),
        _ => (Token::Mark, at + 1),
    }
}

/// Tells whether `r` or `b` or `br` opens a quoted text: gives the length of the prefix and its hashes.
fn quote_after_prefix(rest: &str) -> Option<(usize, usize, u8)> {
    let raw = ["br", "r"].iter().find(|prefix| rest.starts_with(**prefix));
    if let Some(prefix) = raw {
        let hashes = rest[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
        let quote = rest.as_bytes().get(prefix.len() + hashes) == Some(&b'"');
        return quote.then_some((prefix.len() + hashes + 1, hashes, b'r'));
    }
    let quote = *rest.as_bytes().get(1)?;
    (rest.starts_with('b') && matches!(quote, b'"' | b'\'')).then_some((2, 0, quote))
}

fn prefixed(text: &str, at: usize) -> (Token, usize) {
    let Some((prefix, hashes, quote)) = quote_after_prefix(&text[at..]) else { return (Token::Mark, at + 1) };
    if quote != b'r' {
        return quoted(text, at + prefix, quote);
    }
    let end = format!("\"{}", "#".repeat(hashes));
    match text[at + prefix..].find(&end) {
        Some(length) => (Token::Quoted { closed: true }, at + prefix + length + end.len()),
        None => (Token::Quoted { closed: false }, text.len()),
    }
}

/// Tells whether a character may stand in a bare word; every one beyond ASCII is taken to.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}

/// Finds the end of a bare word, `r#` in front of it included.
pub(crate) fn word_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let (skipped, raw) = if rest.starts_with("r#") { (2, true) } else { (0, false) };
    let in_word = |c: char| is_word(c) || (raw && matches!(c, '.' | '+' | '-'));
    rest[skipped..].find(|c| !in_word(c)).map_or(text.len(), |length| at + skipped + length)
}

fn number_end(text: &str, at: usize) -> usize {
    let in_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-' | '.' | '=');
    text[at..].find(|c| !in_number(c)).map_or(text.len(), |length| at + length)
}

/// Tells what begins at an offset that is not blank.
pub(crate) fn look(text: &str, at: usize) -> Look {
    match token(text, at) {
        Some((Token::Open(b'['), _)) => Look::List,
        Some((Token::Open(b'{'), _)) => Look::Map,
        Some((Token::Open(_), inside)) if holds_fields(text, inside) => Look::Fields,
        Some((Token::Open(_), _)) => Look::Values,
        Some((Token::Quoted { .. }, _)) if text[at..].starts_with(['"', 'r']) => Look::Text,
        Some((Token::Number, _)) => Look::Number,
        Some((Token::Word, end)) => {
            let next = blank(text, end);
            match text.as_bytes().get(next) {
                Some(b'(') if holds_fields(text, next + 1) => Look::NamedFields,
                Some(b'(') => Look::NamedValues,
                _ => Look::Word,
            }
        }
        _ => Look::Other,
    }
}

/// Tells whether round brackets hold fields: a word and a colon, or nothing.
fn holds_fields(text: &str, inside: usize) -> bool {
    let at = blank(text, inside);
    match token(text, at) {
        Some((Token::Close(b')'), _)) => true,
        Some((Token::Word, end)) => text.as_bytes().get(blank(text, end)) == Some(&b':'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Look) {
        assert_eq!(look(text, 0), expected, "{text}");
    }

    #[test]
    fn the_first_characters_tell_how_to_read_on() {
        check("[1]", Look::List);
        check("{}", Look::Map);
        check("()", Look::Fields);
        check("( /* a: */ b /* c */ : 1)", Look::Fields);
        check("(a, b)", Look::Values);
        check("(\"4h\", 1)", Look::Values);
        check("Backup /*x*/ (every: 1)", Look::NamedFields);
        check("Backup()", Look::NamedFields);
        check("Other(\"x\")", Look::NamedValues);
        check("Declared,", Look::Word);
        check("r\"a\"", Look::Text);
        check("r##\"a\"# b\"##", Look::Text);
        check("r#do", Look::Word);
        check("b\"a\"", Look::Other);
        check("'a'", Look::Other);
        check("-3.5", Look::Number);
        check("", Look::Other);
        check(",", Look::Other);
    }

    #[test]
    fn blanks_are_white_space_and_comments() {
        let text = " \t\r\n// line\n/* a /* nested */ */ x";
        assert_eq!(&text[blank(text, 0)..], "x");
        assert_eq!(blank("/* open", 0), 0);
        assert_eq!(blank("// to the end", 0), 13);
    }

    #[test]
    fn a_text_ends_at_its_own_quote() {
        for (text, end) in
            [("\"a\\\"b\" c", 6), ("r#\"a\"b\"# c", 8), ("\"\\", 2), ("\"é\\é\"", 7), ("b'\\''", 5)]
        {
            assert_eq!(token(text, 0).map(|(_, end)| end), Some(end), "{text}");
        }
    }
}

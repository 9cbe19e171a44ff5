//! Turns a text into the numbers, words and signs that the little languages are made of, one at a time.
//!
//! Invariant: the cursor only moves forward over what a method returned, and never splits a character.
//! Space between tokens carries no meaning.

use std::ops::Range;

use super::NotationError;
use crate::ids;

/// A place in a text that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A piece of the text and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<T> {
    pub value: T,
    pub range: Range<usize>,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Returns the offset of the next token, or of the end of the text without its trailing space.
    pub fn offset(&mut self) -> usize {
        self.skip_space();
        if self.at == self.text.len() { self.text.trim_end().len() } else { self.at }
    }

    pub fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.rest().is_empty()
    }

    pub fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    /// Passes over `sign` if it comes next.
    pub fn eat(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    /// Passes over a hyphen or a dash, as word processors write them.
    pub fn eat_dash(&mut self) -> bool {
        ['-', '\u{2013}', '\u{2014}', '\u{2212}'].into_iter().any(|dash| self.eat(dash))
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> Option<Token<&'a str>> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        (length > 0).then(|| Token { value: &rest[..length], range: start..start + length })
    }

    /// Reads a run of letters.
    pub fn word(&mut self) -> Option<Token<&'a str>> {
        self.take_while(char::is_alphabetic)
    }

    /// Reads a run of digits.
    pub fn digits(&mut self) -> Option<Token<&'a str>> {
        self.take_while(|c| c.is_ascii_digit())
    }

    /// Reads a run of letters, digits, `-`, `_` and `.`, whether or not it is a well-formed id.
    pub fn name(&mut self) -> Option<Token<&'a str>> {
        self.take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    }

    /// Passes over `keyword`, in any case, if it is the whole of the next name.
    pub fn keyword(&mut self, keyword: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.name().is_some_and(|name| name.value.eq_ignore_ascii_case(keyword));
        if found {
            *self = ahead;
        }
        found
    }

    /// Passes over `label`, in any case, if the text goes on with it.
    pub fn label(&mut self, label: &str) -> bool {
        self.skip_space();
        let found = self.rest().get(..label.len()).is_some_and(|text| text.eq_ignore_ascii_case(label));
        if found {
            self.at += label.len();
        }
        found
    }

    /// Reads a decimal number without sign, if one comes next; `1.5`, `.5` and `2e-3` are numbers.
    pub fn number(&mut self) -> Result<Option<Token<f64>>, NotationError> {
        let mut ahead = *self;
        ahead.skip_space();
        let start = ahead.at;
        let text = ahead.rest();
        let mut length = leading_digits(text);
        if text[length..].starts_with('.') {
            let decimals = leading_digits(&text[length + 1..]);
            if length + decimals == 0 {
                return Ok(None);
            }
            length += 1 + decimals;
        }
        if length == 0 {
            return Ok(None);
        }
        length += exponent(&text[length..]);
        ahead.at += length;
        let range = start..start + length;
        match text[..length].parse::<f64>() {
            Ok(value) if value.is_finite() => {
                *self = ahead;
                Ok(Some(Token { value, range }))
            }
            _ => Err(NotationError::new(range, format!("`{}` is too large a number", &text[..length]))
                .help("write a number of ordinary size")),
        }
    }

    /// Reads the next token of any sort, for an error about it; at the end of the text the range is empty.
    pub fn found(&mut self) -> Token<String> {
        let start = self.offset();
        let mut ahead = *self;
        let range = match ahead.name() {
            Some(name) => name.range,
            None => start..start + ahead.peek().map_or(0, char::len_utf8),
        };
        let value = if range.is_empty() {
            "the end".to_owned()
        } else {
            format!("`{}`", self.text[range.clone()].escape_debug())
        };
        Token { value, range }
    }

    /// Makes an error that says what was expected in place of the next token.
    pub fn expected(&mut self, what: &str) -> NotationError {
        let found = self.found();
        NotationError::new(found.range, format!("expected {what}, found {}", found.value))
    }

    /// Returns the text between `start` and what was read last.
    pub fn text_since(&self, start: usize) -> &'a str {
        self.text[start..self.at].trim_end()
    }

    /// Returns the range between `start` and what was read last.
    pub fn range_since(&self, start: usize) -> Range<usize> {
        start..start + self.text_since(start).len()
    }
}

impl Token<&str> {
    /// Accepts the token as an id; where no id can be proposed, the error shows `forms`.
    pub fn id(&self, forms: &str) -> Result<String, NotationError> {
        let Err(fault) = ids::check_id(self.value) else {
            return Ok(self.value.to_owned());
        };
        let help = ids::proposal(self.value).map_or(forms.to_owned(), |id| format!("write `{id}`"));
        Err(NotationError::new(self.range.clone(), format!("`{}`: {fault}", self.value)).help(help))
    }
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Measures `e3`, `E-3` or `e+3` at the start of `text`; a letter without digits is no exponent but a unit.
fn exponent(text: &str) -> usize {
    if !text.starts_with(['e', 'E']) {
        return 0;
    }
    let sign = usize::from(text[1..].starts_with(['+', '-']));
    match leading_digits(&text[1 + sign..]) {
        0 => 0,
        digits => 1 + sign + digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_their_unit_begins() {
        let mut cursor = Cursor::new(" 1.5h 2e-3x 3e .5 .");
        assert_eq!(cursor.number(), Ok(Some(Token { value: 1.5, range: 1..4 })));
        assert_eq!(cursor.word(), Some(Token { value: "h", range: 4..5 }));
        assert_eq!(cursor.number(), Ok(Some(Token { value: 0.002, range: 6..10 })));
        assert!(cursor.eat('x'));
        assert_eq!(cursor.number(), Ok(Some(Token { value: 3.0, range: 12..13 })));
        assert!(cursor.eat('e'));
        assert_eq!(cursor.number(), Ok(Some(Token { value: 0.5, range: 15..17 })));
        assert_eq!(cursor.number(), Ok(None));
    }

    #[test]
    fn a_number_beyond_the_floats_is_an_error() {
        let error = Cursor::new(" 1e999").number().expect_err("no float is that large");
        assert_eq!(error.range, 1..6);
    }

    #[test]
    fn a_keyword_is_a_whole_word() {
        assert!(!Cursor::new("at-home").keyword("at"));
        assert!(Cursor::new(" AT home").keyword("at"));
    }

    #[test]
    fn errors_show_the_token_or_the_end() {
        assert_eq!(Cursor::new("  \u{202e}b").expected("a").message, "expected a, found `\\u{202e}`");
        let end = Cursor::new("  ").expected("a duration");
        assert_eq!((end.message.as_str(), end.range), ("expected a duration, found the end", 0..0));
    }
}

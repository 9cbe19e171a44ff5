//! Turns an error of the parser into words for the person who wrote the file.
//!
//! Invariant: exactly one diagnostic, whose place is inside the text: what stands after a fault in the brackets
//! cannot be judged, so nothing more is said.

use ron::Error;

use crate::diagnostic::Diagnostic;
use crate::document::scan::{self, Token};
use crate::source::Place;

/// Explains why a source cannot be read; `start` is where the parser began.
pub(super) fn diagnose(
    source: u32,
    text: &str,
    start: usize,
    error: &ron::error::SpannedError,
) -> Diagnostic {
    let at = start + offset_of(&text[start..], error.span.end.line, error.span.end.col);
    let case = Case { source, text, at: at.min(text.len()) };
    let brackets = brackets(text, start);
    match (&error.code, &brackets) {
        (Error::TrailingCharacters, _) => case.trailing(),
        (_, Some(fault)) if fault.comes_first(case.at) => case.bracket(fault),
        (Error::ExpectedComma, _) => case.missing_comma(start),
        (Error::ExpectedMapColon, _) => case.missing_colon(),
        (Error::InvalidEscape(_), _) => case.escape(),
        (Error::ExpectedFloat, _) => case.odd_number(),
        (Error::ExpectedChar | Error::ExpectedByteLiteral, _) => case.single_quotes(),
        (
            Error::UnexpectedChar(_) | Error::Eof | Error::ExpectedIdentifier | Error::ExpectedStructLike,
            _,
        ) => case.unexpected(),
        (Error::SuggestRawIdentifier(_), _) => case.unexpected(),
        (other, _) => {
            let message = format!("this cannot be read: {}", lower_first(&other.to_string()));
            case.error(&message, "here")
        }
    }
}

/// Finds the byte offset of a line and column (both from 1, in characters), at most the end of the text.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let line_start = match line {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let in_line = text[line_start..].char_indices().nth(column.saturating_sub(1));
    in_line.map_or(text.len(), |(at, _)| line_start + at)
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// What is wrong with the brackets and quotes of a text.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    UnclosedText(usize),
    UnclosedComment(usize),
    Unclosed(usize),
    Mismatch { opener: usize, closer: usize },
    NeverOpened(usize),
}

impl Fault {
    /// Tells whether this fault explains an error of the parser at `at`.
    fn comes_first(&self, at: usize) -> bool {
        match self {
            Fault::UnclosedText(from) | Fault::UnclosedComment(from) => *from <= at,
            Fault::Unclosed(_) => false,
            Fault::Mismatch { closer, .. } | Fault::NeverOpened(closer) => *closer <= at,
        }
    }
}

/// Finds the first fault in the brackets and quotes of a text.
fn brackets(text: &str, start: usize) -> Option<Fault> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = scan::blank(text, start);
    while let Some((token, end)) = scan::token(text, at) {
        match token {
            Token::Open(bracket) => open.push((bracket, at)),
            Token::Close(closer) => match open.pop() {
                None => return Some(Fault::NeverOpened(at)),
                Some((bracket, opener)) if closing(bracket) != closer => {
                    return Some(Fault::Mismatch { opener, closer: at });
                }
                Some(_) => {}
            },
            Token::Quoted { closed: false } => return Some(Fault::UnclosedText(at)),
            Token::UnclosedComment => return Some(Fault::UnclosedComment(at)),
            _ => {}
        }
        at = scan::blank(text, end);
    }
    open.pop().map(|(_, opener)| Fault::Unclosed(opener))
}

fn closing(bracket: u8) -> u8 {
    match bracket {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// The text and the offset at which the parser gave up.
struct Case<'s> {
    source: u32,
    text: &'s str,
    at: usize,
}

impl Case<'_> {
    /// The token at an offset.
    fn token_place(&self, at: usize) -> Place {
        let end = scan::token(self.text, at).map_or(at, |(_, end)| end);
        let line_end = self.text[at..end].find('\n').map_or(end, |length| at + length);
        Place::new(self.source, at, line_end)
    }

    fn error(&self, message: &str, label: &str) -> Diagnostic {
        Diagnostic::error("E0101", message).at(self.token_place(self.at), label)
    }

    /// The parser stands somewhere behind the backslash.
    fn escape(&self) -> Diagnostic {
        let from = self.text[..self.at].rfind('\\').unwrap_or(self.at);
        Diagnostic::error("E0101", "this escape means nothing in a text")
            .at(Place::new(self.source, from, self.at.max(from + 1)), "unknown escape")
            .help("write `\\\\` for a backslash and `\\\"` for a quote")
    }

    fn trailing(&self) -> Diagnostic {
        Diagnostic::error("E0103", "there is text after the end of the document")
            .at(self.token_place(scan::blank(self.text, self.at)), "the document ended before this")
            .help("a file is one pair of round brackets; is one closed too early?")
    }

    fn bracket(&self, fault: &Fault) -> Diagnostic {
        let unclosed = |from: usize, what: &str, length: usize| {
            Diagnostic::error("E0102", format!("{what} that is opened here is never closed"))
                .at(Place::new(self.source, from, from + length), "opened here")
        };
        let shown = |at: usize| self.text[at..].chars().next().unwrap_or(' ');
        match *fault {
            Fault::UnclosedText(from) => unclosed(from, "a text", 1).help("add the closing quote `\"`"),
            Fault::UnclosedComment(from) => unclosed(from, "a comment", 2).help("add the closing `*/`"),
            Fault::Unclosed(from) => {
                let bracket = closing(self.text.as_bytes()[from]);
                unclosed(from, &format!("the bracket `{}`", shown(from)), 1)
                    .help(format!("add the closing `{}`", char::from(bracket)))
            }
            Fault::Mismatch { opener, closer } => {
                let message = format!("`{}` is closed by `{}`", shown(opener), shown(closer));
                let wanted = char::from(closing(self.text.as_bytes()[opener]));
                Diagnostic::error("E0102", message)
                    .at(self.token_place(closer), format!("expected `{wanted}`"))
                    .at(self.token_place(opener), "opened here")
            }
            Fault::NeverOpened(at) => Diagnostic::error("E0102", format!("`{}` closes nothing", shown(at)))
                .at(self.token_place(at), "there is no open bracket here")
                .help("remove it, or add the bracket it is meant to close"),
        }
    }

    /// What begins like a number and is none, such as a day.
    fn odd_number(&self) -> Diagnostic {
        let rest = &self.text[self.at..];
        let end = rest.find(['\n', ',', ')', ']', '}']).unwrap_or(rest.len());
        match rest[..end].trim_end() {
            "" => self.unexpected(),
            whole => Diagnostic::error("E0101", "a text without quotes")
                .at(Place::new(self.source, self.at, self.at + whole.len()), "this is no number")
                .help(format!("put it in double quotes: \"{whole}\"")),
        }
    }

    /// Two things stand side by side. The likeliest reasons are a text without quotes, a text whose closing quote
    /// is missing, and a missing comma, in this order.
    fn missing_comma(&self, start: usize) -> Diagnostic {
        if self.at >= self.text.len() {
            return self.unexpected();
        }
        let Some((token, from, to)) = self.before(start) else { return self.unexpected() };
        let written = &self.text[from..to];
        let next = self.text[self.at..].chars().next().unwrap_or(' ');
        if matches!(token, Token::Quoted { .. }) && written.contains('\n') {
            return Diagnostic::error("E0101", "a text runs over several lines into the next one")
                .at(Place::new(self.source, from, from + 1), "this text begins here")
                .at(self.token_place(self.at), "and something else follows it here")
                .help("is the closing quote `\"` missing where the text should end?");
        }
        if next == ':' && matches!(token, Token::Quoted { .. }) {
            return Diagnostic::error("E0101", "a field name in quotes")
                .at(Place::new(self.source, from, to), "in round brackets field names stand without quotes")
                .help("remove the quotes, or use braces `{ }` if this is a map");
        }
        let runs_on = next.is_alphanumeric() || matches!(next, '.' | '-' | '@' | '/' | '%' | '+' | '&');
        if matches!(token, Token::Word | Token::Number) && runs_on && self.same_line(to) && !self.at_field(to)
        {
            let line_end =
                self.text[from..].find(['\n', ',', ')', ']', '}']).map_or(self.text.len(), |end| from + end);
            let whole = self.text[from..line_end].trim_end();
            let repair =
                share_in_percent(whole).unwrap_or_else(|| format!("put it in double quotes: \"{whole}\""));
            return Diagnostic::error("E0101", "a text without quotes")
                .at(
                    Place::new(self.source, from, from + whole.len()),
                    "only words and numbers stand without quotes",
                )
                .help(repair);
        }
        if next == '=' {
            return self.missing_colon();
        }
        if next == ';' {
            return self
                .error("a `;` where a comma belongs", "expected `,`")
                .help("entries are parted by commas: write `,` in place of `;`");
        }
        Diagnostic::error("E0101", "a comma is missing")
            .at(Place::new(self.source, to, to), "expected `,` here")
            .at(self.token_place(self.at), "before this")
    }

    fn same_line(&self, from: usize) -> bool {
        self.text.get(from..self.at).is_some_and(|between| !between.contains('\n'))
    }

    /// Tells whether what follows, after a space, is the name of a field.
    fn at_field(&self, from: usize) -> bool {
        let end = scan::token(self.text, self.at).map_or(self.at, |(_, end)| end);
        from < self.at && self.text.as_bytes().get(scan::blank(self.text, end)) == Some(&b':')
    }

    /// The last token before the place of the error.
    fn before(&self, start: usize) -> Option<(Token, usize, usize)> {
        let mut last = None;
        let mut at = scan::blank(self.text, start);
        while let Some((token, end)) = scan::token(self.text, at).filter(|_| at < self.at) {
            // What the scanner takes for one number, such as `45m`, the parser may have left in the middle.
            last = Some((token, at, if end > self.at { self.at } else { end }));
            at = scan::blank(self.text, end);
        }
        last
    }

    fn single_quotes(&self) -> Diagnostic {
        let from = self.text[..self.at].rfind('\'').unwrap_or(self.at);
        Diagnostic::error("E0101", "a text in single quotes")
            .at(Place::new(self.source, from, from + 1), "not a double quote")
            .help("put texts in double quotes: \"like this\"")
    }

    fn missing_colon(&self) -> Diagnostic {
        let equals = self.text[self.at..].starts_with('=');
        let help =
            if equals { "write `:` in place of `=`" } else { "a key and its value are written `key: value`" };
        self.error("a colon is missing", "expected `:` here").help(help)
    }

    fn unexpected(&self) -> Diagnostic {
        let next = self.text[self.at..].chars().next();
        match next {
            None => match brackets(self.text, 0) {
                Some(fault) => self.bracket(&fault),
                None => {
                    self.error("the document is empty", "nothing is written here").help("write `()` at least")
                }
            },
            Some(',' | ')' | ']' | '}') => self.error("a value is missing", "expected a value before this"),
            Some('“' | '”' | '„' | '‘' | '’' | '«' | '»') => self
                .error("a text in typographic quotes", "not a plain quote")
                .help("use the plain double quote: \"like this\""),
            Some('"') => self.error("a field name in quotes", "expected a field name without quotes").help(
                "in round brackets field names stand without quotes; quoted keys belong in braces `{ }`, and several values of \
                 one field in a list: `[\"a\", \"b\"]`",
            ),
            Some('#') => self
                .error("`#` cannot stand here", "unexpected")
                .help("a comment begins with `//`: write that in place of `#`"),
            Some(c) if c.is_whitespace() => self
                .error(
                    &format!("a blank that is none, U+{:04X}, cannot stand here", u32::from(c)),
                    "unexpected",
                )
                .help("write an ordinary blank instead; such blanks come from web pages and word processors"),
            Some(c) => self.error(&format!("`{c}` cannot stand here"), "unexpected"),
        }
    }
}

/// The repair of `95%`: a share is written as a number from 0 to 1.
pub(super) fn share_in_percent(text: &str) -> Option<String> {
    let percent = text.trim().strip_suffix('%')?.trim_end().replace(',', ".");
    let share = percent.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent))? / 100.0;
    Some(format!("write {percent} % as {share}, without quotes"))
}

#[cfg(test)]
mod tests {
    use crate::document::build::build;

    /// The code, the offset and the help of the one diagnostic.
    fn check(text: &str, code: &str, at: usize, about: &str) {
        let found = build(0, text, 0).expect_err("the text is faulty");
        let place = found.place().expect("a syntax error has a place");
        assert_eq!((found.code, place.start as usize), (code, at), "{text}: {found:?}");
        let labels: Vec<&str> = found.labels.iter().map(|label| label.text.as_str()).collect();
        let all = format!("{} {} {}", found.message, labels.join(" "), found.help.join(" "));
        assert!(all.contains(about), "{text}: {all}");
    }

    #[test]
    fn what_is_not_closed_is_shown_where_it_was_opened() {
        check("(a: [1, 2)", "E0102", 9, "`[` is closed by `)`");
        check("(a: [1, 2", "E0102", 4, "never closed");
        check("(a: {\"x\": (b: 1), ", "E0102", 4, "never closed");
        check("(a: \"x)", "E0102", 4, "text");
        check("(a: 1 /* x)", "E0102", 6, "comment");
        check("(a: 1))", "E0103", 6, "after the end");
    }

    #[test]
    fn a_missing_mark_is_named() {
        check("(a: 1 b: 2)", "E0101", 5, "comma");
        check("(a: \"x\"\n b: 2)", "E0101", 7, "comma");
        check("({\"a\" 1})", "E0101", 6, "colon");
        check("(a: 1, b: )", "E0101", 10, "value is missing");
        check("(a = 1)", "E0101", 3, "`:` in place of `=`");
        check("(a: 3; b: 4)", "E0101", 5, "write `,` in place of `;`");
    }

    #[test]
    fn a_text_without_its_quotes_is_recognised() {
        check("(takes: 45m)", "E0101", 8, "\"45m\"");
        check("(takes: 2h30m, b: 1)", "E0101", 8, "\"2h30m\"");
        check("(name: Harbour Bank)", "E0101", 7, "\"Harbour Bank\"");
        check("(model: model.ron)", "E0101", 8, "\"model.ron\"");
        check("(name: 'Harbour Bank')", "E0101", 7, "double quotes");
        check("(name: “Bank”)", "E0101", 7, "plain double quote");
        check("(name: \"Bank,\n rto: \"4h\")", "E0101", 7, "closing quote");
        check("(\"name\": 1)", "E0101", 1, "without quotes");
        check("(a: 1, \"name\": 1)", "E0101", 7, "without quotes");
    }

    #[test]
    fn an_empty_document_is_told_so() {
        check("", "E0101", 0, "empty");
        check("// nothing\n", "E0101", 11, "empty");
    }
}

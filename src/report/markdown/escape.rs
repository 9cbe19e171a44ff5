//! Makes any text a text of Markdown.

use crate::wording::text::shown;

/// Escapes a text for a paragraph, a heading, a list or a table: on one line, and nothing in it is markup, HTML, a
/// link, a mention or an emoji.
pub fn md(text: &str) -> String {
    let line = text.replace(['\n', '\r', '\t'], " ");
    let text = shown(line.trim());
    let mut out = String::with_capacity(text.len() + 8);
    let numbers = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@'
            | '!' | '$' | '^' => true,
            // An address or an emoji goes on after it; a sentence does not.
            ':' => !rest.is_empty() && !rest.starts_with(' '),
            // Lists, rules and quotes begin a line so.
            '+' | '-' | '=' => at == 0,
            '.' | ')' if numbers > 0 && at == numbers && (rest.is_empty() || rest.starts_with(' ')) => true,
            // `www.` makes a link by itself.
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::md;

    #[test]
    fn what_looks_like_markup_is_text() {
        assert_eq!(md("<script>alert(1)</script>"), "\\<script\\>alert(1)\\</script\\>");
        assert_eq!(md("a | b\n| c"), "a \\| b \\| c");
        assert_eq!(md("[x](javascript:y)"), "\\[x\\](javascript\\:y)");
        assert_eq!(md("http://example.org www.example.org"), "http\\://example.org www\\.example.org");
        assert_eq!(md("@all #1 :fire: $x$"), "\\@all \\#1 \\:fire: \\$x\\$");
        assert_eq!(md("1. one"), "1\\. one");
        assert_eq!(md("97.6 holds: yes"), "97.6 holds: yes");
        assert_eq!(md("- one"), "\\- one");
        assert_eq!(md("2d20h (2d19h-2d21h) 99.9 %"), "2d20h (2d19h-2d21h) 99.9 %");
        assert_eq!(md("a\u{202e}b"), "a\\\\u\\{202e\\}b");
    }
}

//! Turns a target selector (`ledger-db`, `tag:windows`, `-home:paris`) into what it selects by.
//!
//! Invariant: ids are well-formed, kinds are among [`KINDS`], tags are not empty. Whether anything is selected
//! is decided by `model`; all exclusions apply after all inclusions.

use std::ops::Range;

use super::NotationError;
use super::cursor::{Cursor, Token};

/// What can follow `kind:`: sorts of nodes, and the kinds of sites.
pub const KINDS: [&str; 10] = [
    "site",
    "supplier",
    "team",
    "resource",
    "system",
    "DataCentre",
    "Office",
    "CloudRegion",
    "Remote",
    "Other",
];

/// One selector of a list of targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Whether what is selected is left out, written with `-`.
    pub exclude: bool,
    /// By what it selects.
    pub what: SelectorKind,
    /// The id, the tag, or one of [`KINDS`] in its own spelling.
    pub name: String,
    /// The bytes of `name`.
    pub range: Range<usize>,
}

/// By what a selector selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectorKind {
    /// The node, or the members of the group, with this id.
    Id,
    /// Everything with this tag.
    Tag,
    /// The systems whose home is this site.
    Home,
    /// Everything within this site.
    In,
    /// Everything of this kind.
    Kind,
}

const FORMS: &str =
    "as in `ledger-db`, `tag:windows`, `home:paris`, `in:campus`, `kind:team`, or `-` before one of them";

/// Reads one selector.
///
/// # Errors
/// Reports an unknown prefix or kind, an ill-formed id, and anything after the selector.
pub fn parse(text: &str) -> Result<Selector, NotationError> {
    let mut cursor = Cursor::new(text);
    let exclude = cursor.eat_dash();
    let Some(first) = cursor.name() else {
        return Err(cursor.expected("an id or a selector").help(FORMS));
    };
    let selector = if cursor.eat(':') {
        let what = prefix(&first)?;
        let Some(name) = cursor.name() else {
            return Err(cursor.expected(&format!("a name after `{}:`", first.value)).help(FORMS));
        };
        Selector { exclude, what, name: spelled(what, &name)?, range: name.range }
    } else {
        Selector { exclude, what: SelectorKind::Id, name: first.id(FORMS)?, range: first.range }
    };
    match cursor.is_at_end() {
        true => Ok(selector),
        false => Err(cursor
            .expected("the end of the selector")
            .help("write each target as a text of its own in the list")),
    }
}

fn prefix(word: &Token<&str>) -> Result<SelectorKind, NotationError> {
    match word.value.to_ascii_lowercase().as_str() {
        "tag" => Ok(SelectorKind::Tag),
        "home" => Ok(SelectorKind::Home),
        "in" => Ok(SelectorKind::In),
        "kind" => Ok(SelectorKind::Kind),
        _ => {
            Err(NotationError::new(word.range.clone(), format!("`{}:` selects nothing", word.value))
                .help(FORMS))
        }
    }
}

fn spelled(what: SelectorKind, name: &Token<&str>) -> Result<String, NotationError> {
    match what {
        SelectorKind::Tag => Ok(name.value.to_owned()),
        SelectorKind::Kind => kind(name),
        SelectorKind::Id | SelectorKind::Home | SelectorKind::In => name.id(FORMS),
    }
}

fn kind(name: &Token<&str>) -> Result<String, NotationError> {
    match KINDS.iter().find(|known| known.eq_ignore_ascii_case(name.value)) {
        Some(known) => Ok((*known).to_owned()),
        None => Err(NotationError::new(name.range.clone(), format!("`{}` is not a kind", name.value))
            .help(format!("write one of {}", KINDS.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str, exclude: bool, what: SelectorKind, name: &str) {
        let selector = parse(text).expect(text);
        assert_eq!((selector.exclude, selector.what, selector.name.as_str()), (exclude, what, name));
        assert!(text[selector.range].eq_ignore_ascii_case(name));
    }

    fn refuses(text: &str, range: Range<usize>, help: &str) {
        let error = parse(text).expect_err(text);
        assert_eq!((error.range, error.help.as_deref()), (range, Some(help)), "{text}: {}", error.message);
    }

    #[test]
    fn every_form_is_read() {
        reads("ledger-db", false, SelectorKind::Id, "ledger-db");
        reads("-ledger-db", true, SelectorKind::Id, "ledger-db");
        reads("tag:windows", false, SelectorKind::Tag, "windows");
        reads(" - Home: paris ", true, SelectorKind::Home, "paris");
        reads("in:campus", false, SelectorKind::In, "campus");
        reads("kind:team", false, SelectorKind::Kind, "team");
        reads("-kind:datacentre", true, SelectorKind::Kind, "DataCentre");
    }

    #[test]
    fn slips_are_answered_with_what_to_write() {
        refuses("", 0..0, FORMS);
        refuses("Ledger DB", 0..6, "write `ledger`");
        refuses("a, b", 1..2, "write each target as a text of its own in the list");
        refuses("site:paris", 0..4, FORMS);
        refuses("tag:", 4..4, FORMS);
        refuses("kind:teams", 5..10, &format!("write one of {}", KINDS.join(", ")));
        refuses("or", 0..2, FORMS);
    }
}

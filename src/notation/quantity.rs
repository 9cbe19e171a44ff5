//! Turns what is asked of a team or a resource (`dba`, `dba: 2`) into a name and a number of people or units.
//!
//! Invariant: the name is a well-formed id and the number at least 1.

use std::ops::Range;

use super::NotationError;
use super::cursor::Cursor;

/// So many people of a team, or units of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The id of the team or resource.
    pub name: String,
    /// The bytes of `name`.
    pub range: Range<usize>,
    /// How many; 1 if not written.
    pub amount: u32,
}

/// Reads a name, or a name and a number with `:` between.
///
/// # Errors
/// Reports an ill-formed id, and a number that is not a whole one from 1 to 4294967295.
pub fn parse(text: &str) -> Result<Quantity, NotationError> {
    let form = "as in `dba` or `dba: 2`";
    let mut cursor = Cursor::new(text);
    let Some(name) = cursor.name() else {
        return Err(cursor.expected("the id of a team or resource").help(form));
    };
    let id = name.id(form)?;
    let amount = if cursor.eat(':') { read_amount(&mut cursor)? } else { 1 };
    if !cursor.is_at_end() {
        return Err(cursor.expected("`:` and a number, or the end").help(form));
    }
    Ok(Quantity { name: id, range: name.range, amount })
}

fn read_amount(cursor: &mut Cursor) -> Result<u32, NotationError> {
    let mut ahead = *cursor;
    let amount =
        ahead.digits().and_then(|digits| digits.value.parse::<u32>().ok()).filter(|amount| *amount > 0);
    match amount {
        Some(amount) if ahead.peek() != Some('.') => {
            *cursor = ahead;
            Ok(amount)
        }
        _ => Err(cursor.expected(&format!("a whole number from 1 to {}", u32::MAX)).help("as in `dba: 2`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str, name: &str, amount: u32) {
        let quantity = parse(text).expect(text);
        assert_eq!((quantity.name.as_str(), quantity.amount), (name, amount));
        assert_eq!(&text[quantity.range], name);
    }

    fn refuses(text: &str, range: Range<usize>) {
        let error = parse(text).expect_err(text);
        assert_eq!(error.range, range, "{text}: {}", error.message);
        assert!(error.help.is_some());
    }

    #[test]
    fn one_is_meant_unless_a_number_is_written() {
        reads("dba", "dba", 1);
        reads(" dba :2 ", "dba", 2);
        reads("lyon-hosts: 40", "lyon-hosts", 40);
    }

    #[test]
    fn what_is_no_whole_number_of_people_is_refused() {
        refuses("", 0..0);
        refuses("dba: 0", 5..6);
        refuses("dba: -1", 5..7);
        refuses("dba: 1.5", 5..8);
        refuses("dba: 4294967296", 5..15);
        refuses("dba: two", 5..8);
        refuses("dba 2", 4..5);
        refuses("DBA", 0..3);
    }
}

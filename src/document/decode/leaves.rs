//! Turns the smallest nodes (texts, numbers, yes and no) and lists into values.
//!
//! Invariant: a number is finite, written plainly, and fits its field; a list of texts may be one text.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::decode::{Decode, Holds, Table, Text, misfit};
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

impl Decode for Text {
    const ONE: &'static str = "a text";
    const MANY: &'static str = "texts";

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        match node.kind {
            Kind::Text(text) => Spanned::new(text, node.place),
            _ => {
                found.push(misfit(&node, Self::ONE));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        Spanned::new(String::new(), Place::NOWHERE)
    }
}

impl Decode for Spanned<bool> {
    const ONE: &'static str = "`true` or `false`";
    const MANY: &'static str = "`true` or `false`";

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        match &node.kind {
            Kind::Word(word) if word == "true" => Spanned::new(true, node.place),
            Kind::Word(word) if word == "false" => Spanned::new(false, node.place),
            _ => {
                found.push(misfit(&node, Self::ONE));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        Spanned::new(false, Place::NOWHERE)
    }
}

impl Decode for Spanned<u64> {
    const ONE: &'static str = "a whole number";
    const MANY: &'static str = "whole numbers";

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let Some(text) = plain_number(&node, Self::ONE, found) else { return Self::hole() };
        match text.parse() {
            Ok(number) => Spanned::new(number, node.place),
            Err(_) => {
                let too_large = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let fault = if too_large { "too large a number" } else { "not a whole number from 0 on" };
                let diagnostic = Diagnostic::error("E0117", format!("`{text}` is {fault}"))
                    .at(node.place, "expected a whole number such as `3`");
                found.push(diagnostic);
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        Spanned::new(1, Place::NOWHERE)
    }
}

impl Decode for Spanned<f64> {
    const ONE: &'static str = "a number";
    const MANY: &'static str = "numbers";

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let number = plain_number(&node, Self::ONE, found).and_then(|text| text.parse().ok());
        number.map_or_else(Self::hole, |number| Spanned::new(number, node.place))
    }

    fn hole() -> Self {
        Spanned::new(1.0, Place::NOWHERE)
    }
}

/// Gives the text of a node that is a finite, plainly written number; reports any other.
pub(super) fn plain_number<'n>(node: &'n Node, expected: &str, found: &mut Diagnostics) -> Option<&'n str> {
    let text = match &node.kind {
        Kind::Number(text) => text,
        Kind::Word(word) if matches!(word.as_str(), "NaN" | "inf") => word,
        _ => {
            found.push(misfit(node, expected));
            return None;
        }
    };
    if is_plain(text) && text.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(text);
    }
    let diagnostic = Diagnostic::error("E0116", format!("`{text}` is not a number this program reads"))
        .at(node.place, "expected digits, at most one point, and perhaps an exponent")
        .help("write it plainly, for example `250000` or `0.95`");
    found.push(diagnostic);
    None
}

/// Tells whether a number is digits with at most a sign, a point and an exponent; no underscores, bases, type
/// suffixes or ranges, which RON would let through.
pub(super) fn is_plain(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let signed = |text: &str| digits(text.strip_prefix(['+', '-']).unwrap_or(text));
    digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(signed)
}

impl<T: Decode> Decode for Vec<T> {
    const ONE: &'static str = T::MANY;
    const MANY: &'static str = T::MANY;
    const TABLE: Option<&'static Table> = T::TABLE;
    const HOLDS: Holds = Holds::List;

    fn shape() -> String {
        if T::ONE == Text::ONE {
            "a text or a list of texts".to_owned()
        } else if T::HOLDS == Holds::List {
            format!("a list, each entry {}", T::shape())
        } else {
            format!("a list of {}", T::MANY)
        }
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        match node.kind {
            Kind::List(items) => items.into_iter().map(|item| T::decode(item, found)).collect(),
            Kind::Text(_) if T::ONE == Text::ONE => vec![T::decode(node, found)],
            // One without the brackets of the list: what is in it is read all the same.
            Kind::Struct { .. } if T::TABLE.is_some() => {
                found.push(misfit(&node, &Self::shape()));
                vec![T::decode(node, found)]
            }
            _ => {
                found.push(misfit(&node, &Self::shape()));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        vec![T::hole()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_plainly() {
        for text in ["0", "12", "-3", "0.95", "1e6", "2.5E-3", "1e+2"] {
            assert!(is_plain(text), "{text}");
        }
        for text in
            ["", "-", "1__0_", "0x1F", "1.", ".5", "+1", "1u8", "1..2", "1e", "1.5f32", "--1", "b'a'", "1 0"]
        {
            assert!(!is_plain(text), "{text}");
        }
    }
}

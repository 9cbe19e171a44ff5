//! Codes E01xx: how a file is written, and which fields and values may stand where.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[Code {
    code: "E0110",
    title: "an unknown field",
    explanation: "The field is not part of the language at this place. A misspelt field would silently change what \
            the file says, so every field must be known. `docs/format.md` lists what may stand where.",
    example: Example::model("(teams: { \"dba\": (people: 3, callout: \"15m\") })"),
    repaired: Example::model("(teams: { \"dba\": (people: 3, call_out: \"15m\") })"),
}];

//! Codes E0101 to E0105: how a file is written.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0101",
        title: "a file that is not well-formed",
        explanation: "The file does not follow the rules of RON: fields in round brackets as `name: value`, maps in \
            braces with quoted keys, lists in square brackets, a comma between two things, and texts in double \
            quotes, durations included. The message says what was expected where. What follows the place cannot \
            be judged until it is repaired.",
        example: Example::model("(systems: { \"crm\": (rto: 4h) })"),
        repaired: Example::model("(systems: { \"crm\": (rto: \"4h\") })"),
    },
    Code {
        code: "E0102",
        title: "something that is not closed",
        explanation: "A bracket, a text or a comment is opened and not closed, or closed by a bracket of another \
            kind. The place shown is where it was opened, or where the wrong bracket stands.",
        example: Example::model("(teams: { \"dba\": (people: 3 })"),
        repaired: Example::model("(teams: { \"dba\": (people: 3) })"),
    },
    Code {
        code: "E0103",
        title: "text after the end",
        explanation: "A file is one pair of round brackets; something follows the closing one. A bracket closed too \
            early would leave out the rest of the file, so nothing may follow.",
        example: Example::model("(name: \"Harbour Bank\") (systems: {})"),
        repaired: Example::model("(name: \"Harbour Bank\", systems: {})"),
    },
    Code {
        code: "E0104",
        title: "an attribute",
        explanation: "RON knows attributes such as `#![enable(...)]` that change how a file is read. They are not \
            accepted, so that a file means the same wherever it is read. Only `implicit_some`, which is always on, \
            may be named.",
        example: Example::model("#![enable(unwrap_newtypes)]\n(name: \"Harbour Bank\")"),
        repaired: Example::model("(name: \"Harbour Bank\")"),
    },
    Code {
        code: "E0105",
        title: "a file of the other kind",
        explanation: "A scenario stands where a model belongs, or a model where a scenario belongs. A scenario has \
            `title`, `model` and `horizon`; a model has `systems`, `services` and the like.",
        example: Example::scenario("(systems: { \"crm\": () })", "(systems: { \"crm\": () })"),
        repaired: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"CRM fails\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"crm\"])])",
        ),
    },
];

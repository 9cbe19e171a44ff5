//! Codes E07xx: edits by path, in `changes`, `--set` and `--remove`.

use crate::diagnostic::explain::{Code, Example};

const MODEL: &str = "(teams: { \"dba\": (people: 3) })";

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0701",
        title: "a path that leads to nothing",
        explanation: "A part of the path is neither a key of a map, nor the id or slug of an element of a list, nor a \
            field that is there. An edit that changes nothing would make a comparison worthless, so it is refused.",
        example: Example::edited(MODEL, &["teams.dbas.people=4"]),
        repaired: Example::edited(MODEL, &["teams.dba.people=4"]),
    },
    Code {
        code: "E0702",
        title: "a path with an unknown field",
        explanation: "A part of the path is not a field of the language at that place. An absent field can be set, \
            an unknown one cannot.",
        example: Example::edited(MODEL, &["teams.dba.callout=15m"]),
        repaired: Example::edited(MODEL, &["teams.dba.call_out=15m"]),
    },
    Code {
        code: "E0703",
        title: "an addition to what is there",
        explanation: "`Add` puts something where nothing is: a new key, an absent field, one more element of a list. \
            Where there is a value already, `Set` replaces it.",
        example: Example::scenario(
            MODEL,
            "(title: \"t\", model: \"model.ron\", horizon: \"1d\", changes: [Add(\"teams.dba\", (people: 4))])",
        ),
        repaired: Example::scenario(
            MODEL,
            "(title: \"t\", model: \"model.ron\", horizon: \"1d\", changes: [Set(\"teams.dba\", (people: 4))])",
        ),
    },
    Code {
        code: "E0704",
        title: "a path that is not one",
        explanation: "A path is made of names with points between them, none of them empty. On the command line `=` \
            and the value follow it.",
        example: Example::edited(MODEL, &["teams..people=4"]),
        repaired: Example::edited(MODEL, &["teams.dba.people=4"]),
    },
];

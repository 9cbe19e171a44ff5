//! Codes E00xx: what stands in the way of reading a file at all.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0001",
        title: "a character that cannot be seen",
        explanation: "Control characters, characters that turn the direction of writing, and invisible characters are \
            not accepted anywhere in a file, comments included: what a reader sees would not be what the program \
            reads. They usually come from a word processor or a web page.",
        example: Example::model("(name: \"Harbour\u{200b} Bank\")"),
        repaired: Example::model("(name: \"Harbour Bank\")"),
    },
    Code {
        code: "E0002",
        title: "a bracket too deep",
        explanation: "Brackets may stand inside one another at most 64 deep. No model needs more; a file that has more \
            is damaged or was not written for this program.",
        example: Example::model(
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
             ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        ),
        repaired: Example::model("()"),
    },
];

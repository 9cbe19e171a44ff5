//! Codes E00xx: what stands in the way of reading a file at all.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0001",
        title: "a character that cannot be seen",
        explanation: "Control characters, characters that turn the direction of writing, and invisible characters \
            are not accepted anywhere in a file, comments included: what a reader sees would not be what the \
            program reads. They usually come from a word processor or a web page.",
        example: Example::model("(name: \"Harbour\u{200b} Bank\")"),
        repaired: Example::model("(name: \"Harbour Bank\")"),
    },
    Code {
        code: "E0002",
        title: "brackets too deep",
        explanation: "Brackets may stand inside one another at most 64 deep. No model needs more; a file that has \
            more is damaged or was not written for this program.",
        example: Example::model(
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
             ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        ),
        repaired: Example::model("()"),
    },
    Code {
        code: "E0003",
        title: "a file that is too large",
        explanation: "Files above 64 MiB are refused before they are read. A model of twenty thousand systems takes \
            less than a tenth of that, so this is most likely not the file that was meant.",
        example: Example::NONE,
        repaired: Example::NONE,
    },
    Code {
        code: "E0004",
        title: "a file that is not UTF-8 text",
        explanation: "Models and scenarios are UTF-8 text. A file saved as UTF-16 or in an older encoding of one \
            country, or one that is not text at all, cannot be read. Most editors can save a file as UTF-8.",
        example: Example::NONE,
        repaired: Example::NONE,
    },
    Code {
        code: "E0005",
        title: "a file named in a file that cannot be read",
        explanation: "A scenario names its model by a path from its own folder downwards. There is no such file, it \
            is no ordinary file, or it is a link that leads out of the folder: the files of an organisation stay \
            together, so that a folder can be handed on and gives the same results elsewhere.",
        example: Example::NONE,
        repaired: Example::NONE,
    },
];

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
    Code {
        code: "E0006",
        title: "a table that is none",
        explanation: "A table of real outages (`--actuals`) is CSV: a first row with the titles `service`, `started` and \
            `back`, in any order and beside any others, perhaps `source`, and a row for each outage. A text in quotes \
            ends with a quote, and a quote inside it is written twice.",
        example: Example::table(
            MODEL,
            SCENARIO,
            "service,start,back\nsales,2025-07-14T02:10,2025-07-14T11:50\n",
        ),
        repaired: Example::table(
            MODEL,
            SCENARIO,
            "service,started,back\nsales,2025-07-14T02:10,2025-07-14T11:50\n",
        ),
    },
    Code {
        code: "E0007",
        title: "a row of a table that is not whole",
        explanation: "Each row of a table of real outages names a service and says when it went out and when it was back \
            for good, and has no more cells than there are titles. An outage that goes on has not been seen to its \
            end, so it cannot be placed in what is projected.",
        example: Example::table(MODEL, SCENARIO, "service,started,back\nsales,2025-07-14T02:10,\n"),
        repaired: Example::table(
            MODEL,
            SCENARIO,
            "service,started,back\nsales,2025-07-14T02:10,2025-07-14T11:50\n",
        ),
    },
];

const MODEL: &str = "(services: { \"sales\": () })";
const SCENARIO: &str = "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [])";

//! Codes E0110 to E0118: which fields and values may stand where.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0110",
        title: "an unknown field",
        explanation: "The field is not part of the language at this place. A misspelt field would silently change \
            what the file says, so every field must be known. `docs/format.md` lists what may stand where.",
        example: Example::model("(teams: { \"dba\": (people: 3, callout: \"15m\") })"),
        repaired: Example::model("(teams: { \"dba\": (people: 3, call_out: \"15m\") })"),
    },
    Code {
        code: "E0111",
        title: "a missing field",
        explanation: "The field has no default: whatever the program assumed in its place would be an invention. \
            `docs/format.md` marks such fields as required.",
        example: Example::model("(teams: { \"dba\": (call_out: \"15m\") })"),
        repaired: Example::model("(teams: { \"dba\": (people: 3, call_out: \"15m\") })"),
    },
    Code {
        code: "E0112",
        title: "a field written twice",
        explanation: "The same field stands twice in one pair of brackets. Only one of the two could count, and \
            which one would be a guess. Both places are shown.",
        example: Example::model("(systems: { \"crm\": (rto: \"1h\", rto: \"2h\") })"),
        repaired: Example::model("(systems: { \"crm\": (rto: \"1h\") })"),
    },
    Code {
        code: "E0113",
        title: "a key written twice",
        explanation: "The same key stands twice in one map. Only one of the two could count, and which one would be \
            a guess. Both places are shown.",
        example: Example::model("(systems: { \"crm\": (), \"crm\": (rto: \"1h\") })"),
        repaired: Example::model("(systems: { \"crm\": (rto: \"1h\") })"),
    },
    Code {
        code: "E0114",
        title: "a value of the wrong kind",
        explanation: "Something else is written than may stand there: a number where a text belongs, a list where \
            fields belong, a duration without its quotes and unit. The message says what was expected and what was \
            found.",
        example: Example::model("(systems: { \"crm\": (rto: 4) })"),
        repaired: Example::model("(systems: { \"crm\": (rto: \"4h\") })"),
    },
    Code {
        code: "E0115",
        title: "an unknown word",
        explanation: "Where a fixed list of words may stand, another word is written. Words are written without \
            quotes and as the list spells them.",
        example: Example::model("(sites: { \"paris\": (kind: DataCenter) })"),
        repaired: Example::model("(sites: { \"paris\": (kind: DataCentre) })"),
    },
    Code {
        code: "E0116",
        title: "a number that is not plain",
        explanation: "Numbers are digits with at most a sign, a point and an exponent. RON would also take `NaN`, \
            `inf`, `1e400`, `1__0_` and numbers to other bases; none of them is what a continuity plan means.",
        example: Example::model("(resources: { \"hosts\": (units: 1__0_) })"),
        repaired: Example::model("(resources: { \"hosts\": (units: 10) })"),
    },
    Code {
        code: "E0117",
        title: "a number that is not whole",
        explanation: "People, units, attempts and the like are counted, so the number is whole, not negative, and \
            not larger than any count can be.",
        example: Example::model("(teams: { \"dba\": (people: 2.5) })"),
        repaired: Example::model("(teams: { \"dba\": (people: 2) })"),
    },
    Code {
        code: "E0118",
        title: "too few or too many values in brackets",
        explanation: "A word with values in brackets, or a pair, has another number of values than it takes.",
        example: Example::model("(services: { \"pay\": (impact: [(\"0h\", 0), (\"4h\")]) })"),
        repaired: Example::model("(services: { \"pay\": (impact: [(\"0h\", 0), (\"4h\", 250000)]) })"),
    },
];

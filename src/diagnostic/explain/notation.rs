//! Codes E03xx: texts of the little languages that cannot be read.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0301",
        title: "a duration that cannot be read",
        explanation: "A duration is a number with a unit, or several: `\"45m\"`, `\"2h30m\"`, `\"1d12h\"`, `\"90s\"`. Units are \
            w, d, h, m, s and ms, each at most once; months and years have no fixed length and are not accepted. \
            Objectives, the horizon and other plain values take no distribution.",
        example: Example::model("(services: { \"pay\": (rto: \"4\") })"),
        repaired: Example::model("(services: { \"pay\": (rto: \"4h\") })"),
    },
    Code {
        code: "E0302",
        title: "an estimate that cannot be read",
        explanation: "Where a duration may vary it is a duration, a distribution such as `\"pert(5m, 15m, 45m)\"` (least, \
            most likely, most), or an amount at a rate such as `\"6TB at 800GB/h\"`. The figures must fit together: least \
            <= likely <= most, p50 < p95, rates above 0.",
        example: Example::model("(teams: { \"dba\": (people: 2, call_out: \"pert(45m, 15m, 5m)\") })"),
        repaired: Example::model("(teams: { \"dba\": (people: 2, call_out: \"pert(5m, 15m, 45m)\") })"),
    },
    Code {
        code: "E0303",
        title: "a number that cannot be read",
        explanation: "A share or a factor is a number, or a distribution of numbers without units: `0.4`, \
            `\"pert(0.2, 0.35, 0.6)\"`.",
        example: Example::scenario(
            "(teams: { \"dba\": (people: 2) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Absence(targets: [\"dba\"], share: \"35%\")])",
        ),
        repaired: Example::scenario(
            "(teams: { \"dba\": (people: 2) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Absence(targets: [\"dba\"], share: 0.35)])",
        ),
    },
    Code {
        code: "E0304",
        title: "a need that cannot be read",
        explanation: "A need is an id, or an expression: `\"a or b\"`, `\"a and (b or c)\"`, `\"2 of (a, b, c)\"`, \
            `\"32 of tenant\"` (members of a group of alike systems), `\"6 of tag:lots\"`. Of n things between 1 and n can be \
            asked for.",
        example: Example::model("(systems: { \"a\": (), \"b\": (), \"c\": (needs: [\"3 of (a, b)\"]) })"),
        repaired: Example::model("(systems: { \"a\": (), \"b\": (), \"c\": (needs: [\"1 of (a, b)\"]) })"),
    },
    Code {
        code: "E0305",
        title: "people or units that cannot be read",
        explanation: "`by` and `holds` name a team, `uses` and `occupies` a resource; more than one person or unit is \
            written after a colon: `\"dba: 2\"`.",
        example: Example::model(
            "(teams: { \"dba\": (people: 2) }, tasks: { \"t\": (when: Declared, steps: [(do: \"Work\", takes: \"1h\", by: [\"2 dba\"])]) })",
        ),
        repaired: Example::model(
            "(teams: { \"dba\": (people: 2) }, tasks: { \"t\": (when: Declared, steps: [(do: \"Work\", takes: \"1h\", by: [\"dba: 2\"])]) })",
        ),
    },
    Code {
        code: "E0306",
        title: "hours that cannot be read",
        explanation: "Hours of the week are days and times, several joined with `;`: `\"Mon-Fri 08:00-18:00\"`, `\"24x7\"`, \
            `\"Fri 16:00 to Mon 07:00\"`. Times run from 00:00 to 24:00.",
        example: Example::model("(teams: { \"dba\": (people: 2, hours: \"Mon-Fri 8-18\") })"),
        repaired: Example::model("(teams: { \"dba\": (people: 2, hours: \"Mon-Fri 08:00-18:00\") })"),
    },
    Code {
        code: "E0307",
        title: "a time that cannot be read",
        explanation: "An onset is an instant of the week, `\"Fri 22:40\"`; the start of a backup is a time of day, \
            `\"01:00\"`, or of the week, `\"Sun 02:00\"`.",
        example: Example::scenario(
            "()",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", onset: \"Friday night\")",
        ),
        repaired: Example::scenario(
            "()",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", onset: \"Fri 22:40\")",
        ),
    },
    Code {
        code: "E0308",
        title: "a date that is none",
        explanation: "Dates are written as year, month and day, `\"2026-03-14\"`, so that they mean the same everywhere and \
            their age can be told: the day a document was approved, a plan was last done, or an allowance ends.",
        example: Example::model(
            "(services: { \"pay\": (workarounds: [(name: \"By hand\", tested: \"14.03.2026\")]) })",
        ),
        repaired: Example::model(
            "(services: { \"pay\": (workarounds: [(name: \"By hand\", tested: \"2026-03-14\")]) })",
        ),
    },
    Code {
        code: "E0309",
        title: "a selector that cannot be read",
        explanation: "A target is an id or a selector: `\"tag:windows\"`, `\"home:paris\"` (systems whose home it is), \
            `\"in:campus\"` (also at sites that need it), `\"kind:team\"`; `-` before any of them leaves it out.",
        example: Example::scenario(
            "(systems: { \"crm\": (tags: [\"windows\"]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"label:windows\"])])",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": (tags: [\"windows\"]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"tag:windows\"])])",
        ),
    },
    Code {
        code: "E0310",
        title: "a day and time of day that cannot be read",
        explanation: "An exercise begins on a day at a time of day, as on the clock of the place where it is held: \
            `\"2027-03-04T09:00\"`.",
        example: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", exercise: (start: \"4 March, 9 a.m.\"))",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", exercise: (start: \"2027-03-04T09:00\"))",
        ),
    },
];

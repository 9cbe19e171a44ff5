//! Codes E04xx: figures that are understood and out of range.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0401",
        title: "a share outside 0 to 1",
        explanation: "Chances and shares are parts of one: 0 is never, 1 is always, 0.35 is 35 %. A distribution of a \
            share must not reach beyond 0 and 1 either; one with a tail without end can be cut off with `max 1`.",
        example: Example::model("(services: { \"pay\": (rto: \"4h\", required: 95) })"),
        repaired: Example::model("(services: { \"pay\": (rto: \"4h\", required: 0.95) })"),
    },
    Code {
        code: "E0402",
        title: "a number too large",
        explanation: "The number is larger than anything the field can mean: people of a team and units of a \
            resource end at 1000000, attempts and priorities at 4294967295, all groups of alike systems together at \
            100000 members.",
        example: Example::model("(resources: { \"hosts\": (units: 5000000000) })"),
        repaired: Example::model("(resources: { \"hosts\": (units: 500) })"),
    },
    Code {
        code: "E0403",
        title: "a value of 0 where there must be more",
        explanation: "A backup every 0 hours, a horizon of 0, no attempt, no member, a regroup after 0s or a shift of 0 \
            hours cannot be played. Where the field may be left out, leaving it out says what is usually meant.",
        example: Example::model(
            "(sites: { \"lyon\": () }, systems: { \"crm\": (copies: { \"nightly\": Backup(at: \"lyon\", every: \"0h\") }) })",
        ),
        repaired: Example::model(
            "(sites: { \"lyon\": () }, systems: { \"crm\": (copies: { \"nightly\": Backup(at: \"lyon\", every: \"24h\") }) })",
        ),
    },
    Code {
        code: "E0404",
        title: "a horizon above 100 years",
        explanation: "The horizon is how long a scenario is watched; what is not back by then counts as not recovered. \
            More than 100 years is surely a slip.",
        example: Example::scenario("()", "(title: \"x\", model: \"model.ron\", horizon: \"6000w\")"),
        repaired: Example::scenario("()", "(title: \"x\", model: \"model.ron\", horizon: \"6w\")"),
    },
    Code {
        code: "E0405",
        title: "a number that can be negative",
        explanation: "Factors and hours of catching up are 0 or more: a factor of 1 is the usual time, 1.5 half as long \
            again, 0.5 half of it. Every value of a distribution must obey this.",
        example: Example::scenario(
            "(teams: { \"dba\": (people: 2) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Delay(targets: [\"dba\"], factor: -1.5)])",
        ),
        repaired: Example::scenario(
            "(teams: { \"dba\": (people: 2) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Delay(targets: [\"dba\"], factor: 1.5)])",
        ),
    },
    Code {
        code: "E0406",
        title: "points of a loss that do not rise",
        explanation: "The points of `impact` draw a line from the shortest outage to the longest, and each amount is all \
            that is lost by then. A point that is not later than the one before it would bend the line back; one of a \
            smaller amount would make a longer outage the cheaper one. An amount may stay the same.",
        example: Example::model("(services: { \"pay\": (impact: [(\"4h\", 250000), (\"1h\", 10000)]) })"),
        repaired: Example::model("(services: { \"pay\": (impact: [(\"1h\", 10000), (\"4h\", 250000)]) })"),
    },
    Code {
        code: "E0407",
        title: "a step of a task that never succeeds",
        explanation: "The steps of a task are repeated until they succeed. With `success: 0` that would go on for ever.",
        example: Example::model(
            "(tasks: { \"clean\": (when: Declared, steps: [(do: \"Rebuild\", takes: \"1h\", success: 0)]) })",
        ),
        repaired: Example::model(
            "(tasks: { \"clean\": (when: Declared, steps: [(do: \"Rebuild\", takes: \"1h\", success: 0.8)]) })",
        ),
    },
    Code {
        code: "E0408",
        title: "an exercise too short or too long",
        explanation: "An opening, one inject and a hot wash take at least 20 minutes; and nobody is kept in a room for more than \
            two days. Longer exercises are several, each with a file of its own.",
        example: Example::scenario(
            "()",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", exercise: (lasts: \"1m\"))",
        ),
        repaired: Example::scenario(
            "()",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", exercise: (lasts: \"3h\"))",
        ),
    },
];

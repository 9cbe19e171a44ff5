//! Codes E06xx: scenarios that could not happen.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0601",
        title: "a target the event cannot strike",
        explanation: "An Outage or a Destruction strikes anything but services and tasks, which fall with what they \
            need; a Corruption strikes systems; an Absence teams; a Delay teams and systems. What a selector covers \
            too much is left out with `-` before its id.",
        example: Example::scenario(
            "(systems: { \"app\": () }, services: { \"pay\": (needs: [\"app\"]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"pay\"])])",
        ),
        repaired: Example::scenario(
            "(systems: { \"app\": () }, services: { \"pay\": (needs: [\"app\"]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"app\"])])",
        ),
    },
    Code {
        code: "E0602",
        title: "an event that strikes nothing",
        explanation: "Every target is left out again, or there was none. An event that strikes nothing would make a \
            scenario look harmless.",
        example: Example::scenario(
            "(systems: { \"app\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"app\", \"-app\"])])",
        ),
        repaired: Example::scenario(
            "(systems: { \"app\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"app\"])])",
        ),
    },
    Code {
        code: "E0603",
        title: "a corruption without a dwell",
        explanation: "An intruder or a fault is in the data for some time before anybody sees it, and every copy made \
            meanwhile carries it. This time decides how much is lost, so it has to be said where a target, or \
            what is stored on it, holds data; `\"0s\"` is an answer, too.",
        example: Example::scenario(
            "(sites: { \"lyon\": () }, systems: { \"db\": (copies: { \"nightly\": Backup(at: \"lyon\", every: \"24h\") }) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Corruption(targets: [\"db\"])])",
        ),
        repaired: Example::scenario(
            "(sites: { \"lyon\": () }, systems: { \"db\": (copies: { \"nightly\": Backup(at: \"lyon\", every: \"24h\") }) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Corruption(targets: [\"db\"], dwell: \"pert(1d, 6d, 21d)\")])",
        ),
    },
    Code {
        code: "E0604",
        title: "two ends of one outage",
        explanation: "An outage ends after a time (`lasts`) or when a task is done (`until`). With both, nobody could say \
            which counts.",
        example: Example::scenario(
            "(systems: { \"app\": () }, tasks: { \"clean\": (when: Declared, steps: [(do: \"Clean\", takes: \"1h\")]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"app\"], lasts: \"4h\", until: \"clean\")])",
        ),
        repaired: Example::scenario(
            "(systems: { \"app\": () }, tasks: { \"clean\": (when: Declared, steps: [(do: \"Clean\", takes: \"1h\")]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"app\"], until: \"clean\")])",
        ),
    },
    Code {
        code: "E0605",
        title: "a spread of something that does not spread",
        explanation: "A Spread carries the effect of an Outage, a Destruction or a Corruption from node to node. An \
            Absence, a Delay or another Spread has no effect to carry.",
        example: Example::scenario(
            "(teams: { \"dba\": (people: 2) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Delay(id: \"slow\", targets: [\"dba\"], factor: 2), \
             Spread(of: \"slow\", along: Dependents)])",
        ),
        repaired: Example::scenario(
            "(systems: { \"app\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(id: \"worm\", targets: [\"app\"]), \
             Spread(of: \"worm\", along: Dependents)])",
        ),
    },
    Code {
        code: "E0606",
        title: "a model outside the scenario's folder",
        explanation: "A scenario names its model by a path from its own folder downwards, written with `/`. Absolute paths \
            and `..` are not followed: a folder must mean the same wherever it is copied to.",
        example: Example::scenario("()", "(title: \"x\", model: \"../model.ron\", horizon: \"1d\")"),
        repaired: Example::scenario("()", "(title: \"x\", model: \"model.ron\", horizon: \"1d\")"),
    },
    Code {
        code: "E0607",
        title: "an exercise with two clocks",
        explanation: "In an exercise time runs at one rate (`compression`) or through points (`jumps`) that rise, and an \
            inject comes at a time (`at`) or with something of the trial (`when`). With both, or backwards, nobody could \
            say when what happens.",
        example: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", \
             exercise: (injects: [(at: \"10m\", when: Detected, text: \"A call\")]))",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", exercise: (injects: [(when: Detected, text: \"A call\")]))",
        ),
    },
    Code {
        code: "E0608",
        title: "a real outage that cannot be",
        explanation: "An entry of `actuals` says when a service went out and when it was back for good. The end cannot lie \
            before the start.",
        example: Example::scenario(
            "(services: { \"sales\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", actuals: [(service: \"sales\", \
             started: \"2025-07-14T02:10\", back: \"2025-07-13T11:50\")])",
        ),
        repaired: Example::scenario(
            "(services: { \"sales\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", actuals: [(service: \"sales\", \
             started: \"2025-07-14T02:10\", back: \"2025-07-14T11:50\")])",
        ),
    },
];

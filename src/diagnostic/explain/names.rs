//! Codes E02xx: names that stand for nothing, for something else, or for two things.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0201",
        title: "an unknown name",
        explanation: "A name stands where an id belongs, and nothing in the model has this id. Ids are the keys under \
            `systems`, `sites`, `suppliers`, `teams`, `resources`, `tasks`, `services` and `gates`; most often one of \
            the two places is misspelt. It is told once in a file, with the first places where it stands.",
        example: Example::model("(systems: { \"ledger-db\": (), \"crm\": (needs: [\"ledgr-db\"]) })"),
        repaired: Example::model("(systems: { \"ledger-db\": (), \"crm\": (needs: [\"ledger-db\"]) })"),
    },
    Code {
        code: "E0202",
        title: "a name of the wrong kind",
        explanation: "The name is known, but stands for something that has no business here: `by` takes teams, `uses` \
            and `occupies` take resources, `home` and `to` take sites, `data` takes systems, and tasks may be named \
            only in the `needs` of steps, restarts and workarounds, in `begins_when`, `only_if` and `until`.",
        example: Example::model(
            "(sites: { \"paris\": () }, teams: { \"dba\": (people: 2) }, systems: { \"crm\": (home: \"dba\") })",
        ),
        repaired: Example::model(
            "(sites: { \"paris\": () }, teams: { \"dba\": (people: 2) }, systems: { \"crm\": (home: \"paris\") })",
        ),
    },
    Code {
        code: "E0203",
        title: "two things with one id",
        explanation: "Ids are unique across sites, suppliers, teams, resources, tasks, systems, services and gates, \
            because a need names any of them by its id alone. A system and the service it carries often share a name \
            in daily speech; call the system `payroll-system` and keep `payroll` for the service people know.",
        example: Example::model(
            "(systems: { \"payroll\": () }, services: { \"payroll\": (needs: [\"payroll\"]) })",
        ),
        repaired: Example::model(
            "(systems: { \"payroll-system\": () }, services: { \"payroll\": (needs: [\"payroll-system\"]) })",
        ),
    },
    Code {
        code: "E0204",
        title: "an id that cannot be one",
        explanation: "An id has lower-case letters a to z, digits and hyphens, begins with a letter or digit, has at \
            most 64 characters, and is no word of the language (`and`, `or`, `of`, `at`, `max`, `nothing`). What people \
            see is the `name`, which may be any text.",
        example: Example::model("(systems: { \"Ledger DB\": () })"),
        repaired: Example::model("(systems: { \"ledger-db\": (name: \"Ledger DB\") })"),
    },
    Code {
        code: "E0205",
        title: "two of a list with one id",
        explanation: "Steps, strategies, workarounds and events are found by their id in paths, in `after` and `since` \
            and in reports. Where no `id` is written it is made of the words: lower case, and `-` for everything else. \
            Two of one list must not end up with the same.",
        example: Example::model(
            "(services: { \"pay\": (workarounds: [(name: \"By hand\"), (name: \"By hand!\")]) })",
        ),
        repaired: Example::model(
            "(services: { \"pay\": (workarounds: [(name: \"By hand\"), (name: \"By hand!\", id: \"by-hand-longer\")]) })",
        ),
    },
    Code {
        code: "E0206",
        title: "words that make no id",
        explanation: "The id of a step, strategy or workaround is made of its words: the letters a to z and the digits \
            in them. These words have neither, so an id has to be written.",
        example: Example::model("(services: { \"pay\": (workarounds: [(name: \"\u{4ee3}\u{66ff}\")]) })"),
        repaired: Example::model(
            "(services: { \"pay\": (workarounds: [(name: \"\u{4ee3}\u{66ff}\", id: \"stand-in\")]) })",
        ),
    },
    Code {
        code: "E0207",
        title: "gates in a circle",
        explanation: "A gate is a name for an expression. These gates name one another, so none of them can be written \
            out. Systems that need one another are another matter: that is allowed, and `check` speaks of it.",
        example: Example::model("(systems: { \"x\": () }, gates: { \"a\": \"b or x\", \"b\": \"a\" })"),
        repaired: Example::model("(systems: { \"x\": () }, gates: { \"a\": \"b or x\", \"b\": \"x\" })"),
    },
    Code {
        code: "E0208",
        title: "teams that are part of one another",
        explanation: "`part_of` says that the people of a team are people of a larger one. Followed upwards it must end; \
            here it comes back to where it began.",
        example: Example::model(
            "(teams: { \"dba\": (people: 2, part_of: \"it\"), \"it\": (people: 9, part_of: \"dba\") })",
        ),
        repaired: Example::model("(teams: { \"dba\": (people: 2, part_of: \"it\"), \"it\": (people: 9) })"),
    },
    Code {
        code: "E0209",
        title: "steps in a circle",
        explanation: "With `after` a step waits for others of its list. These wait for one another, so none of them \
            could ever begin.",
        example: Example::model(
            "(systems: { \"crm\": (recovery: [(name: \"Restore\", steps: [\
             (id: \"a\", do: \"Host\", takes: \"1h\", after: [\"b\"]), (id: \"b\", do: \"Data\", takes: \"2h\", after: [\"a\"])])]) })",
        ),
        repaired: Example::model(
            "(systems: { \"crm\": (recovery: [(name: \"Restore\", steps: [\
             (id: \"a\", do: \"Host\", takes: \"1h\"), (id: \"b\", do: \"Data\", takes: \"2h\", after: [\"a\"])])]) })",
        ),
    },
    Code {
        code: "E0210",
        title: "events in a circle",
        explanation: "With `since` an event counts from another, and a Spread follows the event it names with `of`. \
            These follow one another, so none of them would ever strike.",
        example: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [\
             Outage(id: \"a\", targets: [\"crm\"], since: \"b\"), Outage(id: \"b\", targets: [\"crm\"], since: \"a\")])",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [\
             Outage(id: \"a\", targets: [\"crm\"]), Outage(id: \"b\", targets: [\"crm\"], since: \"a\")])",
        ),
    },
    Code {
        code: "E0211",
        title: "a copy the system does not have",
        explanation: "`from` names one of the system's own `copies`, or `\"nothing\"` to bring it back empty. Copies of \
            other systems do not count.",
        example: Example::model(
            "(systems: { \"crm\": (recovery: [(name: \"Restore\", from: \"nightly\", steps: [(do: \"Restore\", takes: \"1h\")])]) })",
        ),
        repaired: Example::model(
            "(sites: { \"lyon\": () }, systems: { \"crm\": (copies: { \"nightly\": Backup(at: \"lyon\", every: \"24h\") }, \
             recovery: [(name: \"Restore\", from: \"nightly\", steps: [(do: \"Restore\", takes: \"1h\")])]) })",
        ),
    },
    Code {
        code: "E0212",
        title: "an unknown step",
        explanation: "`after` names steps of the same list by their id; where a step has no `id`, it is what is done in \
            lower case with `-` for everything else.",
        example: Example::model(
            "(tasks: { \"clean\": (when: Needed, steps: [(do: \"Cut off\", takes: \"1h\"), (do: \"Rebuild\", takes: \"2h\", after: [\"cutoff\"])]) })",
        ),
        repaired: Example::model(
            "(tasks: { \"clean\": (when: Needed, steps: [(do: \"Cut off\", takes: \"1h\"), (do: \"Rebuild\", takes: \"2h\", after: [\"cut-off\"])]) })",
        ),
    },
    Code {
        code: "E0213",
        title: "an unknown event",
        explanation: "`since` and `of` name another event of the scenario by its id. An event without `id` is called by \
            its kind and its position in the list, such as `outage-3`.",
        example: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"crm\"], since: \"encryption\")])",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"crm\"], since: Detected)])",
        ),
    },
    Code {
        code: "E0214",
        title: "a selector that matches nothing",
        explanation: "A tag, a home or a kind was asked for that nothing has. A target that matches nothing would make a \
            scenario look harmless, so it is never passed over.",
        example: Example::scenario(
            "(systems: { \"crm\": (tags: [\"windows\"]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"tag:linux\"])])",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": (tags: [\"windows\"]) })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"tag:windows\"])])",
        ),
    },
    Code {
        code: "E0215",
        title: "a role or an objective that the exercise does not have",
        explanation: "An inject goes `to` roles of the exercise, to teams of the model, or to `all`, and serves one of the \
            `objectives` by its id. A misspelt one would reach nobody in the room.",
        example: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"crm\"])], \
             exercise: (roles: { \"gold\": () }, injects: [(at: \"10m\", to: [\"gould\"], text: \"A call\")]))",
        ),
        repaired: Example::scenario(
            "(systems: { \"crm\": () })",
            "(title: \"x\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"crm\"])], \
             exercise: (roles: { \"gold\": () }, injects: [(at: \"10m\", to: [\"gold\"], text: \"A call\")]))",
        ),
    },
];

//! Codes E05xx: parts of a model that are right by themselves and impossible together.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0501",
        title: "a node that needs itself",
        explanation: "A node that waits for itself would never come back. It happens through a gate, a tag or a group \
            that the node belongs to, too: `\"2 of tag:dns\"` on a system with the tag `dns` counts the system itself.",
        example: Example::model("(systems: { \"dns\": (needs: [\"dns\"]) })"),
        repaired: Example::model("(systems: { \"dns\": () })"),
    },
    Code {
        code: "E0502",
        title: "more members than there are",
        explanation: "A need counts the members of a group of alike systems, or the systems with a tag, and asks for \
            more than there are. It could never hold.",
        example: Example::model("(systems: { \"node\": (alike: 3), \"app\": (needs: [\"4 of node\"]) })"),
        repaired: Example::model("(systems: { \"node\": (alike: 3), \"app\": (needs: [\"2 of node\"]) })"),
    },
    Code {
        code: "E0503",
        title: "work that can never begin",
        explanation: "The work asks for more people or units at once than there ever are. People of a team count as \
            people of the team it is `part_of`, too; what a strategy `occupies` counts beside what its steps use.",
        example: Example::model(
            "(teams: { \"dba\": (people: 2) }, tasks: { \"t\": (when: Declared, steps: [(do: \"Work\", takes: \"1h\", by: [\"dba: 3\"])]) })",
        ),
        repaired: Example::model(
            "(teams: { \"dba\": (people: 2) }, tasks: { \"t\": (when: Declared, steps: [(do: \"Work\", takes: \"1h\", by: [\"dba: 2\"])]) })",
        ),
    },
    Code {
        code: "E0504",
        title: "nothing where something must be",
        explanation: "A strategy or task without steps would do nothing and be done at once, and a gate without an \
            expression would say nothing.",
        example: Example::model("(tasks: { \"clean\": (when: Declared, steps: []) })"),
        repaired: Example::model(
            "(tasks: { \"clean\": (when: Declared, steps: [(do: \"Rebuild\", takes: \"1h\")]) })",
        ),
    },
    Code {
        code: "E0505",
        title: "a copy that stands nowhere",
        explanation: "A copy stands at a site (`at`), on a system or other node (`on`), or both. Without either nothing \
            could destroy it or cut it off, and it would be safer than any real copy.",
        example: Example::model("(systems: { \"crm\": (copies: { \"nightly\": Backup(every: \"24h\") }) })"),
        repaired: Example::model(
            "(sites: { \"lyon\": () }, systems: { \"crm\": (copies: { \"nightly\": Backup(at: \"lyon\", every: \"24h\") }) })",
        ),
    },
    Code {
        code: "E0506",
        title: "needs both exchanged and replaced",
        explanation: "`instead` exchanges some of a system's needs, `needs_there` replaces them all. With both, nobody \
            could say which applies.",
        example: Example::model(
            "(systems: { \"a\": (), \"b\": (), \"crm\": (needs: [\"a\"], recovery: [(name: \"Move\", instead: { \"a\": \"b\" }, \
             needs_there: [\"b\"], steps: [(do: \"Move\", takes: \"1h\")])]) })",
        ),
        repaired: Example::model(
            "(systems: { \"a\": (), \"b\": (), \"crm\": (needs: [\"a\"], recovery: [(name: \"Move\", instead: { \"a\": \"b\" }, \
             steps: [(do: \"Move\", takes: \"1h\")])]) })",
        ),
    },
    Code {
        code: "E0507",
        title: "too many strategies",
        explanation: "A system may have at most 64 strategies. Nobody decides among more in an incident; variants of one \
            strategy can often be said with `only_if` or `only_for`.",
        example: Example::model(MANY_STRATEGIES),
        repaired: Example::model(
            "(systems: { \"crm\": (recovery: [(name: \"Restore\", steps: [(do: \"Restore\", takes: \"1h\")])]) })",
        ),
    },
    Code {
        code: "E0508",
        title: "not one team that decides",
        explanation: "A decision is made by one team: it is called, and the time the decision takes begins when it is \
            there. Where people of several teams decide together, define a crisis team.",
        example: Example::model(
            "(systems: { \"crm\": (recovery: [(name: \"Move\", decide: \"5m\", steps: [(do: \"Move\", takes: \"1h\")])]) })",
        ),
        repaired: Example::model(
            "(teams: { \"crisis\": (people: 4) }, systems: { \"crm\": (recovery: [(name: \"Move\", \
             decide: (takes: \"5m\", by: \"crisis\"), steps: [(do: \"Move\", takes: \"1h\")])]) })",
        ),
    },
    Code {
        code: "E0509",
        title: "a model too large once written out",
        explanation: "Gates stand for expressions, names of groups for all members, counted tags for all who bear them. \
            Written out, this model passes what a run could hold in memory, or its gates or teams are nested more \
            than 64 deep.",
        example: Example::model(
            "(systems: { \"pc\": (alike: 3000), \"app\": (alike: 3000, needs: [\"any of pc\"]) })",
        ),
        repaired: Example::model(
            "(systems: { \"pc\": (alike: 3000), \"farm\": (needs: [\"any of pc\"]), \"app\": (alike: 3000, needs: [\"farm\"]) })",
        ),
    },
];

macro_rules! repeated {
    ($first:literal, $last:literal; $($number:literal)*) => {
        concat!($first, $("(name: \"S", $number, "\", steps: [(do: \"x\", takes: \"1h\")]),",)* $last)
    };
}

const MANY_STRATEGIES: &str = repeated!("(systems: { \"crm\": (recovery: [", "]) })";
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
    34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65);

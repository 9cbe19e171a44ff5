//! Codes E09xx: parts of the language that this version does not read yet.

use crate::diagnostic::explain::{Code, Example};

/// The family in the order of its numbers.
pub const CODES: &[Code] = &[
    Code {
        code: "E0901",
        title: "a model in several files",
        explanation: "A model may be spread over files that `include` names. This version reads one file. Until it \
            reads more, write everything into one file; nothing of an included file would have been read.",
        example: Example::model("(include: [\"teams.ron\"])"),
        repaired: Example::model("(teams: { \"dba\": (people: 3) })"),
    },
    Code {
        code: "E0902",
        title: "templates",
        explanation: "A system may take fields from a template with `like` and fill them in with `set`. This version \
            does not expand templates. Until it does, write the fields into each system; members that are all alike \
            can be written once with `alike`.",
        example: Example::model("(systems: { \"crm\": (like: \"windows-vm\") })"),
        repaired: Example::model("(systems: { \"crm\": (tags: [\"windows\"]) })"),
    },
];

//! W0706: an event whose draws hang on its place in the list.

use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Event, EventKind, Uncertain, Until};
use crate::notation::amount::Amount;
use crate::notation::distribution::{Distribution, Shape};

pub const RULE: Rule = Rule {
    code: "W0706",
    title: "an event without id whose draws matter",
    severity: Severity::Note,
    finds: "An event has no `id` and something about it is drawn: whether it strikes, when, or for how long. It is \
        called by its kind and its position, and so are its draws.",
    matters: "An event inserted before it renames its draws: the same scenario gives other figures, and a comparison \
        with yesterday shows chance where it should show the change.",
    behind: "docs/semantics.md section 1: a draw depends on the name of its variable.",
    example: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "Power cut", model: "model.ron", horizon: "7d",
    events: [Outage(targets: ["till"], lasts: "pert(5m, 20m, 1h)")])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "Power cut", model: "model.ron", horizon: "7d",
    events: [Outage(id: "power-cut", targets: ["till"], lasts: "pert(5m, 20m, 1h)")])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    for event in case.scenario.events.iter().filter(|event| !event.has_own_id && is_drawn(event)) {
        let diagnostic = RULE
            .says(format!(
                "{}: an event is called `{}` by its position, and so are its draws",
                case.short_name(),
                event.id
            ))
            .at(event.place, "no `id`")
            .help("give it an `id` that says what happens, such as `id: \"power-cut\"`");
        found.push(event.id.as_str(), diagnostic);
    }
}

fn is_drawn(event: &Event) -> bool {
    let by_chance = |chance: f64| chance > 0.0 && chance < 1.0;
    let until = |until: &Until| matches!(until, Until::Lasts(lasts) if varies(lasts));
    let own = match &event.kind {
        EventKind::Outage { until: end } => until(end),
        EventKind::Destruction => false,
        EventKind::Corruption { dwell, destroys_copies } => varies(dwell) || by_chance(*destroys_copies),
        EventKind::Absence { share, until: end } => !is_whole(&share.distribution) || until(end),
        EventKind::Delay { factor, until: end } => !is_fixed(&factor.distribution) || until(end),
        EventKind::Spread { chance, delay, .. } => by_chance(*chance) || varies(delay),
    };
    own || by_chance(event.chance) || varies(&event.after)
}

fn varies(duration: &Uncertain) -> bool {
    match &duration.amount {
        Amount::Plain(time) => !is_fixed(time),
        Amount::AtRate { size, rate, .. } => !is_fixed(size) || !is_fixed(rate),
    }
}

fn is_fixed(distribution: &Distribution) -> bool {
    matches!(distribution.shape, Shape::Fixed(_))
}

/// Nobody or everybody is away: nothing to draw.
fn is_whole(share: &Distribution) -> bool {
    matches!(share.shape, Shape::Fixed(share) if share <= 0.0 || share >= 1.0)
}

//! W0604: values that nobody wrote, all of them kind, that decide a verdict.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::defaults::{Silent, deciding_in};
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0604",
    title: "defaults that decide, all of them kind",
    severity: Severity::Note,
    finds: "On the paths that decide the objectives of a scenario at the most likely times lie values that nobody \
        wrote. The language fills in the best case: no restart time, nobody who has to be called, nothing that fails, \
        people who never sleep.",
    matters: "An answer that rests on the best case of everything is worse than none. Write the values that decide, be \
        it the same ones; `--deny W0604` holds a plan to that.",
    behind: "ISO 22301:2019 clause 8.2.2: the resources and the time that a recovery really takes.",
    example: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d", work_recovery: "1h") },
)"#,
        r#"(title: "The till stops", model: "model.ron", horizon: "7d",
    events: [Outage(id: "stop", targets: ["till"], lasts: "30m")])"#,
    ),
    repaired: Example::scenario(
        r#"(
    response: (detect: "5m", assess: "10m"),
    systems: { "till": (restart: "10m") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d", work_recovery: "1h") },
)"#,
        r#"(title: "The till stops", model: "model.ron", horizon: "7d",
    events: [Outage(id: "stop", targets: ["till"], lasts: "30m")])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let defaults = deciding_in(case);
    let Some(first) = defaults.first() else { return };
    let mut kinds: BTreeMap<Silent, usize> = BTreeMap::new();
    defaults.iter().for_each(|default| *kinds.entry(default.silent).or_default() += 1);
    let mut kinds: Vec<(Silent, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(silent, count)| (std::cmp::Reverse(*count), *silent));
    let each: Vec<String> =
        kinds.iter().map(|(silent, count)| format!("{} ({count})", silent.words().1)).collect();
    let decided: BTreeSet<_> = defaults.iter().flat_map(|default| &default.decides).collect();
    let mut diagnostic = RULE.says(format!(
        "{}: {} on the paths of {}: {}",
        case.short_name(),
        words::counted(defaults.len(), "default lies", "defaults lie"),
        words::counted(decided.len(), "objective", "objectives"),
        words::listed(&each),
    ));
    for default in defaults.iter().take(3) {
        let (value, _) = default.silent.words();
        diagnostic = diagnostic.at(default.place, format!("{} = {value}", default.path));
    }
    let diagnostic = diagnostic.help(format!(
        "`blackstart check --defaults` lists them; begin with `{}`, and write what is true, be it the same",
        first.path
    ));
    found.push(case.short_name(), diagnostic);
}

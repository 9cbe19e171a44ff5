//! Sets accepted findings apart, and finds allowances that accept nothing or have run out.

use super::{Extent, Finding, Found, Look, Organisation, Rule, find};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Severity, near};
use crate::model::Allowance;
use crate::notation::date::Date;

/// Why a finding is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub because: String,
    pub owner: Option<String>,
    /// The last day; `None`: for good.
    pub until: Option<Date>,
}

impl Acceptance {
    /// Whether its last day has passed.
    pub fn has_expired(&self, as_of: Date) -> bool {
        self.until.is_some_and(|until| until < as_of)
    }
}

/// An allowance that no finding matches.
pub const UNUSED: Rule = Rule {
    code: "W0790",
    title: "an allowance that accepts nothing",
    severity: Severity::Low,
    finds: "An entry of `allow` matches no finding: the code does not exist, the id is misspelt, or what was accepted \
        has been mended. Entries for findings of scenarios are judged only when all scenarios are checked together, those for \
        findings of a run (codes G....) not at all.",
    matters: "Whoever reads the list of accepted risks takes each entry for a risk that is there. An entry that \
        matches nothing would also accept the finding silently if it came back.",
    behind: "ISO 22301:2019 clause 8.2.3: accepted risks are determined and kept up to date.",
    example: Example::model(
        "(systems: { \"till\": () }, allow: [(code: \"W0103\", on: \"till\", because: \"the till is old\")])",
    ),
    repaired: Example::model("(systems: { \"till\": () })"),
    look: Look::Allowances,
};

/// An allowance past its last day.
pub const EXPIRED: Rule = Rule {
    code: "W0791",
    title: "an allowance that has run out",
    severity: Severity::Medium,
    finds: "The day in `until` lies before the day asked about, today or that of `--as-of`. The finding that it \
        accepted counts again.",
    matters: "A risk was accepted for a time, and the time is over: somebody has to decide anew.",
    behind: "ISO 22301:2019 clause 8.2.3; PRA SS1/21: accepted risks are reviewed.",
    example: Example::model(
        "(allow: [(code: \"W0103\", on: \"sales\", because: \"moves in summer\", until: \"2020-06-30\")])",
    ),
    repaired: Example::model("(systems: { \"till\": () })"),
    look: Look::Allowances,
};

/// An allowance, the scenario file it stands in (`None`: the model), and whether it accepted anything.
struct Entry<'a> {
    allowance: &'a Allowance,
    file: Option<&'a str>,
    is_used: bool,
}

/// Marks what is accepted, adds what is wrong with the allowances, and the line to paste to each finding; sorted.
pub fn settle(organisation: &Organisation, mut found: Found) -> Vec<Finding> {
    let mut entries = entries(organisation);
    for finding in found.iter_mut() {
        if let Some(entry) = entries.iter_mut().find(|entry| entry.accepts(finding)) {
            entry.is_used = true;
            if !is_expired(entry.allowance, organisation.as_of) {
                let Allowance { because, owner, until, .. } = entry.allowance.clone();
                finding.accepted = Some(Acceptance { because, owner, until });
            }
        }
        let line = line_to_paste(finding, organisation.as_of);
        finding.diagnostic.help.push(line);
    }
    for entry in &entries {
        if is_expired(entry.allowance, organisation.as_of) {
            expired(entry.allowance, organisation.as_of, &mut found);
        } else if !entry.is_used && entry.can_be_judged(organisation) {
            unused(entry.allowance, &mut found);
        }
    }
    found.into_sorted()
}

/// All allowances; one of the model stands before those of scenarios.
fn entries<'a>(organisation: &'a Organisation) -> Vec<Entry<'a>> {
    let entry = |allowance, file| Entry { allowance, file, is_used: false };
    let mut entries: Vec<Entry> =
        organisation.plan.model.allow.iter().map(|allowance| entry(allowance, None)).collect();
    for case in &organisation.cases {
        entries.extend(case.scenario.allow.iter().map(|allowance| entry(allowance, Some(case.file))));
    }
    entries
}

impl Entry<'_> {
    fn accepts(&self, finding: &Finding) -> bool {
        let Allowance { code, on, .. } = self.allowance;
        let here = self.file.is_none_or(|file| finding.scenario.as_deref() == Some(file));
        here && code.trim().eq_ignore_ascii_case(finding.diagnostic.code) && *on == finding.on
    }

    /// Whether every finding it could accept would have been found.
    fn can_be_judged(&self, organisation: &Organisation) -> bool {
        if is_of_runs(&self.allowance.code) {
            return false;
        }
        let everything = organisation.extent == Extent::Whole || self.file.is_some();
        everything
            || !matches!(
                find(&self.allowance.code).map(|rule| rule.look),
                Some(Look::Scenario(_) | Look::Whole(_))
            )
    }
}

/// Whether a code is one of the findings that only a run has: a G and four digits.
fn is_of_runs(code: &str) -> bool {
    let digits = code.trim().strip_prefix(['G', 'g']);
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_expired(allowance: &Allowance, as_of: Date) -> bool {
    allowance.until.is_some_and(|until| until < as_of)
}

fn expired(allowance: &Allowance, as_of: Date, found: &mut Found) {
    let Some(until) = allowance.until else { return };
    let message = format!(
        "the allowance of {} on `{}` ran out on {until}, before {as_of}",
        allowance.code, allowance.on
    );
    let diagnostic = EXPIRED
        .says(message)
        .at(allowance.place, "accepted here")
        .help("let its owner decide anew: a later `until` with the reason of today, or remove it");
    found.push(allowance.on.as_str(), diagnostic);
}

fn unused(allowance: &Allowance, found: &mut Found) {
    let Allowance { code, on, place, .. } = allowance;
    let diagnostic = match find(code) {
        Some(_) => UNUSED
            .says(format!("no finding {code} on `{on}` is there to be accepted"))
            .at(*place, "matches nothing")
            .help("remove it, or write the id that the finding names"),
        None => {
            let near = near::nearest(&code.to_ascii_uppercase(), super::ALL.iter().map(|rule| rule.code));
            UNUSED
                .says(format!("there is no finding with the code `{code}`"))
                .at(*place, "no such code")
                .help_maybe(near.map(|near| format!("did you mean `{near}`?")))
                .help("`blackstart explain` lists all codes; those that begin with W or G can be accepted")
        }
    };
    found.push(on.as_str(), diagnostic);
}

/// The line that accepts a finding for a year.
fn line_to_paste(finding: &Finding, as_of: Date) -> String {
    format!(
        "to accept it: `allow: [(code: \"{}\", on: \"{}\", because: \"...\", owner: \"...\", until: \"{}\")]`",
        finding.diagnostic.code,
        finding.on,
        as_of.plus_months(12),
    )
}

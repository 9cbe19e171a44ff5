//! Findings for code scanning: one run of SARIF 2.1.0 (OASIS standard, 27 March 2020).
//!
//! A finding is a result; one that is accepted carries a suppression with its reason. What keeps a file from being
//! used is a result, too, so that whoever sees only this file sees that nothing was looked at.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Seen;
use crate::checks::{self, Finding};
use crate::diagnostic::{Diagnostic, Label, explain, json_escaped};
use crate::report::code_scanning::{level, region, uri};
use crate::source::{Place, Sources};

/// Writes the whole log; ends with a line break.
pub fn sarif(seen: &Seen, sources: &Sources) -> String {
    let codes: Vec<&'static str> = codes(seen).into_iter().collect();
    let index = |code: &str| codes.iter().position(|known| *known == code);
    let faults = seen.faults.iter().map(|fault| result(fault, sources, index(fault.code)));
    let findings = seen.findings.iter().map(|finding| {
        let mut result = result(&finding.diagnostic, sources, index(finding.diagnostic.code));
        result["partialFingerprints"] = json!({ "blackstart/v1": fingerprint(finding) });
        result["properties"] = json!({ "on": finding.on, "scenario": finding.scenario });
        result["suppressions"] = suppressions(finding);
        result
    });
    let results: Vec<Value> = faults.chain(findings).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "blackstart",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": seen.faults.is_empty() }],
            "results": results,
        }],
    });
    json_escaped(&format!("{log:#}")) + "\n"
}

/// The codes that occur, sorted.
fn codes(seen: &Seen) -> BTreeSet<&'static str> {
    let findings = seen.findings.iter().map(|finding| finding.diagnostic.code);
    findings.chain(seen.faults.iter().map(|fault| fault.code)).collect()
}

fn rule(code: &str) -> Value {
    if let Some(rule) = checks::find(code) {
        return json!({
            "id": code,
            "shortDescription": { "text": rule.title },
            "fullDescription": { "text": rule.finds },
            "help": { "text": format!("{} Behind it: {}", rule.matters, rule.behind) },
            "defaultConfiguration": { "level": level(rule.severity) },
        });
    }
    let known = explain::find(code);
    json!({
        "id": code,
        "shortDescription": { "text": known.map_or(code, |known| known.title) },
        "fullDescription": { "text": known.map_or(code, |known| known.explanation) },
        "defaultConfiguration": { "level": "error" },
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources, index: Option<usize>) -> Value {
    let (primary, related): (Vec<&Label>, Vec<&Label>) =
        diagnostic.labels.iter().partition(|label| label.primary);
    let help: String = diagnostic.help.iter().map(|help| format!("\n{help}")).collect();
    json!({
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": level(diagnostic.severity),
        "message": { "text": format!("{}{help}", diagnostic.message) },
        "locations": primary.iter().filter_map(|label| location(label, sources)).collect::<Vec<_>>(),
        "relatedLocations": related.iter().filter_map(|label| location(label, sources)).collect::<Vec<_>>(),
    })
}

fn location(label: &Label, sources: &Sources) -> Option<Value> {
    let source = sources.get(label.place.source)?;
    let wide = |(line, column): (usize, usize)| (line as u64, column as u64);
    let start = wide(sources.line_column(label.place));
    let end = wide(sources.line_column(Place { start: label.place.end, ..label.place }));
    Some(json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&source.name) },
            "region": region(start, Some(end)),
        },
        "message": { "text": label.text },
    }))
}

/// What stays the same while lines move: what was found, on what, in which scenario.
fn fingerprint(finding: &Finding) -> String {
    let scenario = finding.scenario.as_deref().unwrap_or_default();
    format!("{}/{}/{}", finding.diagnostic.code, finding.on, scenario)
}

fn suppressions(finding: &Finding) -> Value {
    let accepted = finding.accepted.iter().map(|accepted| {
        let owner = accepted.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
        let until = accepted.until.map(|until| format!(" until {until}")).unwrap_or_default();
        json!({
            "kind": "inSource",
            "status": "accepted",
            "justification": format!("{}{owner}{until}", accepted.because),
        })
    });
    accepted.collect()
}

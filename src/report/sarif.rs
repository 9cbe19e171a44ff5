//! Turns findings into SARIF 2.1.0: one result for each finding of each scenario, at its place in the RON files.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::code_scanning::{level, region, uri};
use super::dossier::{Dossier, Finding, Gap};
use crate::findings;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the file.
pub fn sarif(dossier: &Dossier) -> String {
    let gaps = dossier.gaps();
    let all: Vec<&Gap> = gaps.open.iter().chain(&gaps.accepted).collect();
    let rules = rules(&all);
    let places: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let results: Vec<Value> =
        all.iter().map(|gap| result(dossier, gap, places[gap.finding.code.as_str()])).collect();
    let version = dossier.played.first().map_or("", |played| &played.engine.version);
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "blackstart",
                "version": version,
                "rules": rules.into_values().collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// The rules of the findings, by code; one of another version is known by its name alone.
fn rules<'a>(gaps: &[&'a Gap]) -> BTreeMap<&'a str, Value> {
    let rule = |finding: &'a Finding| {
        let code = finding.code.as_str();
        let known = findings::find(code);
        let text = |text: &str| json!({"text": text});
        let mut rule = json!({"id": code, "name": finding.name.as_str()});
        if let (Value::Object(entries), Some(known)) = (&mut rule, known) {
            entries.insert("shortDescription".to_owned(), text(known.title));
            entries.insert("fullDescription".to_owned(), text(known.finds));
            entries.insert("help".to_owned(), text(known.matters));
        }
        (code, rule)
    };
    gaps.iter().map(|gap| rule(gap.finding)).collect()
}

fn result(dossier: &Dossier, gap: &Gap, rule: usize) -> Value {
    let Finding { id, code, severity, message, place, accepted, remedies, subject, .. } = gap.finding;
    let scenario = &gap.played.scenario.title;
    let mut text = format!("{message} ({scenario}; simulated)");
    if gap.played.run.is_partial() {
        text.push_str(" PARTIAL run.");
    }
    let locations: Vec<Value> = place.iter().map(location).collect();
    let suppressions: Vec<Value> = accepted
        .iter()
        .filter(|_| !gap.has_expired(dossier))
        .map(|accepted| {
            json!({"kind": "inSource", "status": "accepted", "justification": accepted.reason.as_str()})
        })
        .collect();
    json!({
        "ruleId": code.as_str(),
        "ruleIndex": rule,
        "level": level(*severity),
        "message": {"text": text},
        "locations": locations,
        "partialFingerprints": {"blackstart/finding/1": format!("{id}@{scenario}")},
        "suppressions": suppressions,
        "properties": {
            "subject": subject.as_str(),
            "scenario": scenario.as_str(),
            "severity": severity.word(),
            "remedies": remedies.iter().map(|remedy| remedy.text.as_str()).collect::<Vec<_>>(),
        },
    })
}

fn location(place: &super::dossier::Place) -> Value {
    let start = (place.line.max(1), place.column.max(1));
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&place.file)},
        "region": region(start, place.end_line.zip(place.end_column)),
    }})
}

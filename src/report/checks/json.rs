//! Findings for programs: an object per finding, one a line.

use serde_json::{Value, json};

use super::Seen;
use crate::checks::Finding;
use crate::diagnostic::json_line;
use crate::source::Sources;

/// Writes a line per finding: the fields of a diagnostic, then the id it is about, its scenario's file or null, and
/// why it is accepted or null.
pub fn json(seen: &Seen, sources: &Sources) -> String {
    seen.findings.iter().map(|finding| line(finding, sources)).collect()
}

fn line(finding: &Finding, sources: &Sources) -> String {
    let accepted = finding.accepted.as_ref().map_or(Value::Null, |accepted| {
        let until = accepted.until.map(|until| until.to_string());
        json!({ "because": accepted.because, "owner": accepted.owner, "until": until })
    });
    let more = [
        ("on", Value::from(finding.on.as_str())),
        ("scenario", Value::from(finding.scenario.as_deref())),
        ("accepted", accepted),
    ];
    json_line(&finding.diagnostic, sources, &more) + "\n"
}

//! What the SARIF of `check` and that of a gap report have in common: levels, regions, and names of files.

use serde_json::{Value, json};

use crate::diagnostic::Severity;

/// The level of a finding or an error.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Note => "note",
    }
}

/// A stretch of a file by lines and columns from 1, up to just behind its last character where that is known.
pub fn region(start: (u64, u64), end: Option<(u64, u64)>) -> Value {
    let (line, column) = start;
    match end.filter(|end| *end >= start) {
        Some((end_line, end_column)) => json!({
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        }),
        None => json!({"startLine": line, "startColumn": column}),
    }
}

/// A file name as a relative reference, or an absolute one with its scheme (RFC 3986): all but unreserved characters
/// and slashes in percent notation.
pub fn uri(name: &str) -> String {
    let mut uri = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_file_name_becomes_a_reference_and_nothing_else() {
        assert_eq!(uri("plans/model.ron"), "plans/model.ron");
        assert_eq!(uri("/a b/\u{fc}%.ron"), "file:///a%20b/%C3%BC%25.ron");
        assert_eq!(uri("plans\\model.ron"), "plans/model.ron");
        assert_eq!(uri("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(uri("a b\u{e9}?#.ron"), "a%20b%C3%A9%3F%23.ron");
    }
}

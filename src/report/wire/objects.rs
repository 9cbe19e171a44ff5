//! Cuts a results file into its objects, each on one line and otherwise to the byte.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

/// The JSON objects of a text, whatever is between them; up to the first fault.
pub fn objects(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut stream = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(Ok(_)) = stream.next() {
        let end = stream.byte_offset();
        found.push(on_one_line(text[start..end].trim()));
        start = end;
    }
    found
}

/// White space between tokens means nothing; that inside texts is kept.
fn on_one_line(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for c in json.chars() {
        if !inside && c.is_ascii_whitespace() {
            continue;
        }
        out.push(c);
        match c {
            '"' if !escaped => inside = !inside,
            _ => {}
        }
        escaped = inside && c == '\\' && !escaped;
    }
    out
}

/// The entries of a JSON object on one line, each with its key, as they are written.
pub(super) fn entries(object: &str) -> Vec<&str> {
    let inside = object.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut in_text, mut escaped) = (false, false);
    for (at, c) in inside.char_indices() {
        match c {
            '"' if !escaped => in_text = !in_text,
            '{' | '[' if !in_text => depth += 1,
            '}' | ']' if !in_text => depth = depth.saturating_sub(1),
            ',' if !in_text && depth == 0 => {
                found.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        escaped = in_text && c == '\\' && !escaped;
    }
    found.extend((!inside.is_empty()).then(|| &inside[start..]));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_cut_into_its_entries() {
        let text = "{\"a\":[1,{\"b\":\"}\\\",\"}],\"against\":{\"c\":[2,3]},\"d\":null}";
        assert_eq!(
            entries(text),
            ["\"a\":[1,{\"b\":\"}\\\",\"}]", "\"against\":{\"c\":[2,3]}", "\"d\":null"]
        );
        assert!(entries("{}").is_empty());
    }

    #[test]
    fn objects_are_cut_out_to_the_byte() {
        let text = "\u{feff}{\"a b\": 1.50,\n \"c\\\" \": [ 1 ]}\n\n{ }";
        assert_eq!(objects(text), ["{\"a b\":1.50,\"c\\\" \":[1]}", "{}"]);
        assert!(objects("").is_empty());
    }
}

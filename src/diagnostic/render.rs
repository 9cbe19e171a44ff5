//! Turns diagnostics into text the way the Rust compiler shows them: message, place, the lines, what to do.
//!
//! Invariant: no character of a file or a name reaches the output unless it can be seen; the cost is bounded by
//! what is shown, not by the size of the file.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::unseen::{kind, shown};
use crate::diagnostic::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::{Source, Sources};

/// At most so many diagnostics are shown; the rest is counted.
const SHOWN_MAX: usize = 100;
/// Labels further apart than so many lines are shown separately.
const APART_MAX: usize = 12;
/// Longer stretches of source are not quoted.
const QUOTED_MAX: usize = 8 * 1024;

/// Whether the text carries colours of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Styled,
}

/// Renders all diagnostics, each followed by an empty line.
pub fn render_text(found: &Diagnostics, sources: &Sources, colour: Colour) -> String {
    let mut out = String::new();
    for diagnostic in found.iter().take(SHOWN_MAX) {
        out.push_str(&render_one(diagnostic, sources, colour));
        out.push_str("\n\n");
    }
    if found.len() > SHOWN_MAX {
        out.push_str(&format!("... and {} more\n\n", found.len() - SHOWN_MAX));
    }
    out
}

/// Renders one diagnostic, without a line break at its end.
pub fn render_one(diagnostic: &Diagnostic, sources: &Sources, colour: Colour) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::High | Severity::Medium => Level::WARNING.with_name(diagnostic.severity.word()),
        Severity::Low => Level::INFO.with_name(diagnostic.severity.word()),
        Severity::Note => Level::NOTE,
    };
    let mut group: Group<'_> =
        Group::with_title(level.primary_title(shown(&diagnostic.message)).id(diagnostic.code));
    let mut corrections = Vec::new();
    for (source, labels) in clusters(diagnostic, sources) {
        let (element, places) = quote(source, &labels);
        group = group.element(element);
        corrections.push(places);
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(shown(help)));
    }
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Styled => Renderer::styled(),
    };
    let rendered = renderer.render(&[group]);
    corrections
        .into_iter()
        .fold(rendered, |text, [from, to]| if from == to { text } else { text.replacen(&from, &to, 1) })
}

/// Groups labels by source and nearness; the group of the primary label comes first.
fn clusters<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<(&'a Source, Vec<&'a Label>)> {
    let mut clusters: Vec<(u32, &Source, Vec<&Label>)> = Vec::new();
    for label in &diagnostic.labels {
        let Some(source) = sources.get(label.place.source) else { continue };
        let near = |other: &&Label| {
            let lines = [label, other].map(|label| source.line(label.place.start as usize));
            lines[0].abs_diff(lines[1]) <= APART_MAX
        };
        let home =
            clusters.iter_mut().find(|(id, _, labels)| *id == label.place.source && labels.iter().any(near));
        match home {
            Some((_, _, labels)) => labels.push(label),
            None => clusters.push((label.place.source, source, vec![label])),
        }
    }
    clusters.into_iter().map(|(_, source, labels)| (source, labels)).collect()
}

/// Quotes the lines of some labels under their place, or names the place alone where the lines are too long.
/// Escapes are wider than what they stand for, so the place that is rendered may have to be corrected: gives the
/// rendered one and the right one.
fn quote(source: &Source, labels: &[&Label]) -> (Element<'static>, [String; 2]) {
    let spans: Vec<Range<usize>> = labels.iter().map(|label| short_span(source, label)).collect();
    let first = spans.iter().map(|span| source.line(span.start)).min().unwrap_or(1);
    let last = spans.iter().map(|span| source.line(span.end)).max().unwrap_or(1);
    let window = source.line_range(first).start..source.line_range(last).end;
    let name = shown(&source.name);
    let start = spans.first().map_or(0, |span| span.start);
    let (line, column) = source.line_column(start);
    let right = format!("{name}:{line}:{column}");
    if window.len() > QUOTED_MAX {
        let origin = Origin::path(name).line(line).char_column(column);
        return (origin.into(), [right.clone(), right]);
    }
    let lines = source.text.get(window.clone()).unwrap_or_default();
    let mark = if window.start == 0 && lines.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let quoted = Quoted::new(lines, mark);
    let rendered = format!("{name}:{line}:{}", quoted.column(start - window.start));
    let annotations = labels.iter().zip(&spans).map(|(label, span)| {
        let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let from = quoted.offset(span.start - window.start);
        let to = quoted.offset(span.end.saturating_sub(window.start)).max(from);
        kind.span(from..to).label((!label.text.is_empty()).then(|| shown(&label.text)))
    });
    let annotations: Vec<_> = annotations.collect();
    let snippet = Snippet::source(quoted.text).line_start(first).path(name).annotations(annotations);
    (snippet.into(), [rendered, right])
}

/// The span of a label, cut to its first line: a whole section is marked at its opening.
fn short_span(source: &Source, label: &Label) -> Range<usize> {
    let (start, end) = (label.place.start as usize, label.place.end as usize);
    let line_end = source.line_range(source.line(start)).end.max(start);
    if end <= line_end {
        return start..end;
    }
    let opening = source.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let bracket = source.text.get(start..).is_some_and(|rest| rest.starts_with(['(', '[', '{']));
    start..if bracket { start + opening } else { line_end }
}

/// Lines of a source with what cannot be seen escaped.
struct Quoted {
    text: String,
    /// Offsets in the source lines and in `text`, wherever the two begin to differ more.
    steps: Vec<(usize, usize)>,
}

impl Quoted {
    /// `mark` is the length of a byte order mark at the start of the lines.
    fn new(lines: &str, mark: usize) -> Quoted {
        let mut quoted = Quoted { text: String::with_capacity(lines.len()), steps: vec![(0, 0)] };
        for (at, c) in lines.char_indices() {
            match c {
                '\n' | '\t' => quoted.text.push(c),
                _ if at < mark => {}
                '\r' if lines[at + 1..].starts_with('\n') => {}
                c if kind(c).is_some() => quoted.text.extend(c.escape_unicode()),
                c => quoted.text.push(c),
            }
            let next = (at + c.len_utf8(), quoted.text.len());
            if quoted.steps.last().is_some_and(|step| next.0 - step.0 != next.1 - step.1) {
                quoted.steps.push(next);
            }
        }
        quoted
    }

    /// Gives the column, from 1 in characters, that an offset in the lines has in the escaped text.
    fn column(&self, at: usize) -> usize {
        let before = self.text.get(..self.offset(at)).unwrap_or_default();
        before.chars().rev().take_while(|c| *c != '\n').count() + 1
    }

    /// Gives the offset in the escaped text for one in the lines.
    fn offset(&self, at: usize) -> usize {
        let index = self.steps.partition_point(|step| step.0 <= at).saturating_sub(1);
        let step = self.steps.get(index).copied().unwrap_or_default();
        (step.1 + (at - step.0)).min(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    fn rendered(text: &str, diagnostic: impl Fn(u32) -> Diagnostic) -> String {
        let mut sources = Sources::new();
        let id = sources.add("model.ron", text);
        render_one(&diagnostic(id), &sources, Colour::Plain)
    }

    #[test]
    fn a_diagnostic_shows_message_place_line_and_help() {
        let text = "(\n    teams: { \"dba\": (peopel: 3) },\n)\n";
        let out = rendered(text, |id| {
            Diagnostic::error("E0110", "a team has no field `peopel`")
                .at(Place::new(id, 23, 29), "unknown field")
                .help("did you mean `people`?")
        });
        let expected = "\
error[E0110]: a team has no field `peopel`
 --> model.ron:2:22
  |
2 |     teams: { \"dba\": (peopel: 3) },
  |                      ^^^^^^ unknown field
  |
  = help: did you mean `people`?";
        assert_eq!(out, expected);
    }

    #[test]
    fn nothing_unseen_reaches_the_terminal() {
        let out = rendered("(name: \"\u{1b}[31m\u{202e}x\",\r\n\ta: 1)", |id| {
            Diagnostic::error("E0001", "x \u{1b}[0m\n y").at(Place::new(id, 13, 16), "turns \u{7}")
        });
        assert!(out.chars().all(|c| c == '\n' || kind(c).is_none()), "{out:?}");
        assert!(out.contains("\\u{1b}[31m\\u{202e}x"), "{out}");
        assert!(out.contains("model.ron:1:14\n"), "{out}");
        let marks = out.lines().find(|line| line.contains("^^^^")).expect("a marked line");
        assert_eq!(marks.matches('^').count(), "\\u{202e}".len(), "{out}");
    }

    #[test]
    fn places_far_apart_are_quoted_apart() {
        let text = format!("(\n  a: 1,\n{}  a: 2,\n)", "\n".repeat(5000));
        let second = text.rfind("a: 2").expect("written above");
        let out = rendered(&text, |id| {
            Diagnostic::error("E0112", "twice")
                .at(Place::new(id, second, second + 1), "again")
                .at(Place::new(id, 4, 5), "first")
        });
        assert!(out.lines().count() < 15 && out.contains("5003 |") && out.contains("2 |"), "{out}");
    }

    #[test]
    fn a_line_too_long_to_show_is_named() {
        let text = format!("({} a: 1)", " ".repeat(1_000_000));
        let out = rendered(&text, |id| {
            Diagnostic::error("E0110", "x").at(Place::new(id, 1_000_002, 1_000_003), "y")
        });
        assert!(out.contains("model.ron:1:1000003") && out.len() < 200, "{out}");
    }
}

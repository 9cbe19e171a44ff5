//! A model or scenario as a tree that tests can edit and write down in many ways that mean the same.

use super::span::{Span, Units};

/// A value of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Ron {
    /// A number or a word: `3`, `0.5`, `true`, `Gate`.
    Word(String),
    Text(String),
    /// A duration or a distribution of one.
    Span(Span),
    /// `("4h", 250000)`
    Pair(Span, i64),
    /// A list whose order means something.
    List(Vec<Ron>),
    /// A list whose order means nothing.
    Set(Vec<Ron>),
    Map(Vec<(String, Ron)>),
    /// `Name(field: value)`; without a name for an empty one.
    Struct(&'static str, Vec<(&'static str, Ron)>),
}

impl Ron {
    pub fn text(text: impl Into<String>) -> Ron {
        Ron::Text(text.into())
    }

    pub fn word(word: impl ToString) -> Ron {
        Ron::Word(word.to_string())
    }

    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Ron {
        Ron::Set(texts.into_iter().map(|text| Ron::Text(text.into())).collect())
    }

    /// A field of a struct or an entry of a map; none is there without it.
    pub fn get(&self, key: &str) -> Option<&Ron> {
        match self {
            Ron::Struct(_, fields) => fields.iter().find(|(name, _)| *name == key).map(|(_, value)| value),
            Ron::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Ron> {
        match self {
            Ron::Struct(_, fields) => {
                fields.iter_mut().find(|(name, _)| *name == key).map(|(_, value)| value)
            }
            Ron::Map(entries) => entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Writes a field of a struct, in place of what stands there.
    pub fn set(&mut self, field: &'static str, value: Ron) {
        let Ron::Struct(_, fields) = self else { panic!("{field}: only a struct has fields") };
        match fields.iter_mut().find(|(name, _)| *name == field) {
            Some((_, old)) => *old = value,
            None => fields.push((field, value)),
        }
    }

    pub fn remove(&mut self, field: &str) {
        let Ron::Struct(_, fields) = self else { panic!("{field}: only a struct has fields") };
        fields.retain(|(name, _)| *name != field);
    }

    /// Keys of a map.
    pub fn keys(&self) -> Vec<String> {
        match self {
            Ron::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Items of a list.
    pub fn items(&self) -> &[Ron] {
        match self {
            Ron::List(items) | Ron::Set(items) => items,
            _ => &[],
        }
    }

    pub fn items_mut(&mut self) -> &mut Vec<Ron> {
        match self {
            Ron::List(items) | Ron::Set(items) => items,
            other => panic!("{other:?} is no list"),
        }
    }

    pub fn as_text(&self) -> &str {
        match self {
            Ron::Text(text) | Ron::Word(text) => text,
            other => panic!("{other:?} is no text"),
        }
    }

    /// Calls `change` with the path of names to it and every span.
    pub fn for_each_span(&mut self, path: &mut Vec<String>, change: &mut impl FnMut(&[String], &mut Span)) {
        let mut enter = |name: &str, value: &mut Ron| {
            path.push(name.to_owned());
            value.for_each_span(path, change);
            path.pop();
        };
        match self {
            Ron::Span(span) | Ron::Pair(span, _) => change(path, span),
            Ron::List(items) | Ron::Set(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    enter(&at.to_string(), item);
                }
            }
            Ron::Map(entries) => entries.iter_mut().for_each(|(key, value)| enter(key, value)),
            Ron::Struct(_, fields) => fields.iter_mut().for_each(|(name, value)| enter(name, value)),
            Ron::Word(_) | Ron::Text(_) => {}
        }
    }
}

/// Ways to write the same.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub units: Units,
    /// Puts maps, fields and lists without order into another order, a different one for each number but 0.
    pub order: u64,
    pub line_end: &'static str,
    pub comments: bool,
    /// Writes with each duration on what evidence it rests.
    pub evidence: bool,
}

impl Style {
    pub const PLAIN: Style =
        Style { units: Units::Largest, order: 0, line_end: "\n", comments: false, evidence: false };
}

/// Writes a tree as the text of a file.
pub fn write(ron: &Ron, style: Style) -> String {
    let mut writer = Writer { style, out: String::new(), turn: style.order };
    writer.value(ron, 0);
    writer.out + style.line_end
}

struct Writer {
    style: Style,
    out: String,
    turn: u64,
}

impl Writer {
    fn value(&mut self, ron: &Ron, depth: usize) {
        match ron {
            Ron::Word(word) => self.out += word,
            Ron::Text(text) => self.out += &format!("{text:?}"),
            Ron::Span(span) => self.span(span),
            Ron::Pair(span, number) => {
                self.out += &format!("({:?}, {number})", span.text(self.style.units));
            }
            Ron::List(items) => self.list(items.iter().collect(), depth),
            Ron::Set(items) => {
                let mut items: Vec<_> = items.iter().collect();
                self.shuffle(&mut items);
                self.list(items, depth);
            }
            Ron::Map(entries) => {
                let mut entries: Vec<_> =
                    entries.iter().map(|(key, value)| (format!("{key:?}: "), value)).collect();
                self.shuffle(&mut entries);
                self.bracket(('{', '}'), entries, depth);
            }
            Ron::Struct(name, fields) => {
                self.out += name;
                let mut fields: Vec<_> =
                    fields.iter().map(|(name, value)| (format!("{name}: "), value)).collect();
                self.shuffle(&mut fields);
                self.bracket(('(', ')'), fields, depth);
            }
        }
    }

    fn span(&mut self, span: &Span) {
        let text = span.text(self.style.units);
        if self.style.evidence {
            self.out += &format!("(is: {text:?}, basis: Exercised(\"2026-05-12\"), source: \"a drill\")");
        } else {
            self.out += &format!("{text:?}");
        }
    }

    fn list(&mut self, items: Vec<&Ron>, depth: usize) {
        self.bracket(('[', ']'), items.into_iter().map(|item| (String::new(), item)).collect(), depth);
    }

    fn bracket(&mut self, (open, close): (char, char), parts: Vec<(String, &Ron)>, depth: usize) {
        self.out.push(open);
        let short = depth > 2;
        for (at, (head, value)) in parts.into_iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.space(short, depth + 1);
            self.out += &head;
            self.value(value, depth + 1);
        }
        if !short {
            self.space(false, depth);
        }
        self.out.push(close);
    }

    fn space(&mut self, short: bool, depth: usize) {
        if self.style.comments {
            self.out += if depth.is_multiple_of(2) { " /* why, and since when */ " } else { " // by hand" };
        }
        if short && !self.style.comments {
            self.out.push(' ');
        } else {
            self.out += self.style.line_end;
            self.out += &"    ".repeat(depth);
        }
    }

    /// Another order for every turn; the same at every run.
    fn shuffle<T>(&mut self, parts: &mut [T]) {
        if self.style.order == 0 {
            return;
        }
        for at in (1..parts.len()).rev() {
            self.turn =
                self.turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            parts.swap(at, (self.turn >> 33) as usize % (at + 1));
        }
    }
}

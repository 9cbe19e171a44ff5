//! Turns a path and a tree into the changed tree, one level at a time.
//!
//! Invariant: the schema goes along, so a field that is absent can be added and an unknown one cannot; a short
//! form (`restart: "10m"`) is opened up where a path asks for one of its fields.

use crate::diagnostic::{Diagnostic, near};
use crate::document::decode::{Holds, Presence, Row, Table};
use crate::document::edit::path::{OF_SCENARIO, Segment};
use crate::document::schema::{EditOp, ModelDoc};
use crate::document::tree::{Kind, Node};
use crate::ids::slug;
use crate::source::Spanned;

/// At most so many names are listed where nothing is near.
const LISTED_MAX: usize = 8;

/// What is to be done at the end of the path.
pub(super) struct Act<'a> {
    pub op: EditOp,
    pub value: Option<&'a Node>,
}

/// What the schema says may stand somewhere.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    table: Option<&'static Table>,
    holds: Holds,
}

impl Shape {
    /// The shape of one value with a field table.
    pub fn of(table: &'static Table) -> Shape {
        Shape { table: Some(table), holds: Holds::One }
    }

    fn of_row(row: &Row) -> Shape {
        Shape { table: row.table, holds: row.holds }
    }

    fn element(self) -> Shape {
        Shape { holds: Holds::One, ..self }
    }

    /// The fields of a node: those of its own kind where several kinds may stand.
    fn rows(self, node: &Node) -> Option<(&'static str, Vec<&'static Row>)> {
        let table = self.table?;
        let name = match &node.kind {
            Kind::Struct { name: Some(name), .. } => name.value.as_str(),
            _ => "",
        };
        let named = table.choice_tables.iter().find(|choice| choice.form.strip_suffix("(...)") == Some(name));
        let table = named.copied().unwrap_or(table);
        Some((table.one, table.all_rows()))
    }
}

type Edited = Result<Option<Node>, Box<Diagnostic>>;

/// Carries out an act at the end of a path; gives the old value.
pub(super) fn edit(node: &mut Node, shape: Shape, path: &[Segment], act: &Act<'_>) -> Edited {
    let Some((first, rest)) = path.split_first() else { return Ok(None) };
    match (shape.holds, &mut node.kind) {
        (Holds::Map, Kind::Map(entries)) => {
            let at = entries
                .iter()
                .position(|(key, _)| matches!(&key.kind, Kind::Text(key) if *key == first.text));
            match at {
                Some(at) if rest.is_empty() && act.op == EditOp::Remove => Ok(Some(entries.remove(at).1)),
                Some(at) if rest.is_empty() => finish(&mut entries[at].1, shape.element(), first, act),
                Some(at) => edit(&mut entries[at].1, shape.element(), rest, act),
                None if rest.is_empty() && act.op == EditOp::Add => {
                    let key = Node { place: first.place, kind: Kind::Text(first.text.clone()) };
                    entries.extend(act.value.map(|value| (key, value.clone())));
                    Ok(None)
                }
                None if rest.is_empty() && act.op == EditOp::Set => {
                    let nothing = *nothing_there(first, &keys(entries));
                    Err(Box::new(
                        nothing.help(
                            "a new one is added: `--add` on the command line, `Add` in a list of changes",
                        ),
                    ))
                }
                None => Err(nothing_there(first, &keys(entries))),
            }
        }
        (Holds::List, Kind::List(items)) => edit_list(items, shape, path, act),
        (Holds::List, Kind::Text(_)) => {
            let mut items = vec![node.clone()];
            let old = edit_list(&mut items, shape, path, act)?;
            node.kind = Kind::List(items);
            Ok(old)
        }
        (Holds::One, _) => edit_field(node, shape, path, act),
        _ => Err(nothing_there(first, &[])),
    }
}

fn edit_list(items: &mut Vec<Node>, shape: Shape, path: &[Segment], act: &Act<'_>) -> Edited {
    let Some((first, rest)) = path.split_first() else { return Ok(None) };
    let ids: Vec<String> =
        items.iter().enumerate().filter_map(|(index, item)| id_in_list(item, index)).collect();
    let wanted = |(index, item): (usize, &Node)| id_in_list(item, index).is_some_and(|id| id == first.text);
    let Some(at) = items.iter().enumerate().position(wanted) else {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        return Err(nothing_there(first, &ids));
    };
    match rest {
        [] if act.op == EditOp::Remove => Ok(Some(items.remove(at))),
        [] => finish(&mut items[at], shape.element(), first, act),
        rest => edit(&mut items[at], shape.element(), rest, act),
    }
}

fn edit_field(node: &mut Node, shape: Shape, path: &[Segment], act: &Act<'_>) -> Edited {
    let Some((first, rest)) = path.split_first() else { return Ok(None) };
    let known = shape.rows(node);
    if let Some((one, rows)) = &known
        && !rows.iter().any(|row| row.name == first.text)
    {
        return Err(unknown_field(first, one, rows));
    }
    let row = known.as_ref().and_then(|(_, rows)| rows.iter().find(|row| row.name == first.text).copied());
    open_short_form(node, known.as_ref().and_then(|(_, rows)| rows.first().copied()));
    let Kind::Struct { fields, .. } = &mut node.kind else { return Err(nothing_there(first, &[])) };
    let inner = row.map_or(Shape { table: None, holds: Holds::One }, Shape::of_row);
    if let Some(at) = fields.iter().position(|(key, _)| key.value == first.text) {
        return match rest {
            [] if act.op == EditOp::Remove => Ok(Some(fields.remove(at).1)),
            [] => finish(&mut fields[at].1, inner, first, act),
            rest => edit(&mut fields[at].1, inner, rest, act),
        };
    }
    let written: Vec<&str> = fields.iter().map(|(key, _)| key.value.as_str()).collect();
    if act.op == EditOp::Remove {
        return Err(nothing_there(first, &written));
    }
    let mut created = match (rest, act.value) {
        ([], Some(value)) => value.clone(),
        (_, _) => match absent(inner, rest.len(), act.op) {
            Some(kind) => Node { place: first.place, kind },
            None => return Err(nothing_there(first, &written)),
        },
    };
    let old = edit(&mut created, inner, rest, act)?;
    fields.push((Spanned::new(first.text.clone(), first.place), created));
    Ok(old)
}

/// What a path may lead through although it is not written: brackets for fields, and a map one key is added to.
fn absent(shape: Shape, left: usize, op: EditOp) -> Option<Kind> {
    match shape.holds {
        Holds::Map if op == EditOp::Add && left == 1 => Some(Kind::Map(Vec::new())),
        Holds::One if shape.table.is_some_and(|table| table.form == "(...)") => {
            Some(Kind::Struct { name: None, fields: Vec::new() })
        }
        _ => None,
    }
}

/// Writes `"10m"` as `(takes: "10m")`, by the first field of the long form.
fn open_short_form(node: &mut Node, first: Option<&Row>) {
    let Some(first) = first else { return };
    let evidence = match &node.kind {
        Kind::Struct { fields, .. } => first.name != "is" && fields.iter().any(|(key, _)| key.value == "is"),
        Kind::Text(_) | Kind::Number(_) => true,
        _ => false,
    };
    if evidence {
        let short = node.clone();
        let key = Spanned::new(first.name.to_owned(), node.place);
        node.kind = Kind::Struct { name: None, fields: vec![(key, short)] };
    }
}

/// Sets or adds at the end of a path that leads to something.
fn finish(node: &mut Node, shape: Shape, last: &Segment, act: &Act<'_>) -> Edited {
    let Some(value) = act.value else { return Ok(None) };
    let old = node.clone();
    if act.op == EditOp::Set {
        *node = value.clone();
        return Ok(Some(old));
    }
    if shape.holds != Holds::List {
        let diagnostic = Diagnostic::error("E0703", format!("`{}` is there already", last.text))
            .at(last.place, "there is a value already")
            .at(old.place, "written here")
            .help(match (&old.kind, &value.kind) {
                (Kind::Map(_), Kind::Map(_)) => format!(
                    "to add to what is there, name each new entry in the path (`....{}.ID=...`); `--set` on the command line, \
                     or `Set` in a list of changes, would replace it all",
                    last.text
                ),
                _ => "set it instead: with `--set` on the command line, with `Set` in a list of changes".to_owned(),
            });
        return Err(Box::new(diagnostic));
    }
    let items = |node: &Node| match &node.kind {
        Kind::List(items) => items.clone(),
        _ => vec![node.clone()],
    };
    node.kind = Kind::List(items(&old).into_iter().chain(items(value)).collect());
    Ok(Some(old))
}

/// The word by which a path finds an element of a list.
fn id_in_list(node: &Node, index: usize) -> Option<String> {
    let (name, fields) = match &node.kind {
        Kind::Text(text) => return Some(text.split(':').next().unwrap_or(text).trim().to_owned()),
        Kind::Struct { name, fields } => (name, fields),
        _ => return None,
    };
    let text = |wanted: &str| {
        fields.iter().find_map(|(key, node)| match &node.kind {
            Kind::Text(text) if key.value == wanted => Some(text.as_str()),
            _ => None,
        })
    };
    if let Some(id) = text("id") {
        return Some(id.to_owned());
    }
    match name {
        Some(kind) => Some(format!("{}-{}", kind.value.to_ascii_lowercase(), index + 1)),
        None => text("do").or_else(|| text("name")).and_then(slug),
    }
}

fn keys(entries: &[(Node, Node)]) -> Vec<&str> {
    let texts = entries.iter().map(|(key, _)| match &key.kind {
        Kind::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.flatten().collect()
}

fn nothing_there(segment: &Segment, there: &[&str]) -> Box<Diagnostic> {
    let near = near::nearest_few(&segment.text, there.iter().copied(), 3);
    let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let help = match (near.is_empty(), there.len()) {
        (false, _) => Some(format!("did you mean {}?", list(&near).replace(", ", " or "))),
        (true, 0) => None,
        (true, count) if count > LISTED_MAX => {
            Some(format!("known here: {} and others", list(&there[..LISTED_MAX])))
        }
        (true, _) => Some(format!("known here: {}", list(there))),
    };
    let diagnostic =
        Diagnostic::error("E0701", format!("the path leads to nothing: there is no `{}`", segment.text))
            .at(segment.place, "not found")
            .help_maybe(help);
    Box::new(diagnostic)
}

/// A path whose first part is no field of either file.
pub(super) fn leads_nowhere(first: &Segment, path: &str, files: [&Node; 2]) -> Box<Diagnostic> {
    let known = ModelDoc::FIELDS.all_rows().into_iter().filter(|row| row.presence != Presence::NotYet);
    let mut known: Vec<&str> = known.map(|row| row.name).collect();
    // The response stands in both files.
    let more: Vec<&str> = OF_SCENARIO.into_iter().filter(|field| !known.contains(field)).collect();
    known.extend(more);
    let help = match files.iter().find_map(|file| field_that_holds(file, &first.text)) {
        Some(field) => format!("did you mean `{field}.{path}`?"),
        None => near::or_list(&first.text, &known, "a path begins with one of these"),
    };
    let message = format!("neither the model nor the scenario has a field `{}`", first.text);
    Box::new(Diagnostic::error("E0702", message).at(first.place, "unknown field").help(help))
}

/// The field of a file in whose map or list something has this id.
fn field_that_holds<'a>(file: &'a Node, id: &str) -> Option<&'a str> {
    let Kind::Struct { fields, .. } = &file.kind else { return None };
    let holds = |node: &Node| match &node.kind {
        Kind::Map(entries) => keys(entries).contains(&id),
        Kind::List(items) => {
            items.iter().enumerate().any(|(at, item)| id_in_list(item, at).as_deref() == Some(id))
        }
        _ => false,
    };
    fields.iter().find(|(_, node)| holds(node)).map(|(key, _)| key.value.as_str())
}

fn unknown_field(segment: &Segment, one: &str, rows: &[&Row]) -> Box<Diagnostic> {
    let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let diagnostic = Diagnostic::error("E0702", format!("{one} has no field `{}`", segment.text))
        .at(segment.place, "unknown field")
        .help(near::or_list(&segment.text, &names, "fields here"));
    Box::new(diagnostic)
}

//! Turns the text of a results file into typed objects, or says what is wrong with it and where.

use serde::Deserialize;
use serde_json::{Deserializer, Value};

use super::played::Played;
use crate::diagnostic::unseen::shown;

/// The schema that is read. Keys are added, never renamed, while it stays.
const SCHEMA: &str = "blackstart/results/1";

/// Why a text is no results file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Line and column from 1; `None` where a whole object is not what was looked for.
    pub at: Option<(usize, usize)>,
    /// Such as `services[3].recovery.n`; empty for the whole.
    pub path: String,
    /// What was found and what was expected.
    pub message: String,
    /// What to do now.
    pub help: Option<String>,
}

/// The start of an object: what kind of file it is.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema: Value,
}

/// Reads one or several results objects, one a line or otherwise one after the other.
///
/// # Errors
/// The text is no JSON, is another kind of file, or an object has not the shape that its schema asks for.
pub fn read(text: &str) -> Result<Vec<Played>, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_heads(text)?;
    let mut source = Deserializer::from_str(text);
    let mut played = Vec::new();
    while source.end().is_err() {
        let object = serde_path_to_error::deserialize(&mut source);
        played.push(object.map_err(|error| misshapen(text, &error))?);
    }
    Ok(played)
}

/// Looks at the kind of every object before any is read, so that a wrong file is told by its kind.
fn check_heads(text: &str) -> Result<(), Unreadable> {
    let mut source = Deserializer::from_str(text);
    let mut heads = 0;
    while source.end().is_err() {
        let head = Head::deserialize(&mut source).map_err(|error| no_json(&error))?;
        is_results(&head.schema)?;
        heads += 1;
    }
    match heads {
        0 => Err(whole("it is empty", Some("`blackstart run SCENARIO --format json` writes such a file"))),
        _ => Ok(()),
    }
}

fn is_results(schema: &Value) -> Result<(), Unreadable> {
    let Some(found) = schema.as_str() else {
        let message = format!("it has no `schema`, expected `{SCHEMA}`");
        return Err(whole(&message, Some("`blackstart run SCENARIO --format json` writes such a file")));
    };
    if found == SCHEMA {
        return Ok(());
    }
    let message = format!("its `schema` is `{}`, expected `{SCHEMA}`", shown(found));
    let help = match found.strip_prefix("blackstart/") {
        Some(rest) if rest.starts_with("results/") => "another version of blackstart wrote it: use that one",
        Some(_) => "it is a file of another command; `blackstart run SCENARIO --format json` writes results",
        None => "it is not of blackstart",
    };
    Err(whole(&message, Some(help)))
}

fn whole(message: &str, help: Option<&str>) -> Unreadable {
    let help = help.map(str::to_owned);
    Unreadable { at: None, path: String::new(), message: message.to_owned(), help }
}

fn no_json(error: &serde_json::Error) -> Unreadable {
    let cut = "it ends too early: was the command that wrote it stopped, or the disk full?";
    let help = error.is_eof().then(|| cut.to_owned());
    Unreadable { at: place(error), path: String::new(), message: words(error), help }
}

fn misshapen(text: &str, error: &serde_path_to_error::Error<serde_json::Error>) -> Unreadable {
    let path = match error.path().to_string() {
        root if root == "." => String::new(),
        path => shown(&path),
    };
    let several = text.trim_end().contains('\n');
    let help = several.then(|| "each line is the object of one scenario".to_owned());
    Unreadable { at: place(error.inner()), path, message: words(error.inner()), help }
}

fn place(error: &serde_json::Error) -> Option<(usize, usize)> {
    (error.line() > 0).then(|| (error.line(), error.column()))
}

/// The message of the reader without its place, which stands elsewhere.
fn words(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cut = message.rfind(" at line ").unwrap_or(message.len());
    shown(&message[..cut])
}

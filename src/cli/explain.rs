//! `explain`: says what a code means, shows a file that raises it, and the same file repaired.

use crate::checks::{self, Rule};
use crate::diagnostic::explain::{self, Code, Example};
use crate::diagnostic::near;
use crate::findings;
use crate::report::text::{shown, wrapped};

use super::args::ExplainArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::output::write_stdout;
use super::talk::Talk;

const COLUMNS: usize = 100;

/// Explains a code, or lists all of them.
///
/// # Errors
/// There is no such code.
pub fn explain(args: &ExplainArgs, talk: &Talk) -> Result<Exit, Failure> {
    let text = match &args.code {
        None => list(),
        Some(asked) => match (explain::find(asked), checks::find(asked), findings::find(asked)) {
            (Some(code), ..) => explanation(code),
            (_, Some(rule), _) => explanation_of_rule(rule),
            (.., Some(rule)) => explanation_of_finding(rule),
            (None, None, None) => return Err(unknown(asked)),
        },
    };
    write_stdout(talk.dressed(&text).as_bytes())?;
    Ok(Exit::Done)
}

fn list() -> String {
    let codes = explain::all().map(|code| format!("{}  {}\n", code.code, code.title));
    let rules =
        checks::ALL.iter().map(|rule| format!("{}  {} ({})\n", rule.code, rule.title, rule.severity.word()));
    let found = findings::ALL.iter().map(|rule| format!("{}  {}\n", rule.code, rule.title));
    codes.chain(rules).chain(found).collect()
}

fn explanation(code: &Code) -> String {
    let mut text = format!("{}: {}\n\n{}\n", code.code, code.title, wrapped(code.explanation, COLUMNS, 0));
    text.push_str(&example("Raises it", &code.example));
    text.push_str(&example("Repaired", &code.repaired));
    text
}

fn explanation_of_rule(rule: &Rule) -> String {
    let heading = format!("{}: {} ({})\n", rule.code, rule.title, rule.severity.word());
    told(heading, [rule.finds, rule.matters, rule.behind], [&rule.example, &rule.repaired])
}

fn explanation_of_finding(rule: &findings::Rule) -> String {
    let heading = format!("{}: {} ({})\n", rule.code, rule.title, rule.name);
    told(heading, [rule.finds, rule.matters, rule.behind], [&rule.example, &rule.repaired])
}

fn told(heading: String, words: [&str; 3], [raises, repaired]: [&Example; 2]) -> String {
    let mut text = heading;
    for (heading, words) in ["Finds", "Why it matters", "Behind it"].iter().zip(words) {
        text.push_str(&format!("\n{}\n", wrapped(&format!("{heading}: {words}"), COLUMNS, 4)));
    }
    text.push_str(&example("Raises it", raises));
    text.push_str(&example("Repaired", repaired));
    text
}

/// Empty where the matter cannot be shown in small.
fn example(heading: &str, example: &Example) -> String {
    if example.model.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{heading}:\n");
    let files = [("model.ron", Some(example.model)), ("scenario.ron", example.scenario)];
    for (name, content) in files.into_iter().filter_map(|(name, content)| Some((name, content?))) {
        if example.scenario.is_some() {
            text.push_str(&format!("\n    // {name}\n"));
        } else {
            text.push('\n');
        }
        text.extend(content.trim_end().lines().map(|line| format!("    {line}\n")));
    }
    if let Some(table) = example.table {
        text.push_str("\n    # the table of --actuals\n");
        text.extend(table.trim_end().lines().map(|line| format!("    {line}\n")));
    }
    for edit in example.edits {
        let option = if edit.contains('=') { "--set" } else { "--remove" };
        text.push_str(&format!("    {option} {edit}\n"));
    }
    text
}

fn unknown(asked: &str) -> Failure {
    let failure = Failure::new(Exit::NothingSelected, format!("there is no code {}", shown(asked)));
    let upper = asked.to_ascii_uppercase();
    let codes = explain::all().map(|code| code.code);
    let codes = codes.chain(checks::ALL.iter().map(|rule| rule.code));
    let codes = codes.chain(findings::ALL.iter().map(|rule| rule.code));
    match near::nearest_few(&upper, codes, 3).as_slice() {
        [] => failure.help("`blackstart explain` lists all codes"),
        near => {
            failure.help(format!("did you mean {}? `blackstart explain` lists all codes", near.join(", ")))
        }
    }
}

//! `report`: turns results, or scenarios played now, into a report in any form; also what `run -o` does for these.
//!
//! A report is made from results objects alone, so that it says the same whichever way they came.

use std::path::Path;

use serde_json::Value;

use crate::notation::date::Date;
use crate::report::clauses::{self, Framework};
use crate::report::csv::Cells;
use crate::report::dossier::{self, Dossier, Played, Unreadable};
use crate::report::form::{Form, Report};
use crate::report::html::{self, Fault, StudyView, Template};
use crate::report::text::shown;
use crate::report::wire::{Input, objects, with_against};

use super::against::Earlier;
use super::args::{EditAsk, RunArgs};
use super::exit::Exit;
use super::failure::Failure;
use super::files;
use super::kinds::{Kind, KindAsk};
use super::output::{Output, Replace, stdout_is_terminal};
use super::read::unreadable;
use super::report_args::{FormArgs, ReportArgs, refuse_playing};
use super::run;
use super::talk::Talk;
use super::today::today;

/// What every form of a report is asked for.
pub struct Asked {
    frameworks: Vec<Framework>,
    cells: Cells,
    as_of: Date,
    template: Template,
    /// The JSON of studies to stand beside the results.
    studies: Vec<Value>,
}

impl Asked {
    /// Reads what is asked for.
    ///
    /// # Errors
    /// A name stands for no framework (exit 4), or the template cannot be read as one.
    pub fn new(args: &FormArgs) -> Result<Asked, Failure> {
        let frameworks = clauses::named(&args.framework).map_err(|unknown| {
            let message = format!("there are no clauses of `{}`", shown(&unknown.name));
            Failure::new(Exit::NothingSelected, message).help(unknown.help)
        })?;
        let cells = if args.csv_raw { Cells::Raw } else { Cells::Safe };
        let template = args.template.as_deref().map_or(Ok(Template::ours()), template)?;
        let as_of = args.as_of.unwrap_or_else(today);
        Ok(Asked { frameworks, cells, as_of, template, studies: Vec::new() })
    }
}

/// Reads a user's template.
fn template(path: &str) -> Result<Template, Failure> {
    let text = text_of(path, "template")?;
    Template::of_user(path, &text).map_err(|fault| no_template(&fault))
}

fn no_template(fault: &Fault) -> Failure {
    let line = fault.line.map_or(String::new(), |line| format!(":{line}"));
    Failure::new(Exit::Invalid, format!("{}{line}: {}", fault.name, fault.message))
        .help("docs/templates.md has what a template sees")
}

/// Makes the report that the command line asks for; `playing` are the options that say how to play.
///
/// # Errors
/// A file is invalid or unreadable, an output cannot be written, or a trial never ends.
pub fn report(
    args: &ReportArgs,
    (edits, playing): (&[EditAsk], &[&str]),
    talk: &Talk,
) -> Result<Exit, Failure> {
    let asks = asks(args)?;
    let results: Vec<&String> = args.paths.iter().filter(|path| is_results(path)).collect();
    if results.is_empty() {
        return run::run(&as_run(args, asks), edits, talk);
    }
    if results.len() < args.paths.len() {
        let failure = Failure::usage("results and scenarios do not go into one report");
        return Err(failure.help("play the scenarios first: `blackstart run SCENARIO -o json=RESULTS.json`"));
    }
    refuse_playing(playing)?;
    of_results(args, &asks, talk)
}

/// The outputs asked for, each with its format; standard output where none is.
fn asks(args: &ReportArgs) -> Result<Vec<KindAsk>, Failure> {
    let default = args.format.unwrap_or(Kind::Markdown);
    let mut asks = Vec::new();
    for ask in &args.output {
        let said = ask.format.or(args.format).or_else(|| Kind::of_file(&ask.file));
        if let Some(failure) = no_form(&ask.file).filter(|_| said.is_none()) {
            return Err(failure);
        }
        asks.push(KindAsk { format: said.unwrap_or(default), file: ask.file.clone() });
    }
    if asks.is_empty() {
        asks.push(KindAsk { format: default, file: "-".to_owned() });
    }
    if asks.iter().any(|ask| ask.format == Kind::Text) {
        return Err(Failure::usage("a report has no form `text`").help("`blackstart run` prints the summary"));
    }
    Ok(asks)
}

/// Why a file with an ending that is no form's is not written as something else under its name.
fn no_form(file: &str) -> Option<Failure> {
    let ending = Path::new(file).extension()?.to_str()?.to_ascii_lowercase();
    let help = match ending.as_str() {
        "pdf" => "write it as html and print the page to a file: it is laid out for paper too",
        "doc" | "docx" | "odt" | "rtf" => "word processors open html and markdown",
        "xls" | "xlsx" | "ods" => "spreadsheets open csv, and xlsx where this program is built with it",
        _ => "say which it is to have before the name: `-o md=FILE`, `html=`, `csv=`, `json=`",
    };
    Some(Failure::usage(format!("a report has no form `{ending}`: {}", shown(file))).help(help))
}

/// The run that a report of scenarios is made from; it prints nothing beside the report.
fn as_run(args: &ReportArgs, output: Vec<KindAsk>) -> RunArgs {
    RunArgs {
        scenarios: args.paths.clone(),
        campaign: args.campaign.clone(),
        until_decided: args.until_decided,
        precision: args.precision,
        format: None,
        output,
        form: args.form.clone(),
        bundle: None,
        beside: args.beside.clone(),
        force: args.force,
        advisory: args.advisory,
    }
}

/// Whether a path names results: by its ending, or else by how the file begins.
fn is_results(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "json" | "jsonl" | "ndjson" => true,
        "ron" => false,
        _ if path == "-" => true,
        _ => files::head(Path::new(path)).is_ok_and(|bytes| bytes.trim_ascii_start().starts_with(b"{")),
    }
}

fn of_results(args: &ReportArgs, asks: &[KindAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    let mut inputs: Vec<(String, Vec<Input>)> = Vec::new();
    let mut studies = Vec::new();
    let mut known: Vec<(&str, String)> = Vec::new();
    for path in &args.paths {
        let text = text_of(path, "results file")?;
        if let Some((study, read)) = study_in(&text) {
            if let Some(lacks) = StudyView::lacks(&study) {
                let message = format!("{}: no study that is whole: {lacks} is missing", shown(path));
                return Err(Failure::new(Exit::Invalid, message).help("write it anew with `-o json=FILE`"));
            }
            inputs.push((path.clone(), read));
            studies.push(study);
            continue;
        }
        let played = dossier::read(&text).map_err(|fault| no_results(path, &fault))?;
        refuse_same_runs(path, &played, &mut known)?;
        lines.extend(objects(&text));
        inputs.extend(played.iter().map(|played| (path.clone(), read_inputs(played))));
        all.extend(played);
    }
    if let Some(name) = &args.beside.against {
        lines = held_against(name, &lines, &all, talk)?;
    }
    refuse_other_models(inputs.iter().map(|(path, inputs)| (path.as_str(), inputs.as_slice())))?;
    let asked = Asked { studies, ..Asked::new(&args.form)? };
    if !asked.studies.is_empty() && asks.iter().any(|ask| ask.format != Kind::Html) {
        let failure = Failure::usage("studies stand in HTML alone");
        return Err(failure.help("write it as `-o html=FILE`; other forms are made from results alone"));
    }
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let mut outputs = Vec::new();
    for KindAsk { format, file } in asks {
        let inputs = args.paths.iter().chain(&args.beside.against).chain(&args.form.template);
        files::refuse_input(file, inputs.map(Path::new))?;
        let output = Output::open_beside(file, replace, outputs.iter().map(|(_, output)| output))?;
        outputs.push((*format, output));
    }
    refuse_terminal(&outputs)?;
    refuse_idle(&args.form, outputs.iter().map(|(format, _)| *format))?;
    for (_, output) in outputs.iter().filter(|(format, _)| *format == Kind::Json) {
        output.write(lines.iter().map(|line| format!("{line}\n")).collect::<String>().as_bytes())?;
    }
    for (output, bytes) in all_made(&outputs, &lines, &asked)? {
        output.write(&bytes)?;
    }
    Ok(Exit::Done)
}

/// A run that came twice would be counted twice; `known` are the runs that have come, with their files.
fn refuse_same_runs<'a>(
    path: &'a str,
    played: &[Played],
    known: &mut Vec<(&'a str, String)>,
) -> Result<(), Failure> {
    for one in played {
        let run = format!("{} {}", one.run.digest, one.scenario.title);
        if let Some((other, _)) = known.iter().find(|(_, known)| *known == run) {
            let title = one.scenario.title.to_string();
            let message = format!("{} and {} hold the same run of {title}", shown(other), shown(path));
            return Err(Failure::usage(message).help("name each run once"));
        }
        known.push((path, run));
    }
    Ok(())
}

/// The results objects with what became of each since earlier results.
fn held_against(
    name: &str,
    lines: &[String],
    all: &[dossier::Played],
    talk: &Talk,
) -> Result<Vec<String>, Failure> {
    let earlier = Earlier::read(name)?;
    let scenario = |played: &'_ dossier::Played| {
        let file = played.input("scenario").map_or(String::new(), |input| input.name.to_string());
        (file, played.scenario.title.to_string())
    };
    let named: Vec<(String, String)> = all.iter().map(scenario).collect();
    earlier.expect_any(named.iter().map(|(file, title)| (file.as_str(), title.as_str())))?;
    let held = |(line, now): (&String, &dossier::Played)| {
        earlier.of(now, talk).map_or_else(|| line.clone(), |against| with_against(line, &against))
    };
    Ok(lines.iter().zip(all).map(held).collect())
}

/// The study that a text is, with its inputs; nothing where it is none.
fn study_in(text: &str) -> Option<(Value, Vec<Input>)> {
    let study: Value = serde_json::from_str(text).ok().filter(StudyView::is_study)?;
    let text = |input: &Value, field: &str| input[field].as_str().unwrap_or_default().to_owned();
    let input = |input: &Value| Input {
        role: text(input, "role"),
        name: text(input, "name"),
        sha256: text(input, "sha256"),
    };
    let inputs = study["inputs"].as_array().map_or(&[][..], Vec::as_slice).iter().map(input).collect();
    Some((study, inputs))
}

/// Reads a file as a text, which a file of that kind is.
fn text_of(path: &str, kind: &str) -> Result<String, Failure> {
    let read = if path == "-" { files::read_stdin() } else { files::read_written(Path::new(path)) };
    let bytes = read.map_err(|fault| unreadable(path, &fault))?;
    String::from_utf8(bytes).map_err(|fault| {
        let at = fault.utf8_error().valid_up_to();
        Failure::new(Exit::Invalid, format!("{}: byte {at} is not UTF-8, so this is no {kind}", shown(path)))
    })
}

fn no_results(path: &str, fault: &Unreadable) -> Failure {
    let at = fault.at.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
    let within = if fault.path.is_empty() { String::new() } else { format!("{}: ", fault.path) };
    let message = format!("{}{at}: no results: {within}{}", shown(path), fault.message);
    let failure = Failure::new(Exit::Invalid, message);
    match &fault.help {
        Some(help) => failure.help(help.clone()),
        None => failure,
    }
}

fn read_inputs(played: &dossier::Played) -> Vec<Input> {
    let input = |input: &dossier::Input| Input {
        role: input.role.to_string(),
        name: input.name.to_string(),
        sha256: input.sha256.to_string(),
    };
    played.inputs.iter().map(input).collect()
}

/// One report is of one model: of two, nobody could say what a row means.
///
/// # Errors
/// Two of the inputs have different models.
pub fn refuse_other_models<'a>(all: impl Iterator<Item = (&'a str, &'a [Input])>) -> Result<(), Failure> {
    let mut first: Option<(&str, &Input)> = None;
    for (path, inputs) in all {
        let Some(model) = inputs.iter().find(|input| input.role == "model") else { continue };
        match first {
            None => first = Some((path, model)),
            Some((other, known)) if known.sha256 != model.sha256 => {
                let message = format!("{} and {} are of different models", shown(other), shown(path));
                return Err(Failure::usage(message).help("name what is of one model, and the others apart"));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// An option for a form that is not written is a slip of the hand.
///
/// # Errors
/// There is a template and no page, raw cells and no table, or a framework and no report.
pub fn refuse_idle(args: &FormArgs, forms: impl Iterator<Item = Kind>) -> Result<(), Failure> {
    let forms: Vec<Kind> = forms.collect();
    let (html, csv) = (forms.contains(&Kind::Html), forms.contains(&Kind::Csv));
    let idle = match args {
        _ if args.template.is_some() && !html => ("--template is for HTML", "HTML", "html=FILE"),
        _ if args.csv_raw && !csv => ("--csv-raw is for CSV", "CSV", "csv=FILE"),
        _ if !args.framework.is_empty() && forms.iter().all(|form| form.form().is_none()) => {
            ("--framework is for reports", "a report", "html=FILE")
        }
        _ => return Ok(()),
    };
    let (option, form, ask) = idle;
    let failure = Failure::usage(format!("{option}, and nothing is written as {form}"));
    Err(failure.help(format!("ask for it: `-o {ask}`")))
}

/// What no terminal can show does not go there.
///
/// # Errors
/// A binary format would go to a terminal.
pub fn refuse_terminal(outputs: &[(Kind, Output)]) -> Result<(), Failure> {
    let to_stdout = outputs.iter().find(|(format, output)| format.is_binary() && output.is_stdout());
    match to_stdout {
        Some((format, _)) if stdout_is_terminal() => {
            let word = format.word();
            let failure = Failure::usage(format!("{word} is not for a terminal"));
            Err(failure.help(format!("write it to a file: `-o {word}=FILE`")))
        }
        _ => Ok(()),
    }
}

/// The bytes of the reports among the outputs, made of these results objects and studies; none where there are neither.
///
/// # Errors
/// The template asks for something that is not there.
pub fn all_made<'a>(
    outputs: &'a [(Kind, Output)],
    lines: &[String],
    asked: &Asked,
) -> Result<Vec<(&'a Output, Vec<u8>)>, Failure> {
    let forms = outputs.iter().filter_map(|(format, output)| Some((format.form()?, output)));
    let forms = forms.filter(|_| !lines.is_empty() || !asked.studies.is_empty());
    forms.map(|(form, output)| Ok((output, made(form, lines, asked)?))).collect()
}

/// The bytes of a report in one form, made of these results objects.
///
/// # Errors
/// They are no results, or the template asks for something that is not there.
pub fn made(form: Form, lines: &[String], asked: &Asked) -> Result<Vec<u8>, Failure> {
    if let Some(page) = (lines.is_empty()).then(|| html::studies(&asked.studies)).flatten() {
        return Ok(page.into_bytes());
    }
    let played = dossier::read(&lines.join("\n")).map_err(|fault| no_results("these results", &fault))?;
    let dossier = Dossier::new(played, Some(asked.as_of)).with_studies(asked.studies.clone());
    let report = Report {
        dossier: &dossier,
        lines,
        frameworks: &asked.frameworks,
        cells: asked.cells,
        template: &asked.template,
    };
    form.written(&report).map_err(|fault| no_template(&fault))
}

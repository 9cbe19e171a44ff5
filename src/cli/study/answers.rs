//! Where the answer of a study goes, and in which form.

use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use super::args::AnswerArgs;
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::output::{Output, Replace};
use crate::cli::talk::Talk;
use crate::report::html;
use crate::report::wire::line;

/// A form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerKind {
    Text,
    Json,
    /// A page with charts that needs nothing else.
    Html,
    /// For pull requests; of `compare` alone.
    #[value(alias = "md", hide = true)]
    Markdown,
}

/// A form of an answer with its file.
#[derive(Clone, Debug)]
pub struct AnswerAsk {
    kind: AnswerKind,
    file: String,
}

impl AnswerAsk {
    /// Reads `html=page.html`.
    ///
    /// # Errors
    /// There is no such form, or no file.
    pub fn read(text: &str) -> Result<AnswerAsk, String> {
        let Some((kind, file)) = text.split_once('=') else {
            return Err("write it as KIND=FILE, such as html=study.html".to_owned());
        };
        let kind = AnswerKind::from_str(kind, false).map_err(|_| {
            format!("no kind `{kind}` of output; there are text, json, html and, of compare, markdown")
        })?;
        if file.is_empty() {
            return Err("the file after `=` is missing".to_owned());
        }
        Ok(AnswerAsk { kind, file: file.to_owned() })
    }
}

/// An answer in the forms in which it can be written.
pub struct Answer<'a> {
    pub text: &'a dyn Fn() -> String,
    /// Of `compare` alone.
    pub markdown: Option<&'a dyn Fn() -> String>,
    pub json: &'a dyn Fn() -> Value,
}

/// Where the answer goes; checked before the first trial.
pub struct Answers(Vec<(AnswerKind, Output)>);

impl Answers {
    /// Opens standard output and what `-o` asks for.
    ///
    /// # Errors
    /// A file cannot be written, or is one of the inputs.
    pub fn open(args: &AnswerArgs, inputs: &[String]) -> Result<Answers, Failure> {
        let replace = if args.force { Replace::Force } else { Replace::Never };
        let mut answers = Vec::new();
        for ask in &args.output {
            files::refuse_input(&ask.file, inputs.iter().map(Path::new))?;
            let output = Output::open_beside(&ask.file, replace, answers.iter().map(|(_, output)| output))?;
            answers.push((ask.kind, output));
        }
        if !answers.iter().any(|(_, output)| output.is_stdout()) {
            answers.insert(0, (args.format, Output::Stdout));
        }
        Ok(Answers(answers))
    }

    /// The same of a command that has no Markdown.
    ///
    /// # Errors
    /// As `open`, or Markdown is asked for.
    pub fn open_plain(args: &AnswerArgs, inputs: &[String]) -> Result<Answers, Failure> {
        let asks = args.output.iter().map(|ask| ask.kind).chain([args.format]);
        if asks.into_iter().any(|kind| kind == AnswerKind::Markdown) {
            return Err(
                Failure::usage("only compare is written as Markdown").help("there are text, json and html")
            );
        }
        Answers::open(args, inputs)
    }

    /// Writes the answer in every form that was asked for.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, talk: &Talk, answer: &Answer) -> Result<(), Failure> {
        for (kind, output) in &self.0 {
            let said = match kind {
                AnswerKind::Json => line(&(answer.json)()) + "\n",
                AnswerKind::Html => html::studies(&[(answer.json)()])
                    .expect("a study is of a kind that its own version knows"),
                AnswerKind::Markdown => {
                    talk.dressed(&answer.markdown.map_or_else(answer.text, |markdown| markdown()))
                }
                AnswerKind::Text => talk.dressed(&(answer.text)()),
            };
            output.write(said.as_bytes())?;
        }
        Ok(())
    }
}

//! What a command says on standard error: notes, warnings and why it failed.
//!
//! Standard output carries data alone. Every text is escaped before it reaches a terminal.

use crate::diagnostic::render::{Colour, render_text};
use crate::diagnostic::{Diagnostics, render_json};
use crate::report::text;
use crate::source::Sources;

use super::args::{ErrorFormat, ProgressMode, TalkArgs, When};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{stderr_is_terminal, write_stderr};

/// How to speak: decided once from the command line and the terminal.
#[derive(Clone, Debug)]
pub struct Talk {
    pub error_format: ErrorFormat,
    /// Colours on standard error.
    pub colour: bool,
    pub ascii: bool,
    pub quiet: bool,
    pub verbose: bool,
}

impl Talk {
    /// Decides from the options, the terminal and `NO_COLOR`.
    pub fn new(args: &TalkArgs) -> Talk {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = match args.color {
            When::Always => true,
            When::Never => false,
            When::Auto => stderr_is_terminal() && !plain,
        };
        Talk {
            error_format: args.error_format,
            colour,
            ascii: args.ascii,
            quiet: args.quiet,
            verbose: args.verbose,
        }
    }

    /// Says something worth knowing; silent under `--quiet`.
    pub fn note(&self, line: &str) {
        if !self.quiet {
            write_stderr(&self.dressed(&format!("{line}\n")));
        }
    }

    /// Says what only the curious want to know.
    pub fn detail(&self, line: &str) {
        if self.verbose {
            self.note(line);
        }
    }

    /// The progress to show: none where only errors are wanted.
    pub fn progress(&self, asked: ProgressMode) -> ProgressMode {
        if self.quiet { ProgressMode::None } else { asked }
    }

    /// Escapes a finished text for a terminal, in ASCII if asked for.
    pub fn dressed(&self, finished: &str) -> String {
        if self.ascii { text::to_ascii(finished) } else { text::shown_lines(finished).into_owned() }
    }

    /// Says why the command failed.
    pub fn failure(&self, failure: &Failure) {
        match failure {
            Failure::Message { message, help, exit } => match self.error_format {
                ErrorFormat::Human => self.message(message, help),
                ErrorFormat::Json => write_stderr(&message_as_json(message, help, *exit)),
            },
            Failure::Inputs { sources, diagnostics, .. } => self.diagnostics(sources, diagnostics),
        }
    }

    fn message(&self, message: &str, help: &[String]) {
        let (bold, off) = if self.colour { ("\u{1b}[1m\u{1b}[91m", "\u{1b}[0m") } else { ("", "") };
        let mut said = format!("{bold}error{off}: {}\n", self.dressed(message));
        for line in help {
            said.push_str(&format!("  help: {}\n", self.dressed(line)));
        }
        write_stderr(&said);
    }

    /// Shows what was found in the files; nothing is shown of nothing.
    pub fn diagnostics(&self, sources: &Sources, found: &Diagnostics) {
        let text = match self.error_format {
            ErrorFormat::Json => render_json(found, sources),
            ErrorFormat::Human if self.ascii => text::to_ascii(&render_text(found, sources, Colour::Plain)),
            ErrorFormat::Human if self.colour => render_text(found, sources, Colour::Styled),
            ErrorFormat::Human => render_text(found, sources, Colour::Plain),
        };
        write_stderr(&text);
    }
}

/// Says what is wrong with a command line of which nothing could be read; `words` are its words, `said` what is said of
/// it in lines.
pub fn usage(said: &str, words: &[String]) {
    if !asks_for_json(words) {
        return write_stderr(&text::shown_lines(said));
    }
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ");
    let help: Vec<String> = lines.map(|line| line.trim_start_matches("tip: ").to_owned()).collect();
    write_stderr(&message_as_json(message, &help, Exit::Usage));
}

/// Whether a command line asks for errors as JSON, as far as that can be told word by word.
fn asks_for_json(words: &[String]) -> bool {
    let option = "--error-format";
    let apart = words.windows(2).any(|pair| pair[0] == option && pair[1] == "json");
    apart || words.iter().any(|word| word.strip_prefix(option) == Some("=json"))
}

fn message_as_json(message: &str, help: &[String], exit: Exit) -> String {
    let line = serde_json::json!({
        "severity": "error", "code": null, "message": message, "help": help, "exit": exit.code(),
    });
    format!("{line}\n")
}

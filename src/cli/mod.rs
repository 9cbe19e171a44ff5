//! The command line: the only place with files, clocks, the environment, printing and exit codes.

mod aar;
mod against;
mod args;
mod book;
mod bundle;
mod calibrate;
mod check;
mod exercise;
mod exercise_args;
mod exit;
mod explain;
mod failure;
mod files;
mod filled;
mod folder;
mod graph;
mod graph_args;
mod help;
mod interrupt;
mod kinds;
mod new;
mod number;
mod output;
mod play;
mod progress;
mod read;
mod replay;
mod report;
mod report_args;
mod run;
mod selection;
mod study;
mod talk;
mod today;
mod tried;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use output::{write_stderr, write_stdout};
use talk::Talk;

pub use exit::Exit;

/// Reads the command line of this process, does what it asks for, and gives the status to leave with.
pub fn main() -> ExitCode {
    name_bugs();
    let matches = match Cli::command().try_get_matches() {
        Ok(matches) => matches,
        Err(said) => return usage(&said).into(),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(said) => return usage(&said).into(),
    };
    let edits =
        matches.subcommand().map(|(_, command)| args::edits(&cli.command, command)).unwrap_or_default();
    let playing = matches
        .subcommand()
        .map(|(_, command)| report_args::playing_of(&cli.command, command))
        .unwrap_or_default();
    let talk = Talk::new(&cli.talk);
    let done = match &cli.command {
        Command::Run(args) => run::run(args, &edits, &talk),
        Command::Check(args) => check::check(args, &talk),
        Command::Explain(args) => explain::explain(args, &talk),
        Command::Replay(args) => replay::replay(args, &edits, &talk),
        Command::Report(args) => report::report(args, (&edits, &playing), &talk),
        Command::Exercise(args) => exercise::exercise(args, &edits, &talk),
        Command::Aar(args) => aar::aar(args, &talk),
        Command::Calibrate(args) => calibrate::calibrate(args, &talk),
        Command::Graph(args) => graph::graph(args, &talk),
        Command::Whatif(args) => {
            study::whatif(args, &study::variants(matches.subcommand().map(|(_, command)| command)), &talk)
        }
        Command::Compare(args) => study::compare(args, (&edits, &playing), &talk),
        Command::Ladder(args) => study::ladder(args, &edits, &talk),
        Command::Delay(args) => study::delay(args, &edits, &talk),
        Command::Sweep(args) => study::sweep(args, &edits, &talk),
        Command::Advise(args) => study::advise(args, &edits, &talk),
        Command::Verify(args) => verify::verify(args, &talk),
        Command::Sensitivity(args) => study::sensitivity(args, &edits, &talk),
        Command::New(args) => new::new(args, &talk),
    };
    let exit = done.unwrap_or_else(|failure| {
        talk.failure(&failure);
        failure.exit()
    });
    exit.into()
}

/// Help and version are data and go to standard output; all else is talk.
fn usage(said: &clap::Error) -> Exit {
    if said.use_stderr() {
        let words: Vec<String> =
            std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
        talk::usage(&said.render().to_string(), &words);
        return Exit::Usage;
    }
    match write_stdout(said.render().to_string().as_bytes()) {
        Ok(()) => Exit::Done,
        Err(failure) => failure.exit(),
    }
}

/// Tells whoever meets a bug that it is one, and of which version.
fn name_bugs() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |bug| {
        usual(bug);
        write_stderr(concat!(
            "this is a bug in blackstart ",
            env!("CARGO_PKG_VERSION"),
            ": no input should do this. Please report it with the command and the files.\n"
        ));
    }));
}

//! The arguments of `report`, and those that it shares with `run`: what a report speaks of, and what it is set beside.

use clap::parser::ValueSource;
use clap::{ArgMatches, Args};

use crate::notation::date::Date;

use super::args::{CampaignArgs, Command, day, precision};
use super::failure::Failure;
use super::kinds::{self, Kind, ReportAsk};

/// What a report speaks of, whatever its form.
#[derive(Clone, Debug, Default, Args)]
pub struct FormArgs {
    /// In a report, the clauses of these frameworks, such as dora,iso22301; all by default. May repeat.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub framework: Vec<String>,
    /// In HTML, your own template (minijinja) instead of ours; it may extend `report.html`.
    #[arg(long, value_name = "FILE")]
    pub template: Option<String>,
    /// In CSV, texts as they are, also those that a spreadsheet would take for formulas.
    #[arg(long)]
    pub csv_raw: bool,
    /// In a report, the day against which accepted risks are held, such as 2026-11-21; today by default.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
}

/// What runs are set beside: reality, and the last time.
#[derive(Clone, Debug, Default, Args)]
pub struct BesideArgs {
    /// A table of outages that really happened (CSV: service,started,back,source), placed in what is projected of every
    /// scenario named.
    #[arg(long, value_name = "FILE.csv")]
    pub actuals: Option<String>,
    /// Earlier results (JSON) of the same scenarios: say which verdicts moved, and what in the files changed.
    #[arg(long, value_name = "OLD.json")]
    pub against: Option<String>,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Results that `run` wrote as JSON (`-` is standard input), or scenarios and folders, which are played now.
    #[arg(required = true, value_name = "RESULTS.json|SCENARIO")]
    pub paths: Vec<String>,
    /// The form of the report; by default that of the file's ending.
    #[arg(long, value_parser = kinds::report_kind())]
    pub format: Option<Kind>,
    /// Where it goes instead of standard output: FILE, or KIND=FILE for several forms at once. May repeat.
    #[arg(short, long = "output", value_name = "FILE|KIND=FILE", value_parser = kinds::report_ask)]
    pub output: Vec<ReportAsk>,
    #[command(flatten)]
    pub form: FormArgs,
    #[command(flatten)]
    pub beside: BesideArgs,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    /// Of scenarios: play until every verdict is settled, at most --trials [default here: 4194304].
    #[arg(long)]
    pub until_decided: bool,
    /// Of scenarios: play until every share is known to so much either way; likewise at most --trials.
    #[arg(long, value_name = "WIDTH", value_parser = precision)]
    pub precision: Option<f64>,
    /// Replace output files that exist.
    #[arg(long)]
    pub force: bool,
    /// Leave with 0 also where objectives fall short or are undecided.
    #[arg(long)]
    pub advisory: bool,
}

/// Of `report` and `compare`, which take results, too: the options on the command line that say how to play.
pub fn playing_of(command: &Command, matches: &ArgMatches) -> Vec<&'static str> {
    if !matches!(command, Command::Report(_) | Command::Compare(_)) {
        return Vec::new();
    }
    let options = [
        ("trials", "--trials"),
        ("seed", "--seed"),
        ("jobs", "--jobs"),
        ("set", "--set"),
        ("remove", "--remove"),
        ("add", "--add"),
        ("actuals", "--actuals"),
        ("progress", "--progress"),
        ("until_decided", "--until-decided"),
        ("precision", "--precision"),
        ("advisory", "--advisory"),
    ];
    let is_typed = |id| {
        let known = matches.try_contains_id(id).is_ok();
        known && matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    options.into_iter().filter(|(id, _)| is_typed(id)).map(|(_, option)| option).collect()
}

/// Refuses options that say how to play, where results have been played.
///
/// # Errors
/// There is one.
pub fn refuse_playing(playing: &[&str]) -> Result<(), Failure> {
    let Some(option) = playing.first() else { return Ok(()) };
    let failure = Failure::usage(match *option {
        "--actuals" => {
            "--actuals places outages among the runs, and results have only what these came to".to_owned()
        }
        _ => format!("{option} says how to play, and results have been played"),
    });
    Err(failure.help("name the scenarios instead of their results"))
}

//! Turns the command line into typed requests. Nothing is read or written here.

use clap::{ArgMatches, Args, Parser, Subcommand, ValueEnum};

use crate::notation::date::Date;

use super::exercise_args::{AarArgs, CalibrateArgs, ExerciseArgs};
use super::graph_args::GraphArgs;
use super::kinds::{self, Kind, KindAsk};
use super::report_args::{BesideArgs, FormArgs, ReportArgs};
use super::{help, number, study};
use crate::campaign::FIRST_LOOK;
use crate::results::Goal;

/// The largest number that every reader of JSON keeps exactly.
pub const EXACT_MAX: u64 = 1 << 53;
const TRIALS_DEFAULT: u64 = 100_000;
/// Of a run that stops by itself: minutes on a small machine, and 0.002 for any share.
const TRIALS_MAX_DEFAULT: u64 = FIRST_LOOK << 10;
pub(super) const JOBS_MAX: u64 = 1_024;

/// Plays outages against a model of an organisation and checks its recovery objectives.
#[derive(Debug, Parser)]
#[command(name = "blackstart", version, about, after_help = help::TOP, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub talk: TalkArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// How the command speaks, on whatever it works.
#[derive(Clone, Debug, Args)]
pub struct TalkArgs {
    /// How errors are shown on standard error: for people, or one JSON object a line.
    #[arg(long, value_enum, global = true, default_value_t = ErrorFormat::Human)]
    pub error_format: ErrorFormat,
    /// Colours; auto means on a terminal and without NO_COLOR.
    #[arg(long, value_enum, global = true, default_value_t = When::Auto)]
    pub color: When,
    /// Only ASCII characters in texts.
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Say nothing on standard error but errors.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: in the summary of a run every objective, its spread, and all findings.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a scenario many times and say which objectives hold.
    #[command(after_help = help::RUN)]
    Run(RunArgs),
    /// Say everything that is wrong with the files of an organisation, and with the plan in them.
    #[command(after_help = help::CHECK)]
    Check(CheckArgs),
    /// Explain the code of a message, with an example and its repair.
    #[command(after_help = help::EXPLAIN)]
    Explain(ExplainArgs),
    /// Show one trial as an incident log.
    #[command(after_help = help::REPLAY)]
    Replay(ReplayArgs),
    /// Make a gap report from results, or from scenarios played now.
    #[command(after_help = help::REPORT)]
    Report(ReportArgs),
    /// Draw what needs what, or say why one thing needs another.
    #[command(after_help = help::GRAPH)]
    Graph(GraphArgs),
    /// Set variants of a plan beside it, run by run with the same draws.
    #[command(after_help = help::WHATIF)]
    Whatif(study::WhatifArgs),
    /// Say what became better and worse between two results, or two scenarios.
    #[command(after_help = study::help::COMPARE)]
    Compare(study::CompareArgs),
    /// Vary a scenario step by step and say at which step each service leaves tolerance.
    #[command(after_help = study::help::LADDER)]
    Ladder(study::LadderArgs),
    /// Take away everything an organisation rests on, one by one, and say what that breaks.
    #[command(after_help = study::help::SWEEP)]
    Sweep(study::SweepArgs),
    /// Say what to do first: levers, played alone and together over all scenarios.
    #[command(after_help = study::help::ADVISE)]
    Advise(study::AdviseArgs),
    /// Say which figures an objective hangs on, and which are worth knowing better.
    #[command(after_help = study::help::SENSITIVITY)]
    Sensitivity(study::SensitivityArgs),
    /// Say until when the declaration may wait.
    #[command(after_help = study::help::DELAY)]
    Delay(study::DelayArgs),
    /// Write the papers of an exercise on one trial: guides, injects, briefs, forms.
    #[command(after_help = help::EXERCISE)]
    Exercise(ExerciseArgs),
    /// Hold the log of an exercise against its plan: after-action report and improvement plan.
    #[command(after_help = help::AAR)]
    Aar(AarArgs),
    /// Update a model's estimates by what was observed in exercises or on the real thing.
    #[command(after_help = help::CALIBRATE)]
    Calibrate(CalibrateArgs),
    /// Say whether a bundle of evidence is what was written, and whether its inputs still give its results.
    #[command(after_help = help::VERIFY)]
    Verify(VerifyArgs),
    /// Write a commented starter organisation into an empty folder.
    #[command(after_help = help::NEW)]
    New(NewArgs),
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// Scenario files, each of which names its model, or folders: all scenarios in them.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    /// Play until every verdict is settled, at most --trials [default here: 4194304].
    #[arg(long)]
    pub until_decided: bool,
    /// Play until every share is known to so much either way, such as 0.002; likewise at most --trials.
    #[arg(long, value_name = "WIDTH", value_parser = precision)]
    pub precision: Option<f64>,
    /// What goes to standard output.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Option<Kind>,
    /// Also write a file; KIND is any of the formats, FILE `-` is standard output. May repeat.
    #[arg(short, long = "output", value_name = "KIND=FILE", value_parser = kinds::kind_ask)]
    pub output: Vec<KindAsk>,
    #[command(flatten)]
    pub form: FormArgs,
    /// Also write a folder of evidence: inputs, results, and a manifest that `verify` checks.
    #[arg(long, value_name = "DIR")]
    pub bundle: Option<String>,
    #[command(flatten)]
    pub beside: BesideArgs,
    /// Replace output files that exist.
    #[arg(long)]
    pub force: bool,
    /// Leave with 0 also where objectives fall short or are undecided.
    #[arg(long)]
    pub advisory: bool,
}

impl RunArgs {
    /// What to play for, if the number of trials is not chosen beforehand.
    pub fn goal(&self) -> Option<Goal> {
        let goal = Goal { decided: self.until_decided, half_width: self.precision };
        (goal.decided || goal.half_width.is_some()).then_some(goal)
    }

    /// How many trials, or at most how many.
    pub fn trials(&self) -> u64 {
        let default = if self.goal().is_some() { TRIALS_MAX_DEFAULT } else { TRIALS_DEFAULT };
        self.campaign.trials.unwrap_or(default)
    }
}

impl ReplayArgs {
    /// Among how many trials one is chosen.
    pub fn trials(&self) -> u64 {
        self.campaign.trials.unwrap_or(TRIALS_DEFAULT)
    }
}

/// What determines the trials, and how they are played.
#[derive(Clone, Debug, Args)]
pub struct CampaignArgs {
    /// How many trials [default: 100000]; 100_000, 100k and 1e5 are the same.
    #[arg(long, value_name = "N", value_parser = trials, allow_negative_numbers = true)]
    pub trials: Option<u64>,
    /// Chooses the draws: a number up to 2^53, or `random`.
    #[arg(long, value_name = "S", default_value = "1", value_parser = seed)]
    pub seed: Seed,
    /// Threads; the processor's by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=JOBS_MAX))]
    pub jobs: Option<u64>,
    /// Change a value before the run, such as teams.dba.people=4. May repeat.
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// Remove an entry before the run, such as sites.lyon. May repeat.
    #[arg(long, value_name = "PATH")]
    pub remove: Vec<String>,
    /// Add a key to a map, or values to a list, such as 'systems.web.needs=["cache"]'. May repeat.
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    pub add: Vec<(String, String)>,
    /// How progress is shown on standard error.
    #[arg(long, value_enum, default_value_t = ProgressMode::Auto)]
    pub progress: ProgressMode,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Model and scenario files, or folders with all organisations in them.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// What goes to standard output.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Leave with 10 where a finding is not accepted: a code, high, medium, low, or all (notes, too). May repeat.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Do not show findings of this code. May repeat.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// The day from which the age of evidence counts, such as 2026-11-21; today by default.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// List every default in use instead of findings, those on paths that decide an objective first.
    #[arg(long, conflicts_with_all = ["deny", "allow", "as_of"])]
    pub defaults: bool,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The folder that `run --bundle` wrote.
    #[arg(value_name = "DIR")]
    pub folder: String,
    /// Play the inputs again and compare the results, to the byte.
    #[arg(long)]
    pub rerun: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Such as E0110; without it every code is listed.
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// A scenario file; it names its model.
    pub scenario: String,
    /// A number from 0, a percentile from p1 to p99, worst, or shortest-miss. A number is below --trials, if that is given.
    #[arg(long, value_name = "TRIAL", default_value = "p50")]
    pub trial: String,
    /// By whose recovery time the trial is chosen, and whose way back is marked: by default the service with the smallest
    /// share kept, or, where TRIAL is a number, the one that is out for longest in it.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    /// What goes to standard output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// A folder that is empty or does not exist.
    #[arg(value_name = "DIR")]
    pub folder: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Text,
    /// An object per finding, one a line.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for build servers; a case fails where --deny names it.
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ErrorFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressMode {
    /// A bar on a terminal outside CI, else none.
    Auto,
    Bar,
    /// A line now and then.
    Plain,
    /// A line of JSON now and then.
    Json,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    Number(u64),
    /// Drawn at the start and printed.
    Random,
}

/// One `--set`, `--remove` or `--add`.
pub use crate::document::edit::Typed as EditAsk;

/// The edits of a command in the order of the command line, over all options.
pub fn edits(command: &Command, matches: &ArgMatches) -> Vec<EditAsk> {
    // Of `whatif` the edits make variants.
    if matches!(command, Command::Whatif(_)) || matches.try_contains_id("set").is_err() {
        return Vec::new();
    }
    placed_edits(matches).into_iter().map(|(_, edit)| edit).collect()
}

/// Each edit with where it stands on the command line.
pub fn placed_edits(matches: &ArgMatches) -> Vec<(usize, EditAsk)> {
    let mut found: Vec<(usize, EditAsk)> = Vec::new();
    let indices = |option| matches.indices_of(option).into_iter().flatten();
    let pairs = |option| matches.get_many::<(String, String)>(option).into_iter().flatten().cloned();
    found.extend(indices("set").zip(pairs("set").map(|(path, value)| EditAsk::set(path, value))));
    found.extend(indices("add").zip(pairs("add").map(|(path, value)| EditAsk::add(path, value))));
    let removes = matches.get_many::<String>("remove").into_iter().flatten();
    found.extend(indices("remove").zip(removes.map(EditAsk::remove)));
    found.sort_by_key(|(index, _)| *index);
    found
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text)
        .ok_or_else(|| "write a day of the calendar as year, month and day: 2026-11-21".to_owned())
}

pub(super) fn trials(text: &str) -> Result<u64, String> {
    match number::count(text)? {
        0 => Err("at least one trial is played".to_owned()),
        trials if trials > EXACT_MAX => Err(format!("there are at most {EXACT_MAX} (2^53) trials")),
        trials => Ok(trials),
    }
}

pub(super) fn precision(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(width) if width > 0.0 && width < 0.5 => Ok(width),
        _ => Err("write a number above 0 and below 0.5; 0.002 is 0.2 of 100 runs either way".to_owned()),
    }
}

pub(super) fn seed(text: &str) -> Result<Seed, String> {
    if text == "random" {
        return Ok(Seed::Random);
    }
    match text.parse::<u64>() {
        Ok(number) if number <= EXACT_MAX => Ok(Seed::Number(number)),
        Ok(_) => Err(format!("a seed is at most {EXACT_MAX} (2^53), so that every reader of JSON keeps it")),
        Err(_) => Err(format!("a seed is a whole number from 0 to {EXACT_MAX}, or `random`")),
    }
}

fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() => Ok((path.trim().to_owned(), value.to_owned())),
        _ => Err("write it as PATH=VALUE, such as teams.dba.people=4".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;

    fn edits_of(line: &str) -> Vec<EditAsk> {
        let matches = Cli::command().try_get_matches_from(line.split(' ')).unwrap();
        let cli = Cli::from_arg_matches(&matches).unwrap();
        edits(&cli.command, matches.subcommand().unwrap().1)
    }

    #[test]
    fn edits_keep_the_order_of_the_command_line() {
        let set = |path: &str, value: &str| EditAsk::set(path, value);
        assert_eq!(
            edits_of("blackstart run x.ron --set a.b=1 --remove c --add d=[2] --set a.b=x=y"),
            [set("a.b", "1"), EditAsk::remove("c"), EditAsk::add("d", "[2]"), set("a.b", "x=y")]
        );
        assert_eq!(edits_of("blackstart run x.ron"), []);
    }

    #[test]
    fn a_seed_that_some_reader_would_round_is_refused() {
        assert_eq!(seed("9007199254740992"), Ok(Seed::Number(1 << 53)));
        assert!(seed("9007199254740993").is_err());
        assert!(seed("-1").is_err());
        assert_eq!(seed("random"), Ok(Seed::Random));
    }

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}

//! `run`: plays scenarios many times and says which objectives hold.
//!
//! All scenarios are read, and all outputs looked at, before the first trial. Interrupted, it keeps what is done
//! and marks it partial.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::ThreadPool;

use crate::campaign::{EffortTally, Searched, Simulated, Tallies};
use crate::findings::{self, Finding, Seen};
use crate::probe::assumptions::{Assumptions, Run, vary};
use crate::probe::sample;
use crate::report::dossier::{self, Against};
use crate::report::gather::gather;
use crate::report::summary::{Command, Detail, Summary, summary};
use crate::report::text::count;
use crate::report::wire::{Account, Extras, ResultsFile, RunFacts, Search, Stopped, line};
use crate::results::{IntervalKind, Results, Status};

use super::against::{Earlier, scenario_of, told_apart};
use super::args::{EditAsk, ProgressMode, RunArgs};
use super::bundle::Bundle;
use super::exit::Exit;
use super::failure::{Failure, Said};
use super::files;
use super::interrupt::Interrupt;
use super::kinds::{Kind, KindAsk};
use super::output::{Output, Replace};
use super::play::{Stage, options, seed, threads};
use super::read::{self, Case};
use super::report::{self, Asked};
use super::selection::scenarios;
use super::talk::Talk;
use super::today::today;
use super::tried::try_out;

/// Where the results go, each with its format.
type Outputs = Vec<(Kind, Output)>;

/// Plays every scenario of the command line.
///
/// # Errors
/// A file is invalid or unreadable, an output cannot be written, or a trial never ends.
pub fn run(args: &RunArgs, edits: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let cases = match read_all(&scenarios(&args.scenarios)?, edits, args.beside.actuals.as_deref(), talk) {
        Ok(cases) => cases,
        Err(exit) => return Ok(exit),
    };
    let outputs = outputs(args, &cases)?;
    let of_bundle = args.bundle.iter().map(|_| Kind::Html);
    report::refuse_idle(&args.form, outputs.iter().map(|(format, _)| *format).chain(of_bundle))?;
    let asked = Asked::new(&args.form)?;
    if outputs.iter().any(|(format, _)| format.form().is_some()) {
        report::refuse_other_models(cases.iter().map(|case| (case.path.as_str(), case.inputs.as_slice())))?;
    }
    let seed = seed(args.campaign.seed, talk);
    let pool = threads(&args.campaign)?;
    let interrupt = Interrupt::listen()?;
    let earlier = args.beside.against.as_deref().map(Earlier::read).transpose()?;
    if let Some(earlier) = &earlier {
        earlier.expect_any(cases.iter().map(scenario_of))?;
    }
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let bundle = args
        .bundle
        .as_deref()
        .map(|folder| Bundle::open(folder, &cases, earlier.as_ref(), replace))
        .transpose()?;
    let wants_file =
        bundle.is_some() || earlier.is_some() || outputs.iter().any(|(format, _)| *format != Kind::Text);
    let mut digests = Vec::new();
    let mut texts = vec![String::new(); outputs.len()];
    let mut lines = Vec::new();
    let mut status = Status::Settled;
    for (position, case) in cases.iter().enumerate() {
        let stage = Stage::new(case, seed);
        let started = Instant::now();
        let mode = talk.progress(args.campaign.progress);
        let (simulated, search) = played(&stage, args, (&pool, interrupt.stop()), mode)?;
        talk.detail(&effort(&simulated.tallies, started.elapsed()));
        let (done, partial) = (simulated.tallies.trials, simulated.partial);
        if done > 0 {
            let wants = Wants { args, edits, talk, earlier: earlier.as_ref(), file: wants_file };
            let on = (&pool, interrupt.stop());
            let exit_of = |status| interrupt.exit().unwrap_or_else(|| exit(status, args));
            let of_case = tell(&stage, (simulated, search), on, (&wants, &exit_of), |told| {
                let object = told.json();
                digests.push(told.seen.results.digest.clone());
                for ((format, output), text) in outputs.iter().zip(&mut texts) {
                    let said = told.in_format(*format, position, object.as_deref());
                    if output.is_stdout() { output.write(said.as_bytes())? } else { text.push_str(&said) }
                }
                lines.extend(object);
                Ok(())
            })?;
            status = status.max(of_case);
        }
        if interrupt.exit().is_some() {
            let asked = if partial { args.trials() } else { done };
            stopped(done, &cases[position..], asked, talk);
            break;
        }
    }
    let reports = report::all_made(&outputs, &lines, &asked);
    let kept = bundle.as_ref().filter(|_| interrupt.exit().is_none());
    let kept = kept.map(|bundle| bundle.made(&lines, &digests, (args, edits, seed), &asked));
    // Making them takes long, and a second signal ends it; writing takes a moment.
    interrupt.hold();
    write(&outputs, &texts, reports)?;
    match (kept, interrupt.exit()) {
        (Some(kept), None) => kept?.write()?,
        (None, None) => {}
        _ if bundle.is_some() => talk.note("the run was interrupted: there is no bundle of evidence"),
        _ => {}
    }
    Ok(interrupt.exit().unwrap_or_else(|| exit(status, args)))
}

/// Writes the texts that do not go to standard output, then the reports; texts are kept where a report cannot be made.
fn write(
    outputs: &Outputs,
    texts: &[String],
    reports: Result<Vec<(&Output, Vec<u8>)>, Failure>,
) -> Result<(), Failure> {
    for ((format, output), text) in outputs.iter().zip(texts) {
        if format.form().is_none() && !output.is_stdout() {
            output.write(text.as_bytes())?;
        }
    }
    for (output, bytes) in reports? {
        output.write(&bytes)?;
    }
    Ok(())
}

/// What a command asks of the account of a run.
struct Wants<'a> {
    args: &'a RunArgs,
    edits: &'a [EditAsk],
    talk: &'a Talk,
    /// Results to hold it against.
    earlier: Option<&'a Earlier>,
    /// Whether more than a text is written.
    file: bool,
}

/// Works out everything that is said of one campaign and hands it to `say`; gives what the run comes to.
fn tell(
    stage: &Stage,
    (simulated, search): (Simulated, Option<Search>),
    on: (&ThreadPool, &AtomicBool),
    (wants, exit_of): (&Wants, &dyn Fn(Status) -> Exit),
    say: impl FnOnce(&Told) -> Result<(), Failure>,
) -> Result<Status, Failure> {
    let (case, labels) = (stage.case, &stage.labels);
    let kind = search.map_or(IntervalKind::Wilson, |_| IntervalKind::Sequence);
    let Simulated { tallies, partial } = simulated;
    let results = Results::by(kind, &case.model, &case.scenario, labels, &tallies);
    // As large as the model or larger, and nobody counts any further.
    drop(tallies);
    // Who stops a run, also after its last trial, waits for nothing more to be played.
    let is_stopped = || partial || on.1.load(Ordering::SeqCst);
    let assumptions = varied(stage, &results, is_stopped(), on)?;
    let seen = Seen::new(&case.model, &case.scenario, labels, &results).varied(assumptions.as_ref());
    let extras = if wants.file { Some(extras(stage, &seen, on.1)?) } else { None };
    let Wants { args, edits, talk, .. } = *wants;
    let mut findings = findings::run(&seen);
    if !is_stopped() {
        try_out(stage, edits, &mut findings, (results.trials, on));
    }
    let exit = exit_of(results.status());
    let mut told =
        Told { stage, seen: &seen, findings, extras, against: None, search, exit, args, edits, talk };
    if let Some(earlier) = wants.earlier {
        let line = told.json().unwrap_or_default();
        let now = dossier::read(&line).expect("what was just written can be read");
        told.against = now.first().and_then(|now| earlier.of(now, talk));
        if let Some(against) = told.against.as_mut().filter(|_| !is_stopped()) {
            told_apart(against, stage, edits, |stage| {
                let mode = talk.progress(args.campaign.progress);
                Ok((played(stage, args, on, mode)?.0, kind))
            })?;
        }
    }
    say(&told)?;
    Ok(results.status())
}

/// Plays a case as these arguments ask for; gives its results file.
///
/// # Errors
/// A trial never ends, or the threads cannot be started.
pub fn results_line(
    case: &Case,
    (args, edits): (&RunArgs, &[EditAsk]),
    earlier: Option<&Earlier>,
    talk: &Talk,
) -> Result<String, Failure> {
    let stage = Stage::new(case, seed(args.campaign.seed, talk));
    let (pool, stop) = (threads(&args.campaign)?, AtomicBool::new(false));
    let played = played(&stage, args, (&pool, &stop), talk.progress(args.campaign.progress))?;
    let wants = Wants { args, edits, talk, earlier, file: true };
    let mut line = String::new();
    tell(&stage, played, (&pool, &stop), (&wants, &|_| Exit::Done), |told| {
        line = told.json().unwrap_or_default();
        Ok(())
    })?;
    Ok(line)
}

/// Plays a scenario: as many trials as asked for, or until its results reach the goal.
fn played(
    stage: &Stage,
    args: &RunArgs,
    on: (&ThreadPool, &AtomicBool),
    mode: ProgressMode,
) -> Result<(Simulated, Option<Search>), Failure> {
    let trials_max = args.trials();
    let Some(goal) = args.goal() else { return Ok((stage.simulate(trials_max, on, mode)?, None)) };
    let Searched { simulated, looks, enough } = stage.search((goal, trials_max), on, mode)?;
    let stopped = match enough {
        true => Stopped::Reached,
        false if simulated.partial => Stopped::Interrupted,
        false => Stopped::AtCap,
    };
    Ok((simulated, Some(Search { goal, trials_max, looks, stopped })))
}

/// What becomes of the verdicts where everything that is assumed is shorter and longer; not asked of a run that was
/// stopped.
fn varied(
    stage: &Stage,
    results: &Results,
    stopped: bool,
    (pool, stop): (&ThreadPool, &AtomicBool),
) -> Result<Option<Assumptions>, Failure> {
    if stopped {
        return Ok(None);
    }
    let Stage { case, labels, seed, .. } = stage;
    let run = Run { model: &case.model, scenario: &case.scenario, labels, seed: *seed, results };
    vary(&run, pool, stop).map_err(|runaway| stage.runaway(&runaway))
}

/// What a file tells beside the results.
fn extras(stage: &Stage, seen: &Seen, stop: &AtomicBool) -> Result<Extras, Failure> {
    let case = stage.case;
    let played = sample::Played {
        model: &case.model,
        labels: &stage.labels,
        program: &stage.program,
        horizon: case.scenario.horizon,
        stop,
    };
    let scenario = case.inputs.iter().find(|input| input.role == "scenario");
    let file = scenario.map_or("", |scenario| scenario.name.as_str());
    gather(seen, &played, &case.sources, file).map_err(|runaway| stage.runaway(&runaway))
}

/// Reads all scenarios; what is wrong with each is said once, and then nothing runs.
fn read_all(
    paths: &[String],
    edits: &[EditAsk],
    table: Option<&str>,
    talk: &Talk,
) -> Result<Vec<Case>, Exit> {
    let mut cases = Vec::new();
    let (mut exit, mut said) = (Exit::Done, Said::default());
    for path in paths {
        match read::case_beside(path, edits, table) {
            Ok(case) => cases.push(case),
            Err(failure) => {
                exit = exit.or_worse(failure.exit());
                said.fresh(failure).iter().for_each(|fresh| talk.failure(fresh));
            }
        }
    }
    if exit == Exit::Done { Ok(cases) } else { Err(exit) }
}

/// Opens standard output and what `-o` asks for.
fn outputs(args: &RunArgs, cases: &[Case]) -> Result<Outputs, Failure> {
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let mut outputs: Outputs = Vec::new();
    for KindAsk { format, file } in &args.output {
        files::refuse_input(file, inputs_of(args, cases))?;
        let output = Output::open_beside(file, replace, outputs.iter().map(|(_, output)| output))?;
        outputs.push((*format, output));
    }
    // `-o KIND=-` says what standard output carries.
    if let Some(format) = args.format.filter(|_| !outputs.iter().any(|(_, output)| output.is_stdout())) {
        outputs.insert(0, (format, Output::Stdout));
    }
    report::refuse_terminal(&outputs)?;
    Ok(outputs)
}

/// What nothing may be written to.
fn inputs_of<'a>(args: &'a RunArgs, cases: &'a [Case]) -> impl Iterator<Item = &'a Path> {
    let beside = args.beside.against.iter().chain(&args.form.template).map(Path::new);
    cases.iter().flat_map(|case| &case.paths).map(PathBuf::as_path).chain(beside)
}

/// One run with what its texts need.
struct Told<'a> {
    stage: &'a Stage<'a>,
    seen: &'a Seen<'a>,
    findings: Vec<Finding>,
    /// `None` where no file is written.
    extras: Option<Extras>,
    against: Option<Against>,
    search: Option<Search>,
    /// The status that this scenario leads to.
    exit: Exit,
    args: &'a RunArgs,
    edits: &'a [EditAsk],
    talk: &'a Talk,
}

impl Told<'_> {
    /// The run in a format, without what is made of all scenarios together; `position` is that of the scenario on
    /// the command line, `object` what `json` gives.
    fn in_format(&self, format: Kind, position: usize, object: Option<&str>) -> String {
        match format {
            Kind::Json => object.map_or(String::new(), |object| format!("{object}\n")),
            Kind::Text => {
                let gap = if position > 0 { "\n\n" } else { "" };
                format!("{gap}{}", self.talk.dressed(&self.summary(&self.facts())))
            }
            _ => String::new(),
        }
    }

    /// The results object on one line; `None` where no file is written.
    fn json(&self) -> Option<String> {
        let case = self.stage.case;
        Some(line(&ResultsFile::new(&Account {
            model: &case.model,
            scenario: &case.scenario,
            labels: &self.stage.labels,
            names: &self.seen.names,
            results: self.seen.results,
            facts: &self.facts(),
            findings: &self.findings,
            assumptions: self.seen.assumptions,
            against: self.against.as_ref(),
            extras: self.extras.as_ref()?,
            sources: &case.sources,
        })))
    }

    fn facts(&self) -> RunFacts {
        let case = self.stage.case;
        RunFacts {
            seed: self.stage.seed,
            first_trial: 0,
            // A search that has seen enough asks for no more.
            trials_asked: match self.search {
                Some(Search { stopped: Stopped::Reached, .. }) => self.seen.results.trials,
                _ => self.args.trials(),
            },
            search: self.search,
            inputs: case.inputs.clone(),
            edits: case.edits.clone(),
        }
    }

    fn summary(&self, facts: &RunFacts) -> String {
        let command = Command {
            scenario: self.stage.case.path.clone(),
            options: options(self.edits),
            actuals: self.args.beside.actuals.clone(),
            exit: self.exit.code(),
            advisory: self.args.advisory,
        };
        summary(&Summary {
            model: &self.stage.case.model,
            scenario: &self.stage.case.scenario,
            results: self.seen.results,
            labels: &self.stage.labels,
            facts,
            findings: &self.findings,
            as_of: self.args.form.as_of.unwrap_or_else(today),
            assumptions: self.seen.assumptions,
            against: self.against.as_ref(),
            sources: &self.stage.case.sources,
            changes: &self.stage.case.changes,
            command: &command,
            detail: if self.talk.verbose { Detail::Full } else { Detail::Brief },
        })
    }
}

/// How much was played, how fast.
fn effort(tallies: &Tallies, elapsed: Duration) -> String {
    let EffortTally { instants, pieces_of_work, draws, systems_struck, .. } = tallies.effort;
    let mean = |all: u64| all as f64 / tallies.trials.max(1) as f64;
    format!(
        "{} trials in {:.2} s, {:.0} a second; in a trial on average {:.1} instants, {:.1} systems struck themselves (others \
         fall with their site or what they need), \
         {:.1} pieces of work, {:.1} draws",
        count(tallies.trials),
        elapsed.as_secs_f64(),
        tallies.trials as f64 / elapsed.as_secs_f64().max(0.001),
        mean(instants),
        mean(systems_struck),
        mean(pieces_of_work),
        mean(draws),
    )
}

fn stopped(done: u64, rest: &[Case], asked: u64, talk: &Talk) {
    if done == 0 {
        talk.note("interrupted before the first trials were done: there are no results");
    } else if done < asked {
        talk.note(&format!(
            "interrupted: the results are those of {} of {} trials, marked partial",
            count(done),
            count(asked)
        ));
    } else {
        talk.note(
            "interrupted after the last trial: what would be played beside them (on assumptions, on what is suggested) may be \
             missing",
        );
    }
    if rest.len() > 1 {
        talk.note(&format!(
            "not played: {}",
            rest[1..].iter().map(|case| case.path.as_str()).collect::<Vec<_>>().join(", ")
        ));
    }
}

fn exit(status: Status, args: &RunArgs) -> Exit {
    match status {
        _ if args.advisory => Exit::Done,
        Status::Settled => Exit::Done,
        Status::Undecided => Exit::Undecided,
        Status::FallsShort => Exit::FallsShort,
    }
}

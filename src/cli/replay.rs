//! `replay`: shows one trial of a scenario as an incident log, or as JSON.

use std::sync::atomic::AtomicBool;

use rayon::ThreadPool;

use crate::campaign::{Trials, recovery_time};
use crate::diagnostic::near;
use crate::engine::{Level, Line, Scratch, Stretch, Timeline, play};
use crate::ids::ServiceId;
use crate::model::{Clock, Model, NodeKind};
use crate::report::binding::Binding;
use crate::report::incident_log::{Heading, Told, incident_log};
use crate::report::names::Names;
use crate::report::text::{count, shell, shown};
use crate::report::wire::{TimelineFile, line};
use crate::results::{Pick, Results};
use crate::units::Millis;
use crate::wording::clock;

use super::args::{EXACT_MAX, EditAsk, Format, ProgressMode, ReplayArgs};
use super::exit::Exit;
use super::failure::Failure;
use super::number;
use super::output::write_stdout;
use super::play::{Stage, options, seed, threads};
use super::read;
use super::talk::Talk;

/// Trials among which a rank is sought: their times are kept in memory, 8 bytes each.
const TRIALS_MAX: u64 = 10_000_000;
const WORDS: [&str; 2] = ["worst", "shortest-miss"];

/// A trial and why it is shown.
struct Chosen {
    trial: u64,
    reason: String,
    /// The service whose recovery time it was chosen by, or that was asked for.
    service: Option<ServiceId>,
}

/// Shows the trial that the command line asks for.
///
/// # Errors
/// A file is invalid, the trial or the service does not exist, or a trial never ends.
pub fn replay(args: &ReplayArgs, edits: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let wanted = Wanted::read(&args.trial)?;
    let case = read::case(&args.scenario, edits)?;
    let stage = Stage::new(&case, seed(args.campaign.seed, talk));
    let service = args.service.as_deref().map(|id| service_named(&stage, id)).transpose()?;
    wanted.among(args.campaign.trials)?;
    let chosen = match wanted {
        Wanted::Trial(trial) => Chosen { trial, reason: "the trial asked for".to_owned(), service },
        Wanted::Pick(pick) => picked(&stage, args, (pick, service), talk)?,
    };
    let mut scratch = Scratch::new(&stage.program);
    let mut timeline = Timeline::default();
    play(&stage.program, &mut scratch, chosen.trial, &mut timeline)
        .map_err(|runaway| stage.runaway(&runaway))?;
    timeline.close(scratch.records(), case.scenario.horizon);
    let names = Names::new(&case.model, &case.scenario, &stage.labels);
    let stretches = stretches(&case.model, &scratch);
    let services = case.model.services.ids();
    let chains: Vec<Binding> = services
        .map(|service| {
            let stretches = &stretches[service.index()];
            Binding::new(&names, &timeline, id(&case.model, service), stretches)
        })
        .collect();
    let text = match args.format {
        Format::Json => line(&TimelineFile::new(chosen.trial, &timeline, &stage.labels, &chains)) + "\n",
        Format::Text => {
            let command = command(&stage, &chosen, edits);
            let heading =
                Heading { trial: chosen.trial, seed: stage.seed, reason: &chosen.reason, command: &command };
            talk.dressed(&incident_log(&Told {
                model: &case.model,
                scenario: &case.scenario,
                timeline: &timeline,
                outcome: scratch.outcome(),
                onset: scratch.onset(),
                names: &names,
                chains: &chains,
                marked: marked(&chosen, &case.model, &stretches),
                heading,
            }))
        }
    };
    write_stdout(text.as_bytes())?;
    Ok(Exit::Done)
}

/// What `--trial` asks for.
#[derive(Clone, Copy)]
pub enum Wanted {
    Trial(u64),
    Pick(Pick),
}

impl Wanted {
    /// Reads a number or a rank.
    ///
    /// # Errors
    /// It is neither.
    pub fn read(word: &str) -> Result<Wanted, Failure> {
        if let Some(trial) = number::count(word).ok().filter(|&trial| trial < EXACT_MAX) {
            return Ok(Wanted::Trial(trial));
        }
        Pick::named(word).map(Wanted::Pick).ok_or_else(|| {
            let failure = Failure::new(Exit::NothingSelected, format!("there is no trial {}", shown(word)));
            failure.help(near::or_list(word, &WORDS, "a number from 0, `p1` to `p99`, or one of"))
        })
    }

    /// Refuses a number that is not one of so many trials; where nobody said how many, every number is one.
    ///
    /// # Errors
    /// There are fewer trials.
    pub fn among(self, trials: Option<u64>) -> Result<(), Failure> {
        match (self, trials) {
            (Wanted::Trial(trial), Some(trials)) if trial >= trials => {
                let message = format!("there is no trial {trial} among the {} of `--trials`", count(trials));
                let help = format!(
                    "they count from 0 to {}; without `--trials` any number may be asked for",
                    trials - 1
                );
                Err(Failure::new(Exit::NothingSelected, message).help(help))
            }
            _ => Ok(()),
        }
    }
}

/// The trial at the rank asked for. There are no partial results, so a signal simply ends this.
fn picked(
    stage: &Stage,
    args: &ReplayArgs,
    (pick, service): (Pick, Option<ServiceId>),
    talk: &Talk,
) -> Result<Chosen, Failure> {
    let trials = args.trials();
    if trials > TRIALS_MAX {
        let message = format!("a rank is sought among {} trials at most", count(TRIALS_MAX));
        return Err(Failure::new(Exit::Limit, message));
    }
    let pool = threads(&args.campaign)?;
    let service = match service {
        Some(service) => service,
        None => weakest(stage, trials, &pool, talk.progress(args.campaign.progress))?,
    };
    found(stage, trials, (pick, &args.trial), service, &pool)
}

/// The service that kept its objective in the fewest trials.
fn weakest(
    stage: &Stage,
    trials: u64,
    pool: &ThreadPool,
    progress: ProgressMode,
) -> Result<ServiceId, Failure> {
    let simulated = stage.simulate(trials, (pool, &AtomicBool::new(false)), progress)?;
    let case = stage.case;
    let results = Results::new(&case.model, &case.scenario, &stage.labels, &simulated.tallies);
    let service = results.weakest_service().map(|service| service_named(stage, &service.id));
    service.unwrap_or_else(|| {
        Err(Failure::new(Exit::NothingSelected, "no service is touched in any trial")
            .help("name a trial by its number, such as `--trial 0`"))
    })
}

/// The trial at the rank asked for, by the recovery time of a service.
fn found(
    stage: &Stage,
    trials: u64,
    asked: (Pick, &str),
    service: ServiceId,
    pool: &ThreadPool,
) -> Result<Chosen, Failure> {
    let (trial, reason) = picked_by(stage, trials, asked, service, pool)?;
    Ok(Chosen { trial, reason, service: Some(service) })
}

/// The trial at a rank by the recovery time of a service, and why it is that one.
///
/// # Errors
/// No trial misses the objective, or one never ends.
pub fn picked_by(
    stage: &Stage,
    trials: u64,
    (pick, word): (Pick, &str),
    service: ServiceId,
    pool: &ThreadPool,
) -> Result<(u64, String), Failure> {
    let entity = &stage.case.model.services[service];
    // A miss is one by the objective's own clock; ranks are those of the results, from the disruption.
    let clock = if pick == Pick::ShortestMiss { entity.clock } else { Clock::Disruption };
    let read = |outcome: &_| recovery_of(outcome, service, clock);
    let range = Trials { first: 0, count: trials };
    let times = stage.campaign().times(range, pool, read).map_err(|runaway| stage.runaway(&runaway))?;
    let name = shown(&stage.case.model.nodes[entity.node].name).into_owned();
    let target = entity.rto.as_ref().map(|rto| rto.target);
    let Some(position) = pick.position(&times, target) else {
        let message = match target {
            None => format!("{name} has no rto that a trial could miss"),
            Some(rto) => format!("no trial misses the rto of {name} ({rto})"),
        };
        return Err(
            Failure::new(Exit::NothingSelected, message).help("`--trial worst` shows the longest outage")
        );
    };
    let trial = position as u64;
    let mut scratch = Scratch::new(&stage.program);
    play(&stage.program, &mut scratch, trial, &mut ()).map_err(|runaway| stage.runaway(&runaway))?;
    let lasting = lasting(&scratch.outcome().services[service.index()].minimum);
    let rank = match pick {
        Pick::Percentile(_) => no_worse(&times, times[position]),
        Pick::Worst => "the worst".to_owned(),
        Pick::ShortestMiss => "the shortest that misses the rto".to_owned(),
    };
    let reason =
        format!("{word} of {} trials by the recovery time of {name}: {rank}; {lasting}", count(trials));
    Ok((trial, reason))
}

/// How long an outage is, as the incident log tells it.
fn lasting(line: &Line) -> String {
    match (line.interrupted(), line.recovered()) {
        (false, _) => "not out".to_owned(),
        (true, false) => "not back by the horizon".to_owned(),
        (true, true) => format!("out for {}", clock::between(line.first_down, line.last_back)),
    }
}

/// How many of all times are no longer than one of them, whatever rank it was sought at.
fn no_worse(times: &[Millis], time: Millis) -> String {
    if times.iter().all(|other| *other == time) {
        return "all are alike".to_owned();
    }
    let no_longer = times.iter().filter(|other| **other <= time).count();
    format!("{} of 100 runs are no worse", no_longer * 100 / times.len())
}

/// The recovery time of a service in one trial, on a clock.
pub fn recovery_of(outcome: &crate::engine::Outcome, service: ServiceId, clock: Clock) -> Millis {
    recovery_time(&outcome.services[service.index()].minimum, clock, outcome)
}

/// The service with an id.
///
/// # Errors
/// There is none.
pub fn service_named(stage: &Stage, id: &str) -> Result<ServiceId, Failure> {
    let model = &stage.case.model;
    let found = model.services.iter_enumerated().find(|(_, service)| model.nodes[service.node].id == id);
    if let Some((service, _)) = found {
        return Ok(service);
    }
    let services = model.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Service(_)));
    let ids: Vec<&str> = services.map(|node| node.id.as_str()).collect();
    let failure = Failure::new(Exit::NothingSelected, format!("there is no service {}", shown(id)));
    Err(failure.help(near::or_list(id, &ids, "services")))
}

/// For each service the stretches of its outage at the minimum level, the earliest first.
fn stretches(model: &Model, scratch: &Scratch) -> Vec<Vec<Stretch>> {
    let of_service = |service: ServiceId| {
        let mut stretches = scratch.chain(service.index(), Level::Minimum);
        stretches.reverse();
        stretches
    };
    model.services.ids().map(of_service).collect()
}

/// The service whose chain is marked: the one that the trial is shown for, else the one that was out longest.
fn marked(chosen: &Chosen, model: &Model, chains: &[Vec<Stretch>]) -> Option<ServiceId> {
    let outage = |service: ServiceId| {
        let chain = &chains[service.index()];
        Some(chain.last()?.until.minus(chain.first()?.from))
    };
    // The first of those that were out equally long.
    let longest = || model.services.ids().rev().max_by_key(|&service| outage(service));
    chosen.service.or_else(longest).filter(|&service| outage(service).is_some())
}

/// Plays a trial and hands it, with everything needed to tell it, to `tell`.
///
/// # Errors
/// The trial never ends.
pub fn told_of<T>(stage: &Stage, trial: u64, tell: impl FnOnce(&Told) -> T) -> Result<T, Failure> {
    let case = stage.case;
    let (mut scratch, mut timeline) = (Scratch::new(&stage.program), Timeline::default());
    play(&stage.program, &mut scratch, trial, &mut timeline).map_err(|runaway| stage.runaway(&runaway))?;
    timeline.close(scratch.records(), case.scenario.horizon);
    let names = Names::new(&case.model, &case.scenario, &stage.labels);
    let stretches = stretches(&case.model, &scratch);
    let chain = |service: ServiceId| {
        Binding::new(&names, &timeline, id(&case.model, service), &stretches[service.index()])
    };
    let chains: Vec<Binding> = case.model.services.ids().map(chain).collect();
    Ok(tell(&Told {
        model: &case.model,
        scenario: &case.scenario,
        timeline: &timeline,
        outcome: scratch.outcome(),
        onset: scratch.onset(),
        names: &names,
        chains: &chains,
        marked: None,
        heading: Heading { trial, seed: stage.seed, reason: "", command: "" },
    }))
}

/// The command that shows the same again.
fn command(stage: &Stage, chosen: &Chosen, edits: &[EditAsk]) -> String {
    let case = stage.case;
    let (trial, seed) = (chosen.trial, stage.seed);
    let service = chosen.service.map(|service| format!(" --service {}", shell(id(&case.model, service))));
    let options: String = options(edits).iter().map(|option| format!(" {option}")).collect();
    let service = service.unwrap_or_default();
    format!("blackstart replay {} --trial {trial}{service} --seed {seed}{options}", shell(&case.path))
}

fn id(model: &Model, service: ServiceId) -> &str {
    &model.nodes[model.services[service].node].id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_times_are_counted_together() {
        let minutes = |of: [i64; 4]| of.map(|minutes| Millis::new(minutes * 60_000));
        let said = |of, minute: i64| no_worse(&minutes(of), Millis::new(minute * 60_000));
        assert_eq!(said([1, 2, 3, 4], 2), "50 of 100 runs are no worse");
        assert_eq!(said([1, 2, 2, 4], 2), "75 of 100 runs are no worse");
        assert_eq!(said([2, 2, 2, 2], 2), "all are alike");
    }
}

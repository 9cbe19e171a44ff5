//! `exercise`: chooses a trial, and writes the papers of an exercise on it.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use crate::campaign::Trials;
use crate::exercise::log::{DecisionOf, Head, InjectOf, head_line};
use crate::exercise::pack::Origin;
use crate::exercise::{Asked, Gaps, Pack, Worth, compile, paper, worth};
use crate::ids::ServiceId;
use crate::model::Clock;
use crate::report::text::{count, shell, shown};
use crate::results::{ObjectiveResult, Pick, Results, Verdict};
use crate::study::again::Again;
use crate::units::Millis;
use crate::wording::figures;

use super::args::EditAsk;
use super::exercise_args::ExerciseArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::folder::Folder;
use super::output::Replace;
use super::play::{Stage, options, seed, threads};
use super::read;
use super::replay::{Wanted, picked_by, recovery_of, service_named, told_of};
use super::talk::Talk;

/// Trials from which one is chosen, unless somebody says otherwise.
const TRIALS: u64 = 4_000;
/// Ranks that are looked at for a trial worth exercising: bad, but not the worst.
const RANKS: [u64; 21] = [50, 52, 54, 56, 58, 60, 62, 64, 66, 68, 70, 72, 74, 76, 78, 80, 82, 84, 86, 88, 90];

/// Writes the pack.
///
/// # Errors
/// A file is invalid, the trial or the service does not exist, a trial never ends, or the folder cannot be written.
pub fn exercise(args: &ExerciseArgs, edits: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let folder = Folder::open(&args.output, replace, is_ours)?;
    super::filled::refuse_filled(&args.output, |_| false)?;
    if let Some(word) = &args.trial {
        Wanted::read(word)?.among(args.campaign.trials)?;
    }
    let case = read::case(&args.scenario, edits)?;
    let stage = Stage::new(&case, seed(args.campaign.seed, talk));
    let asked = Request {
        trial: args.trial.clone(),
        service: args.service.clone(),
        trials: args.campaign.trials.unwrap_or(TRIALS),
        start: args.start,
        minutes: args.minutes,
        injects: args.injects,
    };
    let made = make(&stage, &asked, (&args.campaign, edits), talk)?;
    let files = paper::files(&made.pack, &(head_line(&made.head) + "\n"));
    folder.write(&files)?;
    let said = summary(&made.pack, &args.output, files.len());
    super::output::write_stdout(talk.dressed(&said).as_bytes())?;
    Ok(Exit::Done)
}

/// Whether a file is one that this command writes.
pub fn is_ours(name: &str) -> bool {
    name.starts_with("exercise-")
}

/// What is wanted of a pack.
pub struct Request {
    /// A number, a percentile, `worst`, `shortest-miss`; `None`: one worth exercising.
    pub trial: Option<String>,
    pub service: Option<String>,
    pub trials: u64,
    pub start: Option<crate::notation::moment::Moment>,
    pub minutes: Option<u32>,
    pub injects: Option<usize>,
}

/// A pack and the head of its log.
pub struct Made {
    pub pack: Pack,
    pub head: Head,
}

/// Plays the campaign, chooses the trial, and makes the pack.
///
/// # Errors
/// The trial or the service does not exist, or a trial never ends.
pub fn make(
    stage: &Stage,
    asked: &Request,
    (campaign, edits): (&super::args::CampaignArgs, &[EditAsk]),
    talk: &Talk,
) -> Result<Made, Failure> {
    let case = stage.case;
    let pool = threads(campaign)?;
    let simulated =
        stage.simulate(asked.trials, (&pool, &AtomicBool::new(false)), talk.progress(campaign.progress))?;
    let results = Results::new(&case.model, &case.scenario, &stage.labels, &simulated.tallies);
    let named = asked.service.as_deref().map(|id| service_named(stage, id)).transpose()?;
    let weakest = results.weakest_service().map(|service| service_named(stage, &service.id)).transpose()?;
    let gaps = Gaps::new(&case.model, &case.scenario, &stage.labels, &results);
    let about = About { service: named.or(weakest), gaps: &gaps };
    let chosen = match &asked.trial {
        Some(word) => asked_for(stage, (word, asked.trials), &about, &pool)?,
        None => worthwhile(stage, asked.trials, &about, &pool)?,
    };
    let reasons = reasons(stage, &results, about.service, &chosen);
    let command = |tail: String| {
        format!(
            "blackstart {tail} --seed {}{}",
            stage.seed,
            options(edits).iter().map(|option| format!(" {option}")).collect::<String>()
        )
    };
    let path = shell(&case.path);
    let origin = Origin {
        scenario: case.path.clone(),
        scenario_title: shown(&case.scenario.title).into_owned(),
        inputs: case.inputs.iter().map(|input| (input.name.clone(), input.sha256.clone())).collect(),
        seed: stage.seed,
        trial: chosen.trial,
        reasons,
        gaps: chosen.worth.gaps,
        offers: chosen.worth.offers,
        commands: vec![
            command(format!("replay {path} --trial {}", chosen.trial)),
            command(format!(
                "exercise {path} --trial {}{} -o DIR",
                chosen.trial,
                options_of(asked, chosen.trial)
            )),
        ],
        narrative: case.scenario.narrative.as_deref().map(|text| shown(text).into_owned()),
    };
    let wanted = Asked { start: asked.start, minutes: asked.minutes, injects: asked.injects, origin };
    let again = Again::new(&case.model, &stage.program, chosen.trial);
    let (mut pack, onset) =
        told_of(stage, chosen.trial, |told| (compile((told, &again), &results, &gaps, wanted), told.onset))?;
    let decided = decided(&pack);
    pack.origin.reasons.extend(decided);
    let head = head((&pack, onset), stage, asked, edits);
    Ok(Made { pack, head })
}

/// The options that make the same pack again; a trial that is none of those played is asked for without their number.
fn options_of(asked: &Request, trial: u64) -> String {
    let trials = (trial < asked.trials).then(|| format!(" --trials {}", asked.trials));
    let start = asked.start.map(|start| format!(" --start {start}"));
    let minutes = asked.minutes.map(|minutes| format!(" --minutes {minutes}"));
    let injects = asked.injects.map(|injects| format!(" --injects {injects}"));
    let service = asked.service.as_ref().map(|id| format!(" --service {}", shell(id)));
    [trials, service, start, minutes, injects].into_iter().flatten().collect()
}

fn head((pack, onset): (&Pack, Millis), stage: &Stage, asked: &Request, edits: &[EditAsk]) -> Head {
    let decision = |(position, decision): (usize, &crate::exercise::pack::Decision)| {
        let inject = pack.injects.iter().find(|inject| inject.decision == Some(position));
        DecisionOf {
            letter: decision.letter.clone(),
            inject: inject.map(|inject| inject.id.clone()).unwrap_or_default(),
            path: decision.path.clone(),
        }
    };
    let inject = |inject: &crate::exercise::pack::Inject| InjectOf {
        number: inject.number.clone(),
        id: inject.id.clone(),
        at: inject.at,
    };
    Head {
        title: pack.title.clone(),
        organisation: pack.organisation.clone(),
        scenario: stage.case.path.clone(),
        inputs: pack.origin.inputs.clone(),
        seed: stage.seed,
        trial: pack.origin.trial,
        trials: asked.trials,
        start: pack.room.start,
        minutes: asked.minutes,
        injects: asked.injects,
        edits: edits.iter().map(|edit| format!("{} {}", edit.option(), edit.argument())).collect(),
        decisions: pack.decisions.iter().enumerate().map(decision).collect(),
        kind: Some(pack.kind),
        pace: Some(pack.room.pace.clone()),
        onset: Some(onset),
        msel: pack.injects.iter().map(inject).collect(),
    }
}

/// What an exercise is about: a service, if any is touched, and what is wrong with the plan.
struct About<'a> {
    service: Option<ServiceId>,
    gaps: &'a Gaps,
}

impl About<'_> {
    /// What a trial offers.
    fn worth(&self, stage: &Stage, trial: u64) -> Result<Worth, Failure> {
        let again = Again::roughly(&stage.case.model, &stage.program, trial);
        told_of(stage, trial, |told| worth((told, &again), self.service, self.gaps))
    }
}

/// A trial, why, and what it offers.
struct Chosen {
    trial: u64,
    why: String,
    worth: Worth,
}

fn asked_for(
    stage: &Stage,
    (word, trials): (&str, u64),
    about: &About,
    pool: &rayon::ThreadPool,
) -> Result<Chosen, Failure> {
    let (trial, why) = match (Wanted::read(word)?, about.service) {
        (Wanted::Trial(trial), _) => (trial, "It is the trial that was asked for.".to_owned()),
        (Wanted::Pick(pick), Some(service)) => {
            let (trial, reason) = picked_by(stage, trials, (pick, word), service, pool)?;
            (trial, format!("It was asked for: {reason}."))
        }
        (Wanted::Pick(_), None) => {
            return Err(Failure::new(Exit::NothingSelected, "no service is touched in any trial")
                .help("name a trial by its number, such as `--trial 0`"));
        }
    };
    let worth = about.worth(stage, trial)?;
    Ok(Chosen { trial, why, worth })
}

/// Of some bad but not extreme trials of the weakest service the one that gives most to talk about.
fn worthwhile(
    stage: &Stage,
    trials: u64,
    about: &About,
    pool: &rayon::ThreadPool,
) -> Result<Chosen, Failure> {
    let Some(service) = about.service else {
        let worth = about.worth(stage, 0)?;
        let why =
            "No service goes out in any trial, so the first was taken; there is little to exercise here.";
        return Ok(Chosen { trial: 0, why: why.to_owned(), worth });
    };
    let read = |outcome: &_| recovery_of(outcome, service, Clock::Disruption);
    let times = stage
        .campaign()
        .times(Trials { first: 0, count: trials }, pool, read)
        .map_err(|runaway| stage.runaway(&runaway))?;
    let name = shown(&stage.case.model.nodes[stage.case.model.services[service].node].name).into_owned();
    let mut best: Option<(u64, u64, Worth)> = None;
    let mut looked_at = BTreeSet::new();
    for percent in RANKS {
        let Some(position) = Pick::Percentile(percent).position(&times, None) else { continue };
        let trial = position as u64;
        // Of few trials several ranks are one and the same.
        if !looked_at.insert(trial) {
            continue;
        }
        let found = about.worth(stage, trial)?;
        if best.as_ref().is_none_or(|(.., other)| found.score > other.score) {
            best = Some((trial, percent, found));
        }
    }
    let (trial, percent, worth) =
        best.ok_or_else(|| Failure::new(Exit::NothingSelected, "there is no trial to choose"))?;
    let why = why(&times, (percent, looked_at.len()), &name);
    Ok(Chosen { trial, why, worth })
}

/// Why the trial at a rank was taken, of so many that were looked at.
fn why(times: &[Millis], (percent, looked_at): (u64, usize), name: &str) -> String {
    let (first, last, played) = (RANKS[0], RANKS[RANKS.len() - 1], count(times.len() as u64));
    if times.iter().all(|time| *time == times[0]) {
        return format!("{name} is out equally long in all {played} trials played, so any of them will do.");
    }
    let span = format!(
        "between the {} and the {} of 100 by the recovery time of {name}",
        ordinal(first),
        ordinal(last)
    );
    if looked_at == 1 {
        return format!("It was taken from those {span} (of {played} played).");
    }
    format!(
        "Of {looked_at} trials that were looked at {span} it gives most to talk about; it is the {} of 100 (of {played} \
         played).",
        ordinal(percent)
    )
}

/// `52nd`, `60th`.
fn ordinal(number: u64) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// Which gap the trial shows, and why this one.
fn reasons(stage: &Stage, results: &Results, service: Option<ServiceId>, chosen: &Chosen) -> Vec<String> {
    let mut reasons = Vec::new();
    let gap = service.and_then(|service| {
        let node = &stage.case.model.nodes[stage.case.model.services[service].node];
        let result = results.services.iter().find(|result| result.id == node.id)?;
        Some(gap_of(&shown(&node.name), result.objectives.iter().min_by_key(|found| worst(found))?))
    });
    reasons.extend(gap);
    reasons.push(chosen.why.clone());
    reasons
}

/// How many decisions the pack tells, and on how many of them a promise hangs.
fn decided(pack: &Pack) -> Option<String> {
    let all = pack.decisions.len();
    let urgent = pack.decisions.iter().filter(|decision| decision.last_moment.is_some()).count();
    let decisions = crate::report::text::counted(all, "decision", "decisions");
    match urgent {
        0 => None,
        _ if urgent == all => Some(format!("It holds {decisions} with a last responsible moment.")),
        _ => Some(format!("It holds {decisions}, {urgent} of them with a last responsible moment.")),
    }
}

/// Of several objectives the one that falls short is told, else one that is undecided; the first of equals.
fn worst(objective: &ObjectiveResult) -> u8 {
    match objective.verdict {
        Verdict::FallsShort => 0,
        Verdict::Undecided => 1,
        Verdict::Holds => 2,
        Verdict::NotTouched => 3,
    }
}

/// How often an objective is kept; only what falls short is a gap.
fn gap_of(name: &str, objective: &ObjectiveResult) -> String {
    let is = match objective.verdict {
        Verdict::FallsShort => "The gap",
        Verdict::Undecided => "Open whether it is a gap",
        Verdict::Holds | Verdict::NotTouched => "No gap",
    };
    format!(
        "{is}: {name} keeps its {} of {} in {} of 100 runs (99 % interval), wanted {}.",
        objective.kind.short(),
        objective.target,
        figures::kept(&objective.share),
        figures::wanted(objective.required)
    )
}

/// What was written, for the terminal.
fn summary(pack: &Pack, folder: &str, files: usize) -> String {
    let mut lines = vec![
        format!("{files} files in {}; begin with control/exercise-start-here.html", shown(folder)),
        String::new(),
    ];
    lines.push(format!("Trial {} of seed {}.", pack.origin.trial, pack.origin.seed));
    lines.extend(pack.origin.reasons.iter().cloned());
    lines.extend(pack.origin.gaps.iter().map(|gap| format!("The gap: {gap}")));
    if !pack.origin.offers.is_empty() {
        lines.push(format!("It offers {}.", crate::wording::names::listed(&pack.origin.offers, usize::MAX)));
    }
    lines.push(String::new());
    for inject in pack.injects.iter() {
        let clock = inject.minute.map_or_else(|| "reserve".to_owned(), |minute| pack.room.clock(minute));
        lines.push(format!(
            "{:>3}  {clock:>7}  {:<10} {}",
            inject.number,
            inject.clock,
            crate::report::text::cut(&inject.text, 78)
        ));
    }
    lines.push(String::new());
    match pack.lint.as_slice() {
        [] => lines.push("No doubts about it as an exercise.".to_owned()),
        doubts => lines.extend(doubts.iter().map(|doubt| format!("? {doubt}"))),
    }
    lines.iter().map(|line| crate::report::text::wrapped(line, 110, 2) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_is_said_to_be_one_of_those_that_there_are() {
        let times = |of: [i64; 3]| of.map(|minutes| Millis::new(minutes * 60_000));
        let alike = why(&times([5, 5, 5]), (50, 1), "Sales");
        assert_eq!(alike, "Sales is out equally long in all 3 trials played, so any of them will do.");
        let one = why(&times([5, 6, 5]), (50, 1), "Sales");
        assert!(one.starts_with("It was taken from those between the 50th and the 90th of 100"), "{one}");
        let two = why(&times([5, 6, 7]), (68, 2), "Sales");
        assert!(two.starts_with("Of 2 trials") && two.ends_with("the 68th of 100 (of 3 played)."), "{two}");
    }
}

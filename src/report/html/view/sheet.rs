//! One sheet for each service that has something to say: the sentence, the curve, where the time went, one trial.

use serde::Serialize;

use super::figure::{Figure, anchor};
use super::gap::GapView;
use super::{ChartView, parts};
use crate::model::Clock;
use crate::report::charts::recovery::{self, Promise, Recovery};
use crate::report::charts::{gantt, waterfall};
use crate::report::dossier::{self, Dossier, Gap, Ledger, Objective, Played, Service, Standing};
use crate::results::{IntervalKind, ObjectiveKind, PERCENTS, Share};
use crate::units::Millis;
use crate::wording::figures::{compact, in_100, wanted};
use crate::wording::text::{count, counted};
use crate::wording::words::{from_clock, length};

#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    pub anchor: String,
    pub name: String,
    /// How its worst objective stands.
    pub slug: &'static str,
    pub mark: &'static str,
    pub words: &'static str,
    /// Whether it is printed: of each service that does not hold the sheet of the scenario that is worst for it.
    pub on_paper: bool,
    /// One sentence for each objective.
    pub sentences: Vec<String>,
    pub gaps: Vec<GapView>,
    /// What these gaps suggest to try, each once, in order.
    pub levers: Vec<Lever>,
    pub curve: Option<ChartView>,
    /// Outages that really happened.
    pub actuals: Vec<ActualRow>,
    pub quantiles: Vec<Quantile>,
    pub time: Option<TimeView>,
    pub trial: Option<TrialView>,
}

/// A real outage beside what is projected.
#[derive(Clone, Debug, Serialize)]
pub struct ActualRow {
    pub started: String,
    pub back: String,
    pub took: Figure,
    /// Of 100 runs that interrupt the service so many are back for good no later.
    pub no_later: Figure,
    pub sentence: String,
}

/// A row of the curve's table.
#[derive(Clone, Debug, Serialize)]
pub struct Quantile {
    pub words: String,
    pub first: Figure,
    pub back: Figure,
    pub full: Figure,
    pub lost: Figure,
}

/// Where the time went.
#[derive(Clone, Debug, Serialize)]
pub struct TimeView {
    pub chart: ChartView,
    pub over: String,
    pub rows: Vec<TimeRow>,
    pub whole: String,
    /// Which evidence it rests on, in a sentence.
    pub rests_on: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TimeRow {
    pub words: String,
    pub nature: &'static str,
    pub figure: String,
    pub share: String,
    /// In how many of 100 of these runs; empty where that is not known.
    pub often: String,
}

/// One trial.
#[derive(Clone, Debug, Serialize)]
pub struct TrialView {
    pub chart: ChartView,
    /// Which trial, and how it was chosen.
    pub which: String,
    pub rows: Vec<TrialRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TrialRow {
    pub words: String,
    pub nature: &'static str,
    pub from: String,
    pub until: String,
    pub figure: String,
}

impl Sheet {
    /// The sheet of a service, `position` among those of its scenario; `gaps` are those of the scenario.
    pub fn new(dossier: &Dossier, gaps: &[Gap], (scenario, position): (usize, usize)) -> Sheet {
        let played = &dossier.played[scenario];
        let service = &played.services[position];
        let id = format!("{}-service-{}", anchor(scenario), position + 1);
        let standing = worst(service);
        let about = gaps.iter().filter(|gap| gap.finding.subject == service.id);
        let path = format!("/services/{position}");
        let gaps: Vec<GapView> = about.map(|gap| GapView::new(dossier, gap)).collect();
        Sheet {
            name: service.name.to_string(),
            slug: standing.slug(),
            mark: standing.mark(),
            words: standing.words(),
            on_paper: standing <= Standing::Undecided && is_worst(dossier, scenario, &service.id),
            sentences: sentences(service),
            levers: levers(&gaps),
            gaps,
            curve: curve(&id, played, service),
            actuals: service
                .actuals
                .iter()
                .enumerate()
                .map(|(at, actual)| beside(service, actual, &format!("{path}/actuals/{at}")))
                .collect(),
            quantiles: PERCENTS.iter().map(|&percent| quantile(service, percent, &path)).collect(),
            time: time(&id, played, service),
            trial: trial(&id, played, service),
            anchor: id,
        }
    }
}

/// What to try, with the codes of the findings that suggest it.
#[derive(Clone, Debug, Serialize)]
pub struct Lever {
    pub text: String,
    /// `PATH=VALUE` as `--set` takes it, each.
    pub edits: Vec<String>,
    pub codes: Vec<String>,
}

fn levers(gaps: &[GapView]) -> Vec<Lever> {
    let mut levers: Vec<Lever> = Vec::new();
    for (gap, remedy) in gaps.iter().flat_map(|gap| gap.remedies.iter().map(move |remedy| (gap, remedy))) {
        match levers.iter_mut().find(|lever| lever.text == remedy.text) {
            Some(lever) if lever.codes.contains(&gap.code) => {}
            Some(lever) => lever.codes.push(gap.code.clone()),
            None => levers.push(Lever {
                text: remedy.text.clone(),
                edits: remedy.edits.clone(),
                codes: vec![gap.code.clone()],
            }),
        }
    }
    levers
}

/// Whether no other scenario is worse for a service, and none before it as bad: by its verdicts, then by the smallest share
/// kept of what is wanted.
fn is_worst(dossier: &Dossier, scenario: usize, id: &str) -> bool {
    let weight = |played: &Played| {
        let service = played.service(id)?;
        let missing = |objective: &Objective| {
            objective.judged.share.share / objective.judged.required.max(f64::MIN_POSITIVE)
        };
        let kept = service.objectives.iter().map(missing).fold(f64::INFINITY, f64::min);
        Some((worst(service), kept))
    };
    let Some(own) = weight(&dossier.played[scenario]) else { return false };
    let others = dossier.played.iter().enumerate().filter(|(at, _)| *at != scenario);
    others.filter_map(|(at, played)| Some((at, weight(played)?))).all(|(at, other)| {
        let order = own.0.cmp(&other.0).then(own.1.total_cmp(&other.1));
        if at < scenario { order.is_lt() } else { order.is_le() }
    })
}

/// How the objective stands that needs most attention.
pub fn worst(service: &Service) -> Standing {
    service.objectives.iter().map(Standing::of).min().unwrap_or(Standing::NotTouched)
}

/// One for each objective, and one where the clocks disagree.
fn sentences(service: &Service) -> Vec<String> {
    let mut said: Vec<String> =
        service.objectives.iter().map(|objective| sentence(service, objective)).collect();
    let clocks = &service.recovery_by_clock;
    let typical = [&clocks.disruption, &clocks.detected, &clocks.declared]
        .map(|times| times.quantiles.iter().find(|quantile| quantile.percent == 50));
    let words = typical.map(|found| crate::wording::figures::time(found, "no time", "never"));
    let [disruption, detected, declared] = &words;
    if service.interrupted > 0 && do_disagree(typical.map(|found| found?.value)) {
        said.push(format!(
            "Clocks disagree: typically it takes {disruption} from the disruption, {detected} from detection, {declared} \
             from declaration."
        ));
    }
    said
}

/// Whether one of these times is shorter than the longest by more than one part in twenty: less is rounding and hours of
/// weeks.
fn do_disagree(times: [Option<Millis>; 3]) -> bool {
    let [longest, shortest] = [times.iter().flatten().max(), times.iter().flatten().min()];
    let is_one_never = times.iter().any(Option::is_none) && times.iter().any(Option::is_some);
    is_one_never
        || longest
            .zip(shortest)
            .is_some_and(|(longest, shortest)| 20 * (longest.get() - shortest.get()) > longest.get())
}

fn sentence(service: &Service, objective: &Objective) -> String {
    let judged = &objective.judged;
    let kept = crate::wording::figures::kept(&judged.share);
    let target = compact(judged.target);
    let clock = judged.clock.map_or("", from_clock);
    let name = &service.name;
    let standing = Standing::of(objective);
    let what = match judged.kind {
        ObjectiveKind::Rpo => format!("{name} loses at most {target} of data"),
        ObjectiveKind::Mtpd => {
            format!("{name} is back, and its backlog worked off, within the MTPD of {target} {clock}")
        }
        ObjectiveKind::Rto | ObjectiveKind::Within => format!("{name} is back within {target} {clock}"),
    };
    if standing == Standing::NotTouched {
        return format!(
            "Nothing that {name} needs is hit: its {} of {target} is not touched.",
            judged.kind.word().to_uppercase()
        );
    }
    let turns = objective.assumptions.as_ref().and_then(|assumed| assumed.turns_at);
    let turns =
        turns.map_or(String::new(), |at| format!(" It turns if what is assumed takes {at} times as long."));
    format!(
        "Under this model, {what} in {kept} of 100 runs; {} are wanted: {}.{turns}",
        wanted(judged.required),
        standing.words()
    )
}

fn curve(id: &str, played: &Played, service: &Service) -> Option<ChartView> {
    if service.curve.is_empty() || service.touched == 0 {
        return None;
    }
    let id = format!("{id}-curve");
    let promises = service.objectives.iter().filter_map(|objective| promise(service, objective)).collect();
    let elsewhere = service.objectives.iter().filter_map(|objective| {
        elsewhere(service, objective).map(|why| {
            format!(
                "{} {} {why}",
                objective.judged.kind.word().to_uppercase(),
                compact(objective.judged.target)
            )
        })
    });
    let by = |percent| {
        let quantile = service.recovery.quantiles.iter().find(|quantile| quantile.percent == percent);
        quantile.and_then(|quantile| quantile.value)
    };
    let kind = match played.run.search {
        Some(_) => IntervalKind::Sequence,
        None => IntervalKind::Wilson,
    };
    let chart = recovery::draw(&Recovery {
        id: &id,
        service: &service.name,
        curve: &service.curve,
        n: service.recovery.average.n,
        kind,
        horizon: played.run.horizon,
        back_by: [by(50), by(95)],
        promises,
        elsewhere: elsewhere.collect(),
        actuals: service.actuals.iter().map(on_curve).collect(),
    });
    Some(ChartView::new(&chart))
}

/// A real outage in a row of figures and a sentence.
fn beside(service: &Service, actual: &dossier::Actual, path: &str) -> ActualRow {
    let share = &actual.no_longer;
    let of_runs = if share.n == 0 {
        Figure::words("no run interrupts it")
    } else {
        Figure::kept(share, format!("{path}/share"))
    };
    ActualRow {
        started: actual.started.to_string(),
        back: actual.back.as_ref().map(ToString::to_string).unwrap_or_default(),
        took: Figure {
            text: actual.length.to_string(),
            value: Some(actual.length.seconds_f64()),
            path: format!("{path}/length_s"),
        },
        no_later: of_runs,
        sentence: actual.sentence(service),
    }
}

/// A real outage as a mark on the curve; its day tells it from others.
fn on_curve(actual: &dossier::Actual) -> recovery::Actual {
    let day: String = actual.started.chars().take_while(|&mark| mark != 'T').collect();
    recovery::Actual { words: format!("really {}, {day}", actual.length), took: actual.length }
}

/// Why a promised time does not count what an axis of times after the disruption does; `None` where it does.
fn elsewhere(service: &Service, objective: &Objective) -> Option<&'static str> {
    let judged = &objective.judged;
    match (judged.kind, judged.clock?) {
        (ObjectiveKind::Mtpd, _) if service.catches_up() => Some("with its backlog worked off"),
        (_, Clock::Disruption) => None,
        (_, clock) => Some(from_clock(clock)),
    }
}

/// What the curve is held against.
fn promise(service: &Service, objective: &Objective) -> Option<Promise> {
    if elsewhere(service, objective).is_some() {
        return None;
    }
    let judged = &objective.judged;
    let word = match judged.kind {
        ObjectiveKind::Rto => "RTO",
        ObjectiveKind::Mtpd => "MTPD",
        ObjectiveKind::Rpo | ObjectiveKind::Within => return None,
    };
    Some(Promise { word, target: judged.target, required: judged.required })
}

fn quantile(service: &Service, percent: u64, path: &str) -> Quantile {
    let words = match percent {
        50 => "typical: half of the runs".to_owned(),
        90 | 95 | 99 => format!("{percent} of 100 runs (1 in {} is longer)", 100 / (100 - percent)),
        _ => format!("{percent} of 100 runs"),
    };
    let times =
        |estimate, words, key: &str| Figure::time_range(estimate, percent, words, &format!("{path}/{key}"));
    Quantile {
        words,
        first: times(&service.first_return, ("not out", "not back"), "first_return"),
        back: times(&service.recovery, ("not out", "not back"), "recovery"),
        full: times(&service.recovery_full, ("not out", "not back"), "recovery_full"),
        lost: times(&service.data_loss, ("none", "all"), "data_loss"),
    }
}

/// The ledger of the runs that miss the objective; of all where none does.
fn time(id: &str, played: &Played, service: &Service) -> Option<TimeView> {
    let missed = service.ledger_missed.as_ref().filter(|ledger| ledger.trials > 0);
    let ledger = missed.or(service.ledger.as_ref()).filter(|ledger| ledger.mean.is_some())?;
    let runs = counted(ledger.trials as usize, "run", "runs");
    let over = match missed {
        Some(_) => format!("the {runs} that miss the RTO and come back"),
        None => format!("the {runs} that are out and come back"),
    };
    let parts = parts::of_ledger(played, ledger, &service.recovery.average);
    let chart = waterfall::draw(&waterfall::Waterfall {
        id: &format!("{id}-time"),
        title: format!("{}: where the time goes", service.name),
        stretches: parts.parts.clone(),
        whole: parts.whole.clone(),
    });
    let row = |(part, share): (&waterfall::Part, &f64)| TimeRow {
        words: part.words.clone(),
        nature: part.nature.word(),
        figure: part.figure.clone(),
        share: format!("{:.0} %", share * 100.0),
        often: String::new(),
    };
    let rows = parts.parts.iter().zip(&parts.shares).map(row).zip(often(ledger, parts.parts.len()));
    let rows = rows.map(|(row, often)| TimeRow { often, ..row }).collect();
    let rests_on = service.rests_on.map(|rests| parts::rests_on(&rests));
    Some(TimeView { chart: ChartView::new(&chart), over, rows, whole: parts.whole, rests_on })
}

/// In how many of 100 of the ledger's runs each of its first entries is on the chain.
fn often(ledger: &Ledger, rows: usize) -> Vec<String> {
    let share = |on_chain: u64| in_100(&Share::new(on_chain.min(ledger.trials), ledger.trials));
    let mut said: Vec<String> = ledger
        .entries
        .iter()
        .take(rows)
        .map(|entry| if entry.on_chain == 0 { String::new() } else { share(entry.on_chain) })
        .collect();
    if rows < ledger.entries.len() {
        said[rows - 1] = String::new();
    }
    said
}

/// The trial nearest to 1 in 10, or else the typical one.
fn trial(id: &str, played: &Played, service: &Service) -> Option<TrialView> {
    let with_chain = || played.replays.iter().filter(|replay| replay.chain(&service.id).is_some());
    let own = with_chain().rfind(|replay| replay.service == service.id);
    let replay = own.or_else(|| with_chain().next_back())?;
    let chain = replay.chain(&service.id)?;
    let told = parts::of_chain(played, replay, chain);
    let of = played.name(&replay.service);
    let which = format!(
        "Trial {} of seed {}: of the first {} trials the one whose outage of {of} is nearest to {} of all runs.",
        replay.trial,
        played.run.seed,
        count(replay.among),
        replay.percentile
    );
    let (first, last) = (chain.stretches.first()?.from, chain.stretches.last()?.until);
    let marks = service.objectives.iter().filter_map(|objective| promise(service, objective));
    let marks =
        marks.map(|promise| (promise.target, format!("{} {}", promise.word, compact(promise.target))));
    let chart = gantt::draw(&gantt::Gantt {
        id: &format!("{id}-trial"),
        title: format!("{}: what its return waited for in one trial", service.name),
        description: format!(
            "{which} Bars, one row for each thing, from when to when the return waited for it; together they fill the \
             outage of {} without a gap.",
            length(last.minus(first))
        ),
        rows: told.rows,
        last,
        marks: marks.filter(|(at, _)| *at <= last).collect(),
    });
    Some(TrialView { chart: ChartView::new(&chart), which, rows: told.table })
}

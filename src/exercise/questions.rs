//! Turns what the outages of a trial waited for into questions that a facilitator can ask, and people to invite.

use std::collections::BTreeMap;

use crate::engine::{Cause, Who};
use crate::ids::{ServiceId, TeamId};
use crate::model::Basis;
use crate::results::Results;
use crate::units::Millis;
use crate::wording::charges::charged;
use crate::wording::figures;
use crate::wording::text::counted;
use crate::wording::words::length;

use super::gaps::Gaps;
use super::pack::{Invitation, Question};
use super::roles::people_at_start;
use super::sight::Sight;

const QUESTIONS_MAX: usize = 8;
const INVITED_MAX: usize = 6;
/// Waits shorter than this invite nobody.
const QUEUED_MIN: f64 = 15.0 * 60_000.0;
/// Teams that are waited for that are invited, and play.
const WAITED_MAX: usize = 3;

/// A gap of the plan moves a question up as if it had been waited for so much longer for each point of its weight.
const GAP_UNIT: Millis = Millis::new(30 * 60_000);

/// Questions aimed at what services wait for longest in this trial, and at the gaps that the findings name.
pub(super) fn questions(sight: &Sight, out: &[ServiceId], gaps: &Gaps) -> Vec<Question> {
    let mut stretches: BTreeMap<(Cause, Who), (Millis, ServiceId)> = BTreeMap::new();
    for &service in out {
        for stretch in sight.told.chains[service.index()].stretches {
            let long = stretch.until.minus(stretch.from);
            let entry = stretches.entry((stretch.cause, stretch.who)).or_insert((Millis::ZERO, service));
            if long > entry.0 {
                *entry = (long, service);
            }
        }
    }
    let mut all: Vec<_> = stretches.into_iter().collect();
    let rank = |who: Who, long: Millis| {
        let gap = i64::from(gaps.weight(&sight.names.charged_label(who)));
        long.plus(Millis::new(gap * GAP_UNIT.get()))
    };
    all.sort_by_key(|&((cause, who), (long, _))| (std::cmp::Reverse(rank(who, long)), cause, who));
    all.truncate(QUESTIONS_MAX);
    let question = |((cause, who), (long, service))| Question {
        text: asked(sight, cause, who),
        because: format!(
            "{} waits {} for it in this run: {}.",
            sight.service_name(service),
            length(long),
            charged(sight.names, cause, who)
        ),
    };
    all.into_iter().map(question).collect()
}

/// A question about what the weakest service waits for at an instant.
pub(super) fn at(sight: &Sight, weak: &[ServiceId], at: Millis) -> Option<String> {
    let mut chains = weak.iter().flat_map(|service| sight.told.chains[service.index()].stretches);
    let stretch = chains.find(|stretch| stretch.from <= at && at < stretch.until)?;
    Some(asked(sight, stretch.cause, stretch.who))
}

fn asked(sight: &Sight, cause: Cause, who: Who) -> String {
    let name = sight.names.words(who);
    let model = sight.model();
    match cause {
        Cause::Event => "What stays out of reach as long as this lasts, and who could shorten it? What would you need to go on without?".to_owned(),
        Cause::Detection => format!("Who would notice this at {}, and by what? Whom would they tell, and would that person answer?", sight.clock(Millis::ZERO)),
        Cause::Assessment => "How do you find out how far it goes? Who looks, with what, and when do you stop looking and start?".to_owned(),
        Cause::Declaration => format!("Who may declare if {} cannot be reached? What would you do now if you did not have to wait for it?", decided_by(sight, who)),
        Cause::Decision => format!("{name}: which decision are you waiting for, and what would have to be on the table to take it now?"),
        Cause::Policy => format!("The plan holds {name} back for a while. What is that time for, and who may shorten it?"),
        Cause::Mobilisation => {
            let people = sight.team(who).map(|team| people_at_start(sight, team));
            let there = people.map(|(here, all)| format!(" At this hour the plan counts on {here} of {all}.")).unwrap_or_default();
            format!("Who of {name} is called first, and what if nobody answers for an hour?{there}")
        }
        Cause::WaitingForPeople => format!("{name}: wanted in several places at once. Who gives out their time, by which list, and who else can do a part of it?"),
        Cause::WaitingForUnits => format!("{name}: not enough for all. Who is served first, and where could you get more of it tonight?"),
        Cause::Work | Cause::Rework => worked(sight, who, &name),
        Cause::Restart => format!("{name} has to be started again. Who has done that, in which order, and where is it written?"),
        Cause::Workaround => format!("{name}: who begins to work by hand, on whose word, and how long does it hold? ({} planned to.)", counted(model.services.iter().filter(|service| !service.workarounds.is_empty()).count(), "service is", "services are")),
    }
}

fn decided_by(sight: &Sight, who: Who) -> String {
    if sight.names.is_nobody(who) { "whoever decides".to_owned() } else { sight.names.words(who) }
}

/// Of a step: whether anybody has done it, and what the figure rests on.
fn worked(sight: &Sight, who: Who, name: &str) -> String {
    let basis =
        super::calibrate::subject::step(sight.model(), sight.names.label(who)).map(|takes| &takes.basis);
    let rests = match basis {
        None | Some(Basis::Assumed) => "The plan's time for it is assumed",
        Some(Basis::Estimated) => "The plan's time for it is an estimate",
        Some(Basis::Exercised(_)) => "The plan's time for it comes from an exercise",
        Some(Basis::Measured(_)) => "The plan's time for it was measured",
    };
    format!(
        "\"{name}\": who has done this for real, when, and how long did it take? {rests}. What would make it twice as long?"
    )
}

/// The few teams that work waits for longest over all runs, with how long on average.
pub(super) fn waited_for(sight: &Sight, results: &Results) -> Vec<(TeamId, Millis)> {
    let model = sight.model();
    let of = |id: TeamId| {
        let id = &model.nodes[model.teams[id].node].id;
        let found = results.teams.iter().find(|found| found.id == *id)?;
        found.queued.mean.map(|mean| mean.value)
    };
    let waited = model.teams.ids().filter_map(|team| Some((team, of(team)?)));
    let mut waited: Vec<(TeamId, f64)> = waited.filter(|(_, queued)| *queued >= QUEUED_MIN).collect();
    waited.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    waited.truncate(WAITED_MAX);
    waited.into_iter().map(|(team, queued)| (team, Millis::from_f64(queued))).collect()
}

/// Whom to invite: those for whom everything waits, those who are alone, those who answer for what is out.
pub(super) fn invitations(sight: &Sight, results: &Results, weak: &[ServiceId]) -> Vec<Invitation> {
    let model = sight.model();
    let mut found: Vec<Invitation> = Vec::new();
    if let Some(team) = model.response.declare.by {
        found.push(Invitation {
            who: format!("{}, and a deputy who would have to decide alone", sight.team_name(team)),
            because: "The plan lets nobody else declare.".to_owned(),
        });
    }
    for (team, queued) in waited_for(sight, results) {
        let people = people_at_start(sight, team);
        let alone = match people {
            (0, _) => " At this hour nobody of them is on duty.",
            (1, _) => " At this hour it is one person: bring the deputy, too.",
            _ => "",
        };
        found.push(Invitation {
            who: sight.team_name(team),
            because: format!("Work waits for its people {} a run on average.{alone}", length(queued)),
        });
    }
    for &service in weak.iter().take(2) {
        let who = sight
            .owner(service)
            .unwrap_or_else(|| format!("Whoever answers for {}", sight.service_name(service)));
        if !found.iter().any(|other| other.who == who) {
            found.push(Invitation { who, because: answers_for(sight, results, service) });
        }
    }
    found.truncate(INVITED_MAX);
    found
}

/// `Answers for Laboratory results, which keeps its RTO of 4h in 3.1 of 100 runs.`
fn answers_for(sight: &Sight, results: &Results, service: ServiceId) -> String {
    let model = sight.model();
    let (id, name) = (&model.nodes[model.services[service].node].id, sight.service_name(service));
    let result = results.services.iter().find(|result| &result.id == id);
    match result.and_then(|result| result.objectives.first()) {
        Some(objective) => format!(
            "Answers for {name}, which keeps its {} of {} in {} of 100 runs.",
            objective.kind.word().to_uppercase(),
            objective.target,
            figures::in_100(&objective.share)
        ),
        None => format!("Answers for {name}, of which no promise is written."),
    }
}

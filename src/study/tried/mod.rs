//! Keeps of what findings suggest what helps when it is played.
//!
//! A remedy follows from figures, and what it would change is not known before. So the first trials of the run are
//! played with each: what changes nothing for the thing that a finding is about is suggested no more, and what helps
//! says by how much, and whom it harms most.

use std::collections::BTreeMap;

use crate::campaign::{Moments, SystemTally, Tallies};
use crate::document::edit::Typed;
use crate::findings::{Figure, Finding, Remedy};
use crate::model::{Model, System};
use crate::results::ObjectiveKind;
use crate::units::Millis;
use crate::wording::figures::compact;
use crate::wording::text::{count, shown};

/// Trials that are played with each remedy, of a run that has as many.
pub const TRIALS: u64 = 512;
/// Fewer trials more that keep an objective may be chance, and are no help.
const GAIN_MIN: u64 = 3;
/// Whom a remedy harms in fewer of 100 trials is not told.
const HARM_MIN: u64 = 2;
/// Where no objective is kept more often, a time that gets shorter by less than one of so many parts is no help.
const FELT_PARTS: i128 = 50;

/// Every list of edits that findings suggest, each once: as it stands in a remedy, and ready to be made.
pub fn suggested(findings: &[Finding]) -> Vec<(Remedy, Vec<Typed>)> {
    let mut all: Vec<(Remedy, Vec<Typed>)> = Vec::new();
    for remedy in findings.iter().flat_map(|finding| &finding.remedies) {
        let typed = |edit: &String| edit.split_once('=').map(|(path, value)| Typed::set(path, value));
        let edits: Option<Vec<Typed>> = remedy.edits.iter().map(typed).collect();
        if !remedy.edits.is_empty() && all.iter().all(|(other, _)| other.edits != remedy.edits) {
            all.extend(edits.map(|edits| (remedy.clone(), edits)));
        }
    }
    all
}

/// What trials of a plan yield, and the same trials with what was suggested.
pub struct Tried<'a> {
    trials: u64,
    plan: Things<'a>,
    variants: Vec<(Remedy, Things<'a>)>,
}

/// By id all that has a recovery time: services, systems, groups, tasks.
type Things<'a> = BTreeMap<&'a str, Measured<'a>>;

impl<'a> Tried<'a> {
    /// Takes the trials of the plan, and of each model that a remedy makes.
    pub fn new(
        (model, plan): (&'a Model, &Tallies),
        variants: impl Iterator<Item = (Remedy, &'a Model, &'a Tallies)>,
    ) -> Tried<'a> {
        let variants = variants.map(|(remedy, model, tallies)| (remedy, things(model, tallies)));
        Tried { trials: plan.trials, plan: things(model, plan), variants: variants.collect() }
    }
}

impl Tried<'_> {
    /// Drops what helps nothing, says of the rest what it does, and puts first what keeps an objective most often, be it
    /// suggested for something else. What harms others more is told only where nothing else is left. What was not played
    /// stays as it is.
    pub fn keep_what_helps(&self, finding: &mut Finding) {
        let Some(id) = self.thing(finding) else { return };
        let of = |edits: &[String]| self.variants.iter().position(|(remedy, ..)| remedy.edits == edits);
        let is_missed = finding.rule.code.starts_with("G01") && asked_for(finding).is_some();
        let suggested = std::mem::take(&mut finding.remedies);
        let any_played = suggested.iter().any(|remedy| of(&remedy.edits).is_some());
        let (mut left, mut dear): (Vec<Told>, Vec<Told>) = (Vec::new(), Vec::new());
        for remedy in suggested {
            match of(&remedy.edits).map(|at| self.told(finding, &id, (at, remedy.clone()))) {
                None => left.push(Told { gain: 0, harm: 0, remedy }),
                Some(Some(told)) if told.is_worth_it() => left.push(told),
                Some(told) => dear.extend(told),
            }
        }
        if is_missed {
            let others = self.variants.iter().enumerate();
            let others =
                others.filter_map(|(at, (remedy, ..))| self.told(finding, &id, (at, remedy.clone())));
            let others = others.filter(Told::is_worth_it).rev();
            let best = others.max_by_key(|told| told.gain).filter(|told| self.is_much(told.gain));
            left.extend(best.filter(|best| left.iter().all(|own| own.gain < best.gain)));
        }
        left.sort_by_key(|told| std::cmp::Reverse(if self.is_much(told.gain) { told.gain } else { 0 }));
        finding.remedies = left.into_iter().map(|told| told.remedy).collect();
        if finding.remedies.is_empty() && any_played {
            let best = dear.into_iter().rev().max_by_key(|told| told.gain);
            finding.remedies.push(best.map_or_else(|| self.nothing_helps(), |told| at_a_price(told.remedy)));
        }
    }

    /// Whether so many trials are at least one of 100: fewer put nothing before anything else.
    fn is_much(&self, gain: u64) -> bool {
        gain > 0 && 100 * gain >= self.trials
    }

    fn nothing_helps(&self) -> Remedy {
        let text = format!(
            "Look further, as with `blackstart advise`: what these figures suggest was played in {} runs, and nothing of it \
             helps here.",
            count(self.trials)
        );
        Remedy { text, edits: Vec::new() }
    }

    /// The id of what a finding is about: of several services the most affected, else its subject.
    fn thing(&self, finding: &Finding) -> Option<String> {
        let most_affected = finding.evidence.iter().find_map(|(name, figure)| match figure {
            Figure::Word(word) if *name == "most_affected" => Some(word.as_str()),
            _ => None,
        });
        let mut ids = most_affected.into_iter().chain([finding.subject.as_str()]);
        ids.find(|id| self.plan.contains_key(id)).map(str::to_owned)
    }

    /// What a variant does, told with a remedy that makes it; nothing if it does not help.
    fn told(&self, finding: &Finding, id: &str, (at, remedy): (usize, Remedy)) -> Option<Told> {
        let things = &self.variants[at].1;
        let (before, after) = (self.plan.get(id)?, things.get(id)?);
        let is_subject = finding.subject == id;
        let help = helps((before, after), asked_for(finding), (is_subject, self.trials))?;
        let (harm, but) = self.harms((id, is_subject, help.kind), things).unwrap_or_default();
        let lost = loses_more(before, after, self.trials).unwrap_or_default();
        let text = format!("{} {}{but}{lost}", remedy.text, help.words);
        Some(Told { gain: help.gain, harm, remedy: Remedy { text, ..remedy } })
    }

    /// The objective, but for the one that gains, that is kept in far fewer trials: in how many, and in words.
    fn harms(
        &self,
        (id, is_subject, gains): (&str, bool, Option<ObjectiveKind>),
        things: &Things,
    ) -> Option<(u64, String)> {
        let pairs = self.plan.iter().filter_map(|(other, before)| Some((*other, before, things.get(other)?)));
        let less = pairs.flat_map(|(other, before, after)| {
            let kinds = before.missed.iter().zip(&after.missed);
            kinds.map(move |((kind, was), (_, is))| (is.saturating_sub(*was), *kind, other, before.name))
        });
        let less = less.filter(|(_, kind, other, _)| *other != id || Some(*kind) != gains);
        let (less, kind, other, name) = less.max_by_key(|(less, ..)| *less)?;
        (less * 100 >= HARM_MIN * self.trials).then(|| {
            let fewer = more(less, self.trials).replace("more", "fewer");
            let whose = match other == id && is_subject {
                true => format!("its {}", kind.short()),
                false => format!("the {} of {}", kind.short(), shown(name)),
            };
            (less, format!(" But {whose} is kept in {fewer}."))
        })
    }
}

/// A remedy with what it does: in so many more trials an objective is kept, and in so many fewer that of another.
struct Told {
    gain: u64,
    harm: u64,
    remedy: Remedy,
}

impl Told {
    fn is_worth_it(&self) -> bool {
        self.harm <= self.gain
    }
}

/// Where nothing helps that does not cost others more, the best of it, as what it is.
fn at_a_price(remedy: Remedy) -> Remedy {
    let text = format!("This helps, and costs more than it gives: {}", remedy.text);
    Remedy { text, ..remedy }
}

/// What trials yield of one thing.
struct Measured<'a> {
    name: &'a str,
    /// What it is once its time is over: back, or done.
    over: &'static str,
    /// Trials that missed each objective that it has.
    missed: Vec<(ObjectiveKind, u64)>,
    /// Recovery time, or the time of a task.
    time: Moments,
    data_loss: Option<Moments>,
}

fn things<'a>(model: &'a Model, tallies: &Tallies) -> Things<'a> {
    let node = |node| &model.nodes[node];
    let services = model.services.iter().zip(&tallies.services).map(|(service, tally)| {
        let rto = service.rto.as_ref().map(|_| (ObjectiveKind::Rto, tally.missed_rto.on(service.clock)));
        let rpo = service.rpo.as_ref().map(|_| (ObjectiveKind::Rpo, tally.missed_rpo));
        let mtpd = service.mtpd.as_ref().map(|_| (ObjectiveKind::Mtpd, tally.missed_mtpd));
        let measured = Measured {
            name: &node(service.node).name,
            over: "back",
            missed: [rto, rpo, mtpd].into_iter().flatten().collect(),
            time: tally.recovery.moments.clone(),
            data_loss: Some(tally.data_loss.moments.clone()),
        };
        (node(service.node).id.as_str(), measured)
    });
    let of_system = |name: &'a str, system: &System, tally: &SystemTally| {
        let rto = system.rto.as_ref().map(|_| (ObjectiveKind::Rto, tally.missed_rto));
        let rpo = system.rpo.as_ref().map(|_| (ObjectiveKind::Rpo, tally.missed_rpo));
        Measured {
            name,
            over: "back",
            missed: rto.into_iter().chain(rpo).collect(),
            time: tally.recovery.moments.clone(),
            data_loss: Some(tally.data_loss.moments.clone()),
        }
    };
    let single = model.systems.iter().zip(&tallies.systems).filter(|(system, _)| system.group.is_none());
    let single = single.map(|(system, tally)| {
        let node = node(system.node);
        (node.id.as_str(), of_system(&node.name, system, tally))
    });
    let groups = model.groups.iter().zip(&tallies.groups).filter_map(|(group, tally)| {
        let first = &model.systems[*group.members.first()?];
        Some((group.id.as_str(), of_system(&group.name, first, &tally.all)))
    });
    let tasks = model.tasks.iter().zip(&tallies.tasks).map(|(task, tally)| {
        let within = task.within.as_ref().map(|_| (ObjectiveKind::Within, tally.missed_within));
        let time = tally.recovery_on_clock.moments.clone();
        let missed = within.into_iter().collect();
        let name = &node(task.node).name;
        let measured = Measured { name, over: "done", missed, time, data_loss: None };
        (node(task.node).id.as_str(), measured)
    });
    services.chain(single).chain(groups).chain(tasks).collect()
}

/// The kind of the objective that a finding is about.
fn asked_for(finding: &Finding) -> Option<ObjectiveKind> {
    let kinds = [ObjectiveKind::Rto, ObjectiveKind::Rpo, ObjectiveKind::Mtpd, ObjectiveKind::Within];
    finding.evidence.iter().find_map(|(name, figure)| match figure {
        Figure::Word(word) if *name == "objective" => kinds.into_iter().find(|kind| kind.word() == word),
        _ => None,
    })
}

/// How a thing gets better.
struct Help {
    /// So many more trials keep an objective, and which.
    gain: u64,
    kind: Option<ObjectiveKind>,
    /// In words.
    words: String,
}

/// What gets better; of an objective that is asked for it must be that one, or what it is judged by.
fn helps(
    (before, after): (&Measured, &Measured),
    asked: Option<ObjectiveKind>,
    (is_subject, trials): (bool, u64),
) -> Option<Help> {
    let is_asked = |kind: ObjectiveKind| asked.is_none_or(|asked| asked == kind);
    let gains = before.missed.iter().zip(&after.missed).filter(|((kind, _), _)| is_asked(*kind));
    let gains = gains.map(|((kind, was), (_, is))| (was.saturating_sub(*is), *kind, *is));
    let (name, played) = (shown(before.name), format!("Played in {} runs,", count(trials)));
    if let Some((gain, kind, missed)) =
        gains.max_by_key(|(gain, ..)| *gain).filter(|(gain, ..)| *gain >= GAIN_MIN)
    {
        let whose = match is_subject {
            true => format!("its {}", kind.short()),
            false => format!("the {} of {name}", kind.short()),
        };
        let kept = trials - missed.min(trials);
        let words = format!("{played} {whose} is kept in {}.", instead(kept, kept - gain, trials));
        return Some(Help { gain, kind: Some(kind), words });
    }
    let but = asked.map_or(String::new(), |kind| format!(", and the {} is kept no more often", kind.short()));
    let does = does_sooner((before, after), asked, trials)?;
    Some(Help { gain: 0, kind: None, words: format!("{played} {name} {does}{but}.") })
}

/// What becomes of the time, or of the data, where no objective is kept more often.
fn does_sooner(
    (before, after): (&Measured, &Measured),
    asked: Option<ObjectiveKind>,
    trials: u64,
) -> Option<String> {
    let time = shorter(&before.time, &after.time, trials).filter(|_| asked != Some(ObjectiveKind::Rpo));
    let data_loss = before.data_loss.as_ref().zip(after.data_loss.as_ref());
    let data_loss = data_loss.and_then(|(was, is)| shorter(was, is, trials));
    let data_loss = data_loss.filter(|_| matches!(asked, None | Some(ObjectiveKind::Rpo)));
    Some(match (time, data_loss) {
        (Some(Shorter::Ends(runs)), _) => format!("is {} in {}", before.over, more(runs, trials)),
        (Some(Shorter::By(time)), _) => format!("is {} {} sooner on average", before.over, compact(time)),
        (None, Some(Shorter::Ends(runs))) => format!("has data again in {}", more(runs, trials)),
        (None, Some(Shorter::By(time))) => format!("loses {} less on average", compact(time)),
        (None, None) => return None,
    })
}

/// What becomes of the data where that is worse, in words.
fn loses_more(before: &Measured, after: &Measured, trials: u64) -> Option<String> {
    let (was, is) = before.data_loss.as_ref().zip(after.data_loss.as_ref())?;
    Some(match shorter(is, was, trials)? {
        Shorter::Ends(runs) => format!(" But its data are gone for good in {}.", more(runs, trials)),
        Shorter::By(time) => format!(" But {} more data are lost on average.", compact(time)),
    })
}

/// How a time gets shorter.
enum Shorter {
    /// It ends in so many more trials.
    Ends(u64),
    /// It ends in as many, so much earlier on average.
    By(Millis),
}

fn shorter(before: &Moments, after: &Moments, trials: u64) -> Option<Shorter> {
    if after.never != before.never {
        return before.never.checked_sub(after.never).map(Shorter::Ends);
    }
    if (before.sum - after.sum) * FELT_PARTS < before.sum {
        return None;
    }
    let ended = trials.saturating_sub(before.never).max(1);
    let less = (before.sum - after.sum) / i128::from(ended);
    i64::try_from(less).ok().filter(|less| *less > 0).map(|less| Shorter::By(rounded(less)))
}

/// To hours of days, minutes of hours and seconds of minutes: a mean of few hundred trials bears no more.
fn rounded(ms: i64) -> Millis {
    let step = match Millis::new(ms) {
        days if days >= Millis::new(2 * Millis::DAY.get()) => Millis::HOUR.get(),
        hours if hours >= Millis::new(2 * Millis::HOUR.get()) => Millis::MINUTE.get(),
        _ if ms >= 10_000 => 1_000,
        _ => 1,
    };
    Millis::new((ms + step / 2) / step * step)
}

/// `60 of 100 of them, not 48`; of all where that is no difference.
fn instead(kept: u64, before: u64, trials: u64) -> String {
    let in_100 = |part: u64| (part * 200 + trials) / (2 * trials.max(1));
    match (in_100(kept), in_100(before)) {
        (now, then) if now != then => format!("{now} of 100 of them, not {then}"),
        _ => format!("{kept} of all of them, not {before}"),
    }
}

/// `12 more of 100`, `2 more of 512`.
fn more(part: u64, whole: u64) -> String {
    match (part * 200 + whole) / (2 * whole.max(1)) {
        0 => format!("{part} more of {}", count(whole)),
        rounded => format!("{rounded} more of 100"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ObjectiveKind::{Mtpd, Rpo, Rto};

    /// A service that missed these in so many of 512 trials, each of which took so many milliseconds, but for some that
    /// never ended.
    fn measured(missed: &[(ObjectiveKind, u64)], each: i64, never: u64) -> Measured<'static> {
        let moments = |each: i64| {
            let mut moments = Moments::default();
            (never..512).for_each(|_| moments.count(Millis::new(each)));
            (0..never).for_each(|_| moments.count(Millis::NEVER));
            moments
        };
        let (time, data_loss) = (moments(each), Some(moments(1_000)));
        Measured { name: "Sales", over: "back", missed: missed.to_vec(), time, data_loss }
    }

    fn said(before: &Measured, after: &Measured, asked: Option<ObjectiveKind>) -> Option<String> {
        helps((before, after), asked, (true, 512)).map(|help| help.words)
    }

    #[test]
    fn what_keeps_the_objective_more_often_is_told_in_100_and_of_all_where_that_is_none() {
        let plan = measured(&[(Rto, 400), (Mtpd, 100)], 90_000, 0);
        let of = |rto, mtpd, asked| said(&plan, &measured(&[(Rto, rto), (Mtpd, mtpd)], 90_000, 0), asked);
        let told = |words: &str| Some(format!("Played in 512 runs, its {words}."));
        assert_eq!(of(300, 100, Some(Rto)), told("RTO is kept in 41 of 100 of them, not 22"));
        assert_eq!(of(397, 100, Some(Rto)), told("RTO is kept in 115 of all of them, not 112"));
        assert_eq!(of(398, 100, Some(Rto)), None, "two of 512 may be chance");
        assert_eq!(of(300, 100, Some(Mtpd)), None, "that is another promise, and no time has changed");
        assert_eq!(of(390, 20, None), told("MTPD is kept in 96 of 100 of them, not 80"));
        assert_eq!(of(410, 110, None), None);
    }

    #[test]
    fn where_none_is_kept_more_often_a_time_that_can_be_felt_is_told() {
        let plan = measured(&[(Rto, 400)], 90_000, 20);
        let of = |each, never, asked| said(&plan, &measured(&[(Rto, 400)], each, never), asked);
        let sooner =
            "Played in 512 runs, Sales is back 30s sooner on average, and the RTO is kept no more often.";
        assert_eq!(of(60_000, 20, Some(Rto)).as_deref(), Some(sooner));
        assert_eq!(of(89_000, 20, Some(Rto)), None, "a second of a minute and a half is nothing");
        let ends = "Played in 512 runs, Sales is back in 2 more of 100.";
        assert_eq!(of(90_000, 10, None).as_deref(), Some(ends));
        assert_eq!(
            of(90_000, 10, Some(Rpo)).as_deref(),
            Some(
                "Played in 512 runs, Sales has data again in 2 more of 100, and the RPO is kept no more often."
            )
        );
        assert_eq!(of(60_000, 30, Some(Rto)), None, "it ends in fewer runs");
    }

    #[test]
    fn data_that_are_lost_for_a_time_that_gets_shorter_are_told() {
        let plan = measured(&[(Rto, 400)], 90_000, 0);
        let with = |each: i64, never: u64| {
            let data_loss = Some(measured(&[], each, never).time);
            loses_more(&plan, &Measured { data_loss, ..measured(&[(Rto, 0)], 10_000, 0) }, 512)
        };
        assert_eq!(with(1_000, 0), None);
        assert_eq!(with(500, 0), None);
        assert_eq!(with(1_001, 0), None, "a thousandth cannot be felt");
        assert_eq!(with(61_000, 0).as_deref(), Some(" But 1m more data are lost on average."));
        assert_eq!(with(1_000, 64).as_deref(), Some(" But its data are gone for good in 13 more of 100."));
    }

    #[test]
    fn whom_it_costs_most_is_told_be_it_another_promise_of_the_same_thing() {
        let tried = |after: Measured<'static>, other: u64| {
            let things = |sales: Measured<'static>, other| {
                Things::from([
                    ("sales", sales),
                    ("mail", Measured { name: "Mail", ..measured(&[(Rto, other)], 1, 0) }),
                ])
            };
            let plan = things(measured(&[(Rto, 400), (Rpo, 100)], 90_000, 0), 50);
            let tried = Tried { trials: 512, plan, variants: Vec::new() };
            tried.harms(("sales", true, Some(Rto)), &things(after, other)).map(|(_, words)| words)
        };
        let after = |rpo| measured(&[(Rto, 0), (Rpo, rpo)], 90_000, 0);
        assert_eq!(tried(after(100), 50), None);
        assert_eq!(tried(after(100), 59), None, "fewer than two of 100");
        assert_eq!(
            tried(after(100), 150).as_deref(),
            Some(" But the RTO of Mail is kept in 20 fewer of 100.")
        );
        assert_eq!(tried(after(300), 150).as_deref(), Some(" But its RPO is kept in 39 fewer of 100."));
    }
}

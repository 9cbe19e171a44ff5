//! What trials yield of one thing, and how it fares with something that was suggested, in words.

use std::collections::BTreeMap;

use super::{FELT_PARTS, GAIN_MIN};
use crate::campaign::{Moments, SystemTally, Tallies};
use crate::findings::{Figure, Finding};
use crate::model::{Model, System};
use crate::results::ObjectiveKind;
use crate::units::Millis;
use crate::wording::figures::compact;
use crate::wording::text::{count, shown};

/// By id all that has a recovery time: services, systems, groups, tasks.
pub(super) type Things<'a> = BTreeMap<&'a str, Measured<'a>>;

/// What trials yield of one thing.
pub(super) struct Measured<'a> {
    pub(super) name: &'a str,
    /// What it is once its time is over: back, or done.
    pub(super) over: &'static str,
    /// Trials that missed each objective that it has.
    pub(super) missed: Vec<(ObjectiveKind, u64)>,
    /// Recovery time, or the time of a task.
    pub(super) time: Moments,
    pub(super) data_loss: Option<Moments>,
}

pub(super) fn things<'a>(model: &'a Model, tallies: &Tallies) -> Things<'a> {
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
pub(super) fn asked_for(finding: &Finding) -> Option<ObjectiveKind> {
    let kinds = [ObjectiveKind::Rto, ObjectiveKind::Rpo, ObjectiveKind::Mtpd, ObjectiveKind::Within];
    finding.evidence.iter().find_map(|(name, figure)| match figure {
        Figure::Word(word) if *name == "objective" => kinds.into_iter().find(|kind| kind.word() == word),
        _ => None,
    })
}

/// How a thing gets better.
pub(super) struct Help {
    /// So many more trials keep an objective, and which.
    pub(super) gain: u64,
    pub(super) kind: Option<ObjectiveKind>,
    /// In words.
    pub(super) words: String,
}

/// What gets better; of an objective that is asked for it must be that one, or what it is judged by.
pub(super) fn helps(
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
    let but = match asked {
        Some(kind) => format!(", and the {} is kept no more often", kind.short()),
        None if before.missed.is_empty() => String::new(),
        None => ", and no objective of it is kept more often".to_owned(),
    };
    let does = does_sooner((before, after), asked, trials)?;
    Some(Help { gain: 0, kind: None, words: format!("{played} {name} {does}{but}.") })
}

/// Whether something does as much for a thing as another that does more of the same, but for what may be chance.
pub(super) fn does_as_much(less: &Measured, all: &Measured) -> bool {
    let kept = |(less, all): (&(ObjectiveKind, u64), &(ObjectiveKind, u64))| less.1 < all.1 + GAIN_MIN;
    let as_short = |less: &Moments, all: &Moments| {
        less.never < all.never + GAIN_MIN && (less.sum - all.sum) * FELT_PARTS <= all.sum.max(0)
    };
    let data = less.data_loss.as_ref().zip(all.data_loss.as_ref());
    less.missed.iter().zip(&all.missed).all(kept)
        && as_short(&less.time, &all.time)
        && data.is_none_or(|(less, all)| as_short(less, all))
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
pub(super) fn loses_more(before: &Measured, after: &Measured, trials: u64) -> Option<String> {
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

/// `12 of 100`.
pub(super) fn of_100(part: u64, whole: u64) -> String {
    format!("{} of 100", (part * 200 + whole) / (2 * whole.max(1)))
}

/// `12 more of 100`, `2 more of 512`.
pub(super) fn more(part: u64, whole: u64) -> String {
    match (part * 200 + whole) / (2 * whole.max(1)) {
        0 => format!("{part} more of {}", count(whole)),
        rounded => format!("{rounded} more of 100"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ObjectiveKind::{Mtpd, Rpo, Rto};

    /// A service that missed these in so many of 512 trials, each of which took so many milliseconds, but for some that
    /// never ended.
    pub(crate) fn measured(missed: &[(ObjectiveKind, u64)], each: i64, never: u64) -> Measured<'static> {
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
        let ends =
            "Played in 512 runs, Sales is back in 2 more of 100, and no objective of it is kept more often.";
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
}

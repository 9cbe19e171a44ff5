//! The day as it came beside the day as planned: its times, its roles, its injects.

use super::report::{InjectLine, Planned, RoleLine};
use crate::exercise::log::{Clock, Entry, Happened, Head, Log, State};
use crate::exercise::pack::{Inject, Pack};
use crate::notation::moment::Moment;
use crate::units::Millis;

/// When it was held, as planned and as it came.
pub(super) fn day(pack: &Pack, log: &Log, (state, clock): (&State, &Clock)) -> Vec<(String, String)> {
    let room = &pack.room;
    let blank = || "____".to_owned();
    let first = state.began.or_else(|| log.standing().iter().map(|entry| entry.at).min()).or(room.start);
    let day = first.map_or_else(|| "________________".to_owned(), |first| first.date().to_string());
    let [began, ended] = [state.began, state.ended].map(|at| at.map_or_else(blank, Moment::clock));
    let mut played =
        format!("{began} to {ended}, planned {} to {}", room.clock(room.play), room.clock(room.play_ends));
    if let Some((began, ended)) = state.began.zip(state.ended).filter(|(began, ended)| ended > began) {
        let paused = ended.seconds_since(began) * 1_000 - clock.net(began, ended).get();
        if paused > 0 {
            played += &format!(", with pauses of {}", Millis::new(paused));
        }
    }
    vec![("Day".to_owned(), day), ("Play".to_owned(), played)]
}

/// The roles of the pack, and those that only the log names.
pub(super) fn roles(pack: &Pack, log: &Log) -> Vec<RoleLine> {
    let fold = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-");
    let mut lines: Vec<RoleLine> = pack
        .roles
        .iter()
        .map(|role| RoleLine { name: role.name.clone(), planned: true, entries: 0 })
        .collect();
    // To whom an inject went and who answers for an action says nothing of who was there.
    let acts = |entry: &&Entry| {
        !matches!(entry.what, Happened::Inject | Happened::Held | Happened::Skipped | Happened::Action)
    };
    for entry in log.standing().into_iter().filter(acts) {
        for who in entry.who.split([',', ';']).map(str::trim).filter(|who| !who.is_empty()) {
            let known = pack
                .roles
                .iter()
                .position(|role| [&role.id, &role.name].iter().any(|name| fold(name) == fold(who)));
            let known = known.or_else(|| lines.iter().position(|line| fold(&line.name) == fold(who)));
            match known {
                Some(position) => lines[position].entries += 1,
                None => lines.push(RoleLine { name: who.to_owned(), planned: false, entries: 1 }),
            }
        }
    }
    lines
}

/// The injects that were given or were to be given; of another pack than that of the day only what the log says.
pub(super) fn injects(
    planned: &Planned,
    log: &Log,
    (state, clock, begin): (&State, &Clock, Option<Moment>),
) -> Vec<InjectLine> {
    let pack = planned.pack;
    if planned.differs.is_some() {
        return as_logged(&log.head, log, (state, clock));
    }
    let line = |inject: &Inject| {
        let delivered = state.delivered.get(&inject.id);
        if inject.is_reserve() && delivered.is_none() {
            return None;
        }
        let skipped = if state.skipped.contains(&inject.id) { "skipped" } else { "not delivered" };
        let minute = inject.minute.map(|minute| i64::from(minute) - i64::from(pack.room.play));
        let late = |((begin, delivered), minute): ((Moment, &Moment), i64)| match *delivered >= begin {
            true => clock.net(begin, *delivered).get().div_euclid(60_000) - minute,
            false => delivered.seconds_since(begin).div_euclid(60) - minute,
        };
        Some(InjectLine {
            number: inject.number.clone(),
            text: inject.text.clone(),
            planned: inject.minute.map_or_else(|| "reserve".to_owned(), |minute| pack.room.clock(minute)),
            delivered: delivered.map_or_else(|| skipped.to_owned(), |at| at.clock()),
            clocks: [inject.clock.clone(), delivered.map(|at| clock.shown(*at)).unwrap_or_default()],
            late: begin.zip(delivered).zip(minute).map(late),
            given: delivered.is_some(),
            answered: delivered.is_none_or(|at| is_answered(log, (&inject.id, *at), state)),
        })
    };
    pack.injects.iter().filter_map(line).collect()
}

/// Injects of a pack that cannot be made again, in the order in which they were given.
fn as_logged(head: &Head, log: &Log, (state, clock): (&State, &Clock)) -> Vec<InjectLine> {
    let mut given: Vec<(&String, &Moment)> = state.delivered.iter().collect();
    given.sort_by_key(|(_, at)| **at);
    let line = |(id, at): (&String, &Moment)| InjectLine {
        number: head
            .msel
            .iter()
            .find(|inject| &inject.id == id)
            .map(|inject| inject.number.clone())
            .unwrap_or_default(),
        text: format!("{id}, as on the papers of that day"),
        planned: String::new(),
        delivered: at.clock(),
        clocks: [String::new(), clock.shown(*at)],
        late: None,
        given: true,
        answered: is_answered(log, (id, *at), state),
    };
    given.into_iter().map(line).collect()
}

/// Whether anything is written down of the room between an inject and the next one, or the decision that it asks for.
fn is_answered(log: &Log, (id, at): (&str, Moment), state: &State) -> bool {
    let decided = |letter: &str| state.decisions.iter().any(|taken| taken.decision == letter);
    if log.head.decisions.iter().any(|decision| decision.inject == id && decided(&decision.letter)) {
        return true;
    }
    let next = state
        .delivered
        .iter()
        .filter(|(other, moment)| *other != id && **moment > at)
        .map(|(_, moment)| *moment)
        .min();
    let says = |entry: &&Entry| {
        matches!(
            entry.what,
            Happened::Decision
                | Happened::Started
                | Happened::Done
                | Happened::Took
                | Happened::Observation
                | Happened::Action
                | Happened::Note
        )
    };
    let meanwhile = |entry: &Entry| entry.at >= at && next.is_none_or(|next| entry.at <= next);
    log.standing().into_iter().filter(|entry| says(entry)).any(meanwhile)
}

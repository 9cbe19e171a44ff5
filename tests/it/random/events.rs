//! Invents scenarios.

use super::dice::Dice;
use super::ron::Ron;
use super::span::Span;
use super::steps;
use super::world::World;

const HOUR: i64 = 3_600_000;

pub fn invent(world: &World, dice: &mut Dice, numbers: &[Vec<u16>]) -> Ron {
    let title = vec![("title", Ron::text("Random")), ("model", Ron::text("model.ron"))];
    let mut scenario = Ron::Struct("", title);
    scenario.set("horizon", Ron::Span(Span::fixed(24 * HOUR * *dice.one(&[7, 2, 30]))));
    if dice.percent(60) {
        scenario.set("class", Ron::word(*dice.one(&["CyberAttack", "PremisesLoss"])));
    }
    let onset = match (world.knobs.certain, dice.below(4)) {
        _ if world.knobs.timeless => Some("\"Mon 00:00\""),
        (true, _) | (false, 0) => Some("\"Fri 22:40\""),
        (false, 1) => Some("Within(\"Mon-Fri 08:00-18:00\")"),
        (false, 2) => Some("Any"),
        _ => None,
    };
    if let Some(onset) = onset {
        scenario.set("onset", Ron::word(onset));
    }
    if !world.knobs.apart && dice.percent(20) {
        scenario.set("response", Ron::Struct("", vec![("detect", world.span(dice))]));
    }
    let mut effects = Vec::new();
    let events = numbers.iter().enumerate();
    let events = events.map(|(at, numbers)| event(world, &mut Dice::new(numbers), at, &mut effects));
    let events = events.collect();
    scenario.set("events", Ron::List(events));
    scenario
}

fn name(world: &World, at: usize) -> String {
    format!("{}event-{at}", world.prefix)
}

fn event(world: &World, dice: &mut Dice, at: usize, effects: &mut Vec<String>) -> Ron {
    let id = name(world, at);
    let kind = dice.below(if world.knobs.plain { 5 } else { 9 });
    if kind == 8 && !effects.is_empty() {
        return spread(world, dice, id, effects);
    }
    let (name, targets) = match kind {
        3 => ("Destruction", nodes(world, dice)),
        4 => ("Corruption", systems(world, dice)),
        5 => ("Absence", Ron::texts([&dice.one(&world.teams).id])),
        6 if dice.percent(50) => ("Delay", systems(world, dice)),
        6 => ("Delay", Ron::texts([&dice.one(&world.teams).id])),
        _ => ("Outage", nodes(world, dice)),
    };
    let mut event = Ron::Struct(name, vec![("id", Ron::text(&id)), ("targets", targets)]);
    if name != "Absence" && name != "Delay" {
        effects.push(id);
    }
    let lasts = dice.percent(65);
    match name {
        "Outage" if dice.percent(20) && !world.tasks.is_empty() => {
            event.set("until", Ron::text(dice.one(&world.tasks)));
        }
        "Outage" | "Absence" | "Delay" if lasts => event.set("lasts", world.span(dice)),
        "Corruption" => {
            event.set("dwell", world.span(dice));
            event.set("destroys_copies", world.chance(dice));
        }
        _ => {}
    }
    if name == "Absence" {
        let share = if world.knobs.certain { ["0", "1"] } else { ["0.5", "0.3"] };
        event.set("share", Ron::word(*dice.one(&share)));
    }
    if name == "Delay" {
        event.set("factor", Ron::word(*dice.one(&["1.5", "2", "0.5"])));
    }
    set_time(world, dice, at, &mut event);
    event
}

/// When an event strikes, and with what chance.
fn set_time(world: &World, dice: &mut Dice, at: usize, event: &mut Ron) {
    if dice.percent(40) {
        event.set("chance", world.chance(dice));
    }
    if dice.percent(20) {
        event.set("together", Ron::word("true"));
    }
    if world.knobs.plain {
        return;
    }
    if dice.percent(35) {
        event.set("after", world.span(dice));
    }
    let instants = ["Onset", "Detected", "Assessed", "Declared"];
    match dice.below(4) {
        2 => event.set("since", Ron::word(*dice.one(&instants))),
        3 if at > 0 => event.set("since", Ron::text(name(world, dice.below(at)))),
        _ => {}
    }
}

fn spread(world: &World, dice: &mut Dice, id: String, effects: &[String]) -> Ron {
    let tags = world.tags();
    let along = match dice.below(4) {
        0 => "Dependents".to_owned(),
        1 => "Dependencies".to_owned(),
        2 if !tags.is_empty() => format!("Tag({:?})", dice.one(&tags)),
        _ => "SameSite".to_owned(),
    };
    let fields = vec![
        ("id", Ron::text(id)),
        ("of", Ron::text(dice.one(effects))),
        ("along", Ron::word(along)),
        ("chance", world.chance(dice)),
        ("delay", world.span(dice)),
    ];
    Ron::Struct("Spread", fields)
}

/// Systems, by id, tag or kind.
fn systems(world: &World, dice: &mut Dice) -> Ron {
    let tags = world.tags();
    match dice.below(8) {
        6 if !tags.is_empty() => Ron::texts([format!("tag:{}", dice.one(&tags))]),
        7 if !world.knobs.apart && world.systems.len() > 1 => {
            Ron::texts(["kind:system".to_owned(), format!("-{}", world.systems[0].id)])
        }
        _ => {
            let ids: Vec<String> = world.systems.iter().map(|system| system.id.clone()).collect();
            let mut some = dice.some(&ids, 3);
            if some.is_empty() {
                some.push(dice.one(&ids).clone());
            }
            Ron::texts(some)
        }
    }
}

/// Anything that can be struck.
fn nodes(world: &World, dice: &mut Dice) -> Ron {
    match dice.below(6) {
        0..=2 => systems(world, dice),
        3 => Ron::texts([dice.one(&world.sites)]),
        _ => {
            let node = steps::single(world, dice);
            let struck = if world.services.contains(&node) { &world.sites[0] } else { &node };
            Ron::texts([struck])
        }
    }
}

//! Invents systems with their copies and strategies, and waves.

use super::dice::Dice;
use super::ron::Ron;
use super::span::Span;
use super::steps;
use super::world::World;
use super::{people, world};

const HOUR: i64 = 3_600_000;

pub fn invent(world: &World, dice: &mut [Dice], model: &mut Ron) {
    let systems = dice.iter_mut().enumerate();
    let systems = systems.map(|(at, dice)| (world.systems[at].id.clone(), system(world, dice, at)));
    model.set("systems", Ron::Map(systems.collect()));
}

fn system(world: &World, dice: &mut Dice, at: usize) -> Ron {
    let world::System { id, alike, tags } = &world.systems[at];
    let mut system = Ron::Struct("", Vec::new());
    if *alike > 0 {
        system.set("alike", Ron::word(alike));
    }
    if !tags.is_empty() {
        system.set("tags", Ron::texts(tags));
    }
    if dice.percent(65) {
        system.set("home", Ron::text(dice.one(&world.sites)));
    }
    let (needs, mut named) = world.needs(dice, id, 2);
    system.set("needs", Ron::texts(needs));
    named.retain(|node| world.systems.iter().all(|system| system.alike == 0 || system.id != *node));
    people::set_rides(world, dice, &mut system, &named);
    if dice.percent(20) {
        set_other(world, dice, (&mut system, id), "stored_on");
    }
    if dice.percent(45) {
        system.set("restart", restart(world, dice, id));
    }
    if dice.percent(12) {
        set_other(world, dice, (&mut system, id), "fails_over_on");
    }
    objectives(world, dice, &mut system);
    let copies = if dice.percent(70) { dice.within(1..=2) } else { 0 };
    let copies: Vec<_> = (0..copies).map(|at| (format!("copy-{at}"), copy(world, dice, id))).collect();
    let names: Vec<String> = copies.iter().map(|(name, _)| name.clone()).collect();
    if !copies.is_empty() {
        system.set("copies", Ron::Map(copies));
    }
    let most = if world.knobs.plain { 1 } else { 3 };
    let ways = (0..dice.within(0..=most)).map(|at| strategy(world, dice, at, (id, &names, &named)));
    let ways: Vec<Ron> = ways.collect();
    system.set("recovery", Ron::List(ways));
    system
}

fn set_other(world: &World, dice: &mut Dice, (system, id): (&mut Ron, &str), field: &'static str) {
    let other = steps::single(world, dice);
    if other != id && !world.services.contains(&other) {
        system.set(field, Ron::text(other));
    }
}

fn objectives(world: &World, dice: &mut Dice, system: &mut Ron) {
    let hours = |dice: &mut Dice| Ron::Span(Span::fixed(HOUR * dice.within(1..=24) as i64));
    if dice.percent(25) {
        system.set("rto", hours(dice));
    }
    if dice.percent(15) {
        system.set("rpo", hours(dice));
    }
    if dice.percent(20) {
        system.set("priority", Ron::word(dice.within(1..=3)));
    }
    if dice.percent(15) {
        system.set("holds_data", Ron::word(dice.percent(50)));
    }
    if !world.knobs.plain && dice.percent(20) {
        system.set("restore_group", Ron::text(format!("{}group", world.prefix)));
    }
    if !world.knobs.plain && dice.percent(30) {
        system.set("regroup", hours(dice));
    }
}

fn restart(world: &World, dice: &mut Dice, id: &str) -> Ron {
    if !dice.percent(50) {
        return world.span(dice);
    }
    let mut restart = Ron::Struct("", vec![("takes", world.span(dice)), ("by", world.people(dice, 2))]);
    let uses = world.units(dice, &mut vec![0; world.resources.len()]);
    restart.set("uses", uses);
    if dice.percent(30) {
        restart.set("needs", world.conditions(dice, ""));
    }
    if !world.knobs.plain && dice.percent(40) {
        set_other(world, dice, (&mut restart, id), "after");
    }
    restart
}

fn copy(world: &World, dice: &mut Dice, id: &str) -> Ron {
    let mut fields = Vec::new();
    let on = steps::single(world, dice);
    if dice.percent(50) && on != id {
        fields.push(("on", Ron::text(on)));
    }
    if fields.is_empty() || dice.percent(50) {
        fields.push(("at", Ron::text(dice.one(&world.sites))));
    }
    if dice.percent(30) {
        fields.push(("immutable", Ron::word("true")));
    }
    if dice.percent(40) {
        fields.push(("lag", world.span(dice)));
        return Ron::Struct("Replica", fields);
    }
    // A whole number of times in a week, so that weeks are alike.
    fields.push(("every", Ron::Span(Span::fixed(HOUR * *dice.one(&[24, 1, 6, 168, 12])))));
    if world.knobs.certain || dice.percent(60) {
        let starts = ["00:00", "01:00", "Sun 22:30", "13:15"];
        fields.push(("starts", Ron::text(if world.knobs.timeless { "00:00" } else { dice.one(&starts) })));
    }
    if dice.percent(40) {
        fields.push(("takes", world.span(dice)));
    }
    if dice.percent(30) {
        fields.push(("keep", Ron::Span(Span::fixed(24 * HOUR * *dice.one(&[7, 1, 35])))));
    }
    if !world.knobs.certain && dice.percent(40) {
        fields.push(("success", Ron::word("0.7")));
    }
    Ron::Struct("Backup", fields)
}

fn strategy(
    world: &World,
    dice: &mut Dice,
    at: usize,
    (id, copies, named): (&str, &[String], &[String]),
) -> Ron {
    let mut way = Ron::Struct("", vec![("name", Ron::text(format!("Way {at}")))]);
    if dice.percent(50) {
        way.set("to", Ron::text(dice.one(&world.sites)));
    }
    if !copies.is_empty() && dice.percent(75) {
        way.set("from", Ron::text(dice.one(copies)));
    } else if dice.percent(15) {
        way.set("from", Ron::text("nothing"));
    }
    let mut held = vec![0; world.resources.len()];
    if dice.percent(25) {
        way.set("occupies", world.units(dice, &mut held));
    }
    way.set("steps", steps::invent(world, dice, (&mut held, "")));
    when(world, dice, &mut way);
    if world.knobs.plain {
        return way;
    }
    if !named.is_empty() && dice.percent(25) {
        let other = steps::single(world, dice);
        if other != id {
            way.set("instead", Ron::Map(vec![(dice.one(named).clone(), Ron::text(other))]));
        }
    } else if dice.percent(15) {
        way.set("needs_there", Ron::texts(world.needs(dice, id, 1).0));
    }
    if dice.percent(20) {
        way.set("give_up", Ron::Span(Span::fixed(HOUR * dice.within(0..=12) as i64)));
    }
    way
}

/// Under what conditions a strategy is chosen and begins.
fn when(world: &World, dice: &mut Dice, way: &mut Ron) {
    if !world.knobs.plain && dice.percent(12) {
        way.set("automatic", Ron::word("true"));
    }
    if dice.percent(20) {
        let takes = world.span(dice);
        let by = Ron::text(&dice.one(&world.teams).id);
        way.set("decide", Ron::Struct("", vec![("takes", takes), ("by", by)]));
    }
    if dice.percent(20) {
        way.set("after_declaration", Ron::word("true"));
    }
    if dice.percent(20) {
        way.set("begins_when", world.conditions(dice, ""));
    }
    if dice.percent(20) {
        way.set("only_if", world.conditions(dice, ""));
    }
    if dice.percent(12) {
        let classes = [Ron::word("CyberAttack"), Ron::word("PremisesLoss"), Ron::word("IctFailure")];
        way.set("only_for", Ron::Set(vec![dice.one(&classes).clone(), dice.one(&classes).clone()]));
    }
    if dice.percent(20) {
        way.set("not_before", Ron::Span(Span::fixed(HOUR / 2 * dice.within(0..=8) as i64)));
    }
    if dice.percent(20) {
        way.set("cleans", Ron::word("true"));
    }
}

/// Puts some systems in an order of recovery.
pub fn invent_waves(world: &World, dice: &mut Dice, model: &mut Ron) {
    let names: Vec<String> = world
        .systems
        .iter()
        .map(|system| system.id.clone())
        .chain(world.tags().iter().map(|tag| format!("tag:{tag}")))
        .collect();
    let waves = (0..dice.within(1..=3)).map(|_| {
        let mut wave = dice.some(&names, 2);
        if wave.is_empty() {
            wave.push(dice.one(&names).clone());
        }
        Ron::texts(wave)
    });
    let waves = waves.collect();
    model.set("waves", Ron::List(waves));
    model.set("waves_are", Ron::word(*dice.one(&["Order", "Gate"])));
}

//! Invents services with their workarounds.

use super::dice::Dice;
use super::people;
use super::ron::Ron;
use super::span::Span;
use super::world::World;

const HOUR: i64 = 3_600_000;

pub fn invent(world: &World, numbers: &[Vec<u16>], model: &mut Ron) {
    let services = numbers.iter().zip(&world.services);
    let services = services.map(|(numbers, id)| (id.clone(), service(world, &mut Dice::new(numbers), id)));
    model.set("services", Ron::Map(services.collect()));
}

fn service(world: &World, dice: &mut Dice, id: &str) -> Ron {
    let (mut needs, named) = world.needs(dice, id, 2);
    needs.push(dice.one(&world.systems).id.clone());
    if !world.gates.is_empty() && dice.percent(20) {
        needs.push(dice.one(&world.gates).clone());
    }
    let tags = world.tags();
    if !tags.is_empty() && dice.percent(20) {
        needs.push(format!("{} of tag:{}", dice.one(&["any", "all", "1"]), dice.one(&tags)));
    }
    let mut service = Ron::Struct("", vec![("needs", Ron::texts(needs.clone()))]);
    people::set_rides(world, dice, &mut service, &named);
    if dice.percent(40) {
        service.set("minimum", Ron::texts(needs[..dice.within(1..=needs.len())].to_vec()));
    }
    for field in ["rto", "rpo", "mtpd"] {
        if dice.percent(50) {
            service.set(field, Ron::Span(Span::fixed(HOUR * dice.within(1..=48) as i64)));
        }
    }
    if dice.percent(30) {
        service.set("clock", Ron::word(*dice.one(&["Detected", "Declared", "Disruption"])));
    }
    if dice.percent(30) {
        service.set("work_recovery", work_recovery(world, dice));
    }
    if dice.percent(20) {
        let systems: Vec<String> =
            world.systems.iter().filter(|system| system.alike == 0).map(|system| system.id.clone()).collect();
        service.set("data", Ron::texts(dice.some(&systems, 3)));
    }
    if dice.percent(20) {
        let points = [(0, 0), (4 * HOUR, 250_000), (24 * HOUR, 4_000_000)];
        let points = points.iter().map(|(after, loss)| Ron::Pair(Span::fixed(*after), *loss));
        service.set("impact", Ron::List(points.collect()));
    }
    if !world.knobs.plain {
        let count = if dice.percent(45) { dice.within(1..=2) } else { 0 };
        let workarounds: Vec<Ron> = (0..count).map(|at| workaround(world, dice, at, id)).collect();
        service.set("workarounds", Ron::List(workarounds));
    }
    service
}

fn work_recovery(world: &World, dice: &mut Dice) -> Ron {
    let fixed = world.span(dice);
    if dice.percent(50) {
        return fixed;
    }
    // Halves and doubles of whole seconds are exact, so nothing is rounded.
    let rates = vec![
        ("per_hour_out", Ron::word(dice.one(&["0.5", "0"]))),
        ("per_hour_lost", Ron::word(dice.one(&["2", "0"]))),
    ];
    Ron::Struct("", [vec![("fixed", fixed)], rates].concat())
}

fn workaround(world: &World, dice: &mut Dice, at: usize, service: &str) -> Ron {
    let mut workaround = Ron::Struct("", vec![("name", Ron::text(format!("Paper {at}")))]);
    if dice.percent(40) {
        workaround.set("needs", world.conditions(dice, service));
    }
    for (field, share) in [("notice", 60), ("ready", 70), ("lasts", 60)] {
        if dice.percent(share) {
            workaround.set(field, world.span(dice));
        }
    }
    if dice.percent(30) {
        workaround.set("not_before", Ron::Span(Span::fixed(HOUR / 4 * dice.within(0..=8) as i64)));
    }
    if dice.percent(60) {
        workaround.set("by", world.people(dice, 1));
    }
    if dice.percent(40) {
        workaround.set("holds", world.people(dice, 1));
    }
    workaround
}

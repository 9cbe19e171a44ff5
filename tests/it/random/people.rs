//! Invents the response, places, suppliers, teams, resources, gates and tasks.

use super::dice::Dice;
use super::ron::Ron;
use super::steps;
use super::world::World;

pub fn invent(world: &World, dice: &mut Dice, model: &mut Ron) {
    model.set("response", response(world, dice));
    let sites = world.sites.iter().map(|id| (id.clone(), place(world, dice, id)));
    model.set("sites", Ron::Map(sites.collect()));
    let suppliers = world.suppliers.iter().map(|id| (id.clone(), holder(world, dice, id, 20)));
    model.set("suppliers", Ron::Map(suppliers.collect()));
    let teams = (0..world.teams.len()).map(|at| (world.teams[at].id.clone(), team(world, dice, at)));
    model.set("teams", Ron::Map(teams.collect()));
    let resources = world.resources.iter().map(|(id, units)| {
        let mut resource = holder(world, dice, id, 25);
        resource.set("units", Ron::word(units));
        (id.clone(), resource)
    });
    model.set("resources", Ron::Map(resources.collect()));
    // A service may name a gate, so gates name systems and sites only.
    let gates = world.gates.iter().map(|id| {
        let (system, site) = (&dice.one(&world.systems).id, dice.one(&world.sites));
        (id.clone(), Ron::text(format!("{system} or {site}")))
    });
    model.set("gates", Ron::Map(gates.collect()));
    let tasks = world.tasks.iter().map(|id| (id.clone(), task(world, dice, id)));
    model.set("tasks", Ron::Map(tasks.collect()));
}

fn response(world: &World, dice: &mut Dice) -> Ron {
    let mut response = Ron::Struct("", vec![("detect", world.span(dice)), ("assess", world.span(dice))]);
    let takes = world.span(dice);
    let decided = !world.knobs.plain && !world.knobs.apart && dice.percent(40);
    let declare = if decided {
        let by = Ron::text(&dice.one(&world.teams).id);
        Ron::Struct("", vec![("takes", takes), ("by", by)])
    } else {
        takes
    };
    response.set("declare", declare);
    response
}

/// A node with needs in so many cases of a hundred, some of them ridden out for a while.
fn holder(world: &World, dice: &mut Dice, id: &str, share: usize) -> Ron {
    let mut node = Ron::Struct("", Vec::new());
    if !dice.percent(share) {
        return node;
    }
    let (needs, named) = world.needs(dice, id, 2);
    node.set("needs", Ron::texts(needs));
    set_rides(world, dice, &mut node, &named);
    node
}

/// Lets a holder ride out one of the nodes it names.
pub fn set_rides(world: &World, dice: &mut Dice, node: &mut Ron, named: &[String]) {
    let possible: Vec<&String> = named
        .iter()
        .filter(|id| world.systems.iter().all(|system| system.alike == 0 || system.id != **id))
        .collect();
    if !world.knobs.plain && !possible.is_empty() && dice.percent(20) {
        let ridden = (*dice.one(&possible)).clone();
        node.set("rides_out", Ron::Map(vec![(ridden, world.span(dice))]));
    }
}

fn place(world: &World, dice: &mut Dice, id: &str) -> Ron {
    let mut site = holder(world, dice, id, 30);
    site.set("kind", Ron::word(*dice.one(&["DataCentre", "Office", "Remote"])));
    site
}

fn team(world: &World, dice: &mut Dice, at: usize) -> Ron {
    let team = &world.teams[at];
    let mut node = holder(world, dice, &team.id, 25);
    node.set("people", Ron::word(team.people));
    if let Some(whole) = team.part_of {
        node.set("part_of", Ron::text(&world.teams[whole].id));
    }
    if !world.knobs.plain && dice.percent(50) {
        node.set("call_out", world.span(dice));
    }
    if !world.knobs.timeless && dice.percent(35) {
        let hours = ["Mon-Fri 08:00-18:00", "22:00-06:00", "Sat-Sun 10:00-24:00; Wed 00:00-12:00"];
        node.set("hours", Ron::text(*dice.one(&hours)));
        let mut off = Ron::Struct("", Vec::new());
        if !world.knobs.plenty && dice.percent(50) {
            off.set("people", Ron::word(dice.within(0..=team.people)));
        }
        if !world.knobs.plain && dice.percent(50) {
            off.set("call_out", world.span(dice));
        }
        node.set("off_hours", off);
    }
    if !world.knobs.plenty && dice.percent(20) {
        let surge = vec![("people", Ron::word(team.people + 1)), ("call_out", world.span(dice))];
        node.set("surge", Ron::Struct("", surge));
    }
    if !world.knobs.plenty && dice.percent(20) {
        let longest = Ron::Span(super::span::Span::fixed(3_600_000 * dice.within(2..=12) as i64));
        let rest = Ron::Span(super::span::Span::fixed(3_600_000 * dice.within(0..=12) as i64));
        node.set("shift", Ron::Struct("", vec![("longest", longest), ("rest", rest)]));
    }
    node
}

fn task(world: &World, dice: &mut Dice, id: &str) -> Ron {
    let whens: &[&str] = match world.knobs.plain {
        true => &["Detected", "Incident", "Assessed", "Declared"],
        false => &["Needed", "Detected", "Incident", "Assessed", "Declared"],
    };
    let mut task = Ron::Struct("", vec![("when", Ron::word(*dice.one(whens)))]);
    if dice.percent(50) {
        task.set("within", Ron::Span(super::span::Span::fixed(3_600_000 * dice.within(1..=24) as i64)));
        task.set("clock", Ron::word(*dice.one(&["Disruption", "Detected", "Declared"])));
    }
    if dice.percent(20) {
        task.set("priority", Ron::word(dice.within(1..=3)));
    }
    let mut none = vec![0; world.resources.len()];
    task.set("steps", steps::invent(world, dice, (&mut none, id)));
    task
}

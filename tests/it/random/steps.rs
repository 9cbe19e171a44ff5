//! Invents the steps of strategies and tasks.

use super::dice::Dice;
use super::ron::Ron;
use super::world::World;

/// One to three steps. `held` of each resource is taken while they run; the steps of `task` do not wait for it.
pub fn invent(world: &World, dice: &mut Dice, (held, task): (&mut [usize], &str)) -> Ron {
    let count = dice.within(1..=3);
    Ron::List((0..count).map(|at| step(world, dice, at, (held, task))).collect())
}

fn step(world: &World, dice: &mut Dice, at: usize, (held, task): (&mut [usize], &str)) -> Ron {
    let what = Ron::text(format!("Step {at}"));
    let mut step = Ron::Struct("", vec![("do", what), ("takes", takes(world, dice))]);
    let (by, uses) = (world.people(dice, 2), world.units(dice, &mut held.to_vec()));
    if !by.items().is_empty() {
        step.set("by", by);
    }
    if !uses.items().is_empty() {
        step.set("uses", uses);
    }
    if dice.percent(40) {
        let before: Vec<String> = (0..at).map(|before| format!("step-{before}")).collect();
        step.set("after", Ron::texts(dice.some(&before, 2)));
    }
    if dice.percent(20) {
        let mut needs = world.needs(dice, "", 1).0;
        if dice.percent(30) {
            needs.extend(world.tasks.iter().find(|other| *other != task).cloned());
        }
        step.set("needs", Ron::texts(needs));
    }
    if !world.knobs.certain && dice.percent(20) {
        step.set("success", Ron::word("0.6"));
        step.set("attempts", Ron::word(dice.within(1..=3)));
    }
    if !world.knobs.plain && dice.percent(15) {
        let factor = Ron::word(*dice.one(&["2", "1.5", "0.5"]));
        step.set("slower_without", Ron::Map(vec![(single(world, dice), factor)]));
    }
    step
}

/// A duration, or an amount at a rate.
pub fn takes(world: &World, dice: &mut Dice) -> Ron {
    let rated = !world.knobs.plain && !world.knobs.timeless && dice.percent(10);
    match (rated, world.knobs.certain) {
        (false, _) => world.span(dice),
        (true, true) => Ron::text("900GB at 300GB/h"),
        (true, false) => {
            Ron::text(*dice.one(&["2TB at pert(200, 500, 900)GB/h", "pert(10, 20, 60) at 12/h max 4h"]))
        }
    }
}

/// A node that is not a group of alike systems.
pub fn single(world: &World, dice: &mut Dice) -> String {
    let node = world.node(dice, "");
    let is_group = world.systems.iter().any(|system| system.alike > 0 && system.id == node);
    if is_group { dice.one(&world.sites).clone() } else { node }
}

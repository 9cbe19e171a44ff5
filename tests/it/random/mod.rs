//! Invents organisations and scenarios at random, every one of them valid, in the whole width of the language.
//!
//! proptest makes lists of numbers; each part of an organisation is made from one of them by choices. Shorter
//! lists and smaller numbers make simpler organisations, so a failing one shrinks to a small one that is valid.

pub mod dice;
pub mod edit;
mod events;
mod people;
pub mod run;
pub mod ron;
mod services;
pub mod span;
mod steps;
mod systems;
mod world;

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any};
use proptest::test_runner::{FileFailurePersistence, RngSeed};

use self::dice::Dice;
use self::ron::{Ron, Style, write};
use self::world::World;

/// What kind of organisation is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Knobs {
    /// More people and units than all work together can ask for.
    pub plenty: bool,
    /// Nothing is drawn: fixed durations, chances of 0 and 1.
    pub certain: bool,
    /// Only what makes recovery monotone where nothing contends; see [`PLAIN`].
    pub plain: bool,
    /// Nothing depends on the time of day or week, and no rounding happens.
    pub timeless: bool,
    /// No name outside the organisation's own, and no waves: two of them can stand side by side.
    pub apart: bool,
}

/// Everything that the language has.
pub const ANY: Knobs = Knobs { plenty: false, certain: false, plain: false, timeless: false, apart: false };
/// Nobody waits for people or units.
pub const PLENTY: Knobs = Knobs { plenty: true, ..ANY };
/// Nothing is left to chance.
pub const CERTAIN: Knobs = Knobs { certain: true, ..ANY };
/// Nothing drawn that rounding or the calendar touches.
pub const TIMELESS: Knobs = Knobs { timeless: true, certain: true, ..ANY };
/// One half of two.
pub const APART: Knobs = Knobs { apart: true, ..ANY };
/// Where all strikes fall at the onset, nothing goes down later, and every choice is made once, recovery is made
/// of sums, minima and maxima of durations, and monotone in all of them. Left out is what can make later better:
/// - a second strategy, `instead`, `needs_there` (a slower way may be taken in time, or open a better one);
/// - `give_up`, `regroup`, strikes after the onset, `rides_out` (a later disruption may meet a finished recovery);
/// - call-outs, tasks that begin when needed, `automatic` (who is struck calls, before assessment even, people whom
///   others wait for, too);
/// - `restart: (after)` (who is struck, too, is recovered and need not restart);
/// - `slower_without`, Delay, Spread (a later start may find help);
/// - workarounds (one that comes later may last longer) and services that systems need.
pub const PLAIN_CROWDED: Knobs = Knobs { plain: true, ..ANY };
pub const PLAIN: Knobs = Knobs { plenty: true, ..PLAIN_CROWDED };

/// A model and a scenario of it.
#[derive(Clone, PartialEq)]
pub struct Organisation {
    pub model: Ron,
    pub scenario: Ron,
}

impl fmt::Debug for Organisation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (model, scenario) = (write(&self.model, Style::PLAIN), write(&self.scenario, Style::PLAIN));
        write!(f, "\n// model.ron\n{model}\n// scenario.ron\n{scenario}")
    }
}

/// The raw numbers from which an organisation is made.
#[derive(Clone, Debug)]
struct Sketch {
    whole: Vec<u16>,
    systems: Vec<Vec<u16>>,
    services: Vec<Vec<u16>>,
    events: Vec<Vec<u16>>,
}

fn sketches() -> impl Strategy<Value = Sketch> {
    let numbers = |most| vec(any::<u16>(), 0..most);
    let parts = (numbers(300), vec(numbers(200), 2..12), vec(numbers(80), 1..4), vec(numbers(40), 1..6));
    parts.prop_map(|(whole, systems, services, events)| Sketch { whole, systems, services, events })
}

/// Valid organisations of a kind.
pub fn organisations(knobs: Knobs) -> impl Strategy<Value = Organisation> {
    organisations_named(knobs, "")
}

/// Valid organisations whose ids all begin with `prefix`.
pub fn organisations_named(knobs: Knobs, prefix: &'static str) -> impl Strategy<Value = Organisation> {
    sketches().prop_map(move |sketch| organisation(&sketch, knobs, prefix))
}

/// The same organisations twice, in other names whose order is the same.
pub fn organisations_renamed(knobs: Knobs) -> impl Strategy<Value = (Organisation, Organisation)> {
    sketches().prop_map(move |sketch| (organisation(&sketch, knobs, ""), organisation(&sketch, knobs, "zz-")))
}

fn organisation(sketch: &Sketch, knobs: Knobs, prefix: &'static str) -> Organisation {
    let mut whole = Dice::new(&sketch.whole);
    let mut dice: Vec<Dice> = sketch.systems.iter().map(|numbers| Dice::new(numbers)).collect();
    let world = World::roll(&mut whole, &mut dice, sketch.services.len(), (knobs, prefix));
    let mut model = Ron::Struct("", vec![("name", Ron::text("Random"))]);
    people::invent(&world, &mut whole, &mut model);
    systems::invent(&world, &mut dice, &mut model);
    services::invent(&world, &sketch.services, &mut model);
    if !knobs.apart && whole.percent(30) {
        systems::invent_waves(&world, &mut whole, &mut model);
    }
    let scenario = events::invent(&world, &mut whole, &sketch.events);
    Organisation { model, scenario }
}

/// So many cases, the same ones at every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` overrule both, and
/// `PROPTEST_MAX_SHRINK_ITERS` how long a smaller failing case is looked for.
pub fn cases(count: u32) -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = count;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(1);
    }
    // Cases are the same at every run, so there is nothing to keep.
    config.failure_persistence = Some(Box::new(FileFailurePersistence::Off));
    if std::env::var_os("PROPTEST_MAX_SHRINK_ITERS").is_none() {
        config.max_shrink_iters = 4_000;
    }
    // Some relations look for a rare pattern first.
    config.max_global_rejects = 100_000;
    config
}

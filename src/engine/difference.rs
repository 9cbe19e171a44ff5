//! Says in which places two programs differ, if those are all.
//!
//! Both are taken apart field by field, without a rest: a field that is added to the program must be named here.

use super::footprint::Place;
use super::program::{Effect, Event, Point, PointKind, Program, Resource, Team, Work};
use super::variables::{Column, Duration, Factor, Number, Var, Variables};

/// The places of `a` in which `b` differs from it; `None` where they differ in anything else.
///
/// A trial of `a` that looked at none of the places has the same outcome in `b`, but for how many instants were played.
pub fn difference(a: &Program, b: &Program) -> Option<Vec<Place>> {
    let mut finder = Finder { a, b, places: Vec::new() };
    (rest_is_same(a, b) && finder.all()).then_some(finder.places)
}

/// Whether everything is the same that [`Finder`] does not look at.
fn rest_is_same(a: &Program, b: &Program) -> bool {
    macro_rules! same {
        ($($field:ident),*) => {{
            let Program {
                variables: _, works: _, teams: _, resources: _, points: _, events: _, onset_at: _, $($field),*
            } = a;
            true $(&& *$field == b.$field)*
        }};
    }
    same!(
        horizon,
        onset,
        nobody,
        charged,
        response,
        signals,
        rides,
        nodes,
        needed_by,
        stores,
        points_on,
        points_at,
        systems,
        system_ids,
        systems_in_model,
        slots,
        slots_at,
        strategies,
        wait_for_declaration,
        strategy_calls,
        strategy_tasks,
        strategy_occupies,
        asks,
        conditions,
        predecessors,
        followers,
        work_calls,
        work_tasks,
        slower,
        delayed_by,
        deciders,
        absences,
        targets,
        pairs,
        first_pair,
        followed_by,
        spreads,
        tagged,
        home_of,
        dependencies,
        dependents,
        tasks,
        task_calls,
        task_tasks,
        ends_with,
        services,
        data_of,
        workarounds,
        holds,
        restore_groups,
        line_signals,
        wave_idle,
        waves
    )
}

struct Finder<'a> {
    a: &'a Program,
    b: &'a Program,
    places: Vec<Place>,
}

impl Finder<'_> {
    /// Whether all differences are places.
    fn all(&mut self) -> bool {
        let (a, b) = (self.a, self.b);
        self.same_draws(a.onset_at, b.onset_at)
            && self.variables()
            && self.each(&a.works, &b.works, Finder::work)
            && self.each(&a.teams, &b.teams, Finder::team)
            && self.each(&a.resources, &b.resources, Finder::resource)
            && self.each(&a.points, &b.points, Finder::point)
            && self.each(&a.events, &b.events, Finder::event)
    }

    fn each<T>(&mut self, a: &[T], b: &[T], one: fn(&mut Self, u32, (&T, &T)) -> bool) -> bool {
        a.len() == b.len() && (0..).zip(a.iter().zip(b)).all(|(at, pair)| one(self, at, pair))
    }

    /// Whether two bare uniforms have the same stream, wherever their columns stand.
    fn same_draws(&self, a: Var, b: Var) -> bool {
        let column =
            |of: &Program, var: Var| of.variables.columns.get(var.0 as usize).map(|column| column.key);
        column(self.a, a) == column(self.b, b)
    }

    fn variables(&mut self) -> bool {
        let (a, b) = (&self.a.variables, &self.b.variables);
        if a.durations.len() != b.durations.len() || a.numbers.len() != b.numbers.len() {
            return false;
        }
        let durations = (0..a.durations.len() as u32).filter(|&at| length(a, at) != length(b, at));
        let numbers =
            (0..a.numbers.len() as u32).filter(|&at| figure(a, Factor(at)) != figure(b, Factor(at)));
        self.places.extend(durations.map(Place::Duration));
        self.places.extend(numbers.map(Place::Number));
        true
    }

    fn work(&mut self, _: u32, (a, b): (&Work, &Work)) -> bool {
        if a.success != b.success {
            self.places.push(Place::Chance(a.succeeds.0));
        }
        let bare = |work: &Work| Work { success: 0.0, succeeds: Var(0), ..*work };
        bare(a) == bare(b) && self.same_draws(a.succeeds, b.succeeds)
    }

    /// More people matter where somebody waited for the team, unless some of them may be away: then one more person can
    /// be one more who is.
    fn team(&mut self, at: u32, (a, b): (&Team, &Team)) -> bool {
        let numbers = |team: &Team| [team.people, team.off_people, team.surge_people];
        let more = numbers(a).iter().zip(numbers(b)).all(|(a, b)| *a <= b);
        let stays = more && self.a.absences.row(at).is_empty() && a.hours == b.hours;
        if numbers(a) != numbers(b) || a.hours != b.hours {
            self.places.push(if stays { Place::Short(at) } else { Place::People(at) });
        }
        let bare = |team: &Team| {
            let hours = a.hours.clone();
            Team { people: 0, off_people: 0, surge_people: 0, hours, ..team.clone() }
        };
        // Whether there is a surge decides what the declaration does.
        bare(a) == bare(b) && (a.surge_people > 0) == (b.surge_people > 0)
    }

    fn resource(&mut self, at: u32, (a, b): (&Resource, &Resource)) -> bool {
        let pool = self.a.teams.len() as u32 + at;
        match a.units.cmp(&b.units) {
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Less => self.places.push(Place::Short(pool)),
            std::cmp::Ordering::Greater => self.places.push(Place::People(pool)),
        }
        Resource { units: 0, ..*a } == Resource { units: 0, ..*b }
    }

    fn point(&mut self, at: u32, (a, b): (&Point, &Point)) -> bool {
        let bare = |kind: PointKind| match kind {
            PointKind::Backup { every, starts, takes, keep, success, .. } => {
                let none = Var(0);
                PointKind::Backup { every, starts, takes, keep, success, phase: none, drawn: none }
            }
            PointKind::Replica { .. } => kind,
        };
        let draws = match (a.kind, b.kind) {
            (PointKind::Backup { phase, drawn, .. }, PointKind::Backup { phase: own, drawn: other, .. }) => {
                self.same_draws(phase, own) && self.same_draws(drawn, other)
            }
            (a, b) => a == b,
        };
        if bare(a.kind) != bare(b.kind) || a.immutable != b.immutable {
            self.places.push(Place::Point(at));
        }
        draws && Point { kind: b.kind, immutable: b.immutable, ..*a } == *b
    }

    fn event(&mut self, _: u32, (a, b): (&Event, &Event)) -> bool {
        if a.chance != b.chance {
            self.places.push(Place::Chance(a.chances.0));
        }
        let same = self.effect(a.effect, b.effect);
        same && self.same_draws(a.chances, b.chances)
            && Event { chance: b.chance, chances: b.chances, effect: b.effect, ..*a } == *b
    }

    fn effect(&mut self, a: Effect, b: Effect) -> bool {
        match (a, b) {
            (
                Effect::Corruption { dwell, destroys_copies, destroyed },
                Effect::Corruption { dwell: own, destroys_copies: share, destroyed: other },
            ) => {
                if destroys_copies != share {
                    self.places.push(Place::Chance(destroyed.0));
                }
                dwell == own && self.same_draws(destroyed, other)
            }
            (Effect::Absence { share, who }, Effect::Absence { share: own, who: other }) => {
                share == own && self.same_draws(who, other)
            }
            // What is the least follows from the delay.
            (
                Effect::Spread { of, along, chance, chances, delay, least: _ },
                Effect::Spread { of: own, along: way, chance: other, chances: draws, delay: later, least: _ },
            ) => {
                if chance != other {
                    self.places.push(Place::Chance(chances.0));
                }
                of == own && along == way && delay == later && self.same_draws(chances, draws)
            }
            (a, b) => a == b,
        }
    }
}

/// What a duration is drawn from, wherever that stands.
#[derive(PartialEq)]
enum Length<'a> {
    Fixed(crate::units::Millis),
    Drawn(&'a Column),
    Ratio(Figure<'a>, Figure<'a>, f64),
}

#[derive(PartialEq)]
enum Figure<'a> {
    Fixed(f64),
    Drawn(&'a Column),
}

fn length(of: &Variables, at: u32) -> Length<'_> {
    match of.durations[at as usize] {
        Duration::Fixed(value) => Length::Fixed(value),
        Duration::Drawn(column) => Length::Drawn(&of.columns[column as usize]),
        Duration::Ratio(ratio) => {
            let ratio = of.ratios[ratio as usize];
            Length::Ratio(figure(of, ratio.size), figure(of, ratio.rate), ratio.cap)
        }
    }
}

fn figure(of: &Variables, factor: Factor) -> Figure<'_> {
    match of.numbers[factor.0 as usize] {
        Number::Fixed(value) => Figure::Fixed(value),
        Number::Drawn(column) => Figure::Drawn(&of.columns[column as usize]),
    }
}

//! The names of an organisation, and what can be said with them: conditions, and what work asks for.

use super::Knobs;
use super::dice::Dice;
use super::ron::Ron;
use super::span::Span;

pub struct Team {
    pub id: String,
    pub people: usize,
    /// Position of the team it is part of.
    pub part_of: Option<usize>,
}

pub struct System {
    pub id: String,
    /// How many are alike; 0 for a system of its own.
    pub alike: usize,
    pub tags: Vec<String>,
}

/// Who and what there is.
pub struct World {
    pub knobs: Knobs,
    pub prefix: &'static str,
    pub sites: Vec<String>,
    pub suppliers: Vec<String>,
    pub teams: Vec<Team>,
    pub resources: Vec<(String, usize)>,
    pub tasks: Vec<String>,
    pub systems: Vec<System>,
    pub services: Vec<String>,
    pub gates: Vec<String>,
}

/// More people than any sum of asks.
pub const PLENTY: usize = 100_000;

impl World {
    pub fn roll(
        dice: &mut Dice,
        systems: &mut [Dice],
        services: usize,
        (knobs, prefix): (Knobs, &'static str),
    ) -> World {
        let named = |kind: &str, count: usize| -> Vec<String> {
            (0..count).map(|at| format!("{prefix}{kind}-{at}")).collect()
        };
        let mut teams = Vec::new();
        for (at, id) in named("team", dice.within(1..=4)).into_iter().enumerate() {
            let people = if knobs.plenty { PLENTY } else { dice.within(1..=4) };
            let part_of = (at > 0 && dice.percent(25)).then(|| dice.below(at));
            teams.push(Team { id, people, part_of });
        }
        let units = |dice: &mut Dice| if knobs.plenty { PLENTY } else { dice.within(1..=4) };
        let resources = named("resource", dice.within(0..=2));
        let resources = resources.into_iter().map(|id| (id, units(dice))).collect();
        let tags = [format!("{prefix}red"), format!("{prefix}blue")];
        let mut invented = Vec::new();
        for (at, dice) in systems.iter_mut().enumerate() {
            let alike = if dice.percent(12) { dice.within(2..=3) } else { 0 };
            invented.push(System { id: format!("{prefix}system-{at}"), alike, tags: dice.some(&tags, 2) });
        }
        World {
            knobs,
            prefix,
            sites: named("site", dice.within(1..=3)),
            suppliers: named("supplier", dice.within(0..=2)),
            teams,
            resources,
            tasks: named("task", dice.within(0..=2)),
            systems: invented,
            services: named("service", services),
            gates: named("gate", dice.within(0..=1)),
        }
    }

    pub fn span(&self, dice: &mut Dice) -> Ron {
        Ron::Span(Span::roll(dice, self.knobs.certain))
    }

    /// A chance, 0 and 1 among them.
    pub fn chance(&self, dice: &mut Dice) -> Ron {
        let words = if self.knobs.certain { ["1", "0", "1"] } else { ["1", "0.5", "0.8"] };
        Ron::word(*dice.one(&words))
    }

    /// Something that can be needed by `holder`.
    pub fn node(&self, dice: &mut Dice, holder: &str) -> String {
        for _ in 0..4 {
            let found = match dice.below(12) {
                0..=6 => Some(dice.one(&self.systems).id.clone()),
                7 => Some(dice.one(&self.sites).clone()),
                8 if !self.suppliers.is_empty() => Some(dice.one(&self.suppliers).clone()),
                9 => Some(dice.one(&self.teams).id.clone()),
                10 if !self.resources.is_empty() => Some(dice.one(&self.resources).0.clone()),
                11 if !self.knobs.plain => Some(dice.one(&self.services).clone()),
                _ => None,
            };
            if let Some(found) = found.filter(|found| found != holder) {
                return found;
            }
        }
        let mut sites = self.sites.iter().filter(|site| *site != holder);
        sites.next().map_or_else(|| self.teams[0].id.clone(), Clone::clone)
    }

    /// A condition over nodes, and the nodes it names.
    pub fn need(&self, dice: &mut Dice, holder: &str) -> (String, Vec<String>) {
        let a = self.node(dice, holder);
        if !dice.percent(30) {
            return (a.clone(), vec![a]);
        }
        let (b, c) = (self.node(dice, holder), self.node(dice, holder));
        let groups: Vec<&System> =
            self.systems.iter().filter(|system| system.alike > 0 && system.id != holder).collect();
        match dice.below(6) {
            0 => (format!("{a} or {b}"), vec![a, b]),
            1 => (format!("{a} and {b}"), vec![a, b]),
            2 => (format!("{a} and ({b} or {c})"), vec![a, b, c]),
            3 => (format!("2 of ({a}, {b}, {c})"), vec![a, b, c]),
            4 if !groups.is_empty() => {
                let group = dice.one(&groups);
                let k = dice.within(1..=group.alike);
                (format!("{k} of {}", group.id), vec![group.id.clone()])
            }
            _ => (format!("2 of ({a} or {b}, {b}, {c})"), vec![a, b, c]),
        }
    }

    /// At most `most` conditions, and all the nodes they name.
    pub fn needs(&self, dice: &mut Dice, holder: &str, most: usize) -> (Vec<String>, Vec<String>) {
        let (mut needs, mut named) = (Vec::new(), Vec::new());
        for _ in 0..dice.within(0..=most) {
            let (need, nodes) = self.need(dice, holder);
            needs.push(need);
            named.extend(nodes);
        }
        named.sort_unstable();
        named.dedup();
        (needs, named)
    }

    /// Conditions of something that `holder` does, which may name tasks and gates, too.
    pub fn conditions(&self, dice: &mut Dice, holder: &str) -> Ron {
        let mut needs = self.needs(dice, holder, 1).0;
        if !self.gates.is_empty() && dice.percent(20) {
            needs.push(dice.one(&self.gates).clone());
        }
        if !self.tasks.is_empty() && dice.percent(40) {
            needs.push(dice.one(&self.tasks).clone());
        }
        Ron::texts(needs)
    }

    /// People whom a piece of work can ask for together.
    pub fn people(&self, dice: &mut Dice, most: usize) -> Ron {
        let mut asked = vec![0; self.teams.len()];
        let mut asks = Vec::new();
        for _ in 0..dice.within(0..=most) {
            let (at, people) = (dice.below(self.teams.len()), dice.within(1..=2));
            let mut pools = vec![at];
            while let Some(whole) = self.teams[pools[pools.len() - 1]].part_of {
                pools.push(whole);
            }
            if pools.iter().any(|&pool| asked[pool] + people > self.teams[pool].people) {
                continue;
            }
            pools.iter().for_each(|&pool| asked[pool] += people);
            let id = &self.teams[at].id;
            asks.push(if people == 1 { id.clone() } else { format!("{id}: {people}") });
        }
        Ron::texts(asks)
    }

    /// Units that can be asked for beside what `held` of each resource is taken already; takes them there.
    pub fn units(&self, dice: &mut Dice, held: &mut [usize]) -> Ron {
        let mut asks = Vec::new();
        if !self.resources.is_empty() && dice.percent(35) {
            let (at, units) = (dice.below(self.resources.len()), dice.within(1..=2));
            let (id, most) = &self.resources[at];
            if held[at] + units <= *most {
                held[at] += units;
                asks.push(format!("{id}: {units}"));
            }
        }
        Ron::texts(asks)
    }

    /// Ids of systems and groups that carry a tag.
    pub fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = self.systems.iter().flat_map(|system| system.tags.clone()).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

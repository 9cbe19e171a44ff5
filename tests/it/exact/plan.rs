//! Plans whose every outcome can be listed: chances, attempts, fall-back ways, failing backups, k of n, nobody who
//! queues. All times are whole hours.

use crate::random::dice::Dice;

/// Equally likely hours.
pub type Hours = Vec<i64>;

/// The onset, in hours after Monday 00:00.
pub const ONSET: i64 = 12;

#[derive(Clone, Debug)]
pub struct Plan {
    pub detect: Hours,
    pub assess: Hours,
    pub systems: Vec<System>,
    /// No system is a target of two of them.
    pub events: Vec<Event>,
    /// The service needs so many of the systems.
    pub needed: usize,
}

#[derive(Clone, Debug)]
pub struct System {
    /// Positions of earlier systems.
    pub needs: Vec<usize>,
    pub restart: i64,
    /// It holds data if there are any.
    pub copies: Vec<Copy>,
    pub ways: Vec<Way>,
}

#[derive(Clone, Debug)]
pub struct Copy {
    pub immutable: bool,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Replica { lag: Hours },
    Backup { every: i64, starts: i64, takes: i64, keep: i64, success: f64 },
}

/// A strategy.
#[derive(Clone, Debug)]
pub struct Way {
    pub from: From,
    pub automatic: bool,
    pub cleans: bool,
    pub not_before: i64,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Here,
    Copy(usize),
    Nothing,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub takes: Hours,
    pub success: f64,
    pub attempts: u32,
    /// Position of an earlier system.
    pub needs: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub effect: Effect,
    pub targets: Vec<usize>,
    pub chance: f64,
    pub together: bool,
    pub after: Hours,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Outage { lasts: Option<Hours> },
    Corruption { dwell: Hours, destroys: f64 },
    Destruction,
}

impl Plan {
    /// Invents a plan; where the list of numbers has ended, everything is the simplest.
    pub fn roll(dice: &mut Dice) -> Plan {
        let count = dice.within(1..=3);
        let systems = (0..count).map(|at| System::roll(dice, at)).collect();
        let (mut events, mut left) = (Vec::new(), (0..count).collect::<Vec<usize>>());
        while !left.is_empty() && events.len() < 2 {
            let struck = if dice.percent(40) { vec![left.remove(0)] } else { std::mem::take(&mut left) };
            events.push(Event::roll(dice, struck));
        }
        Plan {
            detect: hours(dice, 15),
            assess: hours(dice, 15),
            systems,
            events,
            needed: dice.within(1..=count),
        }
    }

    /// The fields of the model.
    pub fn model(&self) -> String {
        let systems: String =
            self.systems.iter().enumerate().map(|(at, system)| system.written(at)).collect();
        let names: Vec<String> = (0..self.systems.len()).map(|at| format!("s{at}")).collect();
        format!(
            "response: (detect: {}, assess: {}), sites: {{ \"far\": () }}, systems: {{ {systems} }},
             services: {{ \"pay\": (needs: [\"{} of ({})\"]) }}",
            written(&self.detect),
            written(&self.assess),
            self.needed,
            names.join(", "),
        )
    }

    /// The fields of the scenario.
    pub fn scenario(&self) -> String {
        let events: String = self.events.iter().enumerate().map(|(at, event)| event.written(at)).collect();
        format!("onset: \"Mon 12:00\", horizon: \"60d\", events: [{events}]")
    }
}

impl System {
    fn roll(dice: &mut Dice, at: usize) -> System {
        let earlier: Vec<usize> = (0..at).collect();
        let copies: Vec<Copy> = (0..dice.within(0..=2)).map(|_| Copy::roll(dice)).collect();
        let ways = (0..dice.within(1..=3)).map(|_| Way::roll(dice, copies.len(), at)).collect();
        System { needs: dice.some(&earlier, 1), restart: *dice.one(&[0, 0, 2]), copies, ways }
    }

    fn written(&self, at: usize) -> String {
        let needs: Vec<String> = self.needs.iter().map(|need| format!("\"s{need}\"")).collect();
        let copies = self.copies.iter().enumerate().map(|(at, copy)| copy.written(at));
        let ways = self.ways.iter().enumerate().map(|(at, way)| way.written(at));
        format!(
            "\"s{at}\": (needs: [{}], restart: \"{}h\", copies: {{ {} }}, recovery: [ {} ]),\n",
            needs.join(", "),
            self.restart,
            copies.collect::<String>(),
            ways.collect::<String>(),
        )
    }
}

impl Copy {
    fn roll(dice: &mut Dice) -> Copy {
        let immutable = dice.percent(30);
        if dice.percent(40) {
            return Copy { immutable, kind: Kind::Replica { lag: hours(dice, 30) } };
        }
        let every = *dice.one(&[24, 12, 6]);
        let kind = Kind::Backup {
            every,
            starts: *dice.one(&[0, 6, 11]),
            takes: *dice.one(&[0, 1, 6]),
            keep: every * *dice.one(&[3, 2, 4]),
            success: *dice.one(&[1.0, 0.75, 0.5]),
        };
        Copy { immutable, kind }
    }

    fn written(&self, at: usize) -> String {
        let body = match &self.kind {
            Kind::Replica { lag } => format!("Replica(lag: {}", written(lag)),
            Kind::Backup { every, starts, takes, keep, success } => format!(
                "Backup(every: \"{every}h\", starts: \"{starts:02}:00\", takes: \"{takes}h\", keep: \"{keep}h\", success: {success:?}"
            ),
        };
        format!("\"c{at}\": {body}, at: \"far\", immutable: {}), ", self.immutable)
    }
}

impl Way {
    fn roll(dice: &mut Dice, copies: usize, at: usize) -> Way {
        let from = match dice.below(4) {
            3 => From::Nothing,
            0..=1 if copies > 0 => From::Copy(dice.below(copies)),
            _ => From::Here,
        };
        Way {
            from,
            automatic: dice.percent(15),
            cleans: dice.percent(20),
            not_before: *dice.one(&[0, 0, 3]),
            steps: (0..dice.within(1..=2)).map(|_| Step::roll(dice, at)).collect(),
        }
    }

    fn written(&self, at: usize) -> String {
        let from = match self.from {
            From::Here => String::new(),
            From::Copy(copy) => format!("from: \"c{copy}\", "),
            From::Nothing => "from: \"nothing\", ".to_owned(),
        };
        let steps = self.steps.iter().enumerate().map(|(at, step)| step.written(at));
        format!(
            "(name: \"Way {at}\", {from}automatic: {}, cleans: {}, not_before: \"{}h\", steps: [{}]), ",
            self.automatic,
            self.cleans,
            self.not_before,
            steps.collect::<String>(),
        )
    }
}

impl Step {
    fn roll(dice: &mut Dice, at: usize) -> Step {
        Step {
            takes: hours(dice, 25),
            success: *dice.one(&[1.0, 0.5, 0.75]),
            attempts: *dice.one(&[1, 2]),
            needs: (at > 0 && dice.percent(25)).then(|| dice.below(at)),
        }
    }

    fn written(&self, at: usize) -> String {
        let needs = self.needs.map_or(String::new(), |need| format!("needs: [\"s{need}\"], "));
        let takes = written(&self.takes);
        format!(
            "(do: \"T{at}\", {needs}takes: {takes}, success: {:?}, attempts: {}), ",
            self.success, self.attempts
        )
    }
}

impl Event {
    fn roll(dice: &mut Dice, targets: Vec<usize>) -> Event {
        let effect = match dice.below(4) {
            0 | 1 => Effect::Corruption { dwell: hours(dice, 30), destroys: *dice.one(&[0.0, 0.5, 1.0]) },
            2 => Effect::Outage {
                lasts: dice.percent(70).then(|| hours(dice, 30).iter().map(|hours| hours * 3 + 1).collect()),
            },
            _ => Effect::Destruction,
        };
        Event {
            effect,
            targets,
            chance: *dice.one(&[1.0, 0.5, 0.75]),
            together: dice.percent(30),
            after: hours(dice, 20),
        }
    }

    fn written(&self, at: usize) -> String {
        let targets: Vec<String> = self.targets.iter().map(|target| format!("\"s{target}\"")).collect();
        let (kind, more) = match &self.effect {
            Effect::Outage { lasts: None } => ("Outage", String::new()),
            Effect::Outage { lasts: Some(lasts) } => ("Outage", format!("lasts: {}, ", written(lasts))),
            Effect::Corruption { dwell, destroys } => {
                ("Corruption", format!("dwell: {}, destroys_copies: {destroys:?}, ", written(dwell)))
            }
            Effect::Destruction => ("Destruction", String::new()),
        };
        format!(
            "{kind}(id: \"e{at}\", targets: [{}], {more}chance: {:?}, together: {}, after: {}), ",
            targets.join(", "),
            self.chance,
            self.together,
            written(&self.after),
        )
    }
}

/// A few hours; more than one in so many cases of a hundred.
fn hours(dice: &mut Dice, uncertain: usize) -> Hours {
    const FEW: [i64; 6] = [1, 2, 0, 4, 7, 13];
    let first = *dice.one(&FEW);
    if dice.percent(uncertain) { vec![first, *dice.one(&FEW), *dice.one(&FEW)] } else { vec![first] }
}

/// Equally likely hours as the language has them.
pub fn written(hours: &[i64]) -> String {
    let each: Vec<String> = hours.iter().map(|hours| format!("{hours}h")).collect();
    if each.len() == 1 { format!("\"{}\"", each[0]) } else { format!("\"observed({})\"", each.join(", ")) }
}

//! Makes up an organisation and outcomes of its trials, for the tests of what counts and reports them.
//!
//! Files list the nodes in an order of their own; ids are sorted, as `resolve` leaves them.

use super::ledger::Chain;
use super::{Ledgers, Tallies};
use crate::engine::{
    Cause, Charge, Charges, Effort, Level, Line, Outcome, ResourceOutcome, ServiceOutcome, SystemOutcome,
    TaskOutcome, TeamOutcome, Who,
};
use crate::ids::{GroupId, IdVec, NodeId, SystemId, TeamId};
use crate::model::*;
use crate::notation::amount::Amount;
use crate::notation::distribution::Distribution;
use crate::notation::hours::Hours;
use crate::source::Place;
use crate::units::Millis;

/// Two weeks.
pub(crate) const HORIZON: Millis = Millis::new(14 * Millis::DAY.get());

pub(crate) fn minutes(minutes: i64) -> Millis {
    Millis::new(minutes * Millis::MINUTE.get())
}

fn zero() -> Uncertain {
    let amount = Amount::Plain(Distribution::fixed(0.0));
    Uncertain { amount, basis: Basis::Assumed, source: None, place: None }
}

fn objective(target: Millis) -> Objective {
    Objective { target, required: 0.95, place: Place::NOWHERE }
}

/// Nodes with their position in the file, sorted by id.
const NODES: [(&str, NodeKindOf, u32); 10] = [
    ("branch-01", NodeKindOf::System, 4),
    ("branch-02", NodeKindOf::System, 4),
    ("branch-03", NodeKindOf::System, 4),
    ("dba", NodeKindOf::Team, 1),
    ("file-notice", NodeKindOf::Task, 2),
    ("ledger-db", NodeKindOf::System, 6),
    ("payments", NodeKindOf::Service, 7),
    ("spare-host", NodeKindOf::Resource, 8),
    ("website", NodeKindOf::Service, 5),
    ("zone-dns", NodeKindOf::System, 3),
];

#[derive(Clone, Copy, PartialEq)]
enum NodeKindOf {
    System,
    Team,
    Task,
    Service,
    Resource,
}

fn node_of(id: &str) -> NodeId {
    NodeId::from_index(NODES.iter().position(|node| node.0 == id).expect("a node of the list above"))
}

fn nodes() -> IdVec<NodeId, Node> {
    let kind = |at: usize| {
        let kind = NODES[at].1;
        let index = NODES[..at].iter().filter(|node| node.1 == kind).count();
        match kind {
            NodeKindOf::System => NodeKind::System(SystemId::from_index(index)),
            NodeKindOf::Team => NodeKind::Team(TeamId::from_index(index)),
            NodeKindOf::Resource => NodeKind::Resource(crate::ids::ResourceId::from_index(index)),
            NodeKindOf::Task => NodeKind::Task(crate::ids::TaskId::from_index(index)),
            NodeKindOf::Service => NodeKind::Service(crate::ids::ServiceId::from_index(index)),
        }
    };
    let node = |(at, &(id, _, position)): (usize, &(&str, NodeKindOf, u32))| Node {
        id: id.to_owned(),
        name: format!("the {id}"),
        kind: kind(at),
        tags: Vec::new(),
        owner: None,
        note: None,
        reference: None,
        needs: Vec::new(),
        needs_at: Vec::new(),
        rides_out: Vec::new(),
        position,
        place: Place::NOWHERE,
    };
    NODES.iter().enumerate().map(node).collect()
}

fn step(id: &str) -> Step {
    Step {
        id: id.to_owned(),
        what: id.to_owned(),
        by: Vec::new(),
        uses: Vec::new(),
        after: Vec::new(),
        needs: Vec::new(),
        takes: zero(),
        success: 1.0,
        success_place: None,
        attempts: 1,
        slower_without: Vec::new(),
        place: Place::NOWHERE,
    }
}

fn strategy(id: &str) -> Strategy {
    Strategy {
        id: id.to_owned(),
        name: format!("by {id}"),
        site: None,
        from: Source::InPlace,
        instead: Vec::new(),
        needs_there: None,
        automatic: false,
        decide: None,
        after_declaration: false,
        begins_when: Vec::new(),
        only_if: Vec::new(),
        admitted: true,
        not_before: Millis::ZERO,
        give_up: None,
        occupies: Vec::new(),
        cleans: false,
        tested: None,
        steps: vec![step("do")],
        place: Place::NOWHERE,
    }
}

fn system(id: &str, strategies: &[&str]) -> System {
    let group = id.starts_with("branch").then(|| GroupId::from_index(0));
    System {
        node: node_of(id),
        home: None,
        stored_on: None,
        rto: (id != "zone-dns").then(|| objective(minutes(240))),
        rpo: (id == "ledger-db").then(|| objective(minutes(15))),
        restart: Restart::Plain(zero()),
        priority: None,
        fails_over_on: Vec::new(),
        restore_group: None,
        regroup: None,
        holds_data: id == "ledger-db",
        copies: Vec::new(),
        recovery: strategies.iter().map(|id| strategy(id)).collect(),
        group,
    }
}

fn service(id: &str) -> Service {
    let full = id == "payments";
    let given = |target: i64| full.then(|| objective(minutes(target)));
    let impact = || ImpactCurve {
        points: vec![(Millis::ZERO, 0), (minutes(240), 25_000_000), (minutes(1_440), 400_000_000)],
        currency: "EUR".to_owned(),
    };
    Service {
        node: node_of(id),
        minimum_at: Vec::new(),
        minimum: None,
        rto: given(120),
        rpo: given(5),
        mtpd: given(480),
        clock: if full { Clock::Detected } else { Clock::Disruption },
        clock_place: None,
        workarounds: Vec::new(),
        work_recovery: WorkRecovery { fixed: zero(), per_hour_out: 0.0, per_hour_lost: 0.0 },
        data: None,
        impact: full.then(impact),
    }
}

/// Two services, two systems and three alike ones, a task, a team and a resource.
pub(crate) fn model() -> Model {
    let team = Team {
        node: node_of("dba"),
        people: 2,
        call_out: zero(),
        hours: Hours::always(),
        hours_place: None,
        off_hours: OffHours { people: 2, call_out: None, is_written: false },
        surge: None,
        shift: None,
        part_of: None,
    };
    let task = Task {
        node: node_of("file-notice"),
        when: TaskStart::Declared,
        within: Some(objective(minutes(240))),
        clock: Clock::Declared,
        priority: None,
        steps: vec![step("file")],
    };
    let systems = ["branch-01", "branch-02", "branch-03"].map(|id| system(id, &["rebuild"]));
    let others = [system("ledger-db", &["fail-over", "restore"]), system("zone-dns", &[])];
    Model {
        name: "Made-up Bank".to_owned(),
        document: Vec::new(),
        approved: None,
        place: Place::NOWHERE,
        response: Response {
            detect: zero(),
            assess: zero(),
            declare: Declaration { takes: zero(), by: None },
        },
        nodes: nodes(),
        sites: IdVec::new(),
        suppliers: IdVec::new(),
        teams: vec![team].into(),
        resources: vec![Resource { node: node_of("spare-host"), units: 1 }].into(),
        tasks: vec![task].into(),
        systems: systems.into_iter().chain(others).collect(),
        services: vec![service("payments"), service("website")].into(),
        groups: vec![Group {
            id: "branch".to_owned(),
            name: "the branches".to_owned(),
            members: (0..3).map(SystemId::from_index).collect(),
            place: Place::NOWHERE,
        }]
        .into(),
        waves: None,
        allow: Vec::new(),
    }
}

/// A scenario without events: the outcomes are made up.
pub(crate) fn scenario() -> Scenario {
    Scenario {
        title: "Made-up fire".to_owned(),
        class: Some("Fire".to_owned()),
        onset: Onset::At(Millis::ZERO),
        horizon: HORIZON,
        narrative: None,
        actuals: Vec::new(),
        events: Vec::new(),
        exercise: Default::default(),
        allow: Vec::new(),
        place: Place::NOWHERE,
        horizon_place: Place::NOWHERE,
        class_place: None,
    }
}

/// An outage of a node for an hour from the onset on.
pub(crate) fn outage_of(id: &str, model: &Model) -> Event {
    let hour = Amount::Plain(Distribution::fixed(Millis::HOUR.get() as f64));
    let target = model.nodes.iter_enumerated().find(|(_, node)| node.id == id);
    Event {
        id: "fire".to_owned(),
        has_own_id: true,
        name: None,
        targets: target.map(|(node, _)| node).into_iter().collect(),
        since: Since::Onset,
        after: zero(),
        chance: 1.0,
        together: false,
        kind: EventKind::Outage { until: Until::Lasts(Uncertain { amount: hour, ..zero() }) },
        place: Place::NOWHERE,
    }
}

/// Down from one minute to another; to the horizon where there is none.
pub(crate) fn down(from: i64, to: Option<i64>) -> Line {
    let back = to.map_or(Millis::NEVER, minutes);
    let until = to.map_or(HORIZON, minutes);
    let downtime = until.minus(minutes(from));
    Line { first_down: minutes(from), first_back: back, last_back: back, downtime, downs: 1 }
}

pub(crate) const SERVICE_UP: ServiceOutcome = ServiceOutcome {
    minimum: Line::UP,
    full: Line::UP,
    touched: false,
    data_loss: Millis::ZERO,
    work_recovery: Millis::ZERO,
};

pub(crate) const SYSTEM_UP: SystemOutcome = SystemOutcome {
    line: Line::UP,
    touched: false,
    data_loss: Millis::ZERO,
    chosen: 0,
    completed: 0,
    failed: 0,
};

/// A trial in which nothing happens.
pub(crate) fn quiet() -> Outcome {
    let task = TaskOutcome {
        begun: Millis::NEVER,
        done: Millis::NEVER,
        time: Millis::ZERO,
        time_from_disruption: Millis::ZERO,
    };
    let team = TeamOutcome {
        called: Millis::NEVER,
        mobilised: Millis::NEVER,
        busy: Millis::ZERO,
        queued: Millis::ZERO,
    };
    Outcome {
        incident: Millis::NEVER,
        detected: Millis::NEVER,
        assessed: Millis::NEVER,
        declared: Millis::NEVER,
        services: vec![SERVICE_UP; 2],
        reached: (0..5).collect(),
        systems: vec![SYSTEM_UP; 5],
        tasks: vec![task],
        teams: vec![team],
        resources: vec![ResourceOutcome { busy: Millis::ZERO, queued: Millis::ZERO }],
        charges: Charges::none(2),
        effort: Effort::default(),
    }
}

/// A trial in which much happens, by a whim that depends on its number alone.
pub(crate) fn busy(trial: u64) -> Outcome {
    let mut whim = trial.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d;
    let mut draw = |below: i64| {
        whim ^= whim >> 12;
        whim ^= whim << 25;
        whim ^= whim >> 27;
        (whim >> 33) as i64 % below
    };
    let mut outcome = quiet();
    outcome.detected = minutes(10);
    outcome.declared = minutes(draw(200));
    for service in &mut outcome.services {
        let to = 20 + draw(700);
        service.full = down(5, Some(to + draw(90)));
        service.touched = draw(10) > 0;
        match draw(4) {
            0 => {}
            1 => service.minimum = down(5, None),
            _ => {
                service.minimum = down(5, Some(to));
                service.minimum.downs = 1 + draw(2) as u32;
            }
        }
        service.data_loss = if draw(9) == 0 { Millis::NEVER } else { Millis::new(draw(600_000)) };
        service.work_recovery = minutes(draw(60));
    }
    for system in &mut outcome.systems {
        if draw(3) > 0 {
            let strategies = (draw(4) as u64, draw(4) as u64, draw(4) as u64);
            let line = down(1, Some(2 + draw(5_000)));
            let (chosen, completed, failed) = strategies;
            *system = SystemOutcome {
                line,
                touched: true,
                data_loss: minutes(draw(30)),
                chosen,
                completed,
                failed,
            };
        }
    }
    outcome.tasks[0].begun = minutes(draw(100));
    outcome.tasks[0].done = outcome.tasks[0].begun.plus(minutes(draw(300)));
    outcome.tasks[0].time = minutes(draw(300));
    outcome.tasks[0].time_from_disruption = minutes(draw(400));
    let called = minutes(draw(50));
    let mobilised = if draw(8) == 0 { Millis::NEVER } else { called.plus(minutes(draw(90))) };
    outcome.teams[0] = TeamOutcome { called, mobilised, busy: minutes(draw(800)), queued: minutes(draw(80)) };
    outcome.resources[0] = ResourceOutcome { busy: minutes(draw(300)), queued: minutes(draw(30)) };
    for service in 0..outcome.services.len() {
        let ServiceOutcome { minimum, full, .. } = outcome.services[service];
        for (level, line) in [(Level::Minimum, minimum), (Level::Full, full)] {
            outcome.charges.put(service, level, &chain(&line, draw(5)));
        }
    }
    outcome.effort = Effort { instants: 9, rounds: 12, pieces_of_work: 4, draws: 30, systems_struck: 2 };
    outcome
}

/// What an outage may be charged to: all to the fire but the last so many minutes; nothing where it did not end.
fn chain(line: &Line, work: i64) -> Vec<Charge> {
    if !line.interrupted() || !line.recovered() {
        return Vec::new();
    }
    let minute = Millis::MINUTE.get();
    let mut chain: Vec<Charge> = (0..work)
        .map(|at| {
            charge(if at % 2 == 0 { Cause::Work } else { Cause::Rework }, "ledger-db/restore/do", minute)
        })
        .collect();
    chain.push(charge(Cause::Event, "fire", line.outage().get() - work * minute));
    chain
}

pub(crate) fn charge(cause: Cause, who: &str, ms: i64) -> Charge {
    Charge { cause, who: Who(labels().position(who)), time: Millis::new(ms) }
}

pub(crate) fn ledgers_of(chains: &[Vec<Charge>]) -> Ledgers {
    let mut ledgers = Ledgers::default();
    chains.iter().for_each(|chain| ledgers.count(chain, Chain::InTime));
    ledgers
}

/// The labels of the model with a fire.
pub(crate) fn labels() -> Labels {
    let model = model();
    let mut scenario = scenario();
    scenario.events.push(outage_of("zone-dns", &model));
    Labels::new(&model, &scenario)
}

pub(crate) fn digest_of(tallies: &Tallies) -> String {
    tallies.digest(&model(), &labels())
}

//! The state of a trial before its first event.

use super::gates::Edge;
use super::outcome::Line;
use super::program::{self, Program, Slot};
use super::record::RecordId;
use super::rows::NONE;
use super::state::{
    Event, LineState, Mode, Paper, Phase, Pool, RestartState, Ride, Run, Service, Signal, State, System,
    Task, Team,
};
use crate::units::Millis;

impl State {
    /// The state before the first event.
    pub fn initial(p: &Program) -> State {
        let signals =
            p.signals.lacking.iter().map(|&lacking| Signal { lacking, record: RecordId::NONE }).collect();
        let modes = (0..p.systems.len() as u32).map(|s| home_mode(p, s)).collect::<Vec<_>>();
        let of_spreads = if p.spreads_exist() { p.events.len() * p.nodes.len() } else { 0 };
        State {
            signals,
            unheard: (0..p.signals.lacking.len() as u32).map(|signal| is_unheard(p, signal)).collect(),
            rides: vec![Ride::default(); p.rides.len()],
            systems: (0..p.systems.len() as u32)
                .map(|system| System { current: system, newest: system, ..System::INITIAL })
                .collect(),
            births: 0,
            modes,
            runs: vec![Run::IDLE; p.works.len() + p.systems.len()],
            phases: vec![Phase::Idle; p.works.len() + p.systems.len()],
            wanted: Vec::new(),
            choices_failed: Vec::new(),
            pools: initial_pools(p),
            teams: vec![Team::INITIAL; p.teams.len()],
            services: vec![Service::INITIAL; p.services.len()],
            tasks: vec![Task::INITIAL; p.tasks.len()],
            events: vec![Event::INITIAL; p.events.len()],
            strikes: Vec::new(),
            tries: Vec::new(),
            struck_along: Vec::new(),
            group_points: vec![Millis::NEVER; p.restore_groups as usize],
            first_try: vec![Millis::NEVER; of_spreads],
            spread_struck: vec![0; of_spreads.div_ceil(64)],
            pairs: vec![false; p.pairs.len()],
            destroyed: vec![false; p.points.len()],
            recovering_in_wave: vec![0; p.waves as usize + 1],
            wave_stopped: vec![RecordId::NONE; p.waves as usize + 1],
            touched: vec![false; p.nodes.len()],
            lines: vec![LineState::INITIAL; 2 * p.services.len() + p.systems.len()],
            records: Vec::new(),
            incident: Millis::NEVER,
            incident_record: RecordId::NONE,
            detected: Millis::NEVER,
            detection: RecordId::NONE,
            assessed: Millis::NEVER,
            assessment: RecordId::NONE,
            declared: Millis::NEVER,
            declaration: RecordId::NONE,
            onset: Millis::ZERO,
        }
    }
}

impl System {
    /// Before the first event, but for the numbers of its home mode, which are its own.
    pub const INITIAL: System = System {
        recovering: false,
        disrupted: Millis::NEVER,
        disruption: RecordId::NONE,
        struck: RecordId::NONE,
        data_struck: RecordId::NONE,
        lost: false,
        empty: false,
        clean_until: Millis::NEVER,
        current: NONE,
        newest: NONE,
        restored: RecordId::NONE,
        chosen: NONE,
        started: false,
        complete: false,
        mode: NONE,
        choice: RecordId::NONE,
        chosen_at: Millis::NEVER,
        run: NONE,
        steps_left: 0,
        decided_at: Millis::NEVER,
        decided: false,
        decision: RecordId::NONE,
        give_up_at: Millis::NEVER,
        last_step: RecordId::NONE,
        point: Millis::NEVER,
        occupied_up: RecordId::NONE,
        released: RecordId::NONE,
        failed: 0,
        last_failure: RecordId::NONE,
        last_failed: 0,
        regrouped: RecordId::NONE,
        stopped: RecordId::NONE,
        restored_until: Millis::new(i64::MIN / 2),
        loss: Millis::ZERO,
        outcome_chosen: 0,
        outcome_completed: 0,
        outcome_failed: 0,
    };
}

impl Team {
    pub const INITIAL: Team = Team {
        called: Millis::NEVER,
        call: RecordId::NONE,
        mobilised: Millis::NEVER,
        mobilisation: RecordId::NONE,
    };
}

impl Service {
    pub const INITIAL: Service = Service {
        below: Millis::NEVER,
        below_record: RecordId::NONE,
        paper: Paper::None,
        workaround: 0,
        begin: RecordId::NONE,
        ended: RecordId::NONE,
        spent: 0,
        generation: 0,
        holds: false,
    };
}

impl Task {
    pub const INITIAL: Task =
        Task { begun: Millis::NEVER, begin: RecordId::NONE, done: Millis::NEVER, steps_left: 0 };
}

impl Event {
    pub const INITIAL: Event = Event { struck: false, first: RecordId::NONE };
}

impl LineState {
    pub const INITIAL: LineState = LineState {
        line: Line::UP,
        down_since: Millis::NEVER,
        marked: false,
        down_record: RecordId::NONE,
        back_record: RecordId::NONE,
    };
}

/// Whether a signal tells only of places that are nobody's home, and of work.
fn is_unheard(p: &Program, signal: u32) -> bool {
    p.signals.told.row(signal).iter().all(|told| match told.edge() {
        Edge::Place(system) => p.slots[p.systems[system as usize].slot as usize].place != signal,
        Edge::Work(_) => true,
        _ => false,
    })
}

fn home_mode(p: &Program, system: u32) -> Mode {
    let program::System { slot, up, .. } = p.systems[system as usize];
    let Slot { place, site, .. } = p.slots[slot as usize];
    Mode {
        system,
        slot,
        place,
        site,
        up,
        older: NONE,
        birth: 0,
        holds: 0,
        exists: true,
        serves: true,
        restart: RestartState::Done,
        due: false,
        due_record: RecordId::NONE,
        lost: RecordId::NONE,
        occupied: NONE,
    }
}

fn initial_pools(p: &Program) -> Vec<Pool> {
    let pool = |capacity: u32, valid_until| Pool {
        used: 0,
        since: Millis::ZERO,
        busy: 0,
        capacity: i64::from(capacity),
        valid_until,
        wake: Millis::NEVER,
        queued: 0,
    };
    // A team's capacity is worked out when first asked for.
    let teams = p.teams.iter().map(|team| pool(team.people, Millis::new(i64::MIN / 2)));
    teams.chain(p.resources.iter().map(|resource| pool(resource.units, Millis::NEVER))).collect()
}

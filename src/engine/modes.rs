//! Modes of systems: which exist, what holds them, whether they must restart, and which is current.

use super::agenda::{Due, Timer};
use super::program::{Restart, Slot};
use super::record::{Cause, RecordId};
use super::rows::NONE;
use super::state::{Mode, Phase, RestartState, Run};
use super::timeline::{Recorder, What};
use super::trial::Trial;
use super::variables::Var;

impl<R: Recorder> Trial<'_, R> {
    /// The modes of a system, newest first, from `mode` on.
    fn older(&self, mode: u32) -> u32 {
        self.s.modes[mode as usize].older
    }

    fn newest(&self, system: u32) -> u32 {
        self.s.systems[system as usize].newest
    }

    /// Works out whether a mode serves. `spread` must follow.
    fn review_mode(&mut self, mode: u32, record: RecordId) {
        let m = &mut self.s.modes[mode as usize];
        let serves = m.is_sound() && self.s.signals[m.place as usize].is_on();
        if serves == m.serves {
            return;
        }
        m.serves = serves;
        let (system, up) = (m.system, m.up);
        self.turn(up, serves, record);
        self.mark_system(system);
    }

    /// Calls `act` for every mode of the slot that exists.
    fn for_modes_in(&mut self, slot: u32, mut act: impl FnMut(&mut Self, u32)) {
        let mut mode = self.newest(self.p.slots[slot as usize].system);
        while mode != NONE {
            let m = &self.s.modes[mode as usize];
            let (here, older) = (m.slot == slot && m.exists, m.older);
            if here {
                act(self, mode);
            }
            mode = older;
        }
    }

    /// The place of all slots of a system that share it is given or not: site up and needs hold.
    pub fn place_turned(&mut self, system: u32, place: u32, record: RecordId) {
        let mut mode = self.newest(system);
        while mode != NONE {
            let m = &self.s.modes[mode as usize];
            let (there, older) = (m.place == place && m.exists, m.older);
            if there {
                self.review_mode(mode, record);
            }
            mode = older;
        }
    }

    /// The site of a slot goes down or comes up: its modes must restart.
    pub fn site_turned(&mut self, slot: u32, on: bool, record: RecordId) {
        let system = self.p.slots[slot as usize].system;
        self.for_modes_in(slot, |trial, mode| {
            if on {
                trial.consider_restart(mode, record);
            } else {
                trial.require_restart(mode, record);
                if trial.s.systems[system as usize].current == mode {
                    trial.disrupt(system, record);
                }
            }
        });
        self.mark_system(system);
        self.mark_choice(system);
    }

    /// A completed strategy is held while its mode exists, is not held down and its site is up.
    fn review_completed(&mut self, system: u32) {
        let state = &self.s.systems[system as usize];
        if !state.complete {
            return;
        }
        let mode = &self.s.modes[state.mode as usize];
        let site_up = self.is_on_or_none(mode.site);
        if !mode.exists || mode.holds > 0 || !site_up {
            let state = &mut self.s.systems[system as usize];
            state.complete = false;
            state.chosen = NONE;
            state.released = mode.lost;
            self.mark_choice(system);
        }
    }

    /// What must be up before the modes of a slot restart goes down or comes up.
    pub fn after_turned(&mut self, slot: u32, on: bool, record: RecordId) {
        self.for_modes_in(slot, |trial, mode| {
            if on { trial.consider_restart(mode, record) } else { trial.require_restart(mode, record) }
        });
    }

    /// What the home mode is stored on goes down or comes up.
    pub fn store_turned(&mut self, system: u32, on: bool, record: RecordId) {
        if !on && self.s.systems[system as usize].current == system {
            self.disrupt(system, record);
        }
        self.mark_system(system);
        self.mark_choice(system);
    }

    /// A node that the system fails over on goes down or comes up.
    pub fn fails_over_turned(&mut self, system: u32, on: bool, record: RecordId) {
        if !on {
            self.disrupt(system, record);
        }
        self.mark_system(system);
    }

    /// A mode must restart, anew if a restart is under way.
    fn require_restart(&mut self, mode: u32, record: RecordId) {
        self.stop_restart(mode);
        let m = &mut self.s.modes[mode as usize];
        m.restart = RestartState::Waiting;
        m.lost = record;
        let system = m.system;
        self.mark_system(system);
        self.review_mode(mode, record);
    }

    /// Stops a restart that waits or runs.
    fn stop_restart(&mut self, mode: u32) {
        let m = &self.s.modes[mode as usize];
        if m.restart == RestartState::Done {
            return;
        }
        if let Restart::Attended { .. } = self.p.systems[m.system as usize].restart {
            self.stop_work(self.work_of_mode(mode));
        }
        let m = &mut self.s.modes[mode as usize];
        m.due = false;
        let restart = self.work_of_mode(mode);
        self.run_of(restart).generation += 1;
    }

    /// Begins the restart of a mode that must and is free to.
    pub fn consider_restart(&mut self, mode: u32, record: RecordId) {
        let m = &self.s.modes[mode as usize];
        let must = m.restart == RestartState::Waiting && m.exists && m.holds == 0 && !m.due;
        let p = self.p;
        if !must || !self.is_on_or_none(m.site) || !self.is_on_or_none(p.slots[m.slot as usize].after) {
            return;
        }
        match p.systems[m.system as usize].restart {
            Restart::Plain(takes) => self.run_restart(mode, takes, record),
            Restart::Attended { .. } => {
                let m = &mut self.s.modes[mode as usize];
                m.due = true;
                m.due_record = record;
                self.a.restarts.push(mode);
                let work = self.work_of_mode(mode);
                self.s.phases[work as usize] = Phase::Pending;
                self.a.candidates.push(work);
            }
        }
    }

    fn run_restart(&mut self, mode: u32, takes: Var, record: RecordId) {
        let attempts = self.count_restart(self.s.modes[mode as usize].system);
        let lasts = self.attempt(takes, attempts);
        let m = &mut self.s.modes[mode as usize];
        m.restart = RestartState::Running;
        let system = m.system;
        let restart = self.work_of_mode(mode);
        let run = self.run_of(restart);
        run.started = record;
        let generation = run.generation;
        self.note(What::RestartStarted, self.p.systems[system as usize].who, record);
        self.add(Timer { at: self.now.plus(lasts), due: Due::Restart, index: mode, generation });
    }

    /// Attempts of a system's restarts count on over the whole trial.
    pub fn count_restart(&mut self, system: u32) -> u32 {
        // The home mode, which every system has, keeps the count.
        let home = self.work_of_mode(system);
        let attempts = &mut self.run_of(home).attempts;
        *attempts += 1;
        *attempts
    }

    /// A plain restart is over.
    pub fn restart_ends(&mut self, timer: Timer) {
        let m = &self.s.modes[timer.index as usize];
        let generation = self.run(self.work_of_mode(timer.index)).generation;
        if generation == timer.generation && m.restart == RestartState::Running {
            self.restarted(timer.index);
        }
    }

    /// A restart, plain or attended, is done.
    pub fn restarted(&mut self, mode: u32) {
        let who = self.p.systems[self.s.modes[mode as usize].system as usize].who;
        let restart = self.work_of_mode(mode);
        let started = self.run(restart).started;
        let record = self.write(Cause::Restart, who, started);
        self.note(What::RestartDone, who, record);
        let m = &mut self.s.modes[mode as usize];
        m.restart = RestartState::Done;
        m.due = false;
        let system = m.system;
        self.run_of(restart).ended = record;
        self.mark_system(system);
        self.review_mode(mode, record);
        self.spread(record);
    }

    /// An outage holds every mode of a system that exists.
    pub fn hold_modes(&mut self, system: u32, record: RecordId) {
        let mut mode = self.newest(system);
        while mode != NONE {
            if self.s.modes[mode as usize].exists {
                self.hold_mode(mode, record);
            }
            mode = self.older(mode);
        }
    }

    /// Holds one mode.
    pub fn hold_mode(&mut self, mode: u32, record: RecordId) {
        self.s.modes[mode as usize].holds += 1;
        self.require_restart(mode, record);
    }

    /// The end of an outage lets go of the modes that existed when it struck.
    pub fn let_go_of_modes(&mut self, system: u32, birth: u32, record: RecordId) {
        let mut mode = self.newest(system);
        while mode != NONE {
            let m = &mut self.s.modes[mode as usize];
            if m.exists && m.birth < birth {
                m.holds -= 1;
                self.consider_restart(mode, record);
                self.mark_system(system);
            }
            mode = self.older(mode);
        }
        self.mark_choice(system);
    }

    /// Corruption destroys a mode: it no longer exists and gives up its units.
    pub fn destroy_mode(&mut self, mode: u32, record: RecordId) {
        if !self.s.modes[mode as usize].exists {
            return;
        }
        self.stop_restart(mode);
        let m = &mut self.s.modes[mode as usize];
        m.exists = false;
        m.restart = RestartState::Done;
        let occupied = std::mem::replace(&mut m.occupied, NONE);
        if occupied != NONE {
            self.free_occupied(occupied);
        }
        let m = &mut self.s.modes[mode as usize];
        m.lost = record;
        let system = m.system;
        self.mark_system(system);
        self.review_mode(mode, record);
    }

    pub fn destroy_modes(&mut self, system: u32, record: RecordId) {
        let mut mode = self.newest(system);
        while mode != NONE {
            self.destroy_mode(mode, record);
            mode = self.older(mode);
        }
    }

    /// The destruction of a site holds for good the modes that stand there; a system whose current mode
    /// is among them loses its data.
    pub fn destroy_slot(&mut self, slot: u32, record: RecordId) {
        self.for_modes_in(slot, |trial, mode| {
            let system = trial.s.modes[mode as usize].system;
            trial.hold_mode(mode, record);
            if trial.s.systems[system as usize].current == mode {
                trial.lose_data(system, record);
                trial.disrupt(system, record);
            }
        });
    }

    /// Adds the mode of a completed strategy; it is the current one from now on.
    pub fn add_mode(&mut self, system: u32, slot: u32, occupied: u32, record: RecordId) {
        let older = self.newest(system);
        let Slot { place, site, .. } = self.p.slots[slot as usize];
        let site_up = self.is_on_or_none(site);
        let mode = self.s.modes.len() as u32;
        self.s.unheard[place as usize] = false;
        self.s.births += 1;
        self.s.modes.push(Mode {
            system,
            slot,
            place,
            site,
            up: self.p.systems[system as usize].up,
            older,
            birth: self.s.births,
            holds: 0,
            exists: true,
            serves: false,
            restart: if site_up { RestartState::Done } else { RestartState::Waiting },
            due: false,
            due_record: RecordId::NONE,
            lost: record,
            occupied,
        });
        self.s.runs.push(Run::IDLE);
        self.s.phases.push(Phase::Idle);
        let state = &mut self.s.systems[system as usize];
        state.newest = mode;
        state.current = mode;
        state.mode = mode;
        self.note(What::Mode, self.p.systems[system as usize].who, record);
        self.mark_system(system);
        self.review_mode(mode, record);
    }

    /// A disruption begins, or goes on.
    pub fn disrupt(&mut self, system: u32, record: RecordId) {
        let state = &mut self.s.systems[system as usize];
        if !state.recovering {
            state.recovering = true;
            state.disrupted = self.now;
            state.disruption = record;
            let program = &self.p.systems[system as usize];
            self.enter_wave(program.wave, record);
            if program.holds_back {
                self.expect_not_before(system);
            }
        }
        self.mark_system(system);
        self.mark_choice(system);
    }

    /// Enters when strategies may begin that must not do so at once.
    #[cold]
    fn expect_not_before(&mut self, system: u32) {
        let p = self.p;
        for strategy in p.systems[system as usize].strategies() {
            let not_before = p.strategies[strategy as usize].not_before;
            if not_before.get() > 0 {
                let at = self.now.plus(not_before);
                self.add(Timer { at, due: Due::NotBefore, index: system, generation: 0 });
            }
        }
    }

    fn enter_wave(&mut self, wave: u32, record: RecordId) {
        self.s.recovering_in_wave[wave as usize] += 1;
        if self.s.recovering_in_wave[wave as usize] == 1 && !self.p.wave_idle.is_empty() {
            self.turn(self.p.wave_idle[wave as usize], false, record);
        }
    }

    fn leave_wave(&mut self, wave: u32, record: RecordId) {
        self.s.recovering_in_wave[wave as usize] -= 1;
        self.s.wave_stopped[wave as usize] = self.later(self.s.wave_stopped[wave as usize], record);
        if self.s.recovering_in_wave[wave as usize] == 0 && !self.p.wave_idle.is_empty() {
            self.turn_and_spread(self.p.wave_idle[wave as usize], true, record);
        }
    }

    /// Phase 3: current modes; systems that no longer recover let their strategy go.
    #[inline(never)]
    pub fn review_systems(&mut self) {
        std::mem::swap(&mut self.a.systems, &mut self.a.seen);
        while let Some(system) = self.a.seen.pop() {
            let up = self.review_current(system);
            self.review_completed(system);
            if self.s.systems[system as usize].recovering && (up || self.waits_for_needs(system)) {
                self.stop_recovering(system);
            }
        }
    }

    /// The current mode changes only when it does not serve and another does, to the newest that serves. Says whether
    /// any serves, which is whether the system is up.
    fn review_current(&mut self, system: u32) -> bool {
        let state = &mut self.s.systems[system as usize];
        if self.s.modes[state.current as usize].serves {
            return true;
        }
        let mut mode = state.newest;
        while mode != NONE && !self.s.modes[mode as usize].serves {
            mode = self.s.modes[mode as usize].older;
        }
        if mode == NONE {
            return false;
        }
        state.current = mode;
        let program = &self.p.systems[system as usize];
        self.note(What::Mode, program.who, self.record_of(program.up));
        self.mark_choice(system);
        true
    }

    /// Whether a system that is down would be up if its needs held: then it no longer recovers.
    fn waits_for_needs(&self, system: u32) -> bool {
        let current = self.s.systems[system as usize].current;
        let m = &self.s.modes[current as usize];
        let program = &self.p.systems[system as usize];
        m.is_sound()
            && self.is_on_or_none(m.site)
            && (current != system || self.is_on_or_none(program.store))
            && self.is_on_or_none(program.fails_over)
    }

    #[inline(never)]
    fn stop_recovering(&mut self, system: u32) {
        let record = self.stop_record(system);
        let p = self.p;
        let program = &p.systems[system as usize];
        let state = &mut self.s.systems[system as usize];
        state.recovering = false;
        state.stopped = record;
        let stands_down = state.chosen != NONE && !state.complete;
        if stands_down {
            let strategy = program.strategies + state.chosen;
            state.released = record;
            self.drop_strategy(system);
            self.note(What::StoodDown, self.p.strategies[strategy as usize].who, record);
        }
        self.leave_wave(program.wave, record);
    }

    /// Why it no longer recovers: it is up, or the last of what it lacked came back.
    fn stop_record(&self, system: u32) -> RecordId {
        let p = self.p;
        let program = &p.systems[system as usize];
        if self.is_on(program.up) {
            return self.record_of(program.up);
        }
        let current = self.s.systems[system as usize].current;
        let m = &self.s.modes[current as usize];
        // A mode that was added is sound from then on; any other once its restart has ended.
        let mut record = self.later(m.lost, self.run(self.work_of_mode(current)).ended);
        record = self.later(record, self.record_of(m.site));
        if current == system {
            record = self.later(record, self.record_of(program.store));
        }
        self.later(record, self.record_of(program.fails_over))
    }
}

//! Tasks begin, and are done once and for all.

use super::record::RecordId;
use super::timeline::{Recorder, What};
use super::trial::Trial;
use crate::model::TaskStart;

impl<R: Recorder> Trial<'_, R> {
    /// Tasks that begin at an instant of the response, which is now.
    pub fn want_tasks(&mut self, when: TaskStart) {
        for task in 0..self.p.tasks.len() as u32 {
            if self.p.tasks[task as usize].when == when {
                self.a.tasks.insert(task);
            }
        }
    }

    /// Phase 4: tasks that are due begin, by id.
    #[inline(never)]
    pub fn begin_tasks(&mut self) {
        std::mem::swap(&mut self.a.tasks, &mut self.a.seen);
        while let Some(task) = self.a.seen.pop() {
            let why = match self.p.tasks[task as usize].when {
                TaskStart::Incident => self.s.incident_record,
                TaskStart::Detected => self.s.detection,
                TaskStart::Assessed => self.s.assessment,
                _ => self.s.declaration,
            };
            if self.is_to_begin(task) {
                self.begin_task(task, why);
            }
        }
    }

    /// Something names a task: one that begins when needed does so, at once.
    #[inline]
    pub fn begin_needed(&mut self, task: u32, why: RecordId) {
        if self.is_to_begin(task) && self.p.tasks[task as usize].when == TaskStart::Needed {
            self.begin_task(task, why);
        }
    }

    #[inline]
    fn is_to_begin(&self, task: u32) -> bool {
        self.s.tasks[task as usize].begun.is_never()
    }

    fn begin_task(&mut self, task: u32, why: RecordId) {
        let p = self.p;
        let program = &p.tasks[task as usize];
        let state = &mut self.s.tasks[task as usize];
        state.begun = self.now;
        state.begin = why;
        state.steps_left = program.steps;
        self.note(What::TaskBegun, program.who, why);
        self.want_work(program.work, program.steps);
        for &team in self.p.task_calls.row(task) {
            self.call(team, why);
        }
        for &other in self.p.task_tasks.row(task) {
            self.begin_needed(other, why);
        }
    }

    /// All steps are done: the task is up for good, and what lasts until it ends.
    pub fn task_done(&mut self, task: u32, record: RecordId) {
        self.s.tasks[task as usize].done = self.now;
        self.note(What::TaskDone, self.p.tasks[task as usize].who, record);
        self.turn(self.p.tasks[task as usize].signal, true, record);
        for &event in self.p.ends_with.row(task) {
            self.end_strikes_of(event, record);
        }
        self.spread(record);
    }
}

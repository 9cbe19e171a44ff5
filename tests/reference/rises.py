"""Round (2) of an instant: what comes up or falls due."""

from records import Record, latest
from world import Mode


class Rises:
    """Mixed into the world."""

    def play_rises(self):
        """Changes of one instant are applied one after the other in the order of (cause, who); those that fall due
        by this after 0s join them."""
        while True:
            due = list(self.due_now())
            if not due:
                return
            record, apply, what = min(due, key=lambda entry: entry[0].key())
            self.changes += 1
            apply(what, record)

    def due_now(self):
        t = self.t
        for hold in self.all_holds():
            if hold.end <= t:
                yield Record(t, "event", hold.who), self.hold_ends, hold
            elif self.has_ended_by_task(hold):
                yield Record(t, "event", hold.who), self.hold_ends, hold
        for end, event in self.ends:
            if end <= t:
                yield Record(t, "event", event.id), self.absence_or_delay_ends, (end, event)
        yield from self.response_due()
        for team, at in self.mobilising.items():
            if at <= t:
                yield Record(t, "mobilisation", team), self.team_arrives, team
        for state in self.systems.values():
            episode = state.held
            if episode and not episode.mode:
                at = self.decision_time(episode)
                if at is not None and at <= t:
                    yield self.decision_record(episode, at), self.decided, episode
                for run in episode.runs:
                    if run.work.end is not None and run.work.end <= t:
                        yield self.work_record(run.work), self.strategy_step_ends, (episode, run)
            for mode in state.modes:
                if mode.restart_end is not None and mode.restart_end <= t:
                    yield Record(t, "restart", state.system.charged, mode.free.record), self.restarted, mode
                elif mode.work and mode.work.end is not None and mode.work.end <= t:
                    yield (Record(t, "restart", state.system.charged, mode.work.start_record),
                           self.attended_restart_ends, mode)
        for task in self.tasks.values():
            for run in task.runs:
                if run.work.end is not None and run.work.end <= t:
                    yield self.work_record(run.work), self.task_step_ends, (task, run)
        for id, state in self.services.items():
            if state.preparing and state.preparing.end is not None and state.preparing.end <= t:
                yield Record(t, "workaround", id, state.preparing.start_record), self.preparation_ends, state

    # --- holds

    def all_holds(self):
        return [hold for state in self.nodes.values() for hold in state.holds]

    def has_ended_by_task(self, hold):
        until = hold.event.until
        return until is not None and self.tasks[until].done is not None

    def hold_ends(self, hold, record):
        """All that this event's holds let go of at this instant."""
        ending = [other for other in self.all_holds() if other.who == hold.who
                  and (other.end <= self.t or self.has_ended_by_task(other))]
        self.release_holds(ending, record)

    def release_holds(self, ending, record):
        for hold in ending:
            self.nodes[hold.node].holds.remove(hold)
            for mode in hold.modes or []:
                mode.holds.remove(hold)
            self.tell("ended", hold.node, record)
        self.spread(record, upwards=True)

    def absence_or_delay_ends(self, end_and_event, record):
        event = end_and_event[1]
        self.ends.remove(end_and_event)
        self.delays.pop(event, None)
        for absent in self.absences.values():
            if event in absent:
                absent.remove(event)

    # --- response (section 4)

    def response_due(self):
        t, times = self.t, self.response_times()
        if times["detected"] is not None and self.detected is None and times["detected"] <= t:
            yield (Record(times["detected"], "detection", "", self.incident_record), self.now_known, "detected")
        if times["assessed"] is not None and self.assessed is None and times["assessed"] <= t:
            yield Record(times["assessed"], "assessment", "", self.detection), self.now_known, "assessed"
        if times["declared"] is not None and self.declared is None and times["declared"] <= t:
            by = self.scenario.declare_by
            before = latest([self.assessment, self.mobilisation_record.get(by)])
            yield Record(times["declared"], "declaration", by or "", before), self.now_known, "declared"

    def response_times(self):
        """When it is detected, assessed and declared, as far as that is known."""
        times = {"detected": None, "assessed": None, "declared": None}
        if self.incident is not None:
            times["detected"] = self.incident + self.draws.time("response/detect", self.scenario.detect)
        if self.detected is not None:
            times["assessed"] = self.detected + self.draws.time("response/assess", self.scenario.assess)
        if self.assessed is not None:
            by = self.scenario.declare_by
            takes = self.draws.time("response/declare", self.scenario.declare)
            if by is None:
                times["declared"] = self.assessed + takes
            elif by in self.mobilised:
                times["declared"] = max(self.assessed, self.mobilised[by]) + takes
        return times

    def now_known(self, what, record):
        setattr(self, what, self.t)
        setattr(self, {"detected": "detection", "assessed": "assessment", "declared": "declaration"}[what], record)
        self.tell(what, "", record)

    def team_arrives(self, team, record):
        self.mobilise(team)

    # --- decisions

    def decision_time(self, episode):
        decide = episode.strategy.decide
        if not decide or episode.decided_at is not None:
            return None
        start = episode.chosen_at
        if decide.by:
            if decide.by not in self.mobilised:
                return None
            start = max(start, self.mobilised[decide.by])
        id = f"system/{episode.state.system.id}/strategy/{episode.strategy.id}/decide"
        return start + self.draws.time(id, decide.takes)

    def decision_record(self, episode, at):
        by = episode.strategy.decide.by
        return Record(at, "decision", by or "", latest([episode.choice, self.mobilisation_record.get(by)]))

    def decided(self, episode, record):
        episode.decided_at, episode.decision = self.t, record
        self.tell("decided", episode.who, record)

    # --- ends of work

    def work_record(self, work):
        return Record(self.t, "work", work.who, work.start_record, attempt=work)

    def strategy_step_ends(self, episode_and_run, record):
        episode, run = episode_and_run
        run.work.stop(self)
        if not run.succeeds():
            run.work.failed = True
            self.tell("step-failed", run.who, record)
            run.attempts_left -= 1
            if run.attempts_left == 0:
                self.fail(episode, record)
            else:
                run.retry = record
                self.add_strategy_step(episode, run)
            return
        run.done_record, episode.last_done = record, latest([episode.last_done, record])
        self.tell("step-done", run.who, record)
        if all(other.done_record for other in episode.runs):
            self.complete(episode, record)

    def task_step_ends(self, task_and_run, record):
        task, run = task_and_run
        run.work.stop(self)
        if not run.succeeds():
            run.work.failed = True
            self.tell("step-failed", run.who, record)
            run.retry = record
            self.add_task_step(task, run)
            return
        run.done_record = record
        self.tell("step-done", run.who, record)
        if all(other.done_record for other in task.runs):
            task.done_at, task.done = self.t, record
            id = task.task.id
            self.nodes[id].up, self.nodes[id].up_record = True, record
            self.tell("task-done", id, record)
            self.release_holds([hold for hold in self.all_holds() if hold.event.until == id], record)

    def complete(self, episode, record):
        """A strategy that completes adds a mode, which is then the current one."""
        state, strategy = episode.state, episode.strategy
        mode = episode.mode = Mode(state.system, strategy)
        mode.added, mode.must_restart = record, not self.up(mode.site)
        mode.free.value = self.is_free(mode)
        mode.occupied, episode.occupied = episode.occupied, {}
        state.modes.append(mode)
        state.current = mode
        if strategy.source is not None:
            state.lost, state.restored = False, record
            if strategy.source == "nothing":
                state.back_empty = True
            else:
                state.restores.append((state.disrupted_at, episode.point))
        self.completed.add((state.system.id, strategy.id))
        self.tell("strategy-done", episode.who, record)
        self.spread(record, upwards=True)

    def attended_restart_ends(self, mode, record):
        mode.work.stop(self)
        self.restarted(mode, record)

    def preparation_ends(self, state, record):
        work = state.preparing
        work.stop(self)
        state.preparing = None
        workaround = work.workaround
        if not self.holds(workaround.needs):
            state.preparation_end = record
            self.tell("workaround-off", state.service.id, record)
            return
        state.active = workaround
        state.used.add(workaround.id)
        asked = self.people_asked(workaround.holds)
        if self.has_free(asked):
            self.take(asked)
            state.active_holds = asked
        if workaround.lasts is not None:
            name = f"service/{state.service.id}/workaround/{workaround.id}/lasts"
            state.active_until = self.t + self.draws.time(name, workaround.lasts)
        self.tell("workaround-active", state.service.id, record)
        self.spread(record, upwards=True)

    def end_workaround(self, state, what, record):
        self.give_back(state.active_holds)
        state.active, state.active_until, state.active_holds = None, None, {}
        self.tell(what, state.service.id, record)

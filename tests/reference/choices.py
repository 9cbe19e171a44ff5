"""Rounds (3) and (4) of an instant: current modes, standing down, choices, begins and calls (sections 5 to 7)."""

from notation import names, holds
from records import Record, latest
from work import Episode, StepRun

POINTS_LOOKED_AT = 1000


class Choices:
    """Mixed into the world."""

    # --- round (3)

    def play_updates(self):
        for state in self.systems.values():
            serving = [mode for mode in state.modes if self.serves(mode)]
            if serving and state.current not in serving:
                state.current = serving[-1]
                self.tell("mode", state.system.id)
        for state in self.systems.values():
            if state.recovering and self.is_recovered(state):
                self.stop_recovering(state)
        for state in self.services.values():
            if self.minimum_without_workaround(state):
                if state.active:
                    self.end_workaround(state, "workaround-off", None)
                if state.preparing:
                    self.drop_preparation(state)

    def is_recovered(self, state):
        mode = state.current
        return self.nodes[state.system.id].up or (
            mode.exists and not mode.holds and not mode.must_restart and self.up(mode.site) and self.up(mode.stored_on)
            and all(self.up(id) for id in state.system.fails_over_on))

    def stop_recovering(self, state):
        state.recovering = False
        record = self.recovered_watch[state.system.id].record
        state.stopped = (self.t, record)
        self.tell("recovered", state.system.id, record)
        if state.held and not state.held.mode:
            self.tell("stood-down", state.held.who, record)
            self.drop(state)

    def drop(self, state):
        """The held strategy goes: running steps stop, what they hold is released."""
        for run in state.held.runs:
            run.work.stop(self)
        self.give_back(state.held.occupied)
        state.held.occupied = {}
        state.held = None

    def drop_preparation(self, state):
        state.preparing.stop(self)
        state.preparing = None
        self.tell("workaround-off", state.service.id)

    # --- round (4)

    def play_choices(self):
        if self.assessed is not None:
            self.call(self.scenario.declare_by, self.assessment)
        for state in self.systems.values():
            self.choose(state)
        for run in self.tasks.values():
            self.begin_when_due(run)
        for state in self.services.values():
            self.begin_workaround(state)
        if self.assessed is not None:
            for state in self.systems.values():
                for mode in state.modes:
                    if mode.work:
                        self.call_for(state.system.restart.people, names(state.system.restart.needs),
                                      latest([mode.free.record, self.assessment]))

    def call_for(self, teams, named, record):
        for team in sorted(teams):
            self.call(team, record)
        self.begin_needed(named, record)

    def begin_needed(self, named, record):
        """A `Needed` task begins, and calls, right where it is named."""
        for id in sorted(named):
            run = self.tasks.get(id)
            if run and run.task.when == "Needed" and run.begun_at is None:
                self.begin_task(run, record)

    # --- choice of a strategy

    def admitted(self, strategy):
        return strategy.only_for is None or self.scenario.scenario_class in strategy.only_for

    def choose(self, state):
        self.regroup(state)
        held = state.held
        if held and not held.mode:
            deadline = held.deadline(self)
            if deadline is not None and self.t >= deadline:
                self.tell("given-up", held.who)
                before = held.last_done or held.choice
                self.fail(held, Record(self.t, "rework", held.who, before))
        self.let_go_of_completed(state)
        held = state.held
        if not state.recovering or held and (held.started or held.mode):
            return
        best = next((strategy for strategy in state.system.strategies if self.is_applicable(state, strategy)), None)
        if held and held.strategy is best:
            return
        if held:
            state.provisional_end = self.why_not(state, held.strategy) or state.provisional_end
            self.drop(state)
        if best:
            self.hold(state, best)

    def let_go_of_completed(self, state):
        """A completed strategy stays held while its mode exists, is not held down and its site is up."""
        mode = state.held and state.held.mode
        if mode and not (mode.exists and not mode.holds and self.up(mode.site)):
            state.held, state.release = None, latest([mode.added, mode.fell])
            self.changes += 1

    def hold(self, state, strategy):
        record = self.choice_record(state, strategy)
        episode = state.held = Episode(state, strategy, self.t, record)
        id = state.system.id
        episode.runs = [StepRun(step, f"{episode.who}/{step.id}", self.step_watch[id, strategy.id, step.id])
                        for step in strategy.steps]
        for run in episode.runs:
            self.add_strategy_step(episode, run)
        self.chosen.add((id, strategy.id))
        self.tell("chosen", episode.who, record)
        self.call_for(strategy.teams, strategy.names, record)

    def conditions(self, state, strategy):
        """What makes a strategy applicable: (whether, record of turning true, record of turning false)."""
        system = state.system
        watch = self.only_if_watch[system.id, strategy.id]
        yield self.nodes_condition(strategy.to or system.home)
        yield watch.value, watch.record, watch.ended
        if strategy.source is None:
            if system.holds_data:
                yield not self.out_of_reach(state), self.reach_record(state), self.reach_ended(state)
        elif strategy.source != "nothing":
            copy = system.copies[strategy.source]
            yield self.nodes_condition(copy.at)
            yield self.nodes_condition(copy.on)
            yield self.newest_point(state, strategy) is not None, None, None

    def nodes_condition(self, id):
        if id is None:
            return True, None, None
        node = self.nodes[id]
        return node.up, node.up_record, node.down_record

    def is_applicable(self, state, strategy):
        return (strategy not in state.failed and (strategy.automatic or self.assessed is not None)
                and self.admitted(strategy) and self.t >= state.disrupted_at + strategy.not_before
                and all(condition[0] for condition in self.conditions(state, strategy)))

    def why_not(self, state, strategy):
        """What ended a provisional choice, a strike included."""
        records = [ended for holds, _, ended in self.conditions(state, strategy) if not holds]
        if records and latest(records) is None:
            return self.last_strike
        return latest(records)

    def choice_record(self, state, strategy):
        """What a choice waited for last."""
        found = [state.disruption, state.provisional_end, state.release, state.regrouped]
        if not strategy.automatic:
            found.append(self.assessment)
        found += [turned for _, turned, _ in self.conditions(state, strategy)]
        if strategy.not_before:
            who = f"{state.system.charged}/{strategy.id}"
            found.append(Record(state.disrupted_at + strategy.not_before, "policy", who, state.disruption))
        return latest(found)

    def reach_record(self, state):
        """The latest among the current mode's site, what it is stored on, and the strategy that restored the data."""
        mode = state.current
        return latest([state.restored] + [self.nodes[id].up_record for id in (mode.site, mode.stored_on) if id])

    def reach_ended(self, state):
        mode = state.current
        return latest([self.nodes[id].down_record for id in (mode.site, mode.stored_on) if id and not self.up(id)])

    def fail(self, episode, record):
        state = episode.state
        episode.failed = True
        self.drop(state)
        state.failed[episode.strategy] = self.t
        state.last_failure = (episode, record)
        state.release = record
        self.failures.add((state.system.id, episode.strategy.id))
        self.tell("strategy-failed", episode.who, record)

    def regroup_time(self, state):
        """When all that `only_for` admits have failed, none counts as failed from `regroup` after the last failure."""
        system = state.system
        if system.regroup is None or not state.failed:
            return None
        if not all(strategy in state.failed for strategy in system.strategies if self.admitted(strategy)):
            return None
        return max(state.failed.values()) + system.regroup

    def regroup(self, state):
        at = self.regroup_time(state)
        if at is not None and self.t >= at:
            episode, record = state.last_failure
            state.failed = {}
            state.regrouped = Record(self.t, "rework", episode.who, record)
            self.tell("regrouped", state.system.id, state.regrouped)

    # --- recovery points

    def newest_point(self, state, strategy):
        """The newest usable point of the strategy's copy, or None."""
        copy = state.system.copies[strategy.source]
        if copy.name in state.destroyed or not self.up(copy.at) or not self.up(copy.on):
            return None
        clean = (lambda point: True) if strategy.cleans else (lambda point: point <= state.clean_until)
        disrupted = state.disrupted_at
        name = f"system/{state.system.id}/copy/{copy.name}"
        if copy.kind == "Replica":
            point = disrupted - self.draws.time(f"{name}/lag", copy.lag)
            return point if clean(point) else None
        takes = self.draws.time(f"{name}/takes", copy.takes)
        if copy.starts is None:
            base = int(self.draws.uniform(f"{name}/phase") * copy.every)
        else:
            base = self.week_start + copy.starts
        k = (disrupted - takes - base) // copy.every
        looked_at = 0
        while looked_at < POINTS_LOOKED_AT:
            point = base + k * copy.every
            if copy.keep is not None and disrupted - point > copy.keep:
                return None
            if clean(point):
                looked_at += 1
                if self.draws.happens(f"{name}/success/{k}", copy.success):
                    return point
            elif copy.keep is None and state.clean_until < point - copy.every * 2 * POINTS_LOOKED_AT:
                k = (state.clean_until - base) // copy.every + 1
            k -= 1
        return None

    # --- tasks

    def begin_when_due(self, run):
        since = {"Incident": (self.incident, self.incident_record), "Detected": (self.detected, self.detection),
                 "Assessed": (self.assessed, self.assessment), "Declared": (self.declared, self.declaration)}
        at, record = since.get(run.task.when, (None, None))
        if run.begun_at is None and at is not None:
            self.begin_task(run, record)

    def begin_task(self, run, record):
        task = run.task
        run.begun_at, run.begin = self.t, record
        run.runs = [StepRun(step, f"{task.id}/{step.id}", self.task_watch[task.id, step.id]) for step in task.steps]
        for step in run.runs:
            self.add_task_step(run, step)
        self.tell("task-begun", task.id, record)
        for step in task.steps:
            self.call_for(step.people, (), record)
        self.begin_needed(set().union(*[names(step.needs) for step in task.steps]), record)

    # --- workarounds (section 7)

    def begin_workaround(self, state):
        id = state.service.id
        if self.nodes[id].up or state.active or state.preparing and state.preparing.end is not None:
            return
        best = next((one for one in state.service.workarounds if self.is_open(state, one)), None)
        if state.preparing and state.preparing.workaround is best:
            return
        if state.preparing:  # begun and not started: the choice is made anew
            needs = self.workaround_watch[id, state.preparing.workaround.id]
            if not needs.value:
                state.preparation_end = needs.ended
            self.drop_preparation(state)
        if best:
            record = self.opening(state, best)
            state.preparing = self.preparation(state, best, record)
            self.tell("workaround-begun", id, record)
            self.call_for({**best.people, **best.holds}, names(best.needs), record)

    def notice(self, state, workaround):
        name = f"service/{state.service.id}/workaround/{workaround.id}/notice"
        return state.below_since + self.draws.time(name, workaround.notice)

    def is_open(self, state, workaround):
        noticed = (self.t >= self.notice(state, workaround) if workaround.notice is not None
                   else self.detected is not None)
        return (workaround.id not in state.used and noticed and self.holds(workaround.needs)
                and self.t >= state.below_since + workaround.not_before)

    def opening(self, state, workaround):
        id, below = state.service.id, state.below_record
        found = [below, self.workaround_watch[id, workaround.id].record, state.preparation_end]
        if workaround.notice is None:
            found.append(self.detection)
        else:
            found.append(Record(self.notice(state, workaround), "workaround", id, below))
        if workaround.not_before:
            found.append(Record(state.below_since + workaround.not_before, "workaround", id, below))
        return latest(found)

"""One trial: the instants, and the rounds of an instant (section 2)."""

from draws import binomial_quantile
from notation import NEVER, WEEK, duration, hours, week_instant, within
from choices import Choices
from rises import Rises
from strikes import Strikes
from work import Queue, TaskRun
from world import World

ROUNDS_MAX = 10_000


class Trial(World, Strikes, Rises, Choices, Queue):
    """Plays a scenario against a model once."""

    def __init__(self, model, scenario, draws, watcher):
        super().__init__(model, scenario, draws, watcher)
        self.onset = self.onset_in_week()
        self.week_start = -self.onset
        self.detected = self.assessed = self.declared = None
        self.detection = self.assessment = self.declaration = None
        self.called, self.mobilising, self.mobilised = {}, {}, {}
        self.call_record, self.mobilisation_record = {}, {}
        self.used = {}
        self.chosen, self.completed, self.failures = set(), set(), set()
        self.tasks = {task.id: TaskRun(task) for task in model.tasks}
        self.wave = self.waves_of_systems()
        self.last_strike = None
        self.binomial = binomial_quantile
        self.prepare_events()
        self.prepare_watches()
        watcher.begin(self)

    def onset_in_week(self):
        onset = self.scenario.onset
        if onset == "Any":
            return int(self.draws.uniform("onset") * WEEK)
        if isinstance(onset, str):
            return week_instant(onset)
        intervals = hours(onset["Within"])
        at = int(self.draws.uniform("onset") * sum(end - start for start, end in intervals))
        for start, end in intervals:
            if at < end - start:
                return (start + at) % WEEK
            at -= end - start

    def prepare_watches(self):
        """Needs of work and conditions, each watched as a whole."""
        self.step_watch, self.only_if_watch, self.restart_watch = {}, {}, {}
        self.task_watch, self.workaround_watch = {}, {}
        self.recovered_watch = {}
        for id, state in self.systems.items():
            self.recovered_watch[id] = self.watch_that(lambda state=state: self.is_recovered(state))
        for system in self.model.systems:
            self.restart_watch[system.id] = self.watch([system.restart.needs])
            for strategy in system.strategies:
                self.only_if_watch[system.id, strategy.id] = self.watch([strategy.only_if])
                for step in strategy.steps:
                    self.step_watch[system.id, strategy.id, step.id] = self.watch([step.needs, strategy.begins_when])
        for task in self.model.tasks:
            for step in task.steps:
                self.task_watch[task.id, step.id] = self.watch([step.needs])
        for service in self.model.services:
            for workaround in service.workarounds:
                self.workaround_watch[service.id, workaround.id] = self.watch([workaround.needs])

    def within_hours(self, team):
        return within(team.hours, self.onset + self.t)

    def play(self):
        t = self.next_instant(-1)
        while t <= self.scenario.horizon:
            self.t = t
            self.play_instant()
            self.watcher.after_instant(self)
            t = self.next_instant(t)
        self.t = self.scenario.horizon
        self.watcher.end(self)

    def play_instant(self):
        for _ in range(ROUNDS_MAX):
            before = self.changes
            self.play_falls()
            self.play_rises()
            self.play_updates()
            self.play_choices()
            self.play_queues()
            if self.changes == before:
                return
        raise RuntimeError(f"an instant without end at {self.t}")

    def next_instant(self, t):
        return min((at for at in self.coming() if at is not None and at > t), default=NEVER)

    def coming(self):
        """Every instant at which something may be due, as far as it is known."""
        yield from (self.strike_time(event) for event in self.scenario.events)
        for arriving in self.arrivals.values():
            yield from arriving.values()
        yield from (until for until in self.ridden.values() if until != "out")
        yield from (hold.end for hold in self.all_holds())
        yield from (end for end, _ in self.ends)
        yield from self.response_times().values()
        yield from self.mobilising.values()
        for work in self.all_work():
            yield work.end
            if work.ready and work.end is None:
                yield from (self.next_change_of_people(team) for team in self.model.teams)
        for state in self.systems.values():
            yield from (mode.restart_end for mode in state.modes)
            yield self.regroup_time(state)
            if state.held and not state.held.mode:
                yield self.decision_time(state.held)
                yield state.held.deadline(self)
            if state.recovering:
                yield from (state.disrupted_at + strategy.not_before for strategy in state.system.strategies)
        for state in self.services.values():
            yield state.active_until
            if not self.nodes[state.service.id].up:
                for workaround in state.service.workarounds:
                    yield state.below_since + workaround.not_before
                    if workaround.notice is not None:
                        yield self.notice(state, workaround)

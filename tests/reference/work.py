"""Work, teams and resources (section 6): steps, attended restarts and preparations in one queue."""

from notation import half_up
from records import Record, latest


class Work:
    """One attempt of a step or of an attended restart, or a preparation: waiting, then running until `end`."""

    def __init__(self, kind, who, people, units):
        self.kind, self.who, self.people, self.units = kind, who, people, units
        self.end = self.start_record = None
        self.ready = self.failed = False
        self.short = None  # (cause, pool): the first pool that did not have enough free at the end of the last round
        self.short_of = []
        self.taken = {}
        self.episode = None  # of a strategy's step
        self.delayed_for = None  # the system whose Delays count
        self.slower_without = {}

    def is_rework(self):
        return self.failed or self.episode is not None and self.episode.failed

    def asks(self, world):
        """People of each team it names and of every team that one is part of, numbers added up; units."""
        asked = world.people_asked(self.people)
        for unit, number in self.units.items():
            asked[unit] = asked.get(unit, 0) + number
        return asked

    def start(self, world):
        t = world.t
        self.taken = self.asks(world)
        world.take(self.taken)
        ready = latest(self.conditions())
        if t > ready.t:
            assert self.short, f"{self.who} was ready at {ready.t} and waited for nothing until {t}"
            self.start_record = Record(t, *self.short, before=ready)
        else:
            self.start_record = ready
        self.end = t + self._takes_now(world)
        self.short_of = []
        world.tell(self.told + "-started", self.who, self.start_record)
        self.started()

    def _takes_now(self, world):
        """Its time, times the factor of each Delay that holds and of each entry of `slower_without` that is down."""
        takes, factor = self.takes(), 1.0
        mine = {self.delayed_for, *self.people}
        for event, targets in world.delays.items():
            if targets & mine:
                factor *= world.factor(event)
        for id, slower in self.slower_without.items():
            if not world.up(id):
                factor *= slower
        return takes if factor == 1.0 else half_up(takes * factor)

    def stop(self, world):
        """Releases everything; what was done is lost."""
        world.give_back(self.taken)
        self.taken = {}
        self.end = None
        self.short = None
        self.short_of = []

    def conditions_of_pools(self, world):
        """Each team's mobilisation, each team and resource being up."""
        found = []
        for team in self.people:
            found += [world.mobilisation_record.get(team), world.nodes[team].up_record]
        return found + [world.nodes[unit].up_record for unit in self.units]

    def pools_ready(self, world):
        """Its teams are mobilised and up, and its resources are up."""
        return (all(world.mobilised.get(team) is not None and world.mobilised[team] <= world.t and world.up(team)
                    for team in self.people) and all(world.up(unit) for unit in self.units))


class StepRun:
    """A step of a chosen strategy or of a task that has begun."""

    def __init__(self, step, who, watch):
        self.step, self.who, self.watch = step, who, watch
        self.done_record = None
        self.retry = None  # the record of the failed attempt's end
        self.attempts_left = step.attempts
        self.work = None


class Episode:
    """A strategy from its choice on."""

    def __init__(self, state, strategy, t, record):
        self.state, self.strategy = state, strategy
        self.chosen_at, self.choice = t, record
        self.decided_at = None if strategy.decide else t
        self.decision = None
        self.started = self.failed = False
        self.mode = None  # the mode that it added when it was complete
        self.point = None
        self.occupied = {}
        self.occupied_up = None  # the record of what it occupies being up, when it started
        self.last_done = None
        self.who = f"{state.system.charged}/{strategy.id}"  # a member of an `alike` group is charged under the group

    def deadline(self, world):
        """When it is given up."""
        strategy = self.strategy
        known = [self.chosen_at, self.decided_at]
        if strategy.after_declaration:
            known.append(world.declared)
        if strategy.give_up is None or None in known:
            return None
        return max(known) + strategy.give_up


class TaskRun:
    def __init__(self, task):
        self.task = task
        self.begun_at = self.done_at = None
        self.begin = self.done = None
        self.runs = []


class Queue:
    """Mixed into the world: pools, calls, and the queue round (5)."""

    def people_asked(self, people):
        asked = {}
        for team, number in people.items():
            while team is not None:
                asked[team] = asked.get(team, 0) + number
                team = self.model.nodes[team].part_of
        return asked

    def take(self, asked):
        for pool, number in asked.items():
            self.used[pool] = self.used.get(pool, 0) + number
        self.changes += 1

    def give_back(self, taken):
        for pool, number in taken.items():
            self.used[pool] -= number
        self.changes += 1

    def free(self, pool):
        node = self.model.nodes[pool]
        return (self.in_force(node) if node.kind == "team" else node.units) - self.used.get(pool, 0)

    def has_free(self, asked):
        return all(self.free(pool) >= number for pool, number in asked.items())

    def call(self, team, record):
        """A team is mobilised its call-out after its first call, for good."""
        if team is None or team in self.called:
            return
        node = self.model.nodes[team]
        at_work = self.within_hours(node)
        if at_work or node.off_call_out is None:
            takes = self.draws.time(f"team/{team}/call_out", node.call_out)
        else:
            takes = self.draws.time(f"team/{team}/off_hours/call_out", node.off_call_out)
        self.called[team] = self.t
        self.mobilising[team] = self.t + takes
        self.call_record[team] = record
        self.tell("called", team, record)
        if takes == 0:
            self.mobilise(team)

    def mobilise(self, team):
        at = self.mobilising.pop(team)
        self.mobilised[team] = at
        self.mobilisation_record[team] = Record(at, "mobilisation", team, self.call_record[team])
        self.tell("mobilised", team, self.mobilisation_record[team])

    # --- round (5)

    def play_queues(self):
        waiting = [work for work in self.all_work() if work.end is None]
        ready = []
        for work in waiting:
            work.ready = work.is_ready()
            if work.ready:
                ready.append(work)
        for work in sorted(ready, key=lambda work: self.place_in_queue(work)):
            if self.has_free(work.asks(self)):
                work.start(self)
        for work in waiting:
            work.short, work.short_of = None, []
            if work.ready and work.end is None:
                short = [pool for pool, number in work.asks(self).items() if self.free(pool) < number]
                kinds = {pool: self.model.nodes[pool].kind for pool in short}
                short.sort(key=lambda pool: (kinds[pool] != "team", pool))
                cause = "waiting-for-people" if kinds[short[0]] == "team" else "waiting-for-units"
                work.short, work.short_of = (cause, short[0]), short

    def all_work(self):
        for state in self.systems.values():
            if state.held and not state.held.mode:
                yield from (run.work for run in state.held.runs if not run.done_record)
            yield from (mode.work for mode in state.modes if mode.work)
        for run in self.tasks.values():
            if run.begun_at is not None and run.done is None:
                yield from (step.work for step in run.runs if not step.done_record)
        yield from (state.preparing for state in self.services.values() if state.preparing)

    def place_in_queue(self, work):
        """Wave; systems with a priority by it; RTO; the rest; ties: kind of work, id, strategy, step."""
        model = self.model
        kind = ["task", "restart", "step", "preparation"].index(work.kind)
        node = model.nodes[work.node]
        if work.kind in ("task", "preparation"):
            wave = -1 if model.waves else 0
            priority = node.priority if work.kind == "task" else None
            rto = node.within if work.kind == "task" else node.rto
        else:
            wave = self.wave[node.id]
            priority, rto = node.priority, self.smallest_rto(node)
        rank = (0, priority) if priority is not None else (1, rto) if rto is not None else (2, 0)
        return (wave, *rank, kind, work.node, work.position)

    def smallest_rto(self, system):
        """The smallest among the services that directly or indirectly need the system, else its own."""
        found = [service.rto for service in self.model.services
                 if system.id in self.model.needed[service.id] and service.rto is not None]
        return min(found, default=system.rto)

    def waves_of_systems(self):
        """The first list that selects a system; none: after all."""
        waves = [self.model.selected(selectors) for selectors in self.model.waves or []]
        return {system.id: next((i for i, wave in enumerate(waves) if system.id in wave), len(waves))
                for system in self.model.systems}

    # --- what waits: steps

    def step_work(self, run, kind, node, position):
        """The work of the next attempt of a step; who calls it sets what else it waits for."""
        step = run.step
        work = Work(kind, run.who, step.people, step.units)
        work.told = "step"
        work.node, work.position = node, position
        work.slower_without = step.slower_without
        name = f"system/{node}/strategy/{run.who.split('/')[1]}" if kind == "step" else f"task/{node}"
        def takes():
            number = run.number = self.next_attempt(name, step.id)
            return self.draws.time(f"{name}/step/{step.id}/takes/{number}", step.takes)
        work.takes = takes
        work.started = lambda: None
        run.succeeds = lambda: self.draws.happens(f"{name}/step/{step.id}/success/{run.number}", step.success)
        return work

    def predecessors(self, runs, step):
        return [run for run in runs if run.step.id in step.after]

    def ends_before(self, run, before):
        """The ends of its predecessors; of a retry, the failed attempt's end."""
        return [run.retry] if run.retry else [other.done_record for other in before]

    def add_strategy_step(self, episode, run):
        strategy, system = episode.strategy, episode.state.system
        work = run.work = self.step_work(run, "step", system.id, (strategy.position, run.step.position))
        work.episode, work.delayed_for = episode, system.id
        before = self.predecessors(episode.runs, run.step)
        def first():
            return {} if episode.started else strategy.occupies
        def occupied_up():
            if episode.started:
                return episode.occupied_up
            return latest([self.nodes[unit].up_record for unit in strategy.occupies])
        def is_ready():
            return (all(other.done_record for other in before) and run.watch.value
                    and episode.decided_at is not None and episode.decided_at <= self.t
                    and not (strategy.after_declaration and self.declared is None)
                    and not self.held_back_by_waves(system)
                    and work.pools_ready(self) and all(self.up(unit) for unit in first()))
        def conditions():
            found = [episode.choice, run.watch.record, episode.decision] + self.ends_before(run, before)
            if strategy.after_declaration:
                found.append(self.declaration)
            found.append(self.end_of_earlier_waves(system))
            return found + work.conditions_of_pools(self) + [occupied_up()]
        def asks(world):
            asked = Work.asks(work, world)
            for unit, number in first().items():
                asked[unit] = asked.get(unit, 0) + number
            return asked
        def started():
            if not episode.started:
                episode.occupied_up, episode.started = occupied_up(), True
                episode.occupied = dict(strategy.occupies)
                for unit, number in strategy.occupies.items():  # held by the strategy, not by the step
                    work.taken[unit] -= number
                if strategy.source not in (None, "nothing"):
                    episode.point = self.newest_point(episode.state, strategy)
        work.is_ready, work.conditions, work.asks, work.started = is_ready, conditions, asks, started

    def held_back_by_waves(self, system):
        return self.model.gated and any(
            state.recovering for id, state in self.systems.items() if self.wave[id] < self.wave[system.id])

    def end_of_earlier_waves(self, system):
        if not self.model.gated:
            return None
        return latest([Record(state.stopped[0], state.stopped[1].cause, state.stopped[1].who, state.stopped[1].before,
                              state.stopped[1].attempt)
                       for id, state in self.systems.items()
                       if self.wave[id] < self.wave[system.id] and state.stopped and state.stopped[1]])

    def add_task_step(self, task_run, run):
        task = task_run.task
        work = run.work = self.step_work(run, "task", task.id, (run.step.position,))
        before = self.predecessors(task_run.runs, run.step)
        work.is_ready = lambda: (all(other.done_record for other in before) and run.watch.value
                                 and work.pools_ready(self))
        work.conditions = lambda: ([task_run.begin, run.watch.record] + self.ends_before(run, before)
                                   + work.conditions_of_pools(self))

    # --- what waits: attended restarts and preparations

    def restart_work(self, mode):
        system, restart = mode.system, mode.system.restart
        work = Work("restart", system.id, restart.people, restart.units)
        work.told = "restart"
        work.node, work.position = system.id, (self.systems[system.id].modes.index(mode),)
        work.delayed_for = system.id
        work.takes = lambda: self._restart_time(mode)
        work.started = lambda: None
        watch = self.restart_watch[system.id]
        work.is_ready = lambda: mode.free.value and watch.value and work.pools_ready(self)
        work.conditions = lambda: [mode.free.record, watch.record] + work.conditions_of_pools(self)
        return work

    def preparation(self, state, workaround, record):
        service = state.service
        work = Work("preparation", service.id, workaround.people, {})
        work.told = "preparation"
        work.node, work.position = service.id, (0,)
        work.workaround = workaround
        work.takes = lambda: self.draws.time(f"service/{service.id}/workaround/{workaround.id}/ready", workaround.ready)
        work.started = lambda: None
        work.is_ready = lambda: work.pools_ready(self)
        work.conditions = lambda: [record] + work.conditions_of_pools(self)
        return work

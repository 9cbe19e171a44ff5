"""What is measured (section 8) and the ledgers of a trial (section 9)."""

from notation import half_up
from records import ledger


class Course:
    """What was so at the end of each instant: since when a node is down, and when it was."""

    def __init__(self):
        self.first_down = self.down_since = self.last_up = self.first_up = self.up_record = None
        self.downtime = 0
        self.relapsed = False

    def see(self, t, up, record):
        if not up and self.down_since is None:
            self.down_since = t
            self.relapsed |= self.first_down is not None
            if self.first_down is None:
                self.first_down = t
        elif up and self.down_since is not None:
            self.downtime += t - self.down_since
            self.down_since = None
            self.last_up, self.up_record = t, record
            if self.first_up is None:
                self.first_up = t

    def close(self, horizon):
        """The downtime of an outage that lasts until the horizon."""
        if self.down_since is not None:
            self.downtime += horizon - self.down_since

    def recovery(self, since=None, clocked=False):
        """The length of the outage; 0 without one, None if it did not end. On another clock: from the later of its
        start and `since`, 0 if it ended before."""
        if self.first_down is None:
            return 0
        if self.down_since is not None:
            return None
        start = self.first_down
        if clocked:
            if since is None:
                return 0
            start = max(start, since)
        return max(0, self.last_up - start)


class Observer:
    """Watches a trial and measures it."""

    def __init__(self, trace=None):
        self.trace = trace

    def begin(self, world):
        self.minimum = {id: Course() for id in world.services}
        self.full = {id: Course() for id in world.services}
        self.systems = {id: Course() for id in world.systems}
        self.reduced = set()
        self.busy = {team.id: 0 for team in world.model.teams}
        self.queued = {team.id: 0 for team in world.model.teams}
        self.seen_at, self.in_use, self.short = 0, {}, []

    def tell(self, t, what, who, record):
        if self.trace is not None:
            self.trace.append((t, what, who, record))

    def after_instant(self, world):
        t = world.t
        self._count_until(t)
        self.in_use = dict(world.used)
        self.short = [pool for work in world.all_work() if work.end is None for pool in work.short_of]
        for id, state in world.services.items():
            self.minimum[id].see(t, world.nodes[id].up, world.nodes[id].up_record)
            self.full[id].see(t, state.full, state.full_record)
        for id in world.systems:
            self.systems[id].see(t, world.nodes[id].up, world.nodes[id].up_record)

    def _count_until(self, t):
        for team in self.busy:
            self.busy[team] += (t - self.seen_at) * self.in_use.get(team, 0)
            self.queued[team] += (t - self.seen_at) * self.short.count(team)
        self.seen_at = t

    def end(self, world):
        self._count_until(world.scenario.horizon)
        for courses in (self.minimum, self.full, self.systems):
            for course in courses.values():
                course.close(world.scenario.horizon)


def measured(world):
    """All figures of a trial that was played, durations in milliseconds, None for not recovered."""
    seen = world.watcher
    data = data_losses(world)
    return {
        "services": {id: _service(world, seen, id, data) for id in world.services},
        "systems": {id: _system(world, seen, id, data) for id in world.systems},
        "tasks": {id: _task(world, run) for id, run in world.tasks.items()},
        "teams": {id: _team(world, seen, id) for id in seen.busy},
    }


def data_losses(world):
    """The data loss of each system; None: not recovered."""
    oldest = {}
    for state in world.systems.values():
        group = state.system.restore_group
        if group:
            for _, point in state.restores:
                oldest[group] = min(point, oldest.get(group, point))
    losses = {}
    for id, state in world.systems.items():
        if not state.system.holds_data:
            losses[id] = 0
        elif state.lost or state.back_empty:
            losses[id] = None
        else:
            losses[id] = max((d - oldest.get(state.system.restore_group, point) for d, point in state.restores),
                             default=0)
    return losses


def _within(value, target):
    return value is not None and value <= target


def _ledger(course):
    if course.recovery() in (0, None):
        return {}
    entries = ledger(course.up_record, course.first_down, course.last_up)
    return {f"{cause}: {who}": length for (cause, who), length in sorted(entries.items())}


def _service(world, seen, id, data):
    service, course, full = world.services[id].service, seen.minimum[id], seen.full[id]
    interrupted = course.first_down is not None
    needed = world.model.needed[id]
    holding = service.data if service.data is not None else [other for other in needed if other in world.systems]
    losses = [data[other] for other in holding]
    lost = None if None in losses else max(losses, default=0)
    clocks = {"disruption": course.recovery(), "detected": course.recovery(world.detected, True),
              "declared": course.recovery(world.declared, True)}
    work = work_recovery(world, service, course, lost)
    out = course.recovery()
    objectives = {}
    if service.rto is not None:
        objectives["rto"] = _within(clocks[service.clock.lower()], service.rto)
    if service.rpo is not None:
        objectives["rpo"] = _within(lost, service.rpo)
    if service.mtpd is not None:
        objectives["mtpd"] = not interrupted or out is not None and work is not None and out + work <= service.mtpd
    return {
        "touched": bool(needed & world.touched), "interrupted": interrupted, "relapsed": course.relapsed,
        "reduced": full.first_down is not None and not interrupted,
        "first_return": None if course.first_up is None else course.first_up - course.first_down,
        "recovery": out, "recovery_full": full.recovery(), "clocks": clocks, "downtime": course.downtime,
        "data_loss": lost, "objectives": objectives, "work_recovery": work,
        "loss": impact(world, service, course),
        "ledger": _ledger(course), "ledger_full": _ledger(full),
    }


def work_recovery(world, service, course, lost):
    """fixed + per_hour_out x outage + per_hour_lost x data loss, rounded once; None: never. Without an interruption
    there is nothing to catch up with."""
    if course.first_down is None:
        return 0
    if course.recovery() is None or service.per_hour_lost > 0 and lost is None:
        return None
    fixed = world.draws.time(f"service/{service.id}/work_recovery", service.work_fixed)
    return half_up(fixed + service.per_hour_out * course.recovery() + service.per_hour_lost * (lost or 0))


def impact(world, service, course):
    """The impact curve at the outage, in hundredths; beyond the last point the last slope goes on."""
    if not service.impact:
        return None
    out = course.recovery()
    if course.first_down is None:
        return 0
    if out is None:
        out = world.scenario.horizon - course.first_down
    points = service.impact
    if len(points) == 1:
        return half_up(points[0][1] * 100)
    for (t0, loss0), (t1, loss1) in zip(points, points[1:]):
        if out < t1 or (t1, loss1) == points[-1]:
            return half_up((loss0 + (loss1 - loss0) * (out - t0) / (t1 - t0)) * 100)


def _system(world, seen, id, data):
    system, course = world.systems[id].system, seen.systems[id]
    objectives = {}
    if system.rto is not None:
        objectives["rto"] = _within(course.recovery(), system.rto)
    if system.rpo is not None:
        objectives["rpo"] = _within(data[id], system.rpo)
    strategies = {strategy.id: tuple((id, strategy.id) in found
                                     for found in (world.chosen, world.completed, world.failures))
                  for strategy in system.strategies}
    return {"interrupted": course.first_down is not None, "recovery": course.recovery(), "data_loss": data[id],
            "objectives": objectives, "strategies": strategies}


def _task(world, run):
    """From the start of the incident, from detected or from declared, to its being done."""
    starts = {"Disruption": world.incident, "Detected": world.detected, "Declared": world.declared}
    def on_clock(clock):
        if run.begun_at is None:
            return 0
        if run.done_at is None:
            return None
        start = starts[clock]
        return 0 if start is None else max(0, run.done_at - start)
    objectives = {}
    if run.task.within is not None:
        objectives["within"] = _within(on_clock(run.task.clock), run.task.within)
    return {"begun": run.begun_at is not None, "done": run.done_at is not None, "recovery": on_clock("Disruption"),
            "objectives": objectives}


def _team(world, seen, id):
    mobilised = world.mobilised.get(id)
    return {"called": id in world.called, "mobilised": None if mobilised is None else mobilised - world.called[id],
            "busy": seen.busy[id], "queued": seen.queued[id]}

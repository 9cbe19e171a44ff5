"""The state of a trial and how a change spreads through the graph (section 2)."""

from notation import NEVER, holds, next_boundary, within


class Hold:
    """An effect that holds a node, or the modes of a system, down."""

    def __init__(self, event, who, node, modes, end):
        self.event, self.who, self.node, self.modes, self.end = event, who, node, modes, end


class Mode:
    """One way a system can serve. `strategy` is None for the home mode."""

    def __init__(self, system, strategy):
        self.system, self.strategy = system, strategy
        self.site = strategy.mode_site if strategy else system.home
        self.needs = strategy.mode_needs if strategy else system.needs
        self.after = strategy.mode_after if strategy else system.restart.after
        self.stored_on = None if strategy else system.stored_on
        self.exists = True
        self.holds = []
        self.must_restart = False
        self.free = Watch()  # no Outage holds it, its site is up, all of `after` are up
        self.restart_end = None  # of a plain restart that runs
        self.restart_record = None
        self.fell = None  # the record of its last being destroyed, held down, or of its site's going down
        self.added = None  # the record of the strategy that added it
        self.work = None  # an attended restart that is due
        self.occupied = {}


class Watch:
    """A condition with the record of its last turning true and of its last turning false."""

    def __init__(self, test=None):
        self.test, self.value, self.record, self.ended = test, True, None, None


class NodeState:
    def __init__(self, node):
        self.node = node
        self.up = True
        self.up_record = self.down_record = None
        self.holds = []


class SystemState:
    def __init__(self, system):
        self.system = system
        self.modes = [Mode(system, None)]
        self.current = self.modes[0]
        self.recovering = False
        self.disrupted_at = None
        self.disruption = None
        self.stopped = None  # (instant, record) of the last end of recovering
        self.lost = self.back_empty = False
        self.restored = None  # the record of the strategy that restored the data
        self.clean_until = NEVER
        self.destroyed = set()  # names of copies
        self.held = None  # the chosen strategy: an Episode
        self.failed = {}  # strategy -> instant
        self.last_failure = None  # (strategy, record)
        self.release = None
        self.provisional_end = None
        self.regrouped = None
        self.restores = []  # (D, point) of each completed restore
        self.attempts = {}


class ServiceState:
    def __init__(self, service):
        self.service = service
        self.full = True
        self.full_record = self.below_record = None
        self.below_since = None
        self.active = None  # the active workaround
        self.active_until = None
        self.active_holds = {}
        self.preparing = None  # work
        self.preparation_end = None
        self.used = set()


class World:
    """Everything that is so at an instant."""

    def __init__(self, model, scenario, draws, watcher):
        self.model, self.scenario, self.draws, self.watcher = model, scenario, draws, watcher
        self.t = 0
        self.nodes = {id: NodeState(node) for id, node in model.nodes.items()}
        for task in model.tasks:
            self.nodes[task.id].up = False
        self.systems = {system.id: SystemState(system) for system in model.systems}
        self.services = {service.id: ServiceState(service) for service in model.services}
        self.ridden = {}  # (holder, node) -> "riding" until an instant, or "out"
        self.watches = []
        self.changes = 0  # counts what changed, so that a round knows whether anything did
        self.counts = {}  # attempts of steps and restarts count on over the whole trial
        self.riders = {}
        for id, node in model.nodes.items():
            for other, takes in node.rides_out.items():
                self.riders.setdefault(other, []).append((id, takes))

    def tell(self, what, who, record=None):
        self.changes += 1
        self.watcher.tell(self.t, what, who, record)

    def watch(self, expressions):
        """Watches needs as a whole."""
        return self.watch_that(lambda: all(self.holds(expression) for expression in expressions))

    def watch_that(self, test):
        found = Watch(test)
        found.value = found.test()
        self.watches.append(found)
        return found

    # --- conditions

    def up(self, id):
        return id is None or self.nodes[id].up

    def holds(self, expression, holder=None):
        """Whether needs hold: for a holder, with what it rides out."""
        return holds(expression, lambda id: self.nodes[id].up or self.ridden.get((holder, id), "out") != "out")

    def serves(self, mode):
        return (mode.exists and not mode.holds and not mode.must_restart and self.up(mode.site)
                and self.up(mode.stored_on) and self.holds(mode.needs, mode.system.id))

    def is_free(self, mode):
        return mode.exists and not mode.holds and self.up(mode.site) and all(self.up(id) for id in mode.after)

    def minimum_without_workaround(self, state):
        minimum = state.service.minimum
        return state.full or minimum is not None and self.holds(minimum, state.service.id)

    def _should_be_up(self, state):
        node = state.node
        if node.kind == "system":
            return any(self.serves(mode) for mode in self.systems[node.id].modes)
        if node.kind == "service":
            service = self.services[node.id]
            return self.minimum_without_workaround(service) or service.active is not None
        if node.kind == "task":
            return state.up
        return not state.holds and self.holds(node.needs, node.id)

    # --- spreading a change: whatever turns true or false while it is spread has its record

    def spread(self, record, upwards):
        """Turns everything that follows, in one direction, until nothing more does."""
        turned = True
        while turned:
            turned = False
            for state in self.nodes.values():
                if state.node.kind == "service":
                    turned |= self._turn_service(state, record, upwards)
                if state.up != upwards and self._should_be_up(state) == upwards:
                    turned = True
                    self._turn(state, record, upwards)
            for state in self.systems.values():
                for mode in state.modes:
                    self._turn_mode(mode, record, upwards)
            for watch in self.watches:
                if watch.value != watch.test():
                    watch.value = not watch.value
                    if watch.value:
                        watch.record = record
                    else:
                        watch.ended = record

    def _turn(self, state, record, upwards):
        id = state.node.id
        state.up = upwards
        if upwards:
            state.up_record = record
        else:
            state.down_record = record
        if state.node.kind == "service":
            self.tell("minimum" if upwards else "below", id, record)
            if not upwards:
                self.services[id].below_record = record
                self.services[id].below_since = self.t
        else:
            self.tell("up" if upwards else "down", id, record)
        for holder, takes in self.riders.get(id, []):
            if upwards:
                self.ridden[holder, id] = "out"
                continue
            lasts = self.draws.time(f"{self.nodes[holder].node.kind}/{holder}/rides_out/{id}", takes)
            self.ridden[holder, id] = self.t + lasts if lasts else "out"
        if not upwards:  # what depends on it must restart, or is disrupted
            self._fallen_with_node(id, record)

    def _turn_service(self, state, record, upwards):
        """The full level, and an active workaround whose needs fail."""
        service = self.services[state.node.id]
        turned = False
        if service.full != upwards and self.holds(state.node.needs, state.node.id) == upwards:
            service.full = upwards
            if upwards:
                service.full_record = record
            self.tell("full" if upwards else "reduced", state.node.id, record)
            turned = True
        if not upwards and service.active and not self.holds(service.active.needs):
            self.end_workaround(service, "workaround-lapsed", record)
            turned = True
        return turned

    def _turn_mode(self, mode, record, upwards):
        """A restart begins when its mode is free; it starts anew if that ceases meanwhile."""
        free = self.is_free(mode)
        if mode.free.value and not free:
            mode.free.value = False
            self.stop_restart(mode)
            self.changes += 1
        elif free and not mode.free.value:
            mode.free.value, mode.free.record = True, record
            self.changes += 1
            if mode.must_restart:
                self.begin_restart(mode)

    def has_to_restart(self, mode):
        if mode.exists:
            mode.must_restart = True
            self.changes += 1

    # --- disruption (section 5)

    def disrupt(self, state, record):
        if not state.recovering:
            state.recovering, state.disrupted_at, state.disruption = True, self.t, record
            self.tell("disrupted", state.system.id, record)

    def _fallen_with_node(self, id, record):
        for state in self.systems.values():
            system = state.system
            at_home = state.current is state.modes[0]
            for mode in state.modes:
                if id == mode.site:
                    mode.fell = record
                if id == mode.site or id in mode.after:
                    self.has_to_restart(mode)
            if id == state.current.site or at_home and id == system.stored_on or id in system.fails_over_on:
                self.disrupt(state, record)

    # --- restarts (section 2); attended ones become work for the queue

    def begin_restart(self, mode):
        restart = mode.system.restart
        if restart.attended:
            mode.work = self.restart_work(mode)
            return
        mode.restart_end = self.t + self._restart_time(mode)
        self.tell("restart-started", mode.system.id, mode.free.record)

    def _restart_time(self, mode):
        number = self.next_attempt("system", mode.system.id, "restart")
        return self.draws.time(f"system/{mode.system.id}/restart/takes/{number}", mode.system.restart.takes)

    def next_attempt(self, *path):
        self.counts[path] = self.counts.get(path, 0) + 1
        return self.counts[path]

    def stop_restart(self, mode):
        mode.restart_end = None
        if mode.work is not None:
            mode.work.stop(self)
            mode.work = None

    def restarted(self, mode, record):
        mode.must_restart = False
        mode.restart_end = mode.work = None
        mode.restart_record = record
        self.tell("restart-done", mode.system.id, record)
        self.spread(record, upwards=True)

    # --- data

    def out_of_reach(self, state):
        return (state.lost or not self.up(state.current.site)
                or state.current is state.modes[0] and not self.up(state.system.stored_on))

    # --- people in force (section 6)

    def in_force(self, team):
        """How many people of a team could work at this instant."""
        people = team.people if within(team.hours, self.onset + self.t) else team.off_people
        if team.surge and self.declared is not None:
            if self.t >= self.declared + self.draws.time(f"team/{team.id}/surge/call_out", team.surge.call_out):
                people = max(people, team.surge.people)
        mobilised = self.mobilised.get(team.id)
        if team.shift and mobilised is not None and self.t >= mobilised + team.shift.longest:
            longest, whole = team.shift.longest, team.shift.longest + team.shift.rest
            people = people and max(1, (2 * people * longest + whole) // (2 * whole))
        away = sum(self.absent(event, team, people) for event in self.absences.get(team.id, []))
        return max(0, people - away)

    def next_change_of_people(self, team):
        found = [next_boundary(team.hours, self.onset + self.t) - self.onset]
        if team.surge and self.declared is not None:
            found.append(self.declared + self.draws.time(f"team/{team.id}/surge/call_out", team.surge.call_out))
        if team.shift and self.mobilised.get(team.id) is not None:
            found.append(self.mobilised[team.id] + team.shift.longest)
        return min((t for t in found if t > self.t), default=NEVER)

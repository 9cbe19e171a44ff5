"""The core of Harbour Bank's ransomware night in SimPy: the same as `bank.ron`, hours for hours."""

import random

import numpy
import simpy

SERVICES = {"payments": "payments-hub", "online": "channels", "loans": "lending"}

PEOPLE = {"crisis": 5, "security": 4, "forensics": 3, "platform": 6, "dba": 2, "network": 3, "applications": 6, "pipe": 4}
CALL_OUT = {
    "crisis": (1 / 4, 2 / 3, 2), "security": (1 / 6, 1 / 3, 1), "forensics": (3, 7, 18), "platform": (1 / 3, 2 / 3, 2),
    "dba": (1 / 3, 5 / 6, 3), "network": (1 / 3, 2 / 3, 3 / 2), "applications": (1 / 3, 1, 3), "pipe": (0, 0, 0),
}

# Who is asked for, how long it takes, what it waits for, and the chance that it succeeds.
TASKS = {
    "clean-segment": [({"network": 2}, (2, 4, 9)), ({"platform": 1, "security": 1}, (1, 3, 7)), ({"security": 2}, (0.5, 1, 3))],
    "clearance": [
        ({"forensics": 2, "security": 1}, (2, 4, 10)), ({"forensics": 2}, (6, 16, 60)),
        ({"forensics": 1, "security": 1}, (1, 2, 6)),
    ],
    "key-holders": [({"crisis": 1}, (5, 18, 48))],
}
# What every step waits for; the steps; what the system needs besides.
SYSTEMS = {
    "cluster": (["clean-segment"], [({"platform": 2}, (4, 6, 12)), ({"security": 1}, (1, 2, 6), [], 0.95)], []),
    "vault": ([], [({"security": 2}, (0.5, 1, 4), ["key-holders"], 0.9), ({"security": 1}, (0.5, 1, 3))], []),
    "directory": (["clean-segment", "cluster"], [
        ({"platform": 2, "pipe": 1}, (1, 2, 5)), ({"platform": 2}, (2, 4, 9), [], 0.9),
        ({"platform": 1, "security": 1}, (2, 4, 10)), ({"security": 1}, (0.5, 1, 3), ["clearance"])], []),
    "sign-in": (["clean-segment", "cluster"], [
        ({"platform": 1}, (2, 4, 9), ["directory"]), ({"security": 1}, (1, 3, 8), ["vault"], 0.9)], ["directory"]),
    "backup": (["clean-segment"], [({"platform": 1}, (2, 3, 8)), ({"platform": 1}, (2, 5, 14), ["vault"], 0.9)], []),
    "payments-db": (["clearance", "backup", "cluster"], [
        ({"dba": 1, "pipe": 2}, (5, 7, 12)), ({"applications": 1}, (2, 5, 14))], []),
    "customer-db": (["clearance", "backup", "cluster"], [
        ({"dba": 1, "pipe": 1}, (4, 6, 10)), ({"applications": 1}, (2, 4, 10))], []),
    "lending-db": (["clearance", "backup", "cluster"], [
        ({"dba": 1, "pipe": 1}, (6, 9, 20)), ({"applications": 1}, (2, 5, 14))], []),
    "payments-hub": (["clean-segment", "cluster"], [
        ({"applications": 2}, (3, 6, 14)), ({"network": 1}, (1, 2, 6), [], 0.95)], ["payments-db", "sign-in"]),
    "channels": (["clean-segment", "cluster"], [
        ({"applications": 2}, (4, 8, 20)), ({"security": 1}, (1, 3, 8))], ["customer-db", "sign-in"]),
    "lending": (["clean-segment", "cluster"], [({"applications": 3}, (4, 9, 24))], ["lending-db", "customer-db", "sign-in"]),
}


def pert(dice, least, likely, most):
    if least == most:
        return least
    width = most - least
    return least + width * dice.betavariate(1 + 4 * (likely - least) / width, 1 + 4 * (most - likely) / width)


class Night:
    """One trial: a process per task and per system, and one queue for everybody's time."""

    def __init__(self, dice):
        self.dice = dice
        self.env = simpy.Environment()
        self.free = dict(PEOPLE)
        self.queue = []
        self.looking = False
        self.there = {}
        self.up = {name: self.env.event() for name in [*TASKS, *SYSTEMS]}
        self.back = {}

    def play(self):
        self.env.process(self.respond())
        self.env.run()
        return [self.back[system] for system in SERVICES.values()]

    def respond(self):
        yield self.env.timeout(pert(self.dice, 0.25, 1.5, 7))
        yield self.env.timeout(pert(self.dice, 0.5, 1.25, 4))
        for rank, (name, steps) in enumerate(TASKS.items()):
            self.env.process(self.task(rank, name, steps))
        for rank, (name, plan) in enumerate(SYSTEMS.items(), start=len(TASKS)):
            self.env.process(self.system(rank, name, *plan))

    def task(self, rank, name, steps):
        self.call(steps)
        for step in steps:
            yield from self.work(rank, [], *step)
        self.up[name].succeed()

    def system(self, rank, name, begins_when, steps, needs):
        self.call(steps)
        for step in steps:
            yield from self.work(rank, begins_when, *step)
        yield self.all_up(needs)
        self.back[name] = self.env.now
        self.up[name].succeed()

    def call(self, steps):
        """Calls all teams of the steps that have not been called before."""
        for pools, *_ in steps:
            for pool in pools:
                if pool not in self.there:
                    self.there[pool] = self.env.timeout(pert(self.dice, *CALL_OUT[pool]))

    def work(self, rank, begins_when, pools, takes, needs=(), success=1.0):
        while True:
            yield self.all_up([*begins_when, *needs])
            yield self.env.all_of([self.there[pool] for pool in pools])
            start = self.env.event()
            self.queue.append((rank, pools, start))
            self.look()
            yield start
            yield self.env.timeout(pert(self.dice, *takes))
            for pool, people in pools.items():
                self.free[pool] += people
            self.look()
            if self.dice.random() < success:
                return

    def all_up(self, names):
        return self.env.all_of([self.up[name] for name in names])

    def look(self):
        """Starts what can start, once everything else of this instant has happened."""
        if not self.looking:
            self.looking = True
            later = self.env.event()
            later._ok, later._value = True, None
            later.callbacks.append(self.start_work)
            self.env.schedule(later, priority=9)

    def start_work(self, _):
        self.looking = False
        self.queue.sort(key=lambda waiting: waiting[0])
        left = []
        for waiting in self.queue:
            _, pools, start = waiting
            if all(self.free[pool] >= people for pool, people in pools.items()):
                for pool, people in pools.items():
                    self.free[pool] -= people
                start.succeed()
            else:
                left.append(waiting)
        self.queue = left


def hours(trials, seed):
    """Hours until each service is back, one row per trial."""
    dice = random.Random(seed)
    return numpy.array([Night(dice).play() for _ in range(trials)])

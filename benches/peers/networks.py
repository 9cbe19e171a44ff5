"""Recovery networks in SimPy and in NumPy: jobs that wait for all or any of earlier jobs and take exponential times.

Every function gives the hour at which the last job ends, one figure per trial.
"""

import heapq
import random

import numpy
import simpy


def simpy_free(jobs, trials, seed):
    """Without teams: a process per job."""
    dice = random.Random(seed)

    def job(env, position, done):
        needs = [done[need] for need in jobs[position]["needs"]]
        if needs:
            yield env.any_of(needs) if jobs[position]["any"] else env.all_of(needs)
        yield env.timeout(dice.expovariate(1 / jobs[position]["mean_hours"]))
        done[position].succeed()

    ends = []
    for _ in range(trials):
        env = simpy.Environment()
        done = [env.event() for _ in jobs]
        for position in range(len(jobs)):
            env.process(job(env, position, done))
        env.run()
        ends.append(env.now)
    return numpy.array(ends)


def simpy_crew(jobs, people, trials, seed):
    """With so many people, the first ready job first: a process per job in hand, started by a dispatcher."""
    dice = random.Random(seed)
    followers = [[] for _ in jobs]
    for position, job in enumerate(jobs):
        for need in job["needs"]:
            followers[need].append(position)

    ends = []
    for _ in range(trials):
        env = simpy.Environment()
        missing = [1 if job["any"] else len(job["needs"]) for job in jobs]
        ready = [position for position, count in enumerate(missing) if count == 0]
        free = people

        def work(position):
            nonlocal free
            yield env.timeout(dice.expovariate(1 / jobs[position]["mean_hours"]))
            free += 1
            for follower in followers[position]:
                missing[follower] -= 1
                if missing[follower] == 0:
                    heapq.heappush(ready, follower)
            dispatch()

        def dispatch():
            nonlocal free
            while free and ready:
                free -= 1
                env.process(work(heapq.heappop(ready)))

        dispatch()
        env.run()
        ends.append(env.now)
    return numpy.array(ends)


def numpy_free(jobs, trials, seed, batch):
    """Without teams: a row of trials per job."""
    dice = numpy.random.default_rng(seed)
    ends = []
    for first in range(0, trials, batch):
        width = min(batch, trials - first)
        finish = numpy.empty((len(jobs), width))
        for position, job in enumerate(jobs):
            dice.standard_exponential(out=finish[position])
            finish[position] *= job["mean_hours"]
            if job["needs"]:
                join = numpy.minimum if job["any"] else numpy.maximum
                finish[position] += join.reduce(finish[job["needs"]])
        ends.append(finish.max(axis=0))
    return numpy.concatenate(ends)

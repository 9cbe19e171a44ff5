"""Random models and scenarios that use every feature of semantics, in JSON form.

Durations are drawn from a few small values, so that many things fall due in the same instant: ties are where two
readings of one page part.
"""

import random

SHORT = ["0s", "0s", "10m", "10m", "20m", "30m", "1h"]
LONG = ["10m", "20m", "30m", "1h", "1h", "2h", "3h", "6h"]
CLASSES = ["CyberAttack", "PremisesLoss", "IctFailure"]


class Generator:
    """One random organisation and what happens to it, of a given number of systems."""

    def __init__(self, seed, systems=None):
        self.r = random.Random(seed)
        r = self.r
        n = systems or r.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 12])
        small = n <= 3
        self.sites = [f"site-{c}" for c in "abc"[: r.randint(1, 3)]]
        self.suppliers = [f"sup-{c}" for c in "ab"[: r.randint(0, 2)]]
        self.teams = [f"team-{c}" for c in "abcd"[: r.randint(1, 3 if small else 4)]]
        self.resources = [f"res-{c}" for c in "ab"[: r.randint(1, 2)]]
        self.systems = [f"sys-{i:02}" for i in range(1, n + 1)]
        self.tasks = [f"task-{c}" for c in "abc"[: r.randint(0, 3)]]
        self.services = [f"svc-{c}" for c in "abcd"[: r.randint(1, 2 if small else 4)]]
        self.gates, self.group = {}, None
        self.rich = r.choice([0.15, 0.3, 0.5, 0.8])  # how often an optional field is written
        self.quick = r.random() < 0.4  # work takes little, so that modes come and go
        self.troubled = r.random() < 0.5  # much fails: steps, suppliers for short times, sites again and again

    # --- choices

    def maybe(self, factor=1.0):
        return self.r.random() < self.rich * factor

    def some(self, options, most=2):
        options = list(options)
        return self.r.sample(options, min(len(options), self.r.randint(1, most)))

    def short(self):
        return self.r.choice(SHORT)

    def long(self):
        return self.r.choice(LONG)

    def drawn(self):
        """A duration that may be drawn, where one falls due: the seam for distributions."""
        return self.short() if self.r.random() < (0.9 if self.quick else 0.4) else self.long()

    def chance(self):
        return self.r.choice([0.0, 1.0] if self.troubled else [0.0, 1.0, 1.0, 1.0])

    def expression(self, nodes):
        nodes = list(nodes)
        form = self.r.random()
        if form < 0.6 or len(nodes) < 2:
            return self.r.choice(nodes)
        a, b, c = (self.r.sample(nodes, 3) + nodes)[:3] if len(nodes) > 2 else (nodes * 2)[:3]
        if form < 0.75:
            return f"{a} or {b}"
        if form < 0.82:
            return f"{a} and {b}"
        if form < 0.9:
            return f"{self.r.randint(1, 2)} of ({a}, {b}, {c})" if len(nodes) > 2 else f"1 of ({a}, {b})"
        return f"{a} and ({b} or {c})" if len(nodes) > 2 else f"{a} or {b}"

    def expressions(self, nodes, most=2):
        nodes = list(nodes)
        return [self.expression(nodes) for _ in range(self.r.randint(1, most))] if nodes else []

    def put(self, fields, name, value, factor=1.0):
        if self.maybe(factor):
            fields[name] = value()

    # --- people and things

    def rides(self, fields, nodes):
        named = [id for id in nodes if any(id in text.replace("(", " ").replace(")", " ").replace(",", " ").split()
                                           for text in fields.get("needs", []) + fields.get("minimum", []))]
        if named and self.maybe(0.8):
            fields["rides_out"] = {id: self.short() for id in self.some(named)}

    def team(self, index):
        r = self.r
        fields = {"people": r.choice([1, 1, 2, 2, 3, 4])}
        self.people[self.teams[index]] = fields["people"]
        self.put(fields, "call_out", self.drawn, 2)
        if self.maybe(0.5):
            fields["hours"] = r.choice(["Mon-Fri 08:00-18:00", "Mon-Sun 00:00-00:30; Mon-Sun 01:00-12:00",
                                        "Mon 01:00 to Tue 02:00", "Mon-Fri 22:00-06:00"])
            if self.maybe(2):
                fields["off_hours"] = {}
                self.put(fields["off_hours"], "people", lambda: r.randint(0, fields["people"]), 2)
                self.put(fields["off_hours"], "call_out", self.drawn, 2)
        if self.maybe(0.4):
            fields["surge"] = {"people": fields["people"] + r.randint(0, 2)}
            self.put(fields["surge"], "call_out", self.drawn, 2)
        if self.maybe(0.4):
            fields["shift"] = {"longest": self.r.choice(["30m", "1h", "2h"]), "rest": self.r.choice(["30m", "1h", "2h"])}
        if index and self.maybe(0.5):
            fields["part_of"] = r.choice(self.teams[:index])
        if self.maybe(0.5):
            fields["needs"] = self.expressions(self.sites + self.suppliers, 1)
            self.rides(fields, self.sites + self.suppliers)
        return fields

    def crew(self, most=2):
        """Teams with at most as many people as they and the teams they are part of can have."""
        chosen, asked = [], {}
        for team in self.some(self.teams, most):
            number = self.r.choice([1, 1, 1, 2])
            chain, at = [], team
            while at is not None:
                chain.append(at)
                at = self.part_of.get(at)
            if all(asked.get(id, 0) + number <= self.people[id] for id in chain):
                for id in chain:
                    asked[id] = asked.get(id, 0) + number
                chosen.append(team if number == 1 else f"{team}: {number}")
        return chosen

    def some_units(self):
        return [self.r.choice([id, f"{id}: 1"]) for id in self.some(self.resources, 1)]

    def steps(self, owner, needed, for_task=False):
        r, steps = self.r, []
        for i in range(1, r.choice([1, 1, 2, 2, 3]) + 1):
            step = {"do": f"Step {i}", "takes": self.drawn()}
            if r.random() < 0.75:
                by = self.crew()
                if by:
                    step["by"] = by
            self.put(step, "uses", self.some_units, 0.8)
            if i > 1 and self.maybe():
                step["after"] = self.r.choice([[], ["step-1"], [f"step-{j}" for j in range(1, i)]])
            if needed and self.maybe(0.7):
                step["needs"] = self.expressions(needed, 2)
            if self.maybe(1 if self.troubled else 0.3) and not for_task:
                step["success"] = self.chance()
                step["attempts"] = r.choice([1, 2, 3])
            others = [id for id in self.systems + self.suppliers if id != owner]
            if others and self.maybe(0.4):
                step["slower_without"] = {r.choice(others): r.choice([1.5, 2.0, 3.0])}
            steps.append(step)
        return steps

    # --- systems

    def copies(self):
        found = {}
        for name in ["standby", "nightly", "weekly"][: self.r.randint(1, 3)]:
            if self.maybe(1.5):
                copy = {"kind": "Replica"}
                self.put(copy, "lag", self.drawn, 2)
            else:
                copy = {"kind": "Backup", "every": self.r.choice(["10m", "30m", "1h", "6h"]),
                        "starts": self.r.choice(["00:00", "00:10", "Mon 01:00", "Tue 02:00"])}
                self.put(copy, "takes", self.drawn)
                self.put(copy, "keep", lambda: self.r.choice(["1h", "6h", "1d", "7d"]))
                self.put(copy, "success", self.chance, 0.3)
            where = self.r.random()
            if where < 0.6:
                copy["at"] = self.r.choice(self.sites)
            if where > 0.4:
                copy["on"] = self.r.choice(self.systems)
            self.put(copy, "immutable", lambda: True, 0.6)
            found[name] = copy
        return found

    def strategy(self, i, id, fields, needed):
        r = self.r
        strategy = {"name": f"Way {i}"}
        others = [other for other in self.nodes_for_needs if other != id and other not in self.gates]
        if r.random() < (0.8 if self.quick else 0.5):
            away = [site for site in self.sites if site != fields.get("home")]
            strategy["to"] = r.choice(away if away and self.quick else self.sites)
        if fields.get("copies") and r.random() < 0.6:
            strategy["from"] = r.choice(list(fields["copies"]))
        elif self.maybe(0.6):
            strategy["from"] = "nothing"
        named = [other for other in others if any(other == text for text in fields.get("needs", []))]
        if self.maybe(0.5) and others:
            strategy["needs_there"] = self.expressions(others, 1) if r.random() < 0.5 else []
        elif named and self.maybe():
            key = r.choice(named)
            options = [other for other in others if other != key]
            if options:
                strategy["instead"] = {key: r.choice(options)}
        self.put(strategy, "automatic", lambda: True, 0.6)
        if self.maybe(0.5):
            strategy["decide"] = {"takes": self.short(), "by": r.choice(self.teams)}
        self.put(strategy, "after_declaration", lambda: True, 0.6)
        if needed and self.maybe(0.5):
            strategy["begins_when"] = self.expressions(needed, 1)
        conditions = self.tasks + [other for other in self.suppliers + self.sites + self.systems if other != id]
        if conditions and self.maybe(0.4):
            strategy["only_if"] = [self.expression(conditions)]
        self.put(strategy, "only_for", lambda: self.some(CLASSES, 2), 0.3)
        self.put(strategy, "not_before", self.long, 0.6)
        self.put(strategy, "give_up", lambda: r.choice(["10m", "30m", "1h", "3h"]), 0.7)
        self.put(strategy, "occupies", self.some_units, 0.6)
        self.put(strategy, "cleans", lambda: True, 0.5)
        strategy["steps"] = self.steps(id, needed)
        if not any(step.get("takes") != "0s" for step in strategy["steps"]) and fields.get("regroup"):
            strategy["steps"][0]["takes"] = "10m"
        return strategy

    def system(self, index):
        r, id = self.r, self.systems[index]
        fields = {}
        if r.random() < 0.7:
            fields["home"] = r.choice(self.sites)
        below = self.systems[:index]
        if below and self.maybe(0.6):
            fields["stored_on"] = r.choice(below)
        pool = below + self.suppliers + (list(self.gates) if index > 1 else [])
        if self.maybe(0.1):
            pool += self.systems[index + 1:]
        if pool and r.random() < 0.6:
            fields["needs"] = self.expressions(pool, 2)
            self.rides(fields, self.systems + self.suppliers)
        self.put(fields, "tags", lambda: self.some(["red", "blue"], 1), 2)
        self.put(fields, "rto", self.long, 0.6)
        self.put(fields, "rpo", self.long, 0.5)
        self.put(fields, "priority", lambda: r.randint(1, 3), 0.5)
        needed = self.tasks + [other for other in self.systems + self.suppliers + self.sites if other != id]
        if self.maybe(1.2):
            fields["restart"] = self.drawn()
        elif self.maybe(1.5):
            fields["restart"] = restart = {"takes": self.drawn()}
            by = self.crew()
            if by:
                restart["by"] = by
            self.put(restart, "uses", self.some_units)
            if needed and self.maybe(0.5):
                restart["needs"] = self.expressions(needed, 1)
            after = [other for other in below + self.suppliers if other != id]
            if after and self.maybe(1.5):
                restart["after"] = self.some(after)
        over = [other for other in self.systems[:index] + self.suppliers if other != id]
        if over and self.maybe(0.5):
            fields["fails_over_on"] = self.some(over)
        if r.random() < 0.6:
            fields["copies"] = self.copies()
        self.put(fields, "restore_group", lambda: "group", 0.6)
        self.put(fields, "holds_data", lambda: r.random() < 0.5, 0.2)
        if self.maybe(0.4):
            fields["regroup"] = r.choice(["10m", "30m", "1h"])
        if r.random() < 0.8:
            fields["recovery"] = [self.strategy(i, id, fields, needed) for i in range(1, r.choice([1, 1, 2, 2, 3]) + 1)]
        return fields

    # --- services and tasks

    def workaround(self, i):
        r = self.r
        fields = {"name": f"Workaround {i}"}
        needed = self.tasks + self.suppliers * 3 + self.sites * 2 + self.systems
        self.put(fields, "needs", lambda: [self.expression(needed)], 1.5)
        self.put(fields, "notice", self.drawn)
        self.put(fields, "not_before", self.short)
        self.put(fields, "ready", self.drawn, 2)
        for name, factor in (("by", 2), ("holds", 1)):
            people = self.crew(1)
            if people and self.maybe(factor):
                fields[name] = people
        self.put(fields, "lasts", self.drawn, 2)
        return fields

    def service(self, index):
        r = self.r
        below = self.services[:index]
        pool = self.systems + self.suppliers + below + list(self.gates) + ([self.group] if self.group else [])
        if self.group and self.maybe():
            pool += [f"{self.r.randint(1, 2)} of {self.group}", f"all of {self.group}", f"any of {self.group}"]
        fields = {"needs": self.expressions(pool, 3)}
        if self.maybe():
            fields["minimum"] = self.expressions(self.systems + self.suppliers, 2) if r.random() < 0.9 else []
        self.rides(fields, self.systems + self.suppliers)
        self.put(fields, "rto", self.long, 2)
        self.put(fields, "rpo", self.long)
        self.put(fields, "clock", lambda: r.choice(["Disruption", "Detected", "Declared"]))
        if self.maybe():
            fields["mtpd"] = "12h"
        if self.maybe(1.5):
            fields["workarounds"] = [self.workaround(i) for i in range(1, r.randint(1, 3) + 1)]
        if self.maybe(0.7):
            fields["work_recovery"] = {"fixed": self.drawn(), "per_hour_out": r.choice([0.0, 0.25, 0.5]),
                                       "per_hour_lost": r.choice([0.0, 2.0])}
        if self.maybe(0.3):
            fields["data"] = self.some(self.systems)
        if self.maybe(0.7):
            fields["impact"] = [["0h", 0], ["1h", 100], ["4h", 1000]][: r.randint(2, 3)]
        return fields

    def task(self, index):
        r = self.r
        fields = {"when": r.choice(["Incident", "Detected", "Assessed", "Declared", "Needed", "Needed"])}
        needed = self.tasks[:index] + self.systems + self.suppliers + self.sites
        fields["steps"] = self.steps(None, needed if self.maybe() else self.tasks[:index], for_task=True)
        self.put(fields, "within", self.long)
        self.put(fields, "clock", lambda: r.choice(["Disruption", "Detected", "Declared"]))
        self.put(fields, "priority", lambda: r.randint(1, 3), 0.5)
        return fields

    # --- the whole

    def model(self):
        r = self.r
        response = {}
        for field in ("detect", "assess"):
            self.put(response, field, self.drawn, 2)
        if self.maybe(2):
            response["declare"] = ({"takes": self.short(), "by": r.choice(self.teams)} if r.random() < 0.5
                                   else self.short())
        self.people, self.part_of = {}, {}
        model = {"name": "Random"}
        if response:
            model["response"] = response
        sites = {}
        for i, id in enumerate(self.sites):
            sites[id] = {"kind": r.choice(["DataCentre", "Office"])}
            if self.suppliers and self.maybe():
                sites[id]["needs"] = self.expressions(self.suppliers + self.sites[:i], 1)
                self.rides(sites[id], self.suppliers)
        model["sites"] = sites
        if self.suppliers:
            model["suppliers"] = {id: {} for id in self.suppliers}
        model["teams"] = {}
        for index, id in enumerate(self.teams):
            model["teams"][id] = self.team(index)
            if "part_of" in model["teams"][id]:
                self.part_of[id] = model["teams"][id]["part_of"]
        model["resources"] = {id: {"units": r.randint(1, 3)} for id in self.resources}
        for id in self.resources:
            if self.maybe(0.5):
                model["resources"][id]["needs"] = self.expressions(self.sites + self.suppliers, 1)
        if len(self.systems) > 2 and self.maybe():
            a, b = self.systems[:2]
            self.gates = {"gate-a": f"{a} or {b}"}
            model["gates"] = self.gates
        if self.tasks:
            model["tasks"] = {id: self.task(index) for index, id in enumerate(self.tasks)}
        if self.maybe(0.5):
            model["waves"] = [[r.choice(["tag:red", "tag:blue", *self.systems])] for _ in range(r.randint(1, 2))]
            model["waves"] = [wave for wave in model["waves"] if not wave[0].startswith("tag:")] or [[self.systems[0]]]
            self.put(model, "waves_are", lambda: "Gate", 2)
        self.nodes_for_needs = self.systems + self.suppliers
        model["systems"] = {id: self.system(index) for index, id in enumerate(self.systems)}
        if self.maybe(0.3):
            self.group = "pool"
            member = self.system(0)
            member.pop("stored_on", None)
            model["systems"]["pool"] = {"alike": r.choice([2, 3]), **member}
        model["services"] = {id: self.service(index) for index, id in enumerate(self.services)}
        return model

    def short_outages(self):
        """Things that others need are out again and again."""
        nodes = self.suppliers * 3 + self.sites + self.systems[:2] + self.teams[:1]
        found = []
        for i in range(self.r.randint(1, 5)):
            found.append({"kind": "Outage", "id": self.r.choice("abcxyz") + f"-short-{i}", "targets": [self.r.choice(nodes)],
                          "after": self.r.choice(LONG), "lasts": self.r.choice(["0s", "10m", "20m", "1h"])})
        return found

    def events(self):
        r, events = self.r, []
        if self.troubled:
            events += self.short_outages()
        for i in range(1, r.choice([1, 1, 2, 2, 3, 4, 5]) + 1):
            kind = r.choice(["Outage"] * 4 + ["Destruction"] * 2 + ["Corruption"] * 2 + ["Absence", "Delay", "Delay"])
            event = {"kind": kind, "id": f"event-{i}"}
            nodes = {"Corruption": self.systems, "Absence": self.teams, "Delay": self.teams + self.systems}.get(
                kind, self.systems * 2 + self.sites + self.suppliers + self.teams[:1] + self.resources[:1])
            event["targets"] = sorted(set(self.some(nodes, 3)))
            if kind in ("Outage", "Destruction") and self.maybe(0.3):
                event["targets"].append(r.choice([f"home:{self.sites[0]}", f"in:{self.sites[0]}", "kind:system"]))
            if events and self.maybe(2):
                event["since"] = r.choice(["Detected", "Assessed", "Declared"] + [e["id"] for e in events] * 2)
            self.put(event, "after", self.drawn, 2)
            if self.maybe(0.4):
                event["chance"] = self.chance()
                self.put(event, "together", lambda: True)
            if kind == "Outage":
                if self.tasks and self.maybe(0.8):
                    event["until"] = r.choice(self.tasks)
                elif r.random() < 0.8:
                    event["lasts"] = self.drawn()
            elif kind == "Corruption":
                event["dwell"] = self.drawn()
                self.put(event, "destroys_copies", self.chance)
            elif kind == "Absence":
                event["share"] = 1.0
                event["lasts"] = self.long()
            elif kind == "Delay":
                event["factor"] = r.choice([0.5, 1.5, 2.0])
                self.put(event, "lasts", self.long, 2)
            events.append(event)
        effects = [event for event in events if event["kind"] in ("Outage", "Destruction", "Corruption")]
        for i in range(r.choice([0, 0, 1, 2])):
            if not effects or not self.maybe(2):
                continue
            spread = {"kind": "Spread", "id": f"spread-{i}", "of": r.choice(effects)["id"],
                      "along": r.choice(["Dependents", "Dependencies", "SameSite", {"Tag": "red"}])}
            if spread["along"] == {"Tag": "red"} and not self.tagged:
                spread["along"] = "SameSite"
            self.put(spread, "chance", self.chance)
            self.put(spread, "delay", self.drawn, 2)
            events.insert(r.randrange(len(events) + 1), spread)
        return events

    def whole(self):
        model = self.model()
        self.tagged = any("red" in fields.get("tags", []) for fields in model["systems"].values())
        scenario = {}
        self.put(scenario, "class", lambda: self.r.choice(CLASSES), 2)
        scenario["onset"] = self.r.choice(["Mon 00:00", "Mon 00:00", "Tue 08:10", "Fri 17:30", "Sun 23:50"])
        scenario["horizon"] = self.r.choice(["3h", "12h", "2d", "7d"])
        scenario["events"] = self.events()
        return {"model": model, "scenario": scenario}


def generate(seed, systems=None):
    """The model and the scenario of a seed."""
    return Generator(seed, systems).whole()

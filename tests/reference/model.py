"""Reads the JSON form of a model and a scenario: the same fields, little languages and defaults as the RON form.

Only what `semantics.md` speaks of is read. The form is taken to be free of mistakes; refusing those is not the matter
of semantics.
"""

import re

import notation
from notation import duration, everything

KINDS = {"sites": "site", "suppliers": "supplier", "teams": "team", "resources": "resource", "tasks": "task",
         "systems": "system", "services": "service"}


class Thing:
    """Fields by name; one that was not given is None."""

    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def optional_duration(value):
    return None if value is None else duration(value)


class Model:
    """An organisation. `nodes` is {id: Thing}, in the order of ids."""

    def __init__(self, written):
        self.response = written.get("response", {})
        self.waves = written.get("waves")
        self.gated = written.get("waves_are", "Order") == "Gate"
        self.groups = {}
        listed = []
        for field, kind in KINDS.items():
            for id, fields in written.get(field, {}).items():
                count = fields.get("alike")
                ids = [id] if count is None else [f"{id}-{i:0{max(2, len(str(count)))}}" for i in range(1, count + 1)]
                if count is not None:
                    self.groups[id] = ids
                listed += [(one, kind, fields, id) for one in ids]
        self._written_gates = written.get("gates", {})
        self._tags = {}
        for one, kind, fields, _ in listed:
            for tag in fields.get("tags", []):
                self._tags.setdefault(tag, []).append(one)
        read = {"site": self._site, "supplier": self._plain, "team": self._team, "resource": self._resource,
                "task": self._task, "system": self._system, "service": self._service}
        self.nodes = {}
        for one, kind, fields, charged in sorted(listed, key=lambda entry: entry[0]):
            node = read[kind](fields)
            node.id, node.kind, node.charged, node.tags = one, kind, charged, fields.get("tags", [])
            node.needs = self.all_of(fields.get("needs", [])) if kind != "task" else notation.every_of([])
            node.rides_out = fields.get("rides_out", {})
            self.nodes[one] = node
        self.systems = self._of_kind("system")
        self.services = self._of_kind("service")
        self.tasks = self._of_kind("task")
        self.teams = self._of_kind("team")
        for system in self.systems:
            self._modes_needs(system)
        self.directly = {id: self._directly(node) for id, node in self.nodes.items()}
        self.needed = {id: self._closure(id) for id in self.nodes}

    def _of_kind(self, kind):
        return [node for node in self.nodes.values() if node.kind == kind]

    # --- expressions

    def _meaning(self, name):
        """What a name in an expression stands for, unless it is a single node."""
        if name in self._written_gates:
            return notation.needs(self._written_gates[name], self._meaning)
        if name in self.groups:
            return notation.every_of([("is", id) for id in self.groups[name]])
        if name.startswith("tag:"):
            return sorted(self._tags.get(name[4:], []))
        return None

    def all_of(self, texts):
        return everything([texts] if isinstance(texts, str) else texts, self._meaning)

    # --- nodes

    def _plain(self, fields):
        return Thing()

    def _site(self, fields):
        return Thing(site_kind=fields.get("kind"))

    def _resource(self, fields):
        return Thing(units=fields["units"])

    def _team(self, fields):
        off, surge, shift = (fields.get(name) for name in ("off_hours", "surge", "shift"))
        call_out = fields.get("call_out", "0s")
        return Thing(
            people=fields["people"], call_out=call_out, hours=notation.hours(fields.get("hours", "24x7")),
            off_people=(off or {}).get("people", fields["people"]),
            off_call_out=(off or {}).get("call_out"),
            surge=surge and Thing(people=surge["people"], call_out=surge.get("call_out", "0s")),
            shift=shift and Thing(longest=duration(shift["longest"]), rest=duration(shift["rest"])),
            part_of=fields.get("part_of"))

    def _task(self, fields):
        return Thing(when=fields["when"], within=optional_duration(fields.get("within")),
                     clock=fields.get("clock", "Disruption"), priority=fields.get("priority"),
                     steps=self._steps(fields["steps"]))

    def _steps(self, listed):
        steps = []
        for position, fields in enumerate(listed):
            steps.append(Thing(
                id=fields.get("id") or slug(fields["do"]), position=position, people=notation.amounts(fields.get("by")),
                takes=fields["takes"], units=notation.amounts(fields.get("uses")),
                after=fields.get("after"), needs=self.all_of(fields.get("needs", [])),
                success=fields.get("success", 1.0), attempts=fields.get("attempts", 1),
                slower_without=fields.get("slower_without", {})))
        for step in steps:
            if step.after is None:
                step.after = [steps[step.position - 1].id] if step.position else []
        return steps

    def _service(self, fields):
        workarounds = []
        for entry in fields.get("workarounds", []):
            workarounds.append(Thing(
                id=entry.get("id") or slug(entry["name"]), needs=self.all_of(entry.get("needs", [])),
                notice=entry.get("notice"), not_before=duration(entry.get("not_before", "0s")),
                ready=entry.get("ready", "0s"), people=notation.amounts(entry.get("by")),
                holds=notation.amounts(entry.get("holds")), lasts=entry.get("lasts")))
        work = fields.get("work_recovery", {})
        if not isinstance(work, dict):
            work = {"fixed": work}
        return Thing(
            minimum=self.all_of(fields["minimum"]) if "minimum" in fields else None, workarounds=workarounds,
            rto=optional_duration(fields.get("rto")), rpo=optional_duration(fields.get("rpo")),
            mtpd=optional_duration(fields.get("mtpd")), clock=fields.get("clock", "Disruption"),
            work_fixed=work.get("fixed", "0s"), per_hour_out=work.get("per_hour_out", 0.0),
            per_hour_lost=work.get("per_hour_lost", 0.0), data=fields.get("data"),
            impact=[(duration(at), loss) for at, loss in fields.get("impact", [])])

    def _system(self, fields):
        restart = fields.get("restart", "0s")
        attended = isinstance(restart, dict)
        written = restart if attended else {"takes": restart}
        copies = {name: self._copy(name, entry) for name, entry in fields.get("copies", {}).items()}
        return Thing(
            home=fields.get("home"), stored_on=fields.get("stored_on"), rto=optional_duration(fields.get("rto")),
            rpo=optional_duration(fields.get("rpo")), priority=fields.get("priority"),
            fails_over_on=fields.get("fails_over_on", []), restore_group=fields.get("restore_group"),
            regroup=optional_duration(fields.get("regroup")), copies=copies,
            holds_data=fields.get("holds_data", bool(copies) or "rpo" in fields),
            restart=Thing(attended=attended, takes=written.get("takes", "0s"), people=notation.amounts(written.get("by")),
                          units=notation.amounts(written.get("uses")), needs=self.all_of(written.get("needs", [])),
                          after=written.get("after", [])),
            strategies=[self._strategy(entry, position) for position, entry in enumerate(fields.get("recovery", []))])

    def _copy(self, name, fields):
        return Thing(name=name, kind=fields["kind"], at=fields.get("at"), on=fields.get("on"),
                     immutable=fields.get("immutable", False), lag=fields.get("lag", "0s"),
                     every=optional_duration(fields.get("every")),
                     starts=None if "starts" not in fields else notation.week_instant(fields["starts"]),
                     takes=fields.get("takes", "0s"), keep=optional_duration(fields.get("keep")),
                     success=fields.get("success", 1.0))

    def _strategy(self, fields, position):
        decide = fields.get("decide")
        strategy = Thing(
            id=fields.get("id") or slug(fields["name"]), position=position, to=fields.get("to"), source=fields.get("from"),
            instead=fields.get("instead", {}), needs_there=fields.get("needs_there"),
            automatic=fields.get("automatic", False), decide=decide and Thing(takes=decide["takes"], by=decide.get("by")),
            after_declaration=fields.get("after_declaration", False), begins_when=self.all_of(fields.get("begins_when", [])),
            only_if=self.all_of(fields.get("only_if", [])), only_for=fields.get("only_for"),
            not_before=duration(fields.get("not_before", "0s")), give_up=optional_duration(fields.get("give_up")),
            occupies=notation.amounts(fields.get("occupies")), cleans=fields.get("cleans", False),
            steps=self._steps(fields["steps"]))
        strategy.teams = set().union(*[step.people for step in strategy.steps])
        if strategy.decide and strategy.decide.by:
            strategy.teams.add(strategy.decide.by)
        named = [step.needs for step in strategy.steps] + [strategy.begins_when, strategy.only_if]
        strategy.names = notation.names(notation.every_of(named))
        return strategy

    def _modes_needs(self, system):
        """The needs of the mode that each strategy adds, and what its restart comes after."""
        for strategy in system.strategies:
            strategy.mode_site = strategy.to or system.home
            strategy.mode_after = []
            if strategy.needs_there is not None:
                strategy.mode_needs = self.all_of(strategy.needs_there)
                continue
            instead = {name: self.all_of([other]) for name, other in strategy.instead.items()}
            strategy.mode_needs = notation.exchanged(system.needs, instead)
            for node in system.restart.after:
                strategy.mode_after += sorted(notation.names(notation.exchanged(("is", node), instead)))

    # --- the graph of section 6: who needs whom

    def _directly(self, node):
        found = notation.names(node.needs)
        if node.kind == "service" and node.minimum is not None:
            found |= notation.names(node.minimum)
        return found | {other for other in (node.home, node.stored_on) if other}

    def _closure(self, id):
        """What a node needs, directly or indirectly."""
        found, waiting = set(), [id]
        while waiting:
            for other in self.directly[waiting.pop()] - found:
                found.add(other)
                waiting.append(other)
        return found

    # --- targets

    def selected(self, selectors):
        chosen, left_out = set(), set()
        for selector in selectors:
            (left_out if selector.startswith("-") else chosen).update(self._matching(selector.lstrip("-")))
        return sorted(chosen - left_out)

    def _matching(self, selector):
        kind, _, value = selector.partition(":")
        if kind == "tag":
            return [id for id, node in self.nodes.items() if value in node.tags]
        if kind == "home":
            return [system.id for system in self.systems if system.home == value]
        if kind == "in":
            sites = {id for id, node in self.nodes.items()
                     if node.kind == "site" and value in notation.names(node.needs)} | {value}
            return [system.id for system in self.systems if system.home in sites]
        if kind == "kind":
            return [id for id, node in self.nodes.items() if value in (node.kind, node.site_kind)]
        return self.groups.get(selector, [selector])


class Scenario:
    """What happens to the organisation."""

    def __init__(self, written, model):
        self.onset = written.get("onset", "Any")
        self.horizon = duration(written["horizon"])
        self.scenario_class = written.get("class")
        response = {**model.response, **written.get("response", {})}
        declare = response.get("declare", "0s")
        declare = declare if isinstance(declare, dict) else {"takes": declare}
        self.detect = response.get("detect", "0s")
        self.assess = response.get("assess", "0s")
        self.declare, self.declare_by = declare["takes"], declare.get("by")
        self.events = [self._event(entry, position, model) for position, entry in enumerate(written["events"], 1)]

    def _event(self, fields, position, model):
        kind = fields["kind"]
        event = Thing(
            id=fields.get("id") or f"{kind.lower()}-{position}", kind=kind, since=fields.get("since", "Onset"),
            after=fields.get("after", "0s"), chance=fields.get("chance", 1.0), together=fields.get("together", False),
            lasts=fields.get("lasts"), until=fields.get("until"), dwell=fields.get("dwell"),
            destroys_copies=fields.get("destroys_copies", 0.0), share=fields.get("share"), factor=fields.get("factor"),
            of=fields.get("of"), along=fields.get("along"), delay=fields.get("delay", "0s"))
        event.targets = model.selected(fields["targets"]) if kind != "Spread" else []
        return event

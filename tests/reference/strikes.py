"""Round (1) of an instant: what goes down. The events of a scenario (section 3)."""

from notation import NEVER, names
from records import Record
from world import Hold

EFFECTS = ("Outage", "Destruction", "Corruption")


class Strikes:
    """Mixed into the world."""

    def prepare_events(self):
        self.events = {event.id: event for event in self.scenario.events}
        self.first_strike = {}  # event id -> instant
        self.struck_at = {event.id: {} for event in self.scenario.events}  # event id -> {node: instant}
        self.played = set()  # events whose time has come
        self.arrivals = {event.id: {} for event in self.scenario.events if event.kind == "Spread"}
        self.tried = set()
        self.absences, self.delays, self.ends = {}, {}, []
        self.incident = self.incident_record = None
        self.touched = set()

    def strike_time(self, event):
        """When an event is due, as far as that is known; each strikes once, a Spread by its arrivals."""
        if event.kind == "Spread" or event.id in self.played:
            return None
        since = {"Onset": 0, "Detected": self.detected, "Assessed": self.assessed, "Declared": self.declared}
        anchor = since[event.since] if event.since in since else self.first_strike.get(event.since)
        if anchor is None:
            return None
        return anchor + self.draws.time(f"event/{event.id}/after", event.after)

    def play_falls(self):
        while True:
            due = []
            for event in self.scenario.events:
                at = self.strike_time(event)
                if at is not None and at <= self.t:
                    due.append((Record(self.t, "event", event.id), self.event_strikes, event))
            for id, arriving in self.arrivals.items():
                if any(at <= self.t for at in arriving.values()):
                    due.append((Record(self.t, "event", id), self.spread_arrives, id))
            for id, service in self.services.items():
                if service.active and service.active_until is not None and service.active_until <= self.t:
                    due.append((Record(self.t, "workaround", id), self.workaround_lapses, service))
            for (holder, node), until in self.ridden.items():
                if until != "out" and until <= self.t:
                    fell = self.nodes[node].down_record
                    due.append((Record(self.t, fell.cause, fell.who, fell.before), self.ridden_out, (holder, node)))
            if not due:
                return
            record, apply, what = min(due, key=lambda entry: entry[0].key())
            apply(what, record)
            self.changes += 1
            self.spread(record, upwards=False)

    def workaround_lapses(self, service, record):
        self.end_workaround(service, "workaround-lapsed", record)

    def ridden_out(self, pair, record):
        self.ridden[pair] = "out"

    # --- events

    def event_strikes(self, event, record):
        self.played.add(event.id)
        if event.together:
            whole = self.draws.happens(f"event/{event.id}/chance", event.chance)
            targets = event.targets if whole else []
        else:
            targets = [id for id in event.targets
                       if self.draws.happens(f"event/{event.id}/chance/{id}", event.chance)]
        if not targets:
            return
        self.first_strike[event.id] = self.t
        if event.kind in EFFECTS:
            self.effect_strikes(event, event.id, targets, record)
            return
        lasts = NEVER if event.lasts is None else self.draws.time(f"event/{event.id}/lasts", event.lasts)
        if event.kind == "Absence":
            for id in targets:
                self.absences.setdefault(id, []).append(event)
        else:
            self.delays[event] = set(targets)
        self.ends.append((self.t + lasts, event))

    def absent(self, event, team, people):
        share = self.draws.number(f"event/{event.id}/share", event.share)
        if share in (0.0, 1.0):
            return people * int(share)
        return self.binomial(people, share, self.draws.uniform(f"event/{event.id}/absent/{team.id}"))

    def factor(self, event):
        return self.draws.number(f"event/{event.id}/factor", event.factor)

    def effect_strikes(self, event, who, targets, record):
        """An Outage, a Destruction or a Corruption strikes nodes, by itself or through a Spread."""
        if self.incident is None:
            self.incident, self.incident_record = self.t, record
            self.tell("incident", "", record)
        self.first_strike.setdefault(who, self.t)
        self.last_strike = record
        struck = {}
        for id in targets:
            struck[id] = None
            self.strike_node(event, who, id, record)
        for id in targets:
            self.strike_stored(event, who, id, record, struck)
        for id in struck:
            self.struck_at[who].setdefault(id, self.t)
            self.touched.add(id)
            self.tell("struck", id, record)
        for spread in self.scenario.events:
            if spread.kind == "Spread" and spread.of == event.id and who in (event.id, spread.id):
                self.try_neighbours(event, spread, sorted(struck))

    def strike_node(self, event, who, id, record):
        node = self.model.nodes[id]
        if node.kind == "system":
            state = self.systems[id]
            self.strike_modes(event, who, [mode for mode in state.modes if mode.exists], record)
            self.disrupt(state, record)
            self.strike_data(event, state, loses=event.kind != "Outage")
        else:
            self.nodes[id].holds.append(Hold(event, who, id, None, self.hold_end(event)))
        if event.kind == "Destruction" and node.kind == "site":
            self.destroy_site(event, who, id, record)
        if event.kind in ("Destruction", "Corruption"):
            self.destroy_copies_on(id)

    def hold_end(self, event):
        if event.kind != "Outage" or event.lasts is None:
            return NEVER
        return self.t + self.draws.time(f"event/{event.id}/lasts", event.lasts)

    def strike_modes(self, event, who, modes, record):
        """Corruption destroys modes of a system, the others hold them."""
        for mode in modes:
            mode.fell = record
        if event.kind == "Corruption":
            for mode in modes:
                mode.exists = False
                self.stop_restart(mode)
                self.give_back(mode.occupied)
                mode.occupied = {}
        elif modes:
            id = modes[0].system.id
            hold = Hold(event, who, id, modes, self.hold_end(event))
            for mode in modes:
                mode.holds.append(hold)
                self.has_to_restart(mode)
            self.nodes[id].holds.append(hold)

    def strike_data(self, event, state, loses):
        state.lost |= loses
        if event.kind != "Corruption":
            return
        if event.dwell is not None:
            state.clean_until = min(state.clean_until, self.t - self.draws.time(f"event/{event.id}/dwell", event.dwell))
        for copy in state.system.copies.values():
            drawn = copy.on or f"{state.system.id}/{copy.name}"
            if not copy.immutable and self.draws.happens(f"event/{event.id}/destroys_copies/{drawn}",
                                                         event.destroys_copies):
                state.destroyed.add(copy.name)

    def strike_stored(self, event, who, id, record, struck):
        """Destruction and Corruption also strike the home modes of the systems stored on a node, and so on."""
        if event.kind == "Outage":
            return
        for state in self.systems.values():
            other = state.system.id
            if state.system.stored_on != id or other in struck:
                continue
            struck[other] = None
            home = state.modes[0]
            self.strike_modes(event, who, [home] if home.exists else [], record)
            if state.current is home:
                self.disrupt(state, record)
            self.strike_data(event, state, loses=state.current is home)
            self.destroy_copies_on(other)
            self.strike_stored(event, who, other, record, struck)

    def destroy_site(self, event, who, site, record):
        """Holds for good the modes that stand there and destroys the copies kept there."""
        for state in self.systems.values():
            there = [mode for mode in state.modes if mode.exists and mode.site == site]
            if there:
                self.strike_modes(event, who, there, record)
            if state.current.site == site:
                self.disrupt(state, record)
                state.lost = True
            for copy in state.system.copies.values():
                on = copy.on and self.model.nodes[copy.on]
                if copy.at == site or copy.at is None and on and (on.id == site or on.home == site):
                    state.destroyed.add(copy.name)

    def destroy_copies_on(self, id):
        for state in self.systems.values():
            for copy in state.system.copies.values():
                if copy.on == id and not copy.immutable:
                    state.destroyed.add(copy.name)

    # --- spreading

    def try_neighbours(self, event, spread, struck):
        for source in struck:
            for id in self.neighbours(source, spread.along):
                if id in self.struck_at[event.id] or id in self.struck_at[spread.id]:
                    continue
                if (spread.id, source, id) in self.tried:
                    continue
                self.tried.add((spread.id, source, id))
                name = f"event/{spread.id}/from/{source}/to/{id}"
                if self.draws.happens(f"{name}/chance", spread.chance):
                    at = self.t + self.draws.time(f"{name}/delay", spread.delay)
                    known = self.arrivals[spread.id]
                    known[id] = min(at, known.get(id, at))

    def neighbours(self, id, along):
        node, systems = self.model.nodes[id], self.model.systems
        if along == "Dependents":
            return [other.id for other in systems if id in names(other.needs)]
        if along == "Dependencies":
            return [other.id for other in systems if other.id in names(node.needs)]
        if along == "SameSite":
            site = id if node.kind == "site" else node.home
            return [other.id for other in systems if site is not None and other.home == site and other.id != id]
        return [other.id for other in systems if along["Tag"] in other.tags and other.id != id]

    def spread_arrives(self, id, record):
        """Strikes whom it has reached, unless struck earlier."""
        spread, arriving = self.events[id], self.arrivals[id]
        event = self.events[spread.of]
        reached = sorted(node for node, at in arriving.items() if at <= self.t)
        for node in reached:
            del arriving[node]
        reached = [node for node in reached
                   if min(self.struck_at[who].get(node, self.t) for who in (event.id, id)) == self.t]
        if reached:
            self.effect_strikes(event, id, reached, record)

"""A raid run slowly: plain Python objects, NumPy's Philox, one intercept solved at a time.

Written from the description of the model, not from the kernels: it shares with them only the paths
through the network, the groups of units and the table of kill luck.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from skyshed.sim.network import quickest_path
from skyshed.sim.prepare import LUCK_CELLS, address, kill_luck, stream_key, unit_groups

PLOT, KILL, CAUSE, LINK = 1, 2, 3, 4


class Luck:
    """Random words by address."""

    def __init__(self, seed, draw, run):
        low, high = (int(word) for word in stream_key(seed, draw))
        self.key, self.run = low | high << 64, run

    def words(self, a, b, purpose, index):
        counter = index | (purpose << 56 | self.run) << 64 | a << 128 | b << 192
        generator = np.random.Philox(key=self.key, counter=(counter - 1) % 2**256)
        return [int(word) for word in generator.random_raw(4)]

    def uniforms(self, *where):
        return [(word >> 11) / 2**53 for word in self.words(*where)]

    def normal(self, *where):
        word = self.words(*where)[1]
        radius = math.sqrt(-2.0 * math.log(((word >> 32) + 0.5) / 2**32))
        return radius * math.cos(2.0 * math.pi * (word & 0xFFFFFFFF) / 2**32)


@dataclass
class Track:
    history: list = field(default_factory=list)
    confirmed: bool = False
    misses: int = 0
    count: int = 0
    error_s: float = 0.0
    arrival_s: dict = field(default_factory=dict)


class Twin:
    def __init__(self, case, seed, run):
        self.case, self.luck = case, Luck(seed, case.draw, run)
        self.names = [address(name) for name in case.targets.names]
        n = len(self.names)
        self.step_s = case.time_s[1]
        self.alive = [True] * n
        chances = [self.luck.uniforms(name, 0, CAUSE, 0) for name in self.names]
        self.cause = [chance[0] for chance in chances]
        errors = case.targets.identification_error
        self.harmless = [chance[1] < errors[j] for j, chance in enumerate(chances)]
        self.tracks = {(r, j): Track() for r in range(len(case.radars)) for j in range(n)}
        self.groups = list(unit_groups(case))
        self.magazines = []
        for unit in case.units:
            share, rest = divmod(unit.rounds, unit.launchers)
            full = [share + (place < rest) for place in range(unit.launchers)]
            self.magazines.append({"full": full, "left": list(full), "reload": {},
                                   "reserve": unit.reserve})  # fmt: skip
        self.busy = [[0.0] * unit.target_channels for unit in case.units]
        self.next_tick = [0] * len(case.units)
        self.shots = {}
        self.in_air = []
        self.ready = {}
        self.made = {}
        self.log = []
        self.kill_s = [math.nan] * n
        self.leaked = [False] * n
        self.solved, self.flights_s = {}, {}

    def run(self):
        for k, now in enumerate(self.case.time_s):
            self.check_remote(now)
            self.resolve(now)
            self.scan(now)
            self.arrive(now)
            self.orders(k, now)
        return sorted(self.log, key=lambda event: event[0])

    # scans and tracks

    def scan(self, now):
        for r, radar in enumerate(self.case.radars):
            for number in range(radar.pd.shape[1]):
                time_s = radar.first_scan_s + number * radar.scan_period_s
                if now - self.step_s < time_s <= now and time_s >= radar.active_from_s:
                    for j, alive in enumerate(self.alive):
                        if alive and time_s < self.case.targets.impact_s[j]:
                            self.look(r, radar, j, number, time_s)

    def look(self, r, radar, j, number, time_s):
        track, where = self.tracks[r, j], (address(radar.key), self.names[j], PLOT, number)
        seen = self.luck.uniforms(*where)[0] < radar.pd[j, number]
        m, n = radar.confirm
        blank = not any(track.history[-n:])
        if seen:
            sigma_s = radar.sigma_m[j, number] / self.case.targets.speed_m_s[j]
            error = sigma_s * self.luck.normal(*where) if sigma_s > 0.0 else 0.0
            fresh = blank and not track.confirmed
            track.error_s += (1.0 if fresh else 0.3) * (error - track.error_s)
        track.history.append(seen)
        if track.confirmed:
            track.misses = 0 if seen else track.misses + 1
            if track.misses > radar.coast_scans:
                track.confirmed, track.history, track.arrival_s = False, [], {}
                self.log.append((time_s, 2, r, j))
        elif seen:
            if blank:
                self.log.append((time_s, 0, r, j))
            if sum(track.history[-n:]) >= m:
                track.confirmed, track.misses = True, 0
                self.log.append((time_s, 1, r, j))
                for u, unit in enumerate(self.case.units):
                    track.arrival_s[u] = time_s + self.delay(radar, unit, j, track.count)
                track.count += 1

    def delay(self, radar, unit, j, number):
        alone = self.case.mode == "stand-alone" or unit.fire_only_own_track
        path = quickest_path(self.case.network, radar.node, unit.node)
        if path is None or path.loss >= 1.0 or (alone and radar.node != unit.node):
            return math.inf
        if path.update_s == 0.0:
            return path.latency_s
        pair = address(radar.key) ^ (address(unit.key) * 0x9E3779B97F4A7C15) % 2**64
        phase, lost = self.luck.uniforms(pair, self.names[j], LINK, number)[:2]
        waits = math.floor(math.log(1.0 - lost) / math.log(path.loss)) if path.loss > 0.0 else 0
        return path.latency_s + path.update_s * (phase + waits)

    def heard(self, u, j, *, own=False):
        """(time, radar) of the first track that a unit has heard of and that still lives."""
        found = [
            (self.tracks[r, j].arrival_s.get(u, math.inf), r)
            for r, radar in enumerate(self.case.radars)
            if not own or radar.node == self.case.units[u].node
        ]
        return min(found, default=(math.inf, 0))

    # orders and launches

    def orders(self, k, now):
        for u in range(len(self.case.units)):
            magazine = self.magazines[u]
            for place in sorted(magazine["reload"]):
                if magazine["reload"][place] <= now and magazine["reserve"] > 0:
                    fresh = min(magazine["full"][place], magazine["reserve"])
                    magazine["left"][place] = fresh
                    magazine["reserve"] -= fresh
                    del magazine["reload"][place]
        for g in sorted(set(self.groups)):
            units = [u for u, group in enumerate(self.groups) if group == g]
            queue = []
            for j in range(len(self.names)):
                known = [u for u in units if self.heard(u, j)[0] <= now]
                flying = any(missile["g"] == g and missile["j"] == j for missile in self.in_air)
                if not self.alive[j] or self.harmless[j] or flying or not known:
                    continue
                if now >= self.ready.get((g, j), 0.0):
                    error = self.tracks[self.heard(known[0], j)[1], j].error_s
                    queue.append((self.case.targets.impact_s[j] + error, j))
            for _, j in sorted(queue):
                options = [self.option(g, u, j, k, now) for u in units]
                best = min((option for option in options if option), default=None)
                if best:
                    self.engage(g, j, k, now, *best)

    def option(self, g, u, j, k, now):
        """(time, unit, remote) of the best salvo a unit can order at a target now, or None."""
        unit = self.case.units[u]
        fired = self.made.get((g, j), 0)
        if now < unit.active_from_s or k < self.next_tick[u]:
            return None
        if unit.salvo != "shoot-look-shoot" and fired:
            return None
        if now < self.heard(u, j)[0] + unit.reaction_s:
            return None
        flying = sum(missile["u"] == u for missile in self.in_air)
        if (
            sum(self.magazines[u]["left"]) == 0
            or flying + self.salvo(u) > unit.missile_channels
            or min(self.busy[u], default=math.inf) > now
        ):
            return None
        choices = []
        if self.heard(u, j, own=True)[0] <= now or unit.holds[j, k]:
            choices.append((self.meet(u, j, k, remote=False), u, False))
        remote = self.case.mode == "engage-on-remote" and not unit.fire_only_own_track
        if remote and unit.guidance in ("active", "command"):
            choices.append((self.meet(u, j, k, remote=True), u, True))
        return min((choice for choice in choices if not math.isnan(choice[0])), default=None)

    def salvo(self, u):
        unit = self.case.units[u]
        plenty = unit.missile_channels >= 2 and sum(self.magazines[u]["left"]) >= 2
        return 2 if unit.salvo == "two" and plenty else 1

    def meet(self, u, j, k, *, remote):
        """Earliest intercept of a launch ordered at tick k, by looking at every second after it."""
        if (u, j) not in self.flights_s:
            times = range(len(self.case.time_s))
            self.flights_s[u, j] = [self.flight_s(self.case.units[u], j, at) for at in times]
        if (u, j, k, remote) in self.solved:
            return self.solved[u, j, k, remote]
        unit, found = self.case.units[u], math.nan
        launched = k * self.step_s + unit.launch_delay_s
        for i in range(len(self.case.time_s) - 1):
            ends = [self.case.time_s[at] - self.flights_s[u, j][at] for at in (i, i + 1)]
            if not min(ends) <= launched <= max(ends):  # also where one is nan
                continue
            part = (launched - ends[0]) / (ends[1] - ends[0]) if ends[1] != ends[0] else 0.0
            met = (i + part) * self.step_s
            in_time = launched <= met < self.case.targets.impact_s[j]
            if in_time and (remote or self.guided(unit, j, launched, met)):
                found = met
                break
        self.solved[u, j, k, remote] = found
        return found

    def flight_s(self, unit, j, at):
        position = unit.range_m[j, at] / unit.range_step_m
        height = (unit.altitude_m[j, at] - unit.altitude_low_m) / unit.altitude_step_m
        rows, columns = unit.time_table_s.shape
        if not (0.0 <= position <= rows - 1 and 0.0 <= height <= columns - 1):
            return math.nan
        total = 0.0
        for row in range(int(position), min(int(position) + 2, rows)):
            for column in range(int(height), min(int(height) + 2, columns)):
                weight = max(0.0, 1.0 - abs(position - row)) * max(0.0, 1.0 - abs(height - column))
                if weight > 0.0:
                    total += weight * unit.time_table_s[row, column]
        return total

    def guided(self, unit, j, launched, met):
        seeker = max(launched, met - unit.terminal_s)
        begin, end = launched, met
        if unit.guidance in ("semi_active", "track_via_missile") and unit.hold_from_last:
            begin = seeker
        if unit.guidance == "active":
            end = seeker
        if unit.guidance == "infrared":
            end = launched
        first, last = math.floor(begin / self.step_s), math.ceil(end / self.step_s)
        return last < unit.holds.shape[1] and bool(unit.holds[j, first : last + 1].all())

    def engage(self, g, j, k, now, met, u, remote):
        unit = self.case.units[u]
        channel = self.busy[u].index(next(free for free in self.busy[u] if free <= now))
        self.busy[u][channel] = math.inf
        wanted = self.salvo(u)
        ticks = math.ceil(unit.launch_interval_s / self.step_s - 1e-9)
        times = [(k, met)]
        if wanted == 2 and k + ticks < len(self.case.time_s):
            times.append((k + ticks, self.meet(u, j, k + ticks, remote=remote)))
        for tick, meeting in times:
            if math.isnan(meeting):
                continue
            launched = tick * self.step_s + unit.launch_delay_s
            magazine = self.magazines[u]
            place = next(at for at, left in enumerate(magazine["left"]) if left > 0)
            magazine["left"][place] -= 1
            if magazine["left"][place] == 0 and unit.reserve > 0:
                magazine["reload"][place] = launched + unit.reload_s
            self.next_tick[u] = tick + ticks
            self.made[g, j] = self.made.get((g, j), 0) + 1
            shot = self.shots[u, j] = self.shots.get((u, j), -1) + 1
            steered = unit.terminal_s if unit.guidance == "active" else 0.0
            self.in_air.append(
                {"t": meeting, "u": u, "j": j, "g": g, "shot": shot, "channel": channel,
                 "check": meeting - steered if remote else math.inf, "lost": False}
            )  # fmt: skip
            self.log.append((launched, 3, u, j))

    # missiles and targets

    def check_remote(self, now):
        for missile in self.in_air:
            if missile["check"] <= now:
                known = self.heard(missile["u"], missile["j"])[0] < math.inf
                missile["lost"] |= self.alive[missile["j"]] and not known
                missile["check"] = math.inf

    def resolve(self, now):
        done = sorted((m for m in self.in_air if m["t"] <= now), key=lambda m: m["t"])
        for missile in done:
            self.in_air.remove(missile)
            u, j, g, time_s = missile["u"], missile["j"], missile["g"], missile["t"]
            unit = self.case.units[u]
            known_s = time_s + unit.assessment_s
            self.ready[g, j] = max(self.ready.get((g, j), 0.0), known_s)
            if not any(m["u"] == u and m["j"] == j for m in self.in_air):
                self.busy[u][missile["channel"]] = known_s
            if not self.alive[j]:
                self.log.append((time_s, 6, u, j))
                continue
            chance = unit.kill_probability[j]
            if unit.guidance == "infrared":
                chance *= 1.0 - self.case.targets.infrared_countermeasure[j]
            mean = kill_luck(chance, unit.kill_correlation)[int(self.cause[j] * LUCK_CELLS)]
            where = (address(unit.key), self.names[j], KILL, missile["shot"])
            if not missile["lost"] and self.luck.uniforms(*where)[0] < mean:
                self.alive[j] = False
                self.kill_s[j] = time_s
                self.log.append((time_s, 4, u, j))
            else:
                self.log.append((time_s, 5, u, j))

    def arrive(self, now):
        for j, impact_s in enumerate(self.case.targets.impact_s):
            if self.alive[j] and impact_s <= now:
                self.alive[j] = False
                self.leaked[j] = True
                self.log.append((impact_s, 7, j, j))

    def keep_out_m(self):
        """After the run: nearest approach of all but decoys, on a fine grid; 0 with a leaker."""
        real = [j for j, decoy in enumerate(self.case.targets.decoy) if not decoy]
        if any(self.leaked[j] for j in real):
            return 0.0
        nearest = math.inf
        for j in real:
            distance = self.case.targets.distance_m[j]
            there = ~np.isnan(distance)
            if there.any():
                end_s = self.case.time_s[-1] if math.isnan(self.kill_s[j]) else self.kill_s[j]
                begin_s = self.case.time_s[there][0]
                fine = np.linspace(begin_s, max(begin_s, end_s), 2001)
                come = np.interp(fine, self.case.time_s[there], distance[there])
                nearest = min(nearest, float(come.min()))
        return nearest

"""Orders, launches and what the missiles do."""

import numpy as np

from skyshed.kernels.compile import part
from skyshed.kernels.philox import unit_interval, words
from skyshed.kernels.raid_state import (
    AGAIN,
    IN_AIR,
    KILL,
    KILLED,
    LAUNCHED,
    LAUNCHES,
    LIVING,
    MISSED,
    NO_CHANNEL,
    NO_ROUNDS,
    TWO,
    WASTED,
    note,
)


@part
def give_orders(raid, state, k, outcome, row, events):
    """Each group, most urgent target first: the unit with the earliest intercept fires."""
    now_s = k * raid.step_s
    group_start, queue = raid.group_start, state.queue
    _reload(raid, state, now_s)
    for g in range(group_start.size - 1):
        members = raid.unit_of_group[group_start[g] : group_start[g + 1]]
        waiting = _rank(raid, state, g, members, now_s)
        for place in range(waiting):
            j = queue[place].target
            u, intercept_s, remote = _best_unit(raid, state, g, j, members, k, now_s)
            if u >= 0:
                _engage(raid, state, g, j, u, k, intercept_s, remote, outcome, row, events)
            elif events.shape[0] > 0:
                _note_obstacle(raid, state, g, j, members, k, now_s, events)


@part
def _rank(raid, state, g, members, now_s):
    """Targets a group may fire at, by estimated time of impact; returns how many."""
    targets, living, groups = raid.targets, state.targets, state.groups
    known, tracks, queue = state.known, state.tracks, state.queue
    count = 0
    for j in range(targets.size):
        group = groups[g, j]
        if not living[j].alive or living[j].harmless or group.flying > 0:
            continue
        if group.made > 0 and now_s < group.ready_s:
            continue
        place = -1
        for u in members:
            if known[j, u].since_s <= now_s:
                rank_s = targets[j].impact_s + tracks[known[j, u].source, j].error_s
                place = count
                break
        if place < 0:
            continue
        while place > 0 and queue[place - 1].rank_s > rank_s:
            queue[place] = queue[place - 1]
            place -= 1
        queue[place].rank_s = rank_s
        queue[place].target = j
        count += 1
    return count


@part
def _best_unit(raid, state, g, j, members, k, now_s):
    """Unit of a group with the earliest intercept of a target, that time, and whether remote."""
    units, unit_states, known = raid.units, state.units, state.known
    held, local, remote_s = raid.held, raid.intercept_s, raid.intercept_remote_s
    channel_free_s, made = state.channel_free_s, state.groups[g, j].made
    best, best_s, best_remote = -1, np.inf, False
    for u in members:
        if not _may_order(units[u], unit_states[u], known[j, u], made, k, now_s):
            continue
        met_s, remote = np.inf, False
        if (known[j, u].since_own_s <= now_s or held[k, j, u]) and local[k, j, u] < met_s:
            met_s = local[k, j, u]
        if units[u].remote and remote_s[k, j, u] < met_s:
            met_s, remote = remote_s[k, j, u], True
        if met_s < best_s and _has_means(units[u], unit_states[u], channel_free_s, now_s):
            best, best_s, best_remote = u, met_s, remote
    return best, best_s, best_remote


@part
def _may_order(unit, unit_state, known, made, k, now_s):
    """Whether a unit may fire at a target now, apart from geometry, rounds and channels."""
    if now_s < unit.active_s or k < unit_state.next_tick:
        return False
    if unit.salvo != AGAIN and made > 0:
        return False
    return now_s >= known.since_s + unit.reaction_s


@part
def _has_means(unit, unit_state, channel_free_s, now_s):
    """Rounds, missile channels and a target channel for a salvo of a unit."""
    return (
        unit_state.rounds > 0
        and unit_state.missiles_out + _salvo(unit, unit_state) <= unit.missile_channels
        and _free_channel(unit, channel_free_s, now_s) >= 0
    )


@part
def _salvo(unit, unit_state):
    """Missiles of the next salvo: two if the policy, the rounds and the channels allow it."""
    if unit.salvo == TWO and unit.missile_channels >= 2 and unit_state.rounds >= 2:
        return 2
    return 1


@part
def _free_channel(unit, channel_free_s, now_s):
    for channel in range(unit.channels_from, unit.channels_to):
        if channel_free_s[channel] <= now_s:
            return channel
    return -1


@part
def _engage(raid, state, g, j, u, k, intercept_s, remote, outcome, row, events):
    """Take a channel and launch the salvo, one missile an interval after the other."""
    wanted = _salvo(raid.units[u], state.units[u])
    channel = _free_channel(raid.units[u], state.channel_free_s, k * raid.step_s)
    state.known[j, u].channel = channel
    state.channel_free_s[channel] = np.inf
    _launch(raid, state, g, j, u, k, intercept_s, remote, outcome, row, events)
    then = k + raid.units[u].interval_ticks
    if wanted == 2 and then < raid.intercept_s.shape[0]:
        if remote:
            second_s = raid.intercept_remote_s[then, j, u]
        else:
            second_s = raid.intercept_s[then, j, u]
        if not np.isnan(second_s):
            _launch(raid, state, g, j, u, then, second_s, remote, outcome, row, events)


@part
def _launch(raid, state, g, j, u, k, intercept_s, remote, outcome, row, events):
    """One missile: a round less, a channel less, and a place in the list of missiles in the air."""
    launch_s = k * raid.step_s + raid.units[u].delay_s
    _take_round(raid, state, u, launch_s)
    state.units[u].next_tick = k + raid.units[u].interval_ticks
    state.units[u].missiles_out += 1
    state.groups[g, j].flying += 1
    state.groups[g, j].made += 1
    state.known[j, u].out += 1
    place = state.counts[IN_AIR]
    while place > 0 and state.flights[place - 1].time_s > intercept_s:
        state.flights[place] = state.flights[place - 1]
        place -= 1
    state.flights[place].time_s = intercept_s
    state.flights[place].check_s = intercept_s - raid.units[u].terminal_s if remote else np.inf
    state.flights[place].unit = u
    state.flights[place].target = j
    state.flights[place].group = g
    state.flights[place].shot = state.known[j, u].shots
    state.flights[place].number = state.counts[LAUNCHES]
    state.known[j, u].shots += 1
    state.counts[IN_AIR] += 1
    outcome.shots[row] += 1
    outcome.shots_of_unit[row, u] += 1
    if not outcome.first_shot_s[row] <= launch_s:
        outcome.first_shot_s[row] = launch_s
    note(state, events, launch_s, LAUNCHED, u, j, state.counts[LAUNCHES])
    state.counts[LAUNCHES] += 1


@part
def _take_round(raid, state, u, launch_s):
    """From the first launcher that has one; an empty launcher is reloaded if there is a reserve."""
    state.units[u].rounds -= 1
    for launcher in range(raid.units[u].launchers_from, raid.units[u].launchers_to):
        if state.launchers[launcher].left > 0:
            state.launchers[launcher].left -= 1
            if state.launchers[launcher].left == 0 and raid.units[u].reserve > 0:
                state.launchers[launcher].reload_at_s = launch_s + raid.units[u].reload_s
            return


@part
def _reload(raid, state, now_s):
    units, unit_states, launchers = raid.units, state.units, state.launchers
    for u in range(units.size):
        unit = unit_states[u]
        if unit.reserve == 0:
            continue
        for place in range(units[u].launchers_from, units[u].launchers_to):
            if launchers[place].reload_at_s <= now_s:
                fresh = min(raid.launcher_rounds[place], unit.reserve)
                launchers[place].left = fresh
                launchers[place].reload_at_s = np.inf
                unit.rounds += fresh
                unit.reserve -= fresh


@part
def _note_obstacle(raid, state, g, j, members, k, now_s, events):
    """Once per group and target: an intercept was possible but for rounds or channels."""
    group = state.groups[g, j]
    for u in members:
        unit, known = raid.units[u], state.known[j, u]
        if not _may_order(unit, state.units[u], known, group.made, k, now_s):
            continue
        own = known.since_own_s <= now_s or raid.held[k, j, u]
        local = own and not np.isnan(raid.intercept_s[k, j, u])
        if not local and not (unit.remote and not np.isnan(raid.intercept_remote_s[k, j, u])):
            continue
        if state.units[u].rounds == 0 and not group.no_rounds:
            group.no_rounds = True
            note(state, events, now_s, NO_ROUNDS, u, j, 0)
        if state.units[u].rounds > 0 and not group.no_channel:
            group.no_channel = True
            note(state, events, now_s, NO_CHANNEL, u, j, 0)


@part
def check_remote(state, now_s):
    """A missile fired on a remote track is lost if the track is gone when it has to be steered."""
    for place in range(state.counts[IN_AIR]):
        if -np.inf < state.flights[place].check_s <= now_s:
            u, j = state.flights[place].unit, state.flights[place].target
            gone = state.targets[j].alive and state.known[j, u].since_s == np.inf
            state.flights[place].check_s = -np.inf if gone else np.inf


@part
def resolve(raid, state, key, run, now_s, outcome, row, events):
    """Every intercept up to a time, in order."""
    done = 0
    while done < state.counts[IN_AIR] and state.flights[done].time_s <= now_s:
        _meet(raid, state, key, run, done, outcome, row, events)
        done += 1
    if done > 0:
        state.counts[IN_AIR] -= done
        for place in range(state.counts[IN_AIR]):
            state.flights[place] = state.flights[place + done]


@part
def _meet(raid, state, key, run, place, outcome, row, events):
    """One missile meets its target: kill or miss, and the channels come free."""
    time_s = state.flights[place].time_s
    u, j, g = state.flights[place].unit, state.flights[place].target, state.flights[place].group
    number = state.flights[place].number
    known_s = time_s + raid.units[u].assessment_s
    state.units[u].missiles_out -= 1
    state.groups[g, j].flying -= 1
    state.groups[g, j].ready_s = max(state.groups[g, j].ready_s, known_s)
    state.known[j, u].out -= 1
    if state.known[j, u].out == 0:
        state.channel_free_s[state.known[j, u].channel] = known_s
    if not state.targets[j].alive:
        note(state, events, time_s, WASTED, u, j, number)
        return
    cells = raid.luck.shape[1]
    chance = raid.luck[raid.luck_row[u, j], int(state.targets[j].cause * cells)]
    word = words(
        key, run, raid.units[u].name, raid.targets[j].name, KILL, state.flights[place].shot
    )
    if state.flights[place].check_s > -np.inf and unit_interval(word[0]) < chance:
        state.targets[j].alive = False
        state.counts[LIVING] -= 1
        outcome.kill_s[row, j] = time_s
        if not raid.targets[j].decoy:
            outcome.kills[row] += 1
        note(state, events, time_s, KILLED, u, j, number)
    else:
        note(state, events, time_s, MISSED, u, j, number)

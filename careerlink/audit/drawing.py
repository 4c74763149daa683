"""Every state machine as a diagram and two tables, from its own data."""

from collections import defaultdict

from django.apps import apps

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, machines

HEAD = """# State machines

Written by `make machines` from the tables in the rooms' `machines`; a test fails when it is stale. An open state has
one owner, who must act, and one clock; *silence* is where the clock leads. `clock` moves by itself when time has run
out, `system` follows from another action. What a person does is in the trail under the name of the event.
"""


def draw_all() -> str:
    """The whole document, machines by their labels."""
    return "\n".join([HEAD, *(draw(machines[label]) for label in sorted(machines))])


def draw(machine: Machine) -> str:
    """One machine as Markdown: a Mermaid diagram, its states, its moves."""
    name = apps.get_model(machine.label)._meta.verbose_name
    states = [
        _row(f"`{one.value}`", one.owner or "–", one.clock or "–", f"`{one.silence}`" if one.silence else "–")
        for one in machine.states.values()
    ]
    moves: dict[tuple, list[str]] = defaultdict(list)
    for move in machine.moves:
        moves[move.event, move.after, move.who].append(f"`{move.before}`")
    rows = [
        _row(f"`{event}`", ", ".join(befores), f"`{after}`", ", ".join(_who(one) for one in who))
        for (event, after, who), befores in moves.items()
    ]
    return "\n".join(
        [
            f"## {name[:1].upper()}{name[1:]} (`{machine.label}`)",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_arrows(machine),
            "```",
            "",
            _row("state", "owner", "clock", "silence"),
            _row("---", "---", "---", "---"),
            *states,
            "",
            _row("event", "from", "to", "who"),
            _row("---", "---", "---", "---"),
            *rows,
            "",
        ]
    )


def _arrows(machine: Machine) -> list[str]:
    """One arrow for each pair of states, with all events that lead there; a bar at the start, and at each end
    from which nothing leads on.
    """
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in machine.moves:
        between[move.before, move.after].append(move.event)
    ends = [state for state in machine.states if not machine.moves_from(state)]
    return [
        *(f"    [*] --> {first}" for first in machine.firsts),
        *(f"    {before} --> {after}: {', '.join(events)}" for (before, after), events in between.items()),
        *(f"    {end} --> [*]" for end in ends),
    ]


def _who(one: str) -> str:
    return f"*{one}*" if one in (CLOCK, SYSTEM) else one


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A year of changes
#
# A plan is made once; then the year begins. Forty things happen to it here: new jobs,
# illness, hosts and rooms that are lost. Each time the plan moves as little as it can.
# People and places are made up.

# %%
from collections import Counter

import pandas as pd

import leaderplan as lp
from leaderplan.domain.change import HostWithdraws, JobChange, Leave
from leaderplan.rehearsal.events import change_of, drawn

programme, plan = lp.samples.planted("S", seed=0)
first = min(session.day for session in plan.sessions)
print(len(programme.participants), "participants from", first)

# %% [markdown]
# ## One change
#
# A host withdraws three weeks before somebody's practicum. `lp.replan` returns the
# changed programme, the plan, and a sheet of what changes for whom.

# %%
placement = plan.placements[0]
as_of = pd.Timestamp("2027-11-15").date()
gone = HostWithdraws(host=placement.host, on=as_of)
result = lp.replan(programme, plan, gone, as_of=as_of)
result.sheet

# %% [markdown]
# The first line of the certificate is the disturbance, and the least that any plan
# disturbs: they are equal, so nobody can be disturbed less.

# %%
level = result.certificate.levels[0]
print(level.value, level.bound, level.proven)

# %% [markdown]
# What else could have been done, and what it would disturb:

# %%
lp.alternatives(programme, plan, gone, as_of, result)

# %% [markdown]
# ## A new job
#
# One act: managers, the own unit and conflicts of interest follow the day, the first
# four weeks are without practicum, the new manager is met, and the development plan is
# looked at again. Nothing shows in a calendar before `visible_from`.

# %%
person = programme.participants[0]
unit = next(u for u in programme.units if u.area != person.posts[-1].area)
manager = next(s.id for s in programme.staff if s.unit == unit.id)
job = JobChange(
    participant=person.id,
    on=pd.Timestamp("2027-12-01").date(),
    unit=unit.id,
    manager=manager,
    visible_from=pd.Timestamp("2027-11-24").date(),
)
lp.replan(programme, plan, job, as_of=as_of).sheet

# %% [markdown]
# ## Forty events
#
# They are drawn from the rates that `lp.Scenario` holds, with a seed, so that this year
# is the same each time. What is known on the same day is planned together. Where that
# leaves no plan, the cheapest repair is agreed on and the year goes on.

# %%
scenario = lp.Scenario()
events = drawn(programme, plan, scenario, seed=0)[:40]
pd.Series(Counter(event.kind for event in events), name="events").to_frame()

# %%
rows, moves = [], []
now, current = programme, plan
for day in sorted({event.known for event in events}):
    known = [event for event in events if event.known == day]
    changes = [change_of(event, now, current, scenario) for event in known]
    changes = [change for change in changes if change is not None]
    if not changes:
        continue
    options = lp.SolveOptions(time_limit=12)
    told = lp.replan(now, current, changes, as_of=day, options=options)
    words = "; ".join(change.words(now).en for change in changes)
    if told.plan is None:
        ways = lp.repairs_after(
            now, current, changes, day, options=options, result=told, most=1
        )
        print(day, words, told, ways, sep="\n")
        told = ways.repairs[0].result if ways.repairs else told
    if told.plan is None:
        rows.append({"day": day, "what": words, "people": None, "proven": False})
        continue
    before = {session.key: session.day for session in current.sessions}
    for session in told.plan.sessions:
        if before.get(session.key, session.day) != session.day:
            moves.append((day, before[session.key], session.day, session.activity))
    now, current = told.programme, told.plan
    price = told.certificate.levels[0]
    rows.append(
        {
            "day": day,
            "what": words,
            "people": len(told.sheet.people),
            "disturbance": price.value,
            "proven": price.proven,
        }
    )
year = pd.DataFrame(rows)
year

# %% [markdown]
# ## What moved
#
# Each line is a session that moved: from the day it had (hollow) to the day it got
# (filled), in the row of the day on which it was decided.


# %%
class Picture:
    """The moves of a year as a drawing."""

    def __init__(self, moves):
        self.moves = sorted(moves)

    def _repr_html_(self):
        days = sorted({move[0] for move in self.moves})
        start = min(min(move[:3]) for move in self.moves)
        end = max(max(move[:3]) for move in self.moves)
        scale = 640 / max((end - start).days, 1)
        colours = dict(
            zip(
                sorted({move[3] for move in self.moves}),
                ["#1d4e89", "#b3541e", "#2e7d32", "#6a1b9a", "#00838f", "#8d6e63",
                 "#c2185b", "#455a64", "#9e9d24", "#5d4037", "#283593", "#ef6c00"] * 3,
                strict=False,
            )
        )  # fmt: skip
        parts = []
        for row, day in enumerate(days):
            y = 24 + 22 * row
            x = 110 + (day - start).days * scale
            parts.append(f'<text x="0" y="{y + 4}">{day:%d.%m.%Y}</text>')
            parts.append(
                f'<line x1="{x}" x2="{x}" y1="{y - 8}" y2="{y + 8}" stroke="#999"/>'
            )
            for decided, old, new, activity in self.moves:
                if decided == day:
                    one, other = (110 + (d - start).days * scale for d in (old, new))
                    colour = colours[activity]
                    parts.append(
                        f'<line x1="{one}" x2="{other}" y1="{y}" y2="{y}" '
                        f'stroke="{colour}" stroke-width="2"/>'
                        f'<circle cx="{one}" cy="{y}" r="4" fill="white" '
                        f'stroke="{colour}"/>'
                        f'<circle cx="{other}" cy="{y}" r="4" fill="{colour}">'
                        f"<title>{activity}: {old} → {new}</title></circle>"
                    )
        names = "".join(
            f'<span style="color:{colour}">● {name}</span> '
            for name, colour in colours.items()
        )
        height = 40 + 22 * len(days)
        return (
            f'<svg width="780" height="{height}" font-size="12" '
            f'font-family="sans-serif" role="img" '
            f'aria-label="Sessions that moved">{"".join(parts)}</svg><p>{names}</p>'
        )


Picture(moves)

# %% [markdown]
# ## The days that were promised
#
# Illness leaves gaps. The day ledger names them; where other cohorts keep seats free,
# `lp.catch_ups` tells where somebody can make up for a day.

# %%
lp.day_ledger(now, current)

# %% [markdown]
# ## Before the year begins
#
# `lp.robust` tells how many spare places are worth their price, and `lp.rehearse` tries
# the plan in years that might come.

# %%
lp.robust(programme)

# %%
few = lp.Scenario(job_change=0.1, sick=0.003)
lp.rehearse(programme, plan, few, years=2, seed=3)

# %%
leave = Leave(
    participant=person.id,
    first=pd.Timestamp("2028-01-03").date(),
    last=pd.Timestamp("2028-02-29").date(),
)
away = lp.replan(now, current, leave, as_of=pd.Timestamp("2027-12-20").date())
away.sheet.told if away.sheet is not None else away

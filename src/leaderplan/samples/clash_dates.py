"""Conflicts of dates: windows, distances, closed days, days that nobody shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from leaderplan import rules as r
from leaderplan.domain.plan import SessionKey
from leaderplan.samples.bench import Bench, stuck, week_of
from leaderplan.samples.extras import extra, first_of

HOLIDAYS = (
    (date(2027, 10, 18), date(2027, 10, 22)),
    (date(2028, 2, 14), date(2028, 2, 18)),
)
"""Mondays and Fridays of the weeks in which schools are closed."""

APART = 30
"""Days between two talks of a chain."""


def window(
    name: str, first: date | None, last: date | None = None, *, of: int | None = None
) -> r.Window:
    """Ask for an additional activity in a period, or on a day."""
    suffix = f"-{of}" if of else ""
    return r.Window(
        id=f"period-{name}{suffix}", activity=name, occurrence=of,
        earliest=first, latest=last,
    )  # fmt: skip


def _two(bench: Bench) -> tuple[SessionKey, SessionKey, list[date]]:
    """Add two talks of one person; return them and the person's quiet days."""
    person = bench.people()[0]
    for name in ("afklaring", "opfoelgning"):
        bench.add(extra(name), [person])
    keys = first_of("afklaring", person), first_of("opfoelgning", person)
    return *keys, bench.quiet(person)


def own_absence(bench: Bench) -> None:
    """Somebody is away on the only day of a talk."""
    person = bench.people()[0]
    key = first_of("afklaring", person)
    bench.add(extra("afklaring"), [person])
    day, other = bench.draw.sample(bench.quiet(person), 2)
    bench.ask(window("afklaring", day, day))
    bench.absent(person, day)
    bench.needs("period-afklaring", [key], bench.session(key, other))
    bench.needs("availability", [person, key], bench.session(key, day))


def weekend(bench: Bench) -> None:
    """A talk may only be on a weekend."""
    person = bench.people()[0]
    key = first_of("afklaring", person)
    bench.add(extra("afklaring"), [person])
    quiet = bench.quiet(person)
    # A week in which something is closed may be closed over its weekend as well.
    whole = set(bench.open_days)
    saturdays = [
        day + timedelta(days=1)
        for day in bench.open_days
        if day.weekday() == 4
        and day + timedelta(days=3) in whole
        and all(bench.is_free(person, day + timedelta(days=n)) for n in (1, 2))
    ]
    day = bench.draw.choice(saturdays)
    bench.ask(window("afklaring", day, day + timedelta(days=1)))
    bench.needs("period-afklaring", [key], bench.session(key, bench.draw.choice(quiet)))
    bench.needs("closed_days", [key], bench.session(key, day))


def holiday_week(bench: Bench) -> None:
    """A talk of somebody from a school may only be in a week when schools close."""
    first, last = bench.draw.choice(HOLIDAYS)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for person in bench.people():
        free = [day for day in days if bench.is_free(person, day)]
        profile = bench.programme.sector_of(person, first)
        if profile == "skole" and free:
            break
    else:
        raise stuck("holiday_week")
    key = first_of("afklaring", person)
    bench.add(extra("afklaring"), [person])
    bench.ask(window("afklaring", first, last))
    other = bench.draw.choice(bench.quiet(person))
    bench.needs("period-afklaring", [key], bench.session(key, other))
    bench.needs("closed_days", [person, key], bench.session(key, free[0]))


def spacing_in_windows(bench: Bench) -> None:
    """Two talks with days of their own are to lie further apart than these."""
    one, other, quiet = _two(bench)
    at = bench.draw.randrange(40, len(quiet) - 40)
    first, then = quiet[at], quiet[at + 5]
    bench.ask(
        window("afklaring", first, first),
        window("opfoelgning", then, then),
        r.Spacing(
            id="afstand", first="afklaring", then="opfoelgning",
            least=(then - first).days + 7,
        ),
    )  # fmt: skip
    on_day = [bench.session(one, first), bench.session(other, then)]
    last = bench.session(other, quiet[-5])
    bench.needs("afstand", [one, other], *on_day)
    bench.needs("period-afklaring", [one], bench.session(one, quiet[5]), on_day[1])
    bench.needs("period-opfoelgning", [other], on_day[0], last)


def order_in_windows(bench: Bench) -> None:
    """What is to come first has a period after that of what is to come later."""
    one, other, quiet = _two(bench)
    at = bench.draw.randrange(40, len(quiet) - 40)
    then, first = quiet[at], quiet[at + 4]
    bench.ask(
        window("afklaring", first, first + timedelta(days=3)),
        window("opfoelgning", then - timedelta(days=3), then),
        r.Order(id="raekkefoelge", first="afklaring", then="opfoelgning"),
    )
    on_day = [bench.session(one, first), bench.session(other, then)]
    last = bench.session(other, quiet[-5])
    bench.needs("raekkefoelge", [one, other], *on_day)
    bench.needs("period-afklaring", [one], bench.session(one, quiet[5]), on_day[1])
    bench.needs("period-opfoelgning", [other], on_day[0], last)


CHAIN = ("afklaring", "opfoelgning", "sparring", "evaluering")
"""Talks that follow one another."""


def spacing_chain(bench: Bench) -> None:
    """Four talks, each a month after the last, do not fit into their period."""
    person = bench.people()[0]
    for name in CHAIN:
        bench.add(extra(name), [person])
    keys = [first_of(name, person) for name in CHAIN]
    quiet = bench.quiet(person)
    start = quiet[bench.draw.randrange(25, 40)]
    end = start + timedelta(days=APART * 3 - 1)
    bench.ask(window(CHAIN[0], start), window(CHAIN[-1], None, end))
    bench.ask(
        *(
            r.Spacing(id=f"{one}-{other}", first=one, then=other, least=APART)
            for one, other in pairwise(CHAIN)
        )
    )
    end_at = next(day for day in reversed(quiet) if day <= end)

    def plan(rule: str, subject: Sequence[SessionKey], days: list[date]) -> None:
        bench.needs(rule, subject, *map(bench.session, keys, days))

    plan(f"period-{CHAIN[-1]}", keys[-1:], _forward(quiet, start, 4))
    plan(f"period-{CHAIN[0]}", keys[:1], _backward(quiet, end_at, 4))
    for link, (one, other) in enumerate(pairwise(keys), start=1):
        days = _forward(quiet, start, link) + _backward(quiet, end_at, 4 - link)
        plan(f"{one.activity}-{other.activity}", [one, other], days)


def _forward(quiet: list[date], start: date, count: int) -> list[date]:
    """Earliest days of a chain that starts on a day."""
    days = [next(day for day in quiet if day >= start)]
    while len(days) < count:
        least = days[-1] + timedelta(days=APART)
        days.append(next(day for day in quiet if day >= least))
    return days


def _backward(quiet: list[date], end: date, count: int) -> list[date]:
    """Latest days of a chain that ends on a day."""
    days = [end]
    while len(days) < count:
        most = days[0] - timedelta(days=APART)
        days.insert(0, next(day for day in reversed(quiet) if day <= most))
    return days


def quiet_before(bench: Bench) -> None:
    """A talk may only be in the days that another one keeps quiet."""
    one, other, quiet = _two(bench)
    near = [
        (day, then)
        for day, then in pairwise(quiet[20:-20])
        if (then - day).days in (1, 2, 3)
    ]
    day, then = bench.draw.choice(near)
    bench.ask(
        window("afklaring", day, day),
        window("opfoelgning", then, then),
        r.QuietBefore(
            id="ro-foer", activities=("afklaring",), then="opfoelgning", days=5
        ),
    )
    on_day = [bench.session(one, day), bench.session(other, then)]
    last = bench.session(other, quiet[-5])
    bench.needs("ro-foer", [one, other], *on_day)
    bench.needs("period-afklaring", [one], bench.session(one, quiet[-5]), on_day[1])
    bench.needs("period-opfoelgning", [other], on_day[0], last)


def few_days(bench: Bench) -> None:
    """Talks that are to be on one day are to be a fortnight apart."""
    person = bench.people()[0]
    bench.add(extra("afklaring", occurrences=2), [person])
    keys = [first_of("afklaring", person, number) for number in (1, 2)]
    cohort = bench.person(person).cohort
    bench.ask(
        r.FewDays(id="samlet", activity="afklaring", most=1),
        r.Spacing(id="afstand", first="afklaring", least=14),
    )
    quiet = bench.quiet(person)
    day, then = quiet[bench.draw.randrange(60)], quiet[-5]
    first = bench.session(keys[0], day)
    bench.needs("samlet", ["afklaring", cohort], first, bench.session(keys[1], then))
    bench.needs("afstand", keys, first, bench.session(keys[1], day, 4))


def week_too_short(bench: Bench) -> None:
    """Somebody has more to do in a week than anybody is to have."""
    person = bench.people()[0]
    names = ("feltbesoeg", "inspirationsdag")
    for name in names:
        bench.add(extra(name, length=4), [person])
    keys = [first_of(name, person) for name in names]
    quiet = bench.quiet(person)
    day = bench.draw.choice(quiet[40:-40])
    monday, friday = week_of(day)
    bench.ask(
        *(window(name, monday, friday) for name in names),
        r.PersonLoad(id="halv-dag", activities=names, period="week", most_slots=4),
    )
    here = [bench.session(key, day, 4 * n) for n, key in enumerate(keys)]
    elsewhere = [bench.session(key, quiet[5]) for key in keys]
    bench.needs("halv-dag", [person, monday], *here)
    bench.needs("period-feltbesoeg", keys[:1], elsewhere[0], here[1])
    bench.needs("period-inspirationsdag", keys[1:], here[0], elsewhere[1])


KINDS: dict[str, Callable[[Bench], None]] = {
    "own_absence": own_absence,
    "weekend": weekend,
    "holiday_week": holiday_week,
    "spacing_in_windows": spacing_in_windows,
    "order_in_windows": order_in_windows,
    "spacing_chain": spacing_chain,
    "quiet_before": quiet_before,
    "few_days": few_days,
    "week_too_short": week_too_short,
}
"""Conflicts of dates by name."""

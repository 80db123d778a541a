"""Which small areas meet their director together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Participant

if TYPE_CHECKING:
    from leaderplan.domain.following import Following


def meetings(programme: Following, activity: Activity) -> dict[tuple[str, str], str]:
    """Map each cohort and area to the audience of the meeting that they go to.

    For ``cohort_area`` each cohort meets by itself, and its audiences are called
    after it as well.
    """
    followers = programme.followers(activity.id)
    if activity.audience == "area":
        first = _merge(programme, activity, followers)
        return {(c.id, area): first[area] for area in first for c in programme.cohorts}
    found = {}
    for cohort in programme.cohorts:
        people = [p for p in followers if p.cohort == cohort.id]
        for area, lead in _merge(programme, activity, people).items():
            found[cohort.id, area] = f"{cohort.id}-{lead}"
    return found


def _merge(
    programme: Following, activity: Activity, people: Iterable[Participant]
) -> dict[str, str]:
    """Map each area to the first area of the meeting that it belongs to.

    Areas below ``activity.smallest_area`` join, smallest first, the nearest
    other meeting: the least travel between any two of their units, then the
    first id. Areas without participants keep to themselves.
    """
    first = programme.calendar.first
    sizes = Counter((p.post_on(first) or p.posts[0]).area for p in people)
    meeting: dict[str, tuple[str, ...]] = {a.id: (a.id,) for a in programme.areas}
    while True:
        held = {m: sum(sizes[a] for a in m) for m in set(meeting.values())}
        live = {m: size for m, size in held.items() if size}
        small = [m for m in live if live[m] < activity.smallest_area]
        if not small or len(live) == 1:
            return {area: areas[0] for area, areas in meeting.items()}
        chosen = min(small, key=lambda m: (live[m], m))
        others = (m for m in live if m != chosen)
        nearest = min(others, key=lambda m: (_distance(programme, chosen, m), m))
        order = [a.id for a in programme.areas if a.id in chosen + nearest]
        for area in order:
            meeting[area] = tuple(order)


def _distance(
    programme: Following, here: tuple[str, ...], there: tuple[str, ...]
) -> int:
    """Least travel between units of some areas and of others."""
    rows = (programme.between_areas(a, b) for a in here for b in there)
    return min((row for row in rows if row is not None), default=0)

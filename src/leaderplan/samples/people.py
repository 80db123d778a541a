"""Participants with their posts, attributes, goals and wishes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leaderplan.domain.people import Cohort, Participant, Post, Wish
from leaderplan.domain.places import Unit
from leaderplan.samples.dealing import cohort_id, cohorts_of_people, intakes_of
from leaderplan.samples.intakes import Intake
from leaderplan.samples.places import Places
from leaderplan.samples.scarcity import Scarcity
from leaderplan.samples.shape import SECTORS, Size
from leaderplan.samples.sizes import stream
from leaderplan.samples.weekdays import agreeing, fixed_weekdays
from leaderplan.samples.words import MEN, SURNAMES, WOMEN

SHARE_OF_WOMEN = {"skole": 0.70, "dagtilbud": 0.84, "fritid": 0.60}
"""DOMAIN.md 4.3."""

ROLES = {
    "skole": (("lærer", 80), ("koordinator", 12), ("fungerende afdelingsleder", 8)),
    "dagtilbud": (("pædagog", 75), ("faglig koordinator", 15), ("souschef", 10)),
    "fritid": (("pædagog", 75), ("koordinator", 15), ("souschef", 10)),
}
"""Jobs and their shares in per cent, close to the whole's 45, 33, 12, 10."""

MEDIAN_YEARS, SPREAD = 9.0, 0.5
"""Years since the degree are lognormal; at least 2, which the module asks for."""

SHORT, LONG = 6, 12
"""Seniority is ``kort`` below, ``lang`` from, ``mellem`` between these years."""

TOPICS = (
    "personligt_lederskab",
    "svaere_samtaler",
    "forandring",
    "samarbejde",
    "karriere",
    "data",
)
"""Goals of the development plans, and specialities of the coaches."""

FORMER_POST = 0.4
JOB_CHANGES = 0.09
RPL = 0.03
DECLINES_TYPE = 0.08
VETO = 0.10
"""Shares of participants; job changes are those known before the start."""


@dataclass(frozen=True, slots=True)
class People:
    """The cohorts, the participants, and the weekday on which some are never free."""

    cohorts: tuple[Cohort, ...]
    participants: tuple[Participant, ...]
    fixed: dict[str, int]


def make_people(size: Size, places: Places, scarcity: Scarcity, seed: int) -> People:
    """Draw the participants of a sample; availability comes with the plan."""
    draw = stream(seed, "people")
    cohorts = tuple(
        Cohort(
            id=cohort_id(number),
            name=f"Hold {number + 1}",
            network_groups=cohort.network_groups,
            module_classes=cohort.module_classes,
            classes_with=None
            if cohort.classes_with is None
            else cohort_id(cohort.classes_with),
        )
        for number, cohort in enumerate(size.cohorts)
    )
    units = {unit.id: unit for unit in places.units}
    names = _names([units[home].sector for home in places.homes], draw)
    width = len(str(len(places.homes)))
    joined = cohorts_of_people(size, places, seed)
    people = tuple(
        _participant(
            f"t{i + 1:0{width}}", names[i], joined[i], units[home], places, draw
        )
        for i, home in enumerate(places.homes)
    )
    intakes = intakes_of(size)
    people = _changers(people, places, intakes, draw)
    fixed = fixed_weekdays(people, scarcity.fixed_weekday, draw)
    if size.regional:
        fixed = agreeing(fixed, people)
    return People(cohorts, people, fixed)


def _names(sectors: list[str], draw: random.Random) -> list[tuple[str, str]]:
    """Name and gender of each, without two of one name while the words last."""
    taken: set[str] = set()
    rows = []
    for sector in sectors:
        gender = "kvinde" if draw.random() < SHARE_OF_WOMEN[sector] else "mand"
        words = WOMEN if gender == "kvinde" else MEN
        name = f"{draw.choice(words)} {draw.choice(SURNAMES)}"
        for _ in range(100):
            if name not in taken:
                break
            name = f"{draw.choice(words)} {draw.choice(SURNAMES)}"
        taken.add(name)
        rows.append((name, gender))
    return rows


def _participant(
    key: str,
    named: tuple[str, str],
    joined: tuple[str, Intake],
    home: Unit,
    places: Places,
    draw: random.Random,
) -> Participant:
    name, gender = named
    cohort, intake = joined
    years = max(2.0, MEDIAN_YEARS * draw.lognormvariate(0.0, SPREAD))
    jobs = ROLES[home.sector]
    role = draw.choices([job for job, _ in jobs], [share for _, share in jobs])[0]
    posts = [_post(home, role, visible=True)]
    if draw.random() < FORMER_POST:
        posts = _with_former(posts[0], home, places, draw)
    unready = draw.random() < RPL
    declines = draw.random() < DECLINES_TYPE
    return Participant(
        id=key,
        name=name,
        cohort=cohort,
        posts=tuple(posts),
        email=f"{key}@example.org",
        attributes={
            "gender": gender,
            "seniority": "kort"
            if years < SHORT
            else "lang"
            if years >= LONG
            else "mellem",
        },
        wishes=_wishes(home, places, draw),
        vetoes=_vetoes(home, places, draw),
        goals=tuple(sorted(draw.sample(TOPICS, 2))),
        admitted=not unready,
        rpl_by=intake.rpl_by if unready else None,
        exempt=("type_questionnaire", "type_feedback") if declines else (),
    )


def _post(unit: Unit, role: str, *, visible: bool, first: date | None = None) -> Post:
    return Post(
        unit=unit.id,
        area=unit.area,
        manager=f"leder-{unit.id}",
        role=role,
        valid_from=first,
        visible_from=None if visible else first,
    )


def _with_former(
    post: Post, home: Unit, places: Places, draw: random.Random
) -> list[Post]:
    """Put a former post of the same sector, if any, before the present one."""
    start = date(draw.randint(2023, 2026), 8, 1)
    near = places.units_in[places.district[home.area]]
    options = [u for u in near if u.sector == home.sector and u.id != home.id]
    if not options:
        return [post]
    old = draw.choice(options)
    former = Post(
        unit=old.id,
        area=old.area,
        manager=f"leder-{old.id}",
        role=post.role,
        valid_to=date(start.year, 7, 31),
    )
    return [former, post.model_copy(update={"valid_from": start})]


def _changers(
    people: tuple[Participant, ...],
    places: Places,
    intakes: Mapping[str, Intake],
    draw: random.Random,
) -> tuple[Participant, ...]:
    """Give a few a new job in another unit of their area, known but not yet told."""
    homes = set(places.homes)
    sectors = {unit.id: unit.sector for unit in places.units}
    chosen = draw.sample(people, round(JOB_CHANGES * len(people)))
    new = {}
    for person in chosen:
        now = person.posts[-1]
        sector = sectors[now.unit]
        options = [
            u for u in places.units_in[places.district[now.area]]
            if u.area == now.area and u.sector == sector and u.id not in homes
        ]  # fmt: skip
        if options:
            unit, day = (
                draw.choice(options),
                draw.choice(intakes[person.cohort].changes),
            )
            ended = now.model_copy(
                update={"valid_to": date.fromordinal(day.toordinal() - 1)}
            )
            job = "souschef" if sector != "skole" else "afdelingsleder"
            posts = (
                *person.posts[:-1],
                ended,
                _post(unit, job, visible=False, first=day),
            )
            new[person.id] = person.model_copy(update={"posts": posts})
    return tuple(new.get(person.id, person) for person in people)


def _wishes(home: Unit, places: Places, draw: random.Random) -> tuple[Wish, ...]:
    """Three ranked pairs of sector and area; most wish to see another sector."""
    areas = places.areas_in[places.district[home.area]]
    pairs = [(sector, area) for sector in SECTORS for area in areas]
    weights = [1 if sector == home.sector else 3 for sector, _ in pairs]
    wishes: list[Wish] = []
    while len(wishes) < 3:
        number = draw.choices(range(len(pairs)), weights)[0]
        sector, area = pairs[number]
        weights[number] = 0
        wishes.append(Wish(rank=len(wishes) + 1, sector=sector, area=area))
    return tuple(wishes)


def _vetoes(home: Unit, places: Places, draw: random.Random) -> tuple[str, ...]:
    if draw.random() >= VETO:
        return ()
    near = places.hosts_in[places.district[home.area]]
    return (draw.choice([host for host in near if host != home.id]),)

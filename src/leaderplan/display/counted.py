"""What the counts alone forbid of a mix, in sentences with the numbers."""

from __future__ import annotations

from collections.abc import Mapping

from leaderplan.costs.counts import Absent, Forced, absent_of, forced_of
from leaderplan.display.told import Told
from leaderplan.domain.attributes import OF_POST
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.locale import Language, Words
from leaderplan.rules import Balance, ClassSize

HEAD = Words(
    "{level}: {forced} af de {cost} point følger af antallene alene.",
    "{level}: {forced} of the {cost} points are forced by the counts alone.",
)
COSTS = Words(
    "{people} i {groups}: {asked}. Det koster mindst {cost}, hvordan de end fordeles.",
    "{people} in {groups}: {asked}. However they are divided, that costs at least "
    "{cost}.",
)
ABSENT = Words(
    "{people} kan ikke være i {groups}: mindst {missing} får ingen.",
    "{people} cannot be in {groups}: at least {missing} will have none.",
)
ONE = Words("1 deltager{who}", "1 participant{who}")
MANY = Words("{count} deltagere{who}", "{count} participants{who}")
WITH = Words(" med {trait} {value}", " with {trait} {value}")
DECLARED = Words(" med samme oplysning om sig selv", " who share a declared trait")
TIED = Words(" med tilknytning til {value}", " tied to {value}")
GROUPS = Words("{count} netværksgrupper", "{count} network groups")
CLASSES = Words("{count} modulhold", "{count} module classes")
ONE_GROUP = Words("1 netværksgruppe", "1 network group")
ONE_CLASS = Words("1 modulhold", "1 module class")
OF_COHORT = Words(" på {cohort}", " of {cohort}")
IN_EACH = Words("{low} til {high} i hver", "{low} to {high} in each")
EXACTLY = Words("{low} i hver", "{low} in each")


class Counted:
    """Says what the counts of a programme force, and who cannot be everywhere."""

    def __init__(self, programme: Programme, language: Language) -> None:
        self._told = Told(programme, language)
        self._language: Language = language
        self._rules = {rule.id: rule for rule in programme.rules}
        self._several = len(programme.cohorts) > 1

    def forced(self, row: Forced) -> str:
        """Write a cost that no plan can do without."""
        asked = dict.fromkeys(self._asked(self._rules[key], row) for key in row.rules)
        classes = any(isinstance(self._rules[key], ClassSize) for key in row.rules)
        return COSTS.to(self._language).format(
            people=self._people(row.people, row.attribute, row.value),
            groups=self._groups(row.groups, row.cohort, classes=classes),
            asked="; ".join(asked),
            cost=row.cost,
        )

    def absent(self, row: Absent) -> str:
        """Write who are too few to be in every group."""
        return ABSENT.to(self._language).format(
            people=self._people(row.people, row.attribute, row.value),
            groups=self._groups(row.groups, row.cohort),
            missing=row.missing,
        )

    def _people(self, count: int, attribute: str | None, value: str | None) -> str:
        language = self._language
        if attribute is None or value is None:
            who = ""
        elif attribute == "tied":
            who = TIED.to(language).format(value=self._told.naming.subject((value,)))
        elif attribute in OF_POST:
            trait, told = (
                self._told.trait(attribute),
                self._told.value(attribute, value),
            )
            who = WITH.to(language).format(trait=trait, value=told)
        else:
            who = DECLARED.to(language)
        return (ONE if count == 1 else MANY).to(language).format(count=count, who=who)

    def _groups(self, count: int, cohort: str, *, classes: bool = False) -> str:
        one, many = (ONE_CLASS, CLASSES) if classes else (ONE_GROUP, GROUPS)
        said = (one if count == 1 else many).to(self._language).format(count=count)
        if not self._several:
            return said
        name = self._told.naming.subject((cohort,))
        return said + OF_COHORT.to(self._language).format(cohort=name)

    def _asked(self, rule: Rule, row: Forced) -> str:
        said = self._told.requirement(rule)
        if not isinstance(rule, Balance):
            return said
        low, high = row.people // row.groups, -(-row.people // row.groups)
        range_ = (EXACTLY if low == high else IN_EACH).to(self._language)
        return f"{said} ({range_.format(low=low, high=high)})"


def forced_lines(
    programme: Programme, levels: Mapping[str, int], language: Language
) -> list[str]:
    """Write for each level how much of its cost the counts force, and how."""
    found = forced_of(programme)
    counted, lines = Counted(programme, language), list[str]()
    for level in programme.levels:
        here = [row for row in found if row.level == level.id]
        if not here or not levels.get(level.id):
            continue
        title = level.title.to(language)
        head = HEAD.to(language).format(
            level=title[:1].upper() + title[1:],
            forced=sum(row.cost for row in here),
            cost=levels[level.id],
        )
        lines += [f"{head} {counted.forced(here[0])}", *map(counted.forced, here[1:])]
    return lines


def absent_lines(programme: Programme, language: Language) -> list[str]:
    """Write who cannot be in every network group."""
    counted = Counted(programme, language)
    return [counted.absent(row) for row in absent_of(programme)]

"""Network groups and module classes that the people cannot be divided into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import counted, people
from leaderplan.rules._forming import Forming, classes_of, groups_of
from leaderplan.rules.class_size import ClassSize
from leaderplan.rules.group_size import GroupSize

Sized = GroupSize | ClassSize


def size_findings(grounds: Grounds) -> Iterator[Finding]:
    """Yield each cohort whose people no sizes fit."""
    programme = grounds.programme
    sorts: tuple[tuple[type[Sized], Iterable[Forming], Words], ...] = (
        (GroupSize, groups_of(programme), Words("netværksgrupper", "network groups")),
        (ClassSize, classes_of(programme), Words("modulhold", "module classes")),
    )
    for kind, rows, noun in sorts:
        for forming in rows:
            count, parts = len(forming.people), len(forming.labels)
            if not _fits(grounds.of(kind), count, parts):
                rules = grounds.needed(_misfit, kind, count, parts)
                bound = [rule for rule in grounds.of(kind) if rule.id in rules]
                yield _said(programme, forming, bound, noun)


def _misfit(grounds: Grounds, kind: type[Sized], count: int, parts: int) -> bool:
    return not _fits(grounds.of(kind), count, parts)


def _fits(rules: Sequence[Sized], count: int, parts: int) -> bool:
    """Whether people can be split in parts, as even as can be, within all sizes."""
    share, rest = divmod(count, parts)
    return all(
        rule.smallest <= share
        and share + bool(rest) <= rule.largest
        and not (rest and rule.most_difference == 0)
        for rule in rules
    )


def _said(
    programme: Programme, forming: Forming, rules: Sequence[Sized], noun: Words
) -> Finding:
    count, parts = len(forming.people), len(forming.labels)
    share, rest = divmod(count, parts)
    who = people(count)
    sizes = f"{share}" if not rest else f"{share}-{share + 1}"
    asked_da, asked_en = [], []
    for rule in rules:
        asked_da.append(f"{rule.smallest} til {rule.largest}")
        asked_en.append(f"{rule.smallest} to {rule.largest}")
        if rest and rule.most_difference == 0:
            asked_da.append("lige mange i alle")
            asked_en.append("as many in each")
    cohort = programme.cohort(forming.cohort).name
    split = counted(parts, (noun.da, noun.da), (noun.en, noun.en))
    words = Words(
        f"{cohort}: {who.da} i {split.da} giver {sizes} i hver; "
        f"reglen siger {', '.join(asked_da)}",
        f"{cohort}: {who.en} in {split.en} make {sizes} in each; "
        f"the rule says {', '.join(asked_en)}",
    )
    kind = "group_sizes" if isinstance(rules[0], GroupSize) else "class_sizes"
    ids = tuple(rule.id for rule in rules)
    return Finding(True, kind, ids, (forming.cohort, *forming.labels), words)

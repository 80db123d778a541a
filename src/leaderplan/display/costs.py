"""What a plan costs, and whom, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from leaderplan.costs.sums import View, joined
from leaderplan.display.cost_tables import view_rows
from leaderplan.display.counted import absent_lines, forced_lines
from leaderplan.display.naming import Naming
from leaderplan.display.told import Told
from leaderplan.display.words import PHRASES
from leaderplan.domain.rule import Level
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from leaderplan.costs import Costs
    from leaderplan.costs.fairness import Division, Fairness

MOST_RULES = 6
"""Rules told of each level."""
MOST_ROWS = 5
"""Rows told of each view, and people told by name."""
MOST_COUNTED = 8
"""Sentences told of what the counts force, and of who is absent; the page has all."""
MOST_EXPLAINED = 2
"""Worst off on a level of whom it is told why; more are only named."""
MOST_WHY = 4
"""Sentences told of why somebody is worst off on a level."""
WIDTH = 78

NOTHING = Words("Alle ønsker er opfyldt.", "Every wish is met.")
TOTAL = Words("i alt", "total")
LARGEST = Words(" (kun det største tæller)", " (only the largest counts)")
MORE = Words("... og {count} mere, i alt {cost}", "... and {count} more, {cost} in all")
MOST = Words("... og {count} mere", "... and {count} more")
OF: tuple[tuple[View, Words], ...] = (
    ("group", Words("Netværksgrupper", "Network groups")),
    ("host", Words("Praktiksteder", "Practicum hosts")),
    ("coach", Words("Coaches", "Coaches")),
    ("cohort", Words("Hold", "Cohorts")),
)
"""Views told in short."""

WORST = Words("Hvem det koster mest, og hvorfor", "Whom it costs most, and why")
NOBODY = Words(
    "Ingen deltager bærer noget af prisen alene.",
    "No participant bears any of the cost alone.",
)
ON = Words(
    "{level}: mest har {who} ({worst}). Halvdelen har højst {median}; "
    "{bearing} af {people} har noget.",
    "{level}: most is borne by {who} ({worst}). Half have at most {median}; "
    "{bearing} of {people} have any.",
)
MIDDLE: tuple[tuple[Division, Words], ...] = (
    (
        "cohort",
        Words("Midt på hvert hold – {each}.", "The middle of each cohort – {each}."),
    ),
    (
        "sector",
        Words("Midt i hver sektor – {each}.", "The middle of each sector – {each}."),
    ),
)
"""By what medians are told where there are several."""
ALIKE = Words("{count} deltagere, lige meget", "{count} participants alike")
ORDERED = Words(
    "Dårligst stillet, når niveauerne tages i rækkefølge: {who}.",
    "Worst off, taking the levels in order: {who}.",
)


def cost_lines(costs: Costs, language: Language) -> list[str]:
    """Write each level with its rules, who bears most and why, and what must be."""
    if not any(costs.levels.values()):
        return [NOTHING.to(language), *_counted(costs, language)]
    rules = view_rows(costs, "rule", language)
    lines = list[str]()
    for level in costs.programme.levels:
        if costs.levels[level.id]:
            told = [(name, row[level.id]) for _, name, row in rules if row[level.id]]
            head = f"{title_of(level, language)}: {costs.levels[level.id]}"
            lines += [head, *_dearest(told, level, language)]
    for view, title in OF:
        if view != "cohort" or len(costs.programme.cohorts) > 1:
            lines += _in_short(costs, view, title.to(language), language)
    lines += ["", f"{WORST.to(language)}:", *fairness_lines(costs.fairness, language)]
    return [*lines, *_counted(costs, language)]


def _counted(costs: Costs, language: Language) -> list[str]:
    lines = list[str]()
    for found in (
        forced_lines(costs.programme, costs.levels, language),
        absent_lines(costs.programme, language),
    ):
        lines += found[:MOST_COUNTED]
        if (more := len(found) - MOST_COUNTED) > 0:
            lines.append(MOST.to(language).format(count=more))
    told = [part for line in lines for part in _wrapped(f"- {line}", "  ")]
    return ["", f"{PHRASES['counted_head'].to(language)}:", *told] if told else []


def title_of(level: Level, language: Language) -> str:
    """Name of a level, saying so where only the largest cost counts."""
    said = level.title.to(language)
    title = said[:1].upper() + said[1:]
    return title + (LARGEST.to(language) if level.combine == "max" else "")


def _dearest(
    rows: Iterable[tuple[str, int]], level: Level, language: Language
) -> list[str]:
    """Write costs, the largest first; what is called alike is told as one."""
    sums: dict[str, int] = {}
    for name, cost in rows:
        sums[name] = joined(level, (sums.get(name, 0), cost))
    dear = sorted(sums.items(), key=lambda row: -row[1])
    lines = [f"{cost:>8}  {name}" for name, cost in dear[:MOST_RULES]]
    if rest := dear[MOST_RULES:]:
        cost = joined(level, (row[1] for row in rest))
        lines.append(" " * 10 + MORE.to(language).format(count=len(rest), cost=cost))
    return [part for line in lines for part in _wrapped(line, " " * 10)]


def _in_short(costs: Costs, view: View, head: str, language: Language) -> list[str]:
    """Write the dearest rows of a view on each level, a line a level."""
    rows = [row for row in view_rows(costs, view, language) if row[0] is not None]
    lines = []
    for level in costs.programme.levels:
        dear = sorted(rows, key=lambda row: -row[2][level.id])
        found = [f"{name}: {row[level.id]}" for _, name, row in dear if row[level.id]]
        if found:
            shown = found[:MOST_ROWS]
            if len(found) > len(shown):
                count = len(found) - len(shown)
                shown.append(MOST.to(language).format(count=count))
            title = level.title.to(language)
            lines += _wrapped(f"  {title} – {'; '.join(shown)}", " " * 4)
    return ["", f"{head}:", *lines] if lines else []


def view_lines(costs: Costs, view: View, language: Language) -> list[str]:
    """Write the rows of a view that cost, in columns of the levels that do."""
    levels = [level for level in costs.programme.levels if costs.levels[level.id]]
    rows = [
        (name, [row[level.id] for level in levels])
        for _, name, row in view_rows(costs, view, language)
        if any(row.values())
    ]
    total = TOTAL.to(language), [costs.levels[level.id] for level in levels]
    titles = [level.title.to(language) for level in levels]
    return _columns(titles, [*rows, total]) if levels else [NOTHING.to(language)]


def burden_lines(fairness: Fairness, language: Language) -> list[str]:
    """Write everybody's burden in columns, worst off first, then who bears most."""
    levels, lines = fairness.levels, fairness_lines(fairness, language)
    if not levels:
        return lines
    naming = Naming(fairness.programme, language)
    rows = [
        (naming.subject((who,)), [fairness.burdens[who][level.id] for level in levels])
        for who in fairness.order
    ]
    titles = [level.title.to(language) for level in levels]
    return [*_columns(titles, rows), "", *lines]


def _columns(titles: list[str], rows: list[tuple[str, list[int]]]) -> list[str]:
    """Align names and numbers; long titles stand over as many lines as they need."""
    wide = max(len(name) for name, _ in rows)
    narrow = max(9, *(len(word) for title in titles for word in title.split()))
    heads = [wrap(title, narrow) for title in titles]
    tall = max(len(head) for head in heads)
    cells = [
        ("", [head[n - tall + len(head)] if n >= tall - len(head) else ""
              for head in heads])
        for n in range(tall)
    ]  # fmt: skip
    cells += [(name, [str(cost) for cost in costs]) for name, costs in rows]
    return [
        f"{name:<{wide}}" + "".join(f"  {cell:>{narrow}}" for cell in row)
        for name, row in cells
    ]


def fairness_lines(fairness: Fairness, language: Language) -> list[str]:
    """Write for each level who bears most, how far from the median, and why."""
    if not fairness.levels:
        return [NOBODY.to(language)]
    told = Told(fairness.programme, language)
    lines = list[str]()
    for level in fairness.levels:
        vector, worst = fairness.vector(level.id), fairness.worst(level.id)
        said = ON.to(language).format(
            level=title_of(level, language),
            who=_who(told, worst, language),
            worst=vector[0],
            median=fairness.median(level.id),
            bearing=sum(cost > 0 for cost in vector),
            people=len(vector),
        )
        lines += _wrapped(said, "  ")
        for who in worst if len(worst) <= MOST_EXPLAINED else ():
            lines += _why(fairness, told, who, level)
        lines += _middle(fairness, told, level)
    if len(fairness.levels) > 1:
        who = _who(told, fairness.worst(), language)
        lines += _wrapped(ORDERED.to(language).format(who=who), "  ")
    return lines


def _middle(fairness: Fairness, told: Told, level: Level) -> list[str]:
    """Write the median of each cohort and of each sector, where these differ."""
    lines = list[str]()
    for division, words in MIDDLE:
        medians = {
            value: fairness.among(people).median(level.id)
            for value, people in fairness.divided(division).items()
        }
        if len(set(medians.values())) > 1:
            named = (
                f"{told.naming.subject((value,)) or value}: {median}"
                for value, median in medians.items()
            )
            said = words.to(told.language).format(each="; ".join(named))
            lines += _wrapped(f"  {said}", "    ")
    return lines


def _who(told: Told, people: tuple[str, ...], language: Language) -> str:
    if len(people) > MOST_ROWS:
        return ALIKE.to(language).format(count=len(people))
    return ", ".join(told.naming.subject((who,)) for who in people)


def _why(fairness: Fairness, told: Told, who: str, level: Level) -> list[str]:
    items = [i for i in fairness.of(who) if i.violation.level == level.id]
    lines = [
        f"  - {told.sentence(item.violation)} ({item.violation.cost})"
        for item in items[:MOST_WHY]
    ]
    if len(items) > MOST_WHY:
        count = len(items) - MOST_WHY
        lines.append("  " + MOST.to(told.language).format(count=count))
    return [part for line in lines for part in _wrapped(line, " " * 4)]


def _wrapped(line: str, indent: str) -> list[str]:
    return wrap(
        line, WIDTH, subsequent_indent=indent, drop_whitespace=True,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip

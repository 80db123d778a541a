"""What a preflight gives: findings, the certain first, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_LINES = 40
"""Findings in a text; the table has them all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands in the way of a plan, or may do so.

    Parameters
    ----------
    certain
        Whether it is proven that no plan keeps the rules named.
    kind
        Stable name of the argument.
    rules
        Ids of the rule instances on which it rests.
    subjects
        Ids of what it is about: participants, hosts, sessions.
    words
        One sentence for people, with the numbers.
    """

    certain: bool
    kind: str
    rules: tuple[str, ...]
    subjects: tuple[str, ...]
    words: Words


@dataclass(frozen=True)
class Preflight:
    """What was found in a programme before anything was solved."""

    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is certain to stand in the way; no proof of a plan."""
        return not any(finding.certain for finding in self.findings)

    def text(self, language: Language = "en") -> str:
        """Return the findings as lines of text, the certain first."""
        shown = self.findings[:MOST_LINES]
        lines = [_head(self).to(language)]
        for finding in shown:
            rules = f" [{', '.join(finding.rules)}]" if finding.rules else ""
            mark = _mark(finding).to(language)
            lines.append(f"- {mark}: {finding.words.to(language)}{rules}")
        if left := len(self.findings) - len(shown):
            lines.append(Words(f"- og {left} mere", f"- and {left} more").to(language))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        head = ("", "Finding", "Rules")
        rows = [
            (_mark(f).en, f.words.en, ", ".join(f.rules))
            for f in self.findings[:MOST_LINES]
        ]
        body = "".join(_row(row, "td") for row in rows)
        left = len(self.findings) - len(rows)
        more = f"<p>and {left} more</p>" if left else ""
        table = f"<table>{_row(head, 'th')}{body}</table>" if rows else ""
        return f"<p>{escape(_head(self).en)}</p>{table}{more}"

    @property
    def table(self) -> DataFrame:
        """The findings as a DataFrame, with the words in both languages."""
        from pandas import DataFrame

        rows = [
            {
                "certain": f.certain,
                "kind": f.kind,
                "rules": ", ".join(f.rules),
                "subjects": ", ".join(f.subjects),
                "da": f.words.da,
                "en": f.words.en,
            }
            for f in self.findings
        ]
        names = ["certain", "kind", "rules", "subjects", "da", "en"]
        return DataFrame(rows, columns=names).astype({"certain": bool})


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"


def _mark(finding: Finding) -> Words:
    if finding.certain:
        return Words("umuligt", "impossible")
    return Words("se efter", "look at")


def _head(found: Preflight) -> Words:
    certain = sum(finding.certain for finding in found.findings)
    other = len(found.findings) - certain
    if not found.findings:
        return Words(
            "Intet fundet, som står i vejen for en plan.",
            "Nothing was found that stands in the way of a plan.",
        )
    if not certain:
        return Words(
            f"Intet er bevist umuligt; {other} ting at se efter.",
            f"Nothing is proven impossible; {other} to look at.",
        )
    words = Words(
        f"Ingen plan er mulig: {certain} bevist",
        f"No plan is possible: {certain} proven",
    )
    if not other:
        return Words(f"{words.da}.", f"{words.en}.")
    return Words(
        f"{words.da}, desuden {other} at se efter.",
        f"{words.en}, besides {other} to look at.",
    )

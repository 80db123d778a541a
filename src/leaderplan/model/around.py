"""What stands near a practicum and is led by the host's leader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.model.core import Core
from leaderplan.model.dated import Days

if TYPE_CHECKING:
    from leaderplan.model.drafts import Draft
    from leaderplan.rules._distances import Distance

FAR = 10**6
"""More days than any horizon has."""


class Around:
    """What stands near a practicum and is led by the host's leader.

    Parameters
    ----------
    core, drafts, asked
        The model, its drafted sessions, and the distances between them.
    """

    def __init__(
        self, core: Core, drafts: dict[SessionKey, Draft], asked: list[Distance]
    ) -> None:
        self._core = core
        self._drafts = drafts
        self._near: dict[str, dict[SessionKey, list[tuple[int, int, int]]]] = {}
        self._known: dict[tuple[SessionKey, str], Days] = {}
        for row in asked:
            if core.binds(row.rule) and row.first.audience == row.then.audience:
                least = -FAR if row.least is None else row.least
                most = FAR if row.most is None else row.most
                self._note(row.first, row.then, least, most)
                self._note(row.then, row.first, -most, -least)

    def _note(self, first: SessionKey, then: SessionKey, least: int, most: int) -> None:
        kinds = [self._drafts[key].activity for key in (first, then)]
        led = kinds[1].led_by("host_leader")
        if kinds[0].kind == "practicum" and kinds[1].kind != "practicum" and led:
            rows = self._near.setdefault(first.audience, {}).setdefault(then, [])
            rows.append((first.occurrence, least, most))

    def fits(
        self, participant: str, host: str, days: Mapping[int, Sequence[int]]
    ) -> bool:
        """Whether each such session has a day, with the practicum's days so.

        ``days`` are those left to each occurrence, in order.
        """
        near = self._near.get(participant, {})
        return all(
            self._open(then, host)[
                max(0, *(days[at][0] + least for at, least, _ in rows)) : max(
                    0, min(days[at][-1] + most for at, _, most in rows) + 1
                )
            ].any()
            for then, rows in near.items()
        )

    def _open(self, session: SessionKey, host: str) -> Days:
        """Days on which the leader of a host can be there."""
        if (session, host) not in self._known:
            draft = self._drafts[session]
            leader = self._core.programme.host(host).leader
            allowed = draft.allowed.astype(bool)
            for row in draft.guarded:
                about = row.subject[0] == leader and row.here is not True
                if about and self._core.binds(row.ruling.rule, session.activity):
                    allowed = allowed & (row.ruling.amounts == 0)
            self._known[session, host] = (
                np.asarray(allowed.any(axis=1)) if draft.fixed is None else draft.days
            )
        return self._known[session, host]

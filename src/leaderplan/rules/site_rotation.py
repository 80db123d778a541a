"""Sessions of an audience move between sites."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class SiteRotation(Rule):
    r"""The sessions of an audience are spread over sites.

    .. math:: |\{s \in S_q : \text{site}(s) = v\}| \leq n
              \qquad \text{for each audience } q \text{ and site } v

    with :math:`S_q` the sessions of all the activities named for one audience. The
    site of a room is its venue, a unit is its own site, and ``online`` is none.

    Broken by one session more at a site; the amount is the sessions above. Network
    groups that meet at each member's unit in turn share the travel: 1 makes each
    member host at most once.

    Parameters
    ----------
    activities
        The activities counted together, at least one.
    most
        Sessions at one site, 1 to 100.
    """

    kind: ClassVar[str] = "site_rotation"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne skifter mellem stederne",
        "sessions take turns between sites",
    )
    said: ClassVar[Words] = Words(
        "{audience} mødes {count} gange i {site}; højst {most} var ventet",
        "{audience} meets {count} times at {site}; at most {most} was expected",
    )

    activities: Annotated[tuple[Id, ...], Field(min_length=1)]
    most: Annotated[int, Field(ge=1, le=100)] = 1

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State how many sessions of an audience may be at each site."""
        held: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        for key in decisions.sessions(self.activities):
            kind = decisions.activity(key).audience
            for place, here in decisions.places(key).items():
                site = decisions.programme.site(place)
                if site is not None:
                    held[kind, key.audience, site].append(here)
        for (_, audience, site), literals in held.items():
            posting.at_most(sum(literals), self.most, (audience, site))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every audience that is too often at one site."""
        counts = Counter(
            (view.activity(s.key).audience, s.audience, view.programme.site(s.place))
            for s in view.sessions(self.activities)
        )
        for (_, audience, site), count in counts.items():
            if site is not None and count > self.most:
                yield self.broken(
                    (audience, site),
                    count - self.most,
                    audience=audience,
                    count=count,
                    site=site,
                    most=self.most,
                )

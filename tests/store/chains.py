"""Chains of releases through a database, compared with chains in memory."""

from __future__ import annotations

import os
from datetime import timedelta
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan.feeds import FeedKey, FeedLedger, release
from leaderplan.locale import Language
from leaderplan.store import Store
from tests.feeds.example import NOW
from tests.feeds.test_chain import STEP, Witness, next_plan
from tests.store.promises import data_of_programme
from tests.strategies import plans, small_programmes

EXAMPLES = 1_000 if "LEADERPLAN_FULL" in os.environ else 8


class Chains:
    """Any chain of releases keeps every promise of the ledger, in the database."""

    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=[
            HealthCheck.too_slow, HealthCheck.function_scoped_fixture,
        ],
    )  # fmt: skip
    @given(draw=st.data())
    def test_chain_through_the_store(self, store: Store, draw: st.DataObject):
        """At each step what is served is what the pure function makes, every UID,
        SEQUENCE and stamp is kept, and a feed that is the same is not written.
        """
        given_ = draw.draw(small_programmes())
        # One database serves all examples, each with a programme of its own.
        programme = given_.replace(id=f"chain-{len(store.programmes())}")
        current = draw.draw(plans(programme))
        language: Language = draw.draw(st.sampled_from(["da", "en"]))
        store.save_programme(programme, NOW, by="Kim")
        ledger, now, witness, version = FeedLedger(), NOW, Witness(), 0
        served: dict[FeedKey, tuple[bytes, object]] = {}
        for days in (0, *draw.draw(st.lists(STEP, min_size=1, max_size=4))):
            now += timedelta(days=days, seconds=draw.draw(st.integers(0, 2)))
            following = next_plan(current, programme, draw) if version else current
            if following != current or not version:
                store.save_plan(programme.id, following, now, by="K", after=version)
                version += 1
            made = release(programme, following, ledger, now, language=language)
            found = store.release(
                programme.id, version, now, by="Kim", why="x", language=language
            )
            new = data_of_programme(store, programme.id)
            assert {k: row[0] for k, row in new.items()} == {
                feed.key: feed.data for feed in made.feeds
            }
            assert tuple(found.changes) == made.changes
            kept = store.ledger(programme.id)
            assert kept.feeds == made.ledger.feeds
            witness.see(SimpleNamespace(feeds=made.feeds))
            for key, row in new.items():
                same = key in served and served[key][0] == row[0]
                assert not same or served[key] == row
                assert same or key not in served or row[1] > served[key][1]
            # What the pure function goes on from is what the database has kept.
            ledger, served, current = kept, new, following

"""A database that coordinators share: versions, releases, feeds and their links."""

from leaderplan.store.faults import NewerStore, SavedMeanwhile, StoreError
from leaderplan.store.records import (
    AuditRow,
    Link,
    ReleaseRow,
    StoredRelease,
    Subscription,
    Version,
)
from leaderplan.store.store import Store, open_store

__all__ = [
    "AuditRow",
    "Link",
    "NewerStore",
    "ReleaseRow",
    "SavedMeanwhile",
    "Store",
    "StoreError",
    "StoredRelease",
    "Subscription",
    "Version",
    "open_store",
]

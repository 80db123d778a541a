# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Publish calendars
#
# A plan as calendars that people subscribe to, a change of it, and who is told. People
# and places are made up; so is the plan, to save the minutes that solving takes.

# %%
import leaderplan as lp

programme, plan = lp.samples.planted("S", seed=0)
print(len(programme.participants), "participants", len(plan.sessions), "sessions")

# %% [markdown]
# ## Publish to a folder
#
# Any web server can serve the folder, without a list of what is in it. Object storage
# is published to in the same way: `"s3://bucket/calendars"`. What is kept for the next
# release stands beside it.

# %%
release = lp.publish(programme, plan, "calendars")
print(len(release.feeds), "calendars:", release.summary())

# %% [markdown]
# Published again, nothing is new and nothing is written.

# %%
print(lp.publish(programme, plan, "calendars").summary())

# %% [markdown]
# ## A change
#
# A coach asks for another day for one talk. The checker says which days keep all rules.

# %%
from datetime import timedelta

talk = next(s for s in plan.sessions if s.activity == "coaching")


def on(day):
    """Move the talk to a day."""
    moved = talk.model_copy(update={"day": day})
    sessions = tuple(moved if s.key == talk.key else s for s in plan.sessions)
    return plan.model_copy(update={"sessions": sessions})


days = [talk.day + timedelta(days=n) for n in range(1, 15)]
free = [day for day in days if day.weekday() < 5 and lp.check(programme, on(day)).ok]
changed = on(free[0])
release = lp.publish(programme, changed, "calendars")
print(release.summary())

# %% [markdown]
# ## Who is told
#
# Calendars fetch changes when they like, some after a day, so those affected are told.
# The outbox has a mail for each of them, to be sent by a mail program.

# %%
notices = lp.notices(programme, release)
notices

# %%
notices.table[["name", "change", "what", "was", "when"]]

# %%
mails = notices.write_outbox("mails", sender="Kim Holm <kim@example.org>")
print(len(mails), "mails")
print(notices.notices[0].text)

# %% [markdown]
# ## One calendar
#
# The talk as its participant's calendar has it, and what the manager's calendar says of
# the same day: that somebody is busy, and for how long, not what for.

# %%
import icalendar

who = talk.audience
manager = programme.manager_on(who, free[0])
for key in (lp.FeedKey("participant", who), lp.FeedKey("manager", manager)):
    calendar = icalendar.Calendar.from_ical(release.feed(key).data)
    print(calendar["X-WR-CALNAME"])
    for event in calendar.walk("VEVENT"):
        if str(event.start).startswith(str(free[0])):
            print("  ", event["SUMMARY"], event.start, event.end)

# %% [markdown]
# ## Links
#
# Where links are given out and taken back, and several coordinators work together, a
# store keeps it all in one database, here a file of SQLite. A link is shown once; taken
# back, it is answered like one that never was. `leaderplan serve programmes.db` serves
# the calendars, and behind each link a page to subscribe from.

# %%
from datetime import UTC, datetime

from leaderplan.store import open_store

now = datetime(2027, 8, 2, 9, 0, tzinfo=UTC)
store = open_store("programmes.db")
store.save_programme(programme, now, by="Kim", after=0)
store.save_plan(programme.id, changed, now, by="Kim", after=0)
print(store.draft(programme.id, None, now, by="Kim").summary())
store.release(programme.id, None, now, by="Kim", why="first edition")

# %%
link = store.subscribe(programme.id, lp.FeedKey("participant", who), now, by="Kim")
served = store.feed(link.token, now)
print(served.file_name, len(served.data), "bytes, changed", served.modified)
store.revoke(programme.id, link.key, now, by="Kim")
print(store.feed(link.token, now))

# %%
assert len(mails) == len(notices)
assert {change.kind for change in release.changes} <= {"new", "moved", "cancelled"}

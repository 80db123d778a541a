# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Why not
#
# A year that cannot be: what clashes, what would help, and what another choice costs.
# People and places are made up.

# %%
import leaderplan as lp

planted = lp.samples.conflict("common_day", seed=0)
programme = planted.programme
print(len(programme.participants), "participants", len(programme.rules), "rules")

# %% [markdown]
# ## Before anything is solved
#
# Counting and the arithmetic of days tell some of it at once, without a solver.

# %%
lp.preflight(programme)

# %% [markdown]
# ## What clashes
#
# Requirements that cannot all hold; without any one of them the rest can.

# %%
conflict = lp.why_not(programme, lp.SolveOptions(time_limit=120))
conflict

# %%
conflict.table

# %% [markdown]
# ## What would help
#
# One of them is given up: the certificate of the plan will say who did so and why.

# %%
given_up = conflict.requirements[0]
changed = programme.waive(
    given_up.rule, given_up.subject, reason="agreed with the manager", by="Kim"
)
result = lp.solve(changed, lp.SolveOptions(time_limit=120, seed=1))
print(result.status, result.certificate.waivers)

# %% [markdown]
# ## What another choice would cost
#
# Somebody asks for another coach. The choice is made, all else planned anew, and as
# little changed as is needed at the best cost.

# %%
match = result.plan.matches[0]
coaches = [s.id for s in changed.staff_in("coach") if s.id != match.coach]
answer = lp.what_if(
    changed,
    result,
    coaches={match.participant: coaches[1]},
    options=lp.SolveOptions(time_limit=120, seed=1),
)
print(answer)

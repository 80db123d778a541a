"""The facts, the plan and the base of every rule: frozen data, no solver."""

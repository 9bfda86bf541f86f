"""How fast the planner is: benchmarks by fixed iterations, and the figures of the README."""

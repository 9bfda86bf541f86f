"""Tests of the planner, with slow twins and strategies that they share."""

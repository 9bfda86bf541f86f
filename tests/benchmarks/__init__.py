"""Tests of the folder ``benchmarks``."""

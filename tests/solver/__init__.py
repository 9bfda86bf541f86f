"""Tests of the library and its command line."""

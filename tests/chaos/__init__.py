"""Fault runs, started by `make chaos-…`; never part of the tests."""

"""Tischrunde."""

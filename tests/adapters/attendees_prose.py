"""Runs a case of tests/cases/attendees_prose.yml: the same lines as those of tests/cases/attendees.yml."""

from tests.adapters.attendees import run

__all__ = ["run"]

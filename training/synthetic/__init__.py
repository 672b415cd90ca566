"""Synthetic reports: rosters, tables, openings, minutes, communiqués and action lists, with their entities known."""

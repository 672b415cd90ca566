"""Conclusions."""

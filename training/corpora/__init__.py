"""Converters from the public corpora's own formats to examples."""

"""The accurate model: a small transformer with a layer that labels each word."""

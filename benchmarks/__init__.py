"""Measurements of speed, scale and memory; each module is a command and writes benchmarks/results/."""

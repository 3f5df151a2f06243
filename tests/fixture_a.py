"""Fixture A of the dossier (3.9), the worked example that several tests follow."""

from __future__ import annotations

# The score M (given, but for INS and REL), then weight, desired, adequate, required, minimum, gap, state.
DIMENSIONS = """
CAP  42      9.6220   81.7060  58.6780  79.5476  44.1200  37.5476  critical
CLI  48      12.4432  82.3173  60.0759  80.4882  46.2706  32.4882  tolerated
INS  45.5    12.6192  77.0604  50.8874  72.4006  32.1344  26.9006  tolerated
REL  40.2083 15.7993  85.0026  61.4802  84.6193  48.4311  44.4110  critical
DON  71      10.1387  85.3715  64.6438  85.1869  53.2981  14.1869  tolerated
PRO  35      11.5463  82.2558  59.4360  80.3935  45.2862  45.3935  critical
EQU  40      11.5463  81.6914  58.5756  79.5252  43.9624  39.5252  critical
COL  55      5.7732   81.6289  58.7076  79.4290  44.1655  24.4290  tolerated
RES  38      10.5118  77.7212  56.0994  73.4172  40.1529  35.4172  critical
"""
DIMENSION_ROWS = [row.split() for row in DIMENSIONS.strip().splitlines()]

"""The values that the dossier marks as worked out by its author with a program of his own, as it prints them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


def printed(values: str) -> tuple[Any, ...]:
    """Numbers as the dossier prints them: each is met by whatever rounds to it (a hair aside, for the arithmetic)."""
    return tuple(
        pytest.approx(float(value), abs=0.500001 * 10.0 ** int(Decimal(value).as_tuple().exponent))
        for value in values.split()
    )


def rows(table: str) -> list[list[str]]:
    """The cells of a table, line by line."""
    return [line.split() for line in table.strip().splitlines()]


# 2.4: desired and adequate by dimension, for all visitors (the base profile) and for each segment.
SEGMENTS = ("all", "S1", "S2", "S3", "S4", "S5", "S6")
EXPECTED_BY_SEGMENT = rows("""
CAP  80.1 57.7  80.7 58.0  81.8 59.0  81.5 58.8  79.5 57.2  82.3 59.5  83.2 60.2
CLI  80.3 58.5  80.7 58.6  81.4 59.3  85.1 62.3  80.7 58.9  81.0 59.1  83.4 60.8
INS  76.7 50.6  84.7 56.8  77.2 50.9  71.3 46.4  73.6 48.3  79.6 53.1  80.1 53.5
REL  82.5 60.4  78.9 57.8  86.4 63.4  84.8 62.3  80.1 58.7  83.8 61.6  83.8 61.4
DON  83.7 63.4  81.9 61.6  85.8 65.0  87.1 66.1  85.6 64.8  84.5 64.0  86.3 65.5
PRO  80.6 58.4  80.5 58.2  82.5 59.9  82.3 59.8  80.1 58.0  82.7 60.2  83.6 60.8
EQU  80.2 57.6  81.2 58.3  81.8 58.8  81.3 58.5  79.5 57.1  82.1 59.2  83.2 60.0
COL  80.1 57.8  80.6 58.0  81.8 59.1  81.2 58.7  79.6 57.3  82.6 59.8  83.3 60.4
RES  77.0 55.5  77.0 55.5  77.0 55.5  77.9 56.3  78.2 56.2  83.2 60.6  83.0 60.3
""")

# 2.7 and 3.9: the visitors of a tourist office.
OFFICE_MIX = {"S1": 0.20, "S2": 0.35, "S3": 0.30, "S4": 0.10, "S5": 0.05}

# 3.8a: shares of the three audiences, focus, effective number of audiences.
FOCUS = [
    ((1 / 3, 1 / 3, 1 / 3), "0.0000 3.0000"),
    ((0.7, 0.2, 0.1), "0.2702 2.2296"),
    ((0.5, 0.3, 0.2), "0.0628 2.8001"),
    ((1, 0, 0), "1.0000 1.0000"),
]
# 3.8b: shares of the audiences as declared, then as observed.
DECLARED = (0.70, 0.20, 0.10)
OBSERVED = {
    "brief": (0.65, 0.20, 0.15),
    "pages": (0.45, 0.30, 0.25),
    "time": (0.35, 0.40, 0.25),
    "budget": (0.30, 0.45, 0.25),
}
# 3.8d: shares of spending by purpose.
SPENDING = {
    "content": 0.08,
    "reach": 0.30,
    "directory": 0.22,
    "connection": 0.06,
    "run": 0.18,
    "skills": 0.12,
    "listening": 0.04,
}
# 3.8e: the counts of the stages, and the rates of the peers into all but the first.
FUNNEL = (100_000.0, 55_000.0, 22_000.0, 3_300.0, 264.0)
FUNNEL_PEERS = (0.58, 0.45, 0.22, 0.10)

# 3.9, fixture A: levels by respondent (a, b, c staff; d, e elected; f, g providers; "-" is not asked), I_k, and r_wg
# and Cns of the staff.
RESPONDENTS = rows("""
INS1  2 2 3   -  -  -  -   58.3333  0.8333  0.8286
INS2  1 2 1   -  -  -  -   33.3333  0.8333  0.8286
INS3  2 2 NA  3  3  1  2   52.5000  1.0000  1.0000
INS4  3 2 2   -  -  -  -   58.3333  0.8333  0.8286
INS5  1 1 DK  -  -  -  -   25.0000  1.0000  1.0000
REL1  2 2 1   -  -  1  0   34.3750  0.8333  0.8286
REL2  1 2 2   -  -  -  -   41.6667  0.8333  0.8286
REL3  1 1 0   3  2  -  -   28.1250  0.8333  0.8286
REL4  3 3 2   -  -  2  1   59.3750  0.8333  0.8286
REL5  2 1 DK  -  -  -  -   37.5000  0.7500  0.8074
""")
# 3.9, fixture A: score M (given, but for INS and REL), weight, desired, adequate, required, minimum, gap, state.
DIMENSIONS = rows("""
CAP  42.0000  9.6220   81.7060  58.6780  79.5476  44.1200  37.5476  critical
CLI  48.0000  12.4432  82.3173  60.0759  80.4882  46.2706  32.4882  tolerated
INS  45.5000  12.6192  77.0604  50.8874  72.4006  32.1344  26.9006  tolerated
REL  40.2083  15.7993  85.0026  61.4802  84.6193  48.4311  44.4110  critical
DON  71.0000  10.1387  85.3715  64.6438  85.1869  53.2981  14.1869  tolerated
PRO  35.0000  11.5463  82.2558  59.4360  80.3935  45.2862  45.3935  critical
EQU  40.0000  11.5463  81.6914  58.5756  79.5252  43.9624  39.5252  critical
COL  55.0000  5.7732   81.6289  58.7076  79.4290  44.1655  24.4290  tolerated
RES  38.0000  10.5118  77.7212  56.0994  73.4172  40.1529  35.4172  critical
""")
IMPORTANCE = {"CLI": "0.214402", "INS": "0.180757", "REL": "0.239447", "DON": "0.167900", "RES": "0.197494"}

# 5.3: type, staff, the facts of three organisations, needs of R01 to R10 in FTE, and the sum of all sixteen. Content
# pieces (60 and 150) and the share of providers to support (25 and 5 %) of the first two are what the defaults give.
SMALL_OFFICE: dict[str, Any] = {
    "F_PROV": 450,
    "F_NIGHTS": 400,
    "F_FUNNEL": {"visits": 150_000},
    "F_LANG": 3,
    "F_PROJ": {"small": 3, "medium": 1, "large": 0},
    "F_PRODUCTS": 1,
    "F_SOCIAL": 3,
    "F_CRM": "yes",
    "F_DIRECT": "no",
    "F_BOOKABLE": 150,
}
COMMITTEE: dict[str, Any] = {
    "F_PROV": 3000,
    "F_NIGHTS": 5000,
    "F_FUNNEL": {"visits": 900_000},
    "F_LANG": 4,
    "F_PROJ": {"small": 5, "medium": 3, "large": 1},
    "F_PRODUCTS": 2,
    "F_SOCIAL": 5,
    "F_CRM": "yes",
    "F_DIRECT": "yes",
    "F_BOOKABLE": 900,
    "F_AUTO": 70,
}
NETWORK_HEAD: dict[str, Any] = {
    "F_PROV": 0,
    "F_NIGHTS": 0,
    "F_FUNNEL": {"visits": 60_000},
    "F_LANG": 1,
    "F_PROJ": {"small": 4, "medium": 3, "large": 1},
    "F_PRODUCTS": 2,
    "F_SOCIAL": 2,
    "F_CONTENT": 30,
    "F_CRM": "yes",
    "F_DIRECT": "no",
    "F_BOOKABLE": 0,
    "F_SUPPORT": 0,
    "F_MEMBERS": 150,
}
NEEDS = {
    "small OT": ("OT", 8, SMALL_OFFICE, ".380 .245 .360 .340 .300 .175 .130 .450 .138 .100 2.81"),
    "CDT": ("CDT", 30, COMMITTEE, "1.400 .551 1.050 .500 .600 .800 .210 .600 .215 .354 6.89"),
    "network head": ("NET", 15, NETWORK_HEAD, "1.200 .316 .120 .260 .000 .100 .210 .000 .098 .000 6.05"),
}

# 5.4: what the branch pays at least, from 1 October 2022: index, and k€ gross a year at 1.206 € a point and month.
POINT = 1.206
FLOORS = {1829: "26.5", 2169: "31.4", 2429: "35.2", 2829: "40.9", 3379: "48.9"}

# 4.2: a member of a group of five, with 61 of its own, sees a mean of 47.2.
INSIDER = (5, 47.2, 61)
# 4.3: organisations in each cell of a table; those that are hidden in the end, with k = 5.
CELLS = {("R1", "OT"): 24, ("R1", "CDT"): 4, ("R1", "EPCI"): 12, ("R2", "OT"): 15, ("R2", "CDT"): 3, ("R2", "EPCI"): 7}
TOO_FEW_CELLS = {("R1", "CDT"), ("R2", "CDT")}
COMPLEMENTARY_CELLS = {("R1", "EPCI"), ("R2", "EPCI")}
CELL_TOTALS = {"": 65, "R1": 40, "R2": 25, "OT": 39, "CDT": 7, "EPCI": 19}

# 5.6: yearly k€ of covering a shortage (FTE): own, shared, outsourced, at 52 k€ a post and 550 € a day.
COSTS = {0.1: "9.2 7.1 10.5", 0.3: "19.6 18.3 31.6", 0.8: "45.6 46.4 84.3"}

# 5.7: need, posts, staff, million nights of two regions; per 100 staff, per million nights, LQ, SI.
REGIONS = {
    "region A": ((14.2, 6.4, 310, 42), "2.065 0.1524 0.8091 0.5493", 7.8),
    "region B": ((11.0, 3.1, 240, 28), "1.292 0.1107 0.5062 0.7182", 7.9),
}

# 6.1: weight and gap of fixture A; the printed optimum comes out with weights of two decimals.
GOALS = {
    "CAP": (9.62, 37.5476),
    "CLI": (12.44, 32.4882),
    "INS": (12.62, 26.9006),
    "REL": (15.80, 44.4110),
    "DON": (10.14, 14.1869),
    "PRO": (11.55, 45.3935),
    "EQU": (11.55, 39.5252),
    "COL": (5.77, 24.4290),
    "RES": (10.51, 35.4172),
}
# 6.1: euros a year, FTE, points by dimension, and what is needed before.
STEPS: dict[str, tuple[int, float, dict[str, float], tuple[str, ...]]] = {
    "shared project manager": (22_000, 0.4, {"PRO": 25, "CAP": 8, "EQU": 10}, ()),
    "content lead": (20_000, 0.5, {"INS": 22, "CLI": 4}, ()),
    "facilitator training": (6_000, 0.1, {"REL": 6, "EQU": 9, "COL": 8}, ()),
    "user-test kit": (5_000, 0.1, {"CLI": 14, "RES": 4, "PRO": 4}, ()),
    "booking links": (14_000, 0.2, {"REL": 20}, ("directory clean-up",)),
    "directory clean-up": (8_000, 0.2, {"DON": 12}, ()),
    "accessibility audit": (7_000, 0.1, {"RES": 16}, ()),
    "close duplicate site": (-4_000, 0.1, {"CAP": 10, "INS": 3}, ()),
}

# 7.2: ten organisations, five items. The ninth row is printed 10121; the values are those of 10120, which gives them
# all. Then the respondents of five organisations.
ITEMS = ("21231", "32332", "11121", "22221", "43343", "01110", "33232", "22322", "10120", "32242")
MATRIX = [[int(digit) for digit in row] for row in ITEMS]
GROUPS = ((44, 47, 52), (61, 58, 66), (30, 41, 35), (55, 49, 53), (70, 66, 75))

# 4.4: ten scores, P10 to P90 by type 8.
SCORES = (28, 33, 35, 41, 44, 46, 52, 57, 63, 70)
# 4.5: mean and n of six groups, with a pooled variance of 196 inside them; shrunken means and their errors.
GROUP_MEANS = ((52, 24), (47, 9), (39, 6), (58, 15), (44, 31), (61, 5))
SHRUNKEN = "51.698 47.986 43.631 56.210 44.741 55.899"
SHRUNKEN_ERRORS = "2.676 3.975 4.561 3.265 2.388 4.822"
# 4.6: how often each weight occurs.
WEIGHTS = {1.2: 10, 0.8: 15, 2.0: 5}
# 4.7: changes of a matched panel.
PANEL = (4, 2, -1, 6, 3, 0, 5, 2)

# 6.4: scores, weights and required maturity of four organisations; the value of help from one to another.
HELP_WEIGHTS = {"INS": 10.85, "REL": 14.37, "PRO": 12.0}
HELP_REQUIRED = {"INS": 72.0, "REL": 85.0, "PRO": 80.0}
HELP_SCORES = {"O1": (72, 40, 35), "O2": (38, 75, 50), "O3": (30, 66, 80), "O4": (78, 33, 62)}
HELP = rows("""
O1 O2 9.911
O1 O3 12.243
O2 O1 13.513
O2 O3 3.475
O2 O4 16.215
O3 O1 24.546
O3 O2 9.672
O3 O4 18.544
O4 O1 8.705
O4 O2 13.780
O4 O3 12.243
O1 O4 0
""")

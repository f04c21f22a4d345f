"""The published figures as safe tables, for tests of what is shown."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable, protect
from qaanalysis.vocabulary import Audience

PUBLISHED = Path(__file__).resolve().parents[1] / "published"
GRADES = ["Outstanding", "Good", "Requires Improvement", "Inadequate"]
PERIOD = "May to November 2023"


def safe(frame: pd.DataFrame, total: pd.DataFrame | None = None, **given: str) -> SafeTable:
    words = {"caption": "Audits returned", "unit": "audits", **given}
    return protect(frame, audience=Audience.INTERNAL, total=total, **words)


def monthly(name: str) -> pd.DataFrame:
    read = pd.read_csv(PUBLISHED / f"{name}.csv")
    read = read[read["month"].str.lower() != "total"]
    return read.set_index(pd.PeriodIndex(read.pop("month"), freq="M", name="month"))


def with_rate(frame: pd.DataFrame) -> pd.DataFrame:
    rate = frame["returned"] / frame["scheduled"]
    room = 1.96 * np.sqrt(rate * (1 - rate) / frame["scheduled"])
    return frame.assign(return_rate=rate, return_rate_low=rate - room, return_rate_high=rate + room)


@cache
def returns() -> SafeTable:
    counts = monthly("returns")[["planned", "exempted", "scheduled", "returned"]]
    total = pd.DataFrame([counts.sum()], index=pd.Index([PERIOD], name="month"))
    return safe(with_rate(counts), with_rate(total))


@cache
def grades() -> SafeTable:
    counts = monthly("grades")
    counts = counts.rename(columns=lambda name: name.replace("_", " ").capitalize())
    counts = counts.rename(columns={"Requires improvement": "Requires Improvement"})[GRADES]
    total = pd.DataFrame([counts.sum()], index=pd.Index([PERIOD], name="month"))
    return safe(counts, total, caption="Grades of returned audits")


@cache
def control() -> SafeTable:
    counts = monthly("returns")
    value = counts["returned"] / counts["scheduled"]
    mean = counts["returned"].sum() / counts["scheduled"].sum()
    room = 3 * np.sqrt(mean * (1 - mean) / counts["scheduled"])
    frame = pd.DataFrame({"value": value, "mean": mean, "lower": mean - room, "upper": mean + room})
    beyond = np.select(
        [value > frame["upper"], value < frame["lower"]], ["above limit", "below limit"], ""
    )
    return safe(frame.assign(special_cause=beyond), caption="Return rate")


@cache
def ages() -> SafeTable:
    nan = np.nan
    frame = pd.DataFrame(
        {
            "rate_0": [0.31, 0.28, 0.20, 0.29, 0.20, 0.18, 0.12],
            "rate_14": [0.45, 0.36, nan, 0.38, 0.25, 0.22, nan],
            "rate_30": [0.51, 0.40, 0.30, 0.43, 0.28, nan, nan],
        },
        index=pd.period_range("2023-05", "2023-11", freq="M", name="month"),
    )
    return safe(frame, caption="Return rate at equal age")


@cache
def areas() -> SafeTable:
    names = ["Assessment and Family Support (North and West)", "Children in Care", "Leaving Care"]
    frame = pd.DataFrame(
        {"scheduled": [220, 180, 9], "returned": [50, 90, 2]},
        index=pd.Index(names, name="service_area"),
    )
    total = pd.DataFrame([frame.sum()], index=pd.Index(["All areas"], name="service_area"))
    return safe(with_rate(frame), with_rate(total), caption="Return rate by service area")


@cache
def bounds() -> SafeTable:
    counts, graded = monthly("returns"), grades().frame
    good = graded["Outstanding"] + graded["Good"]
    missing = counts["scheduled"] - counts["returned"]
    frame = pd.DataFrame(
        {
            "good_or_better_share": good / counts["returned"],
            "low": good / counts["scheduled"],
            "high": (good + missing) / counts["scheduled"],
        }
    )
    total = pd.DataFrame(
        {"good_or_better_share": [62 / 229], "low": [62 / 681], "high": [514 / 681]},
        index=pd.Index([PERIOD], name="month"),
    )
    return safe(frame, total, caption="Good or better")

"""The kinds of quantities as plain names: looking a member up in its class takes ten times as long."""

from kaoju.document import Kind

__all__ = [
    "AGE",
    "COUNT",
    "DATE",
    "DURATION",
    "MEASURE",
    "MONEY",
    "MULTIPLE",
    "ORDINAL",
    "PERCENT",
    "RATIO",
    "TIME",
]

COUNT, MONEY, PERCENT, RATIO, MULTIPLE, DURATION, AGE, DATE, MEASURE, ORDINAL, TIME = Kind

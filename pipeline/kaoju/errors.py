"""Errors with stable codes: what went wrong, where, and what to do about it."""

from dataclasses import dataclass

__all__ = ["InputError", "KaojuError", "OutputError", "Rejected", "RuleError", "UsageError"]


class KaojuError(Exception):
    """Base of all errors that this package raises on purpose; `code` is stable between versions."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


class InputError(KaojuError):
    """An input cannot be read or decoded."""


class RuleError(KaojuError):
    """A rule or lexicon file is wrong; the message names file, rule and mend."""


class OutputError(KaojuError):
    """A record breaks the output contract, or results cannot be written."""


class UsageError(KaojuError):
    """An argument or setting cannot be used."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not be processed: one line of `quarantine.jsonl`."""

    source: str
    stage: str
    code: str
    reason: str

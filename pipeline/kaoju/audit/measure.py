"""Run something that extracts over a corpus, or take a finished run, and judge it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from kaoju.audit.corpus import Case
from kaoju.audit.output import Output, Row, Tables, read_run
from kaoju.audit.scores import Judgement, judge
from kaoju.errors import InputError

__all__ = ["Judged", "judge_run", "judge_with"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A text of the corpus, what was found in it, and the judgements."""

    case: Case
    output: Output
    judgements: tuple[Judgement, ...]

    @classmethod
    def of(cls, case: Case, tables: Tables) -> "Judged":
        """Judge the rows of one document against the case's gold."""
        output = Output.of(tables)
        if case.range:
            output = output.within(*case.range)
        return cls(case, output, tuple(judge(case.gold, output)))


def judge_with(extract: Callable[[Case], Tables], cases: Sequence[Case]) -> list[Judged]:
    """Extract from every text and judge what comes out; `extract` returns the rows that `OUTPUT.md` names."""
    return [Judged.of(case, extract(case)) for case in cases]


def judge_run(folder: Path, cases: Sequence[Case]) -> list[Judged]:
    """Judge a finished run. Texts are known by their bytes' digest, else by their path's end, else by being alone.

    Raises InputError A030 where the run has no document for a text.
    """
    run = read_run(folder)
    return [Judged.of(case, _document(folder, run, case, alone=len(cases) == 1)) for case in cases]


def _document(folder: Path, run: Mapping[str, Tables], case: Case, *, alone: bool) -> Tables:
    found = [key for key, tables in run.items() if any(_same_text(row, case) for row in tables.get("documents", ()))]
    if not found and alone and len(run) == 1:
        found = list(run)
    if not found:
        raise InputError("A030", f"{folder}: holds nothing for {case.path}; run kaoju over the corpus first")
    return run[found[0]]


def _same_text(row: Row, case: Case) -> bool:
    digest = hashlib.sha256(case.path.read_bytes()).hexdigest() if case.path.exists() else None
    if digest and row.get("sha256"):
        return row["sha256"] == digest
    source = row.get("source")
    return isinstance(source, str) and PurePath(source).parts[-2:] == case.path.parts[-2:]

"""Run shards on this machine: in this process, or in a pool of processes; the bytes written are the same."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import orjson

from kaoju import __version__
from kaoju.engine.across import write_across
from kaoju.engine.shards import Shard, ShardReport, load_report, plan, run_shard
from kaoju.errors import OutputError, Rejected
from kaoju.readers import plan_units
from kaoju.rulebook import models_digest
from kaoju.settings import Settings
from kaoju.tables import SCHEMA_VERSION, merge_parts, write_atomic

__all__ = ["RunReport", "run"]

_PARTS = ".parts"
_ACROSS = "part-across"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: rows per table, inputs rejected, documents done, CPU seconds per stage."""

    out: Path
    counts: dict[str, int]
    documents: int
    rejected: tuple[Rejected, ...]
    timings: dict[str, float]


def run(
    inputs: Sequence[str | Path],
    out: Path,
    *,
    settings: Settings | None = None,
    formats: Sequence[str] = ("jsonl", "parquet"),
    jobs: int = 1,
    progress: Progress | None = None,
) -> RunReport:
    """Process files and folders into the run folder `out` (see OUTPUT.md); return what was done.

    A run that was interrupted resumes: parts that are complete under the same input, settings and lexicons are taken
    as they are. Raises InputError where an input does not exist, OutputError where `out` cannot be written.
    """
    settings = settings or Settings()
    shards = plan(plan_units(inputs), settings, formats)
    parts = out / _PARTS
    try:
        parts.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise OutputError("O003", f"{out}: cannot be written: {err.strerror}") from err
    reports: dict[int, ShardReport] = {}
    for shard, report in _reports(shards, parts, settings, formats, jobs):
        reports[shard.number] = report
        if progress:
            progress(len(reports), len(shards))
    ordered = [reports[n] for n in range(len(shards))]
    done = [parts / shard.name for shard in shards]
    write_across(done, parts / _ACROSS, formats)
    counts = merge_parts([*done, parts / _ACROSS], out, formats)
    made = _summary(out, ordered, counts)
    _write_side_files(made, ordered, settings, formats)
    shutil.rmtree(parts)
    return made


def _reports(
    shards: Sequence[Shard], parts: Path, settings: Settings, formats: Sequence[str], jobs: int
) -> Iterator[tuple[Shard, ShardReport]]:
    waiting: list[Shard] = []
    for shard in shards:
        known = load_report(parts / shard.name, shard.key)
        if known is None:
            waiting.append(shard)
        else:
            yield shard, known
    if jobs <= 1 or len(waiting) <= 1:
        for shard in waiting:
            yield shard, run_shard(shard, parts, settings, formats)
        return
    with ProcessPoolExecutor(min(jobs, len(waiting)), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(run_shard, shard, parts, settings, formats): shard for shard in waiting}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _summary(out: Path, reports: Sequence[ShardReport], counts: dict[str, int]) -> RunReport:
    timings: dict[str, float] = {}
    for report in reports:
        for stage, seconds in report.timings.items():
            timings[stage] = timings.get(stage, 0.0) + seconds
    rejected = tuple(r for report in reports for r in report.rejected)
    return RunReport(out, counts, sum(len(r.documents) for r in reports), rejected, timings)


def _write_side_files(
    made: RunReport, reports: Sequence[ShardReport], settings: Settings, formats: Sequence[str]
) -> None:
    quarantine = b"".join(orjson.dumps(asdict(r), option=orjson.OPT_APPEND_NEWLINE) for r in made.rejected)
    write_atomic(made.out / "quarantine.jsonl", quarantine)
    record = {
        "kaoju": __version__,
        "schema_version": SCHEMA_VERSION,
        "settings": {key: _plain(value) for key, value in asdict(settings).items()},
        "settings_digest": settings.digest(),
        "models_digest": models_digest(),
        "formats": list(formats),
        "counts": made.counts,
        "rejected": len(made.rejected),
        "documents": [doc for report in reports for doc in report.documents]
        + [{"source": r.source, "rejected": r.code} for r in made.rejected],
        "cpu_seconds": {stage: round(seconds, 3) for stage, seconds in made.timings.items()},
    }
    write_atomic(made.out / "run.json", orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value

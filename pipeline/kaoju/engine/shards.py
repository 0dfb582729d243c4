"""Shards: the unit of work. A shard is read, processed and written as one part, whole or not at all."""

import hashlib
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from kaoju import __version__
from kaoju.document import Document
from kaoju.engine.across import STATEMENTS, stated
from kaoju.engine.pipeline import through
from kaoju.errors import KaojuError, Rejected
from kaoju.readers import Unit, read_unit
from kaoju.rulebook import models_digest
from kaoju.settings import Settings
from kaoju.tables import SCHEMA_VERSION, PartWriter, rows, write_atomic

__all__ = ["DONE", "Shard", "ShardReport", "load_report", "plan", "run_shard"]

DONE = "done.json"
_FILES_PER_SHARD = 100


@dataclass(frozen=True, slots=True)
class Shard:
    """Units that are processed together, and the key under which their part is known to be complete."""

    number: int
    units: tuple[Unit, ...]
    key: str

    @property
    def name(self) -> str:
        """The folder name of its part."""
        return f"part-{self.number:05d}"


@dataclass(slots=True)
class ShardReport:
    """What became of a shard: outcome per document, rejected inputs, CPU seconds per stage."""

    key: str
    documents: list[dict[str, object]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)


def plan(units: Sequence[Unit], settings: Settings, formats: Sequence[str]) -> list[Shard]:
    """Group units into shards: 100 files, or one stretch of a JSONL file. The grouping depends on the input alone."""
    groups: list[list[Unit]] = []
    for unit in units:
        alone = unit.end is not None
        if alone or not groups or groups[-1][-1].end is not None or len(groups[-1]) >= _FILES_PER_SHARD:
            groups.append([])
        groups[-1].append(unit)
    return [Shard(n, tuple(group), _key(group, settings, formats)) for n, group in enumerate(groups)]


def _key(units: Sequence[Unit], settings: Settings, formats: Sequence[str]) -> str:
    hasher = hashlib.blake2b(digest_size=12)
    known = (__version__, SCHEMA_VERSION, settings.digest(), models_digest(), ",".join(formats))
    hasher.update("\n".join(known).encode())
    for unit in units:
        state = Path(unit.path).stat()
        hasher.update(f"\n{unit}|{state.st_size}|{state.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return hasher.hexdigest()


def run_shard(shard: Shard, parts: Path, settings: Settings, formats: Sequence[str]) -> ShardReport:
    """Process one shard into `PARTS/part-NNNNN` and write its completion record last."""
    report = ShardReport(shard.key)
    folder = parts / shard.name
    said: list[bytes] = []
    with PartWriter(folder, formats) as writer:
        for outcome in _outcomes(shard, settings, report.timings):
            if isinstance(outcome, Rejected):
                report.rejected.append(outcome)
                continue
            doc, made = outcome
            writer.add(made)
            said += (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in stated(doc, made))
            report.documents.append({"source": doc.meta.source, "doc_id": doc.id, "claims": len(doc.claims)})
    record = {"key": report.key, "documents": report.documents, "timings": report.timings}
    record["rejected"] = [asdict(r) for r in report.rejected]
    write_atomic(folder / STATEMENTS, b"".join(said))
    write_atomic(folder / DONE, orjson.dumps(record))
    return report


Processed = tuple[Document, dict[str, list[dict[str, object]]]]


def _outcomes(shard: Shard, settings: Settings, timings: dict[str, float]) -> Iterator[Processed | Rejected]:
    for unit in shard.units:
        for outcome in read_unit(unit):
            yield outcome if isinstance(outcome, Rejected) else _process(outcome, settings, timings)


def _process(doc: Document, settings: Settings, timings: dict[str, float]) -> Processed | Rejected:
    """Run the stages over one document. This is the one place where any exception becomes an outcome.

    A night's run over ten thousand articles must not end at the one that finds our mistake; the mistake is marked
    with its place in the code, counted, and turns the exit code to 1.
    """
    source = doc.meta.source
    if len(doc.raw) > settings.max_chars:
        reason = f"{len(doc.raw)} characters, more than max_chars = {settings.max_chars}"
        return Rejected(source, "read", "I010", reason)
    try:
        done = through("facts", doc, settings, timings)
        return done, rows(done)
    except KaojuError as err:
        return Rejected(source, "extract", err.code, err.message)
    except Exception as err:  # noqa: BLE001
        frame = traceback.extract_tb(err.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        return Rejected(source, "extract", "X001", f"internal error: {type(err).__name__} at {place}: {err}")


def load_report(folder: Path, key: str) -> ShardReport | None:
    """Return the report of a part that is complete under `key`, None where it is not."""
    try:
        record = orjson.loads((folder / DONE).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    if record.get("key") != key or not (folder / STATEMENTS).is_file():
        return None
    rejected = [Rejected(**r) for r in record["rejected"]]
    return ShardReport(key, record["documents"], rejected, record["timings"])

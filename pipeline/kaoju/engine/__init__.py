"""Engines: who calls the pure stages over documents, and shards of documents."""

from kaoju.engine.explain import explain
from kaoju.engine.local import RunReport, run
from kaoju.engine.pipeline import STAGES, extract, through

__all__ = ["STAGES", "RunReport", "explain", "extract", "run", "through"]

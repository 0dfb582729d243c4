"""A mention before it is one: what the finders propose and the stage chooses from."""

from dataclasses import dataclass

from kaoju.document import EntityType, Method
from kaoju.span import Span

__all__ = ["Candidate"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention. `rank` breaks ties between equal spans: lower wins."""

    span: Span
    type: EntityType
    canonical: str
    method: Method
    rule: str
    note: str
    confidence: float
    rank: int = 5
    entity_id: str | None = None
    qid: str | None = None

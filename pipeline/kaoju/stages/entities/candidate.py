"""A mention before it is one: what the finders propose and the stage chooses from."""

from msgspec import Struct

from kaoju.document import EntityType, Method
from kaoju.span import Span

__all__ = ["Candidate"]


class Candidate(Struct, frozen=True, gc=False):
    """A proposed mention. `rank` breaks ties between equal spans: lower wins. Never changed once made."""

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

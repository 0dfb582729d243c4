"""Names told by their form: titles in 《》, organisations by their suffix, events by theirs."""

from collections.abc import Iterator
from functools import cache

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import Matcher, load_rules
from kaoju.stages.entities.candidate import Candidate

__all__ = ["by_form"]


@cache
def _matcher() -> Matcher:
    return Matcher(load_rules("entity"))


def by_form(doc: Document) -> Iterator[Candidate]:
    """Yield names that rules of `rules/entity.toml` read off their form; each rule's `type` says what they are."""
    for found in _matcher().all(doc.clean):
        kind = EntityType(found.rule.text("type"))
        yield Candidate(
            found.span,
            kind,
            found.span.of(doc.clean),
            Method.MODEL if found.rule.attrs.get("weak") else Method.EXACT,
            found.rule.id,
            found.rule.doc,
            float(str(found.rule.attrs.get("confidence", "0.85"))),
            rank=int(str(found.rule.attrs.get("rank", "5"))),
        )

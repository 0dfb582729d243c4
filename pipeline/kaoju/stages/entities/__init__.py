"""Named mentions: known names, their variants, names told by form, people and places by a model, all in one pass."""

from kaoju.document import Document, Evidence, Mention
from kaoju.settings import Settings
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.choice import chosen, joined_places, seen_again, settle
from kaoju.stages.entities.locality import made_whole
from kaoju.stages.entities.model import Backend, by_model, lac_backend
from kaoju.stages.entities.names import known_names, name_index
from kaoju.stages.entities.unknown import by_neighbours
from kaoju.stages.entities.variants import misspelt, split_names
from kaoju.stages.entities.works import by_form

__all__ = ["entities"]


def entities(doc: Document, settings: Settings, *, backend: Backend | None = None) -> Document:
    """Add the named mentions of the text. `backend` tags people and places in place of the one the settings name."""
    found = settle(_candidates(doc, settings, backend))
    first = chosen(found)
    again = settle([*found, *seen_again(doc, first)])
    base = name_index(settings.lexicon).base
    final = made_whole(doc.clean, joined_places(doc, chosen(again), base), base)
    return doc.with_(mentions=tuple(_mention(doc, item) for item in final))


def _candidates(doc: Document, settings: Settings, backend: Backend | None) -> list[Candidate]:
    index = name_index(settings.lexicon)
    found = [
        *known_names(doc, index),
        *split_names(doc, index),
        *misspelt(doc, index, settings.lexicon),
        *by_form(doc),
    ]
    if backend is None and settings.ner == "lac":
        backend = lac_backend
    if backend is not None:
        found += by_model(doc, backend, index.base, [item.span for item in found])
    return [*found, *by_neighbours(doc, index.base)]


def _mention(doc: Document, item: Candidate) -> Mention:
    return Mention(
        id=doc.record_id("mentions", item.span),
        span=item.span,
        type=item.type,
        canonical=item.canonical,
        printed=item.canonical,
        method=item.method,
        confidence=round(item.confidence, 4),
        evidence=(Evidence(item.rule, item.span, item.note, round(item.confidence, 4)),),
        entity_id=item.entity_id,
        qid=item.qid,
    )

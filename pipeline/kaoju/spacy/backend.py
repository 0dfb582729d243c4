"""A spaCy pipeline as the tagger of people, places and organisations."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kaoju.errors import UsageError
from kaoju.stages.entities.lac import Labelled

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["spacy_backend"]

# What the label schemes of spaCy's pipelines call the three kinds that the entities stage asks for.
_LABELS = {
    "PERSON": "PER",
    "PER": "PER",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "FACILITY": "LOC",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
}


@cache
def spacy_backend(name: str) -> Callable[[Sequence[str]], list[list[Labelled]]]:
    """Return a tagger made of the installed spaCy pipeline `name` (a package or a folder).

    Raises UsageError where no such pipeline can be loaded; nothing is downloaded.
    """
    import spacy

    try:
        pipeline = spacy.load(name)
    except (OSError, ImportError, ValueError) as err:
        raise UsageError(
            "U021", f"ner {name!r}: no such spaCy pipeline is installed; name one, `lac` or `none`"
        ) from err
    return lambda texts: _tag(pipeline, texts)


def _tag(pipeline: "Language", texts: Sequence[str]) -> list[list[Labelled]]:
    return [
        [
            Labelled(entity.start_char, entity.end_char, _LABELS[entity.label_])
            for entity in doc.ents
            if entity.label_ in _LABELS
        ]
        for doc in pipeline.pipe(texts)
    ]

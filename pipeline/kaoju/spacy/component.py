"""The spaCy component `kaoju`: runs the stages over a Doc's text and keeps the result in `doc._.kaoju`."""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.spacy.convert import annotate

__all__ = ["make_kaoju", "register"]


def register() -> None:
    """Register `doc._.kaoju`; calling it again changes nothing."""
    if not Doc.has_extension("kaoju"):
        Doc.set_extension("kaoju", default=None)


@Language.factory("kaoju", default_config={"ner": "lac", "lexicon": "", "resolve_above": 0.7})
def make_kaoju(
    nlp: Language, name: str, ner: str = "lac", lexicon: str = "", resolve_above: float = 0.7
) -> Callable[[Doc], Doc]:
    """Make the component; the entry point `kaoju` of spaCy's factories points here.

    The Doc's text is taken as raw: spans in `doc.spans["kaoju:mentions"]` are those of the raw text.
    """
    del nlp, name
    register()
    settings = Settings(ner=ner, lexicon=lexicon, resolve_above=resolve_above)

    def component(doc: Doc) -> Doc:
        document = _run(doc.text, settings)
        doc._.kaoju = document
        return annotate(doc, document, on_raw=True)

    return component


def _run(text: str, settings: Settings) -> Document:
    from kaoju.stages.entities import entities
    from kaoju.stages.platforms import platforms
    from kaoju.stages.quantities import quantities
    from kaoju.stages.repair import repair
    from kaoju.stages.segment import segment

    document = Document.of(text)
    for stage in (repair, segment, entities, quantities, platforms):
        document = stage(document, settings)
    return document

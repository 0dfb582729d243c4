"""The only importer of spaCy: kaoju as a pipeline component, and spaCy pipelines as a tagger for kaoju.

`kaoju.spacy.component` holds the factory that spaCy finds by its entry point; importing it imports spaCy.
"""

from kaoju.spacy.backend import spacy_backend
from kaoju.spacy.convert import to_doc, to_document

__all__ = ["spacy_backend", "to_doc", "to_document"]

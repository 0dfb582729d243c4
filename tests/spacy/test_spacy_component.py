"""kaoju in a spaCy pipeline, and a spaCy pipeline trained here as kaoju's tagger."""

from pathlib import Path

import pytest

from kaoju.document import Document
from kaoju.errors import UsageError
from kaoju.settings import Settings
from kaoju.spacy import spacy_backend, to_doc, to_document
from kaoju.stages.entities import entities
from kaoju.stages.segment import segment

spacy = pytest.importorskip("spacy")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> str:
    from spacy.training import Example

    nlp = spacy.blank("zh")
    nlp.add_pipe("ner").add_label("PERSON")
    texts = [("褚知白说好。", 3), ("简若水说好。", 3), ("褚知白去了。", 3), ("简若水去了。", 3)]
    examples = [Example.from_dict(nlp.make_doc(t), {"entities": [(0, n, "PERSON")]}) for t, n in texts]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples, sgd=optimizer)
    path: Path = tmp_path_factory.mktemp("model") / "tiny"
    nlp.to_disk(path)
    return str(path)


@pytest.mark.slow
def test_a_spacy_pipeline_tags_for_the_entities_stage(trained: str) -> None:
    settings = Settings(ner=trained)
    doc = segment(Document.of("褚知白说好。"), settings)
    mentions = entities(doc, settings, backend=spacy_backend(trained)).mentions
    assert [(doc.surface(m.span), m.type.value) for m in mentions] == [("褚知白", "PER")]


def test_an_unknown_pipeline_is_refused_with_the_mend() -> None:
    with pytest.raises(UsageError, match="no such spaCy pipeline"):
        spacy_backend("no_such_pipeline_here")


@pytest.mark.slow
def test_the_entry_point_adds_mentions_to_a_doc() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("kaoju", config={"ner": "none"})
    doc = nlp("医生在《山村诊所十年》里写道。")
    assert [(span.text, span.label_) for span in doc.spans["kaoju:mentions"]] == [("山村诊所十年", "WORK")]
    assert doc._.kaoju.raw == doc.text


def test_documents_go_there_and_back() -> None:
    nlp = spacy.blank("zh")
    settings = Settings(ner="none")
    document = entities(segment(Document.of("医生在《山村诊所十年》里写道。"), settings), settings)
    doc = to_doc(document, nlp)
    assert doc.text == document.clean
    assert [span.text for span in doc.spans["kaoju:mentions"]] == ["山村诊所十年"]
    assert to_document(doc).clean == document.clean

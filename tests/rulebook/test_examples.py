"""Every rule against its own examples, and the loader against malformed rules."""

from pathlib import Path

import pytest

from kaoju.errors import RuleError
from kaoju.rulebook import Example, Matcher, Rule, leftmost_longest, load_rules, probe, rule_files
from kaoju.rulebook import load as loading
from kaoju.span import Span

CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.text[:16]}")
    for name in rule_files()
    for rule in load_rules(name)
    if rule.pattern
    for example in (*rule.yes, *rule.no)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example) -> None:
    assert probe(Matcher([rule]), rule, example) is None


def test_a_wrong_example_is_noticed() -> None:
    rule = Rule("a.b", "Digits.", r"\d+", "rules/x.toml", yes=(Example("无数字"),), no=(Example("有3个"),))
    matcher = Matcher([rule])
    assert probe(matcher, rule, rule.yes[0]) is not None
    assert probe(matcher, rule, rule.no[0]) is not None


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ("[[rule]\n", "R001"),
        ('[[rule]]\nid = "Bad"\n', "R003"),
        ('[[rule]]\nid = "a.b"\npattern = "x"\n', "R004"),
        ('[[rule]]\nid = "a.b"\ndoc = "d"\npattern = "x"\nyes = ["x"]\n', "R005"),
        ('[[rule]]\nid = "a.b"\ndoc = "d"\npattern = "x"\nyes = [3]\nno = ["y"]\n', "R006"),
        ('[[rule]]\nid = "a.b"\ndoc = "d"\npattern = "x"\nyes = ["x"]\nno = ["y"]\n' * 2, "R002"),
    ],
)
def test_malformed_rules_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str, code: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "made.toml").write_text(toml, "utf-8")
    monkeypatch.setattr(loading, "_models", lambda: tmp_path)
    with pytest.raises(RuleError, match=code):
        loading.load_rules.__wrapped__("made")


@pytest.mark.parametrize(("pattern", "code"), [("(", "R010"), ("x?", "R011"), ("{nothing}", "R009")])
def test_patterns_that_cannot_work_are_refused(pattern: str, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        Matcher([Rule("a.b", "d", pattern, "rules/x.toml")])


def test_overlaps_are_settled_by_start_then_length_then_rank() -> None:
    spans = [Span(2, 4), Span(0, 3), Span(0, 2), Span(3, 5)]
    assert leftmost_longest(spans, lambda s: s, lambda s: (s.start,)) == [Span(0, 3), Span(3, 5)]

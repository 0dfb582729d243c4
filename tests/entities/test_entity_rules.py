"""Every rule about names finds its own examples and leaves the others alone."""

import pytest

from kaoju.rulebook import Example, Matcher, Rule, load_rules, probe

CASES = [(rule, example) for rule in load_rules("entity") for example in (*rule.yes, *rule.no)]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=lambda x: getattr(x, "id", getattr(x, "text", "")))
def test_examples(rule: Rule, example: Example) -> None:
    assert probe(Matcher([rule]), rule, example) is None

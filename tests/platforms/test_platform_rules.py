"""Every rule about platforms finds its own examples and leaves the others alone."""

import pytest

from kaoju.rulebook import Example, Matcher, Rule, load_rules, probe
from kaoju.stages.platforms.decision import weights

CASES = [(rule, example) for rule in load_rules("platform") for example in (*rule.yes, *rule.no)]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=lambda x: getattr(x, "id", getattr(x, "text", "")))
def test_examples(rule: Rule, example: Example) -> None:
    assert probe(Matcher([rule]), rule, example) is None


def test_every_scope_rule_is_weighed() -> None:
    assert {rule.id for rule in load_rules("platform") if rule.attrs.get("scope")} <= weights().keys()

"""Rules and lexicons are data with proof attached: load, check, compile, match."""

from kaoju.rulebook.load import Example, Rule, load_rules, load_table, models_digest, rule_files
from kaoju.rulebook.match import Found, Matcher, leftmost_longest, probe

__all__ = [
    "Example",
    "Found",
    "Matcher",
    "Rule",
    "leftmost_longest",
    "load_rules",
    "load_table",
    "models_digest",
    "probe",
    "rule_files",
]

"""What goes wrong with call logs has a unit test in the models, each by its number."""

from __future__ import annotations

import re

import yaml
from support.answers import TRANSFORM

PITFALLS = range(1, 26)


def test_each_pitfall_has_a_unit_test_of_its_number() -> None:
    files = sorted((TRANSFORM / "unit_tests").glob("*.yml"))
    tests = [test for file in files for test in yaml.safe_load(file.read_text())["unit_tests"]]
    numbers = [re.match(r"pitfall_(\d\d)_", test["name"]) for test in tests]
    assert {int(found[1]) for found in numbers if found} == set(PITFALLS)
    assert all(numbers)

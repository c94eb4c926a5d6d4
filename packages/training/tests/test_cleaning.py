import json

import pytest
from conftest import ROOT

from pareto_training.cleaning import LONGEST, clean

GOLDEN = ROOT / "packages/classifiers/golden/cleaning.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden_cases(case):
    assert clean(case["subject"] or "", case["body"]) == case["text"]


# A host that begins with "www." looks like an address again.
@pytest.mark.parametrize("case", [c for c in CASES if "www." not in c["text"]], ids=lambda case: case["name"])
def test_what_is_clean_stays_as_it_is(case):
    assert clean("", case["text"]) == case["text"]


def test_long_texts_are_cut():
    assert len(clean("", "word " * 5_000)) <= LONGEST

import numpy as np

from pareto_training import slices


def test_rows_are_cut_by_a_field_or_a_function():
    rows = [{"language": "es"}, {"language": "en"}, {}, {"language": "es"}]
    assert {name: list(found) for name, found in slices.by(rows, "language").items()} == {"en": [1], "es": [0, 3]}
    assert list(slices.by(rows, lambda row: "any")["any"]) == [0, 1, 2, 3]


def test_lengths_are_cut_in_words():
    names = [slices.length("word " * n) for n in (1, 10, 11, 50, 51, 150, 151)]
    assert names == [
        *["1 to 10 words"] * 2, *["11 to 50 words"] * 2, *["51 to 150 words"] * 2, "more than 150 words",
    ]  # fmt: skip


def test_standard_slices_leave_out_the_small_and_the_whole():
    texts = ["help me"] * 30 + ["word " * 20] * 25 + ["word " * 60] * 5
    found = slices.standard(texts, ["en"] * 60)
    assert {name: len(rows) for name, rows in found.items()} == {
        "length: 1 to 10 words": 30,
        "length: 11 to 50 words": 25,
    }


def test_a_slice_is_measured_on_its_own_rows():
    found = slices.measure(np.array([1, 1, 0, 0]), {"first": np.array([0, 1]), "none": np.array([], int)})
    assert found["first"].value == 1
    assert list(found) == ["first"]

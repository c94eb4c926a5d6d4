import json

import numpy as np
import pytest
from conftest import ROOT
from sklearn.feature_extraction.text import TfidfVectorizer

from pareto_training.tfidf import TOKEN, TfidfClassifier, Vocabulary, terms

GOLDEN = json.loads((ROOT / "packages/classifiers/golden/tfidf.json").read_text())
TEXTS = ["my card has not arrived", "the card did not arrive", "charged twice for it", "it was charged twice"] * 3
Y = {"intent": np.array([0, 0, 1, 1] * 3)}


def test_the_golden_vocabulary():
    vocabulary = Vocabulary.fit(GOLDEN["documents"])
    assert list(vocabulary.terms) == GOLDEN["vocabulary"]
    np.testing.assert_allclose(vocabulary.idf, GOLDEN["idf"], atol=1e-8)


@pytest.mark.parametrize("case", GOLDEN["texts"], ids=lambda case: case["text"][:30])
def test_golden_weights(case):
    vocabulary = Vocabulary(tuple(GOLDEN["vocabulary"]), np.array(GOLDEN["idf"]))
    row = vocabulary.transform([case["text"]]).toarray()[0]
    assert terms(case["text"]) == case["terms"]
    np.testing.assert_array_equal(np.nonzero(row)[0], sorted(case["columns"]))
    np.testing.assert_allclose(row[case["columns"]], case["weights"], atol=1e-8)
    np.testing.assert_allclose(vocabulary.known_shares([case["text"]]), [case["known_share"]], atol=1e-8)


def test_the_same_weights_as_scikit_learn():
    vectorizer = TfidfVectorizer(token_pattern=TOKEN.pattern, ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    theirs = vectorizer.fit_transform(TEXTS)
    ours = Vocabulary.fit(TEXTS)
    order = [ours.terms.index(term) for term in vectorizer.get_feature_names_out()]
    np.testing.assert_allclose(ours.transform(TEXTS).toarray()[:, order], theirs.toarray(), atol=1e-12)


def test_saved_and_loaded_it_answers_the_same(tmp_path):
    model = TfidfClassifier.fit(TEXTS, Y, {"intent": 2})
    model.save(tmp_path)
    ours, again = model.logits(TEXTS)["intent"], TfidfClassifier.load(tmp_path).logits(TEXTS)["intent"]
    assert (ours.argmax(axis=1) == Y["intent"]).all()
    np.testing.assert_allclose(again, ours, atol=0.05)


def test_a_label_without_tickets_is_never_chosen():
    model = TfidfClassifier.fit(TEXTS, Y, {"intent": 3})
    assert model.logits(TEXTS)["intent"].argmax(axis=1).max() == 1

"""What others would use for the same task, judged as our own methods are: SetFit and fastText.

Each gives logits [texts, labels] of one target; temperature, sets and figures come from the same code for all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np

from .options import TrainingOptions
from .problem import Problem
from .tickets.prepared import Prepared

#: From texts to logits [texts, labels].
Scorer = Callable[[Sequence[str]], np.ndarray]
#: Pairs of each kind for a text; of many texts one, which is already a long training.
SETFIT_PAIRS, SETFIT_PAIRS_OF_MANY, MANY_TEXTS = 5, 1, 2_000
LEAST_PROBABILITY = 1e-9


def setfit(prepared: Prepared, options: TrainingOptions, base: Path) -> Scorer:
    """Tunstall et al. 2022, "Efficient Few-Shot Learning Without Prompts": contrastive pairs tune the whole encoder, then
    logistic regression on its vectors."""
    head = only_head(prepared, "setfit")
    import torch
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from setfit import SetFitModel, Trainer, TrainingArguments
    from sklearn.linear_model import LogisticRegression

    if options.threads:
        torch.set_num_threads(options.threads)
    words = Transformer(str(base), max_seq_length=options.max_tokens)
    body = SentenceTransformer(modules=[words, Pooling(words.get_embedding_dimension()), Normalize()], device="cpu")
    model = SetFitModel(model_body=body, model_head=LogisticRegression(max_iter=500))
    texts, y = prepared.texts("train"), prepared.truth("train")[head]
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            batch_size=16,
            num_epochs=1,
            num_iterations=SETFIT_PAIRS_OF_MANY if len(texts) > MANY_TEXTS else SETFIT_PAIRS,
            seed=options.seed,
            report_to="none",
            show_progress_bar=False,
        )
        rows = Dataset.from_dict({"text": texts, "label": y.tolist()})
        with redirect_stderr(StringIO()), redirect_stdout(StringIO()):  # its bars, which no option turns off
            Trainer(model, args=arguments, train_dataset=rows).train()
    classes = model.model_head.classes_

    def score(texts: Sequence[str]) -> np.ndarray:
        found = np.full((len(texts), prepared.classes[head]), np.log(LEAST_PROBABILITY))
        vectors = model.model_body.encode(list(texts), show_progress_bar=False)
        found[:, classes] = model.model_head.predict_log_proba(vectors)
        return found

    return score


def fasttext(prepared: Prepared, options: TrainingOptions, base: Path) -> Scorer:
    """Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification": words and pairs of words, 25 epochs."""
    head = only_head(prepared, "fasttext")
    try:
        import fasttext as library
    except ImportError:
        raise Problem("fastText is not installed", "pip install fasttext-numpy2-wheel into this environment") from None
    y = prepared.truth("train")[head]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        for text, label in zip(prepared.texts("train"), y, strict=True):
            file.write(f"__label__{label} {one_line(text)}\n")
        file.flush()
        model = library.train_supervised(
            file.name,
            lr=0.5,
            dim=100,
            epoch=25,
            wordNgrams=2,
            thread=options.threads or 2,
            seed=options.seed,
            verbose=0,
        )

    def score(texts: Sequence[str]) -> np.ndarray:
        found = np.full((len(texts), prepared.classes[head]), LEAST_PROBABILITY)
        for row, text in enumerate(texts):
            labels, probabilities = model.predict(one_line(text), k=-1)
            found[row, [int(label.removeprefix("__label__")) for label in labels]] = probabilities
        return np.log(np.maximum(found, LEAST_PROBABILITY))

    return score


PEERS = {"setfit": setfit, "fasttext": fasttext}


def one_line(text: str) -> str:
    return " ".join(text.lower().split())


def only_head(prepared: Prepared, peer: str) -> str:
    if len(prepared.heads) > 1:
        raise Problem(f"{peer} learns one target", f"name one of {', '.join(prepared.heads)} with --labels")
    return prepared.primary

"""What is trained at each scale, and with which options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .options import TrainingOptions
from .peers import PEERS
from .problem import Problem

#: What each scale trains, and with which options; a method's own options come on top.
SCALES = {
    "tiny": (("frozen", "lora", "qlora"), TrainingOptions(epochs=2, rank=8, alpha=16, max_tokens=64, precision="bf16")),
    "cpu": (
        ("frozen", "lora", "full"),
        TrainingOptions(epochs=20, max_tokens=256, average=0.99, contrastive=0.1, token_dropout=0.1, precision="bf16"),
    ),
    "gpu": (("qlora",), TrainingOptions(epochs=3, batch_size=16, max_tokens=512)),
}
OF_METHOD = {
    "qlora": {
        "adapter_rate": 1e-3,
        "head_start": "random",
        "precision": "fp32",
        "token_dropout": 0.0,
        "average": 0.0,
        "contrastive": 0.0,
    },
    # A fitted head does not survive that all weights below it move: the loss goes to hundreds.
    "full": {"average": 0.0, "epochs": 6, "contrastive": 0.0, "token_dropout": 0.0, "head_start": "random"},
}
OF_SCALE = {
    ("tiny", "qlora"): {"epochs": 1, "batch_size": 8, "max_tokens": 32},
    ("gpu", "qlora"): {"adapter_rate": 2e-4, "precision": "bf16"},
}


def options_of(scale: str, methods: Sequence[str], settings: Sequence[str]) -> dict[str, TrainingOptions]:
    """The options of each method: its scale's, its own, `name=value` settings for all, `<method>.name=value` for it alone.

    Raises Problem for a method or a setting that there is not, before anything is trained.
    """
    for setting in settings:
        owner, dot, _ = name_of(setting).partition(".")
        if dot and owner not in methods:
            raise Problem(f'"{owner}" of --set is no method of this run', f"its methods: {', '.join(methods)}")
    general = [setting for setting in settings if "." not in name_of(setting) and name_of(setting) != "method"]
    found = {}
    for method in methods:
        base = SCALES[scale][1]
        if method not in PEERS:
            base = replace(base, method=method, **OF_METHOD.get(method, {}), **OF_SCALE.get((scale, method), {}))
        own = [setting.removeprefix(f"{method}.") for setting in settings if setting.startswith(f"{method}.")]
        found[method] = TrainingOptions.parse([*general, *own], base)
    return found


def name_of(setting: str) -> str:
    return setting.split("=")[0]

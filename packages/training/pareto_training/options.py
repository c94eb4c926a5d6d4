"""Everything that a training run can be told, in one place: what MLflow logs and what experiments vary."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Literal, get_args

from .lora import TARGETS
from .problem import Problem

Method = Literal["frozen", "lora", "qlora", "full"]
HeadStart = Literal["probe", "random"]
Kept = Literal["last", "best"]
Precision = Literal["fp32", "bf16"]


@dataclass(frozen=True)
class TrainingOptions:
    """Rates are peaks: they rise linearly over the `warm_up` share of the steps, then fall linearly to 0."""

    method: Method = "lora"
    epochs: int = 8
    batch_size: int = 32
    max_tokens: int = 128
    seed: int = 0
    threads: int = 0  # 0 leaves it to PyTorch

    rank: int = 16
    alpha: float = 32.0
    targets: tuple[str, ...] = TARGETS

    adapter_rate: float = 5e-4
    head_rate: float = 2e-3
    encoder_rate: float = 5e-5  # full fine-tuning only
    weight_decay: float = 0.01
    warm_up: float = 0.06
    largest_gradient: float = 1.0

    dropout: float = 0.1  # inside the encoder
    adapter_dropout: float = 0.1
    head_dropout: float = 0.1
    token_dropout: float = 0.0  # share of tokens replaced by [MASK]
    label_smoothing: float = 0.1

    head_start: HeadStart = "probe"
    probe_strength: float = 0.01  # the inverse regularisation C of the logistic regression on frozen vectors
    contrastive: float = 0.0  # weight of the supervised contrastive loss on the primary head
    contrastive_temperature: float = 0.1
    r_drop: float = 0.0  # weight of the divergence between two passes; above 0 each batch is passed twice
    average: float = 0.0  # decay of the moving average of the weights that is kept; 0 keeps the weights themselves
    keep: Kept = "last"  # the epoch that is kept, by accuracy on the validation part
    precision: Precision = "fp32"
    head_weights: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        choices = {"method": Method, "head_start": HeadStart, "keep": Kept, "precision": Precision}
        for name, choice in choices.items():
            if getattr(self, name) not in get_args(choice):
                raise Problem(f'{name} is "{getattr(self, name)}"', f"it must be one of {', '.join(get_args(choice))}")
        for name, least in (("epochs", 1), ("batch_size", 1), ("rank", 1), ("max_tokens", 8)):
            if getattr(self, name) < least:
                raise Problem(f"{name} is {getattr(self, name)}", f"it must be at least {least}")
        for name in (
            "warm_up",
            "dropout",
            "adapter_dropout",
            "head_dropout",
            "token_dropout",
            "label_smoothing",
            "average",
        ):
            if not 0 <= getattr(self, name) < 1:
                raise Problem(f"{name} is {getattr(self, name)}", "it must be at least 0 and below 1")

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    @staticmethod
    def parse(settings: list[str], base: TrainingOptions | None = None) -> TrainingOptions:
        """`base` with settings such as `epochs=4` or `targets=query,value`. Raises Problem for an unknown one."""
        values = (base or TrainingOptions()).as_dict()
        kinds = {item.name: type(values[item.name]) for item in fields(TrainingOptions)}
        for setting in settings:
            name, _, value = setting.partition("=")
            if name not in kinds or not value:
                raise Problem(f'"{setting}" is no option', f"name=value with one of: {', '.join(kinds)}")
            try:
                values[name] = parsed(kinds[name], value)
            except ValueError:
                raise Problem(f'"{value}" does not fit {name}', f"a value like {values[name]}") from None
        values["targets"] = tuple(values["targets"])
        return TrainingOptions(**values)


def parsed(kind: type, value: str) -> object:
    if kind is tuple:
        return tuple(value.split(","))
    if kind is dict:
        return {name: float(weight) for name, weight in (item.split(":") for item in value.split(","))}
    return kind(value)

import bitsandbytes as bnb
import torch
from torch import nn

from pareto_training.qlora import add_adapter, load_decoder, quantise, weight_bytes


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(64, 128)
        self.second = nn.Linear(128, 64)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))


def test_dense_layers_are_in_four_bits_and_nearly_the_same():
    torch.manual_seed(0)
    model, x = Small(), torch.randn(8, 64)
    before = model(x)
    assert quantise(model) == 2
    model.to("cpu")
    assert isinstance(model.first, bnb.nn.Linear4bit) and model.first.weight.dtype == torch.uint8
    assert model.first.weight.numel() == 64 * 128 // 2
    assert torch.nn.functional.cosine_similarity(before, model(x)).min() > 0.98


def test_gradients_pass_four_bit_layers_also_after_an_evaluation():
    torch.manual_seed(0)
    model = Small()
    quantise(model)
    model.to("cpu")

    def gradient():
        model.train()
        x = torch.ones(4, 64, requires_grad=True)
        model(x).sum().backward()
        return x.grad

    before = gradient()
    with torch.inference_mode():
        model.eval()(torch.ones(4, 64))
    assert before.abs().sum() > 0
    torch.testing.assert_close(gradient(), before)


def test_the_small_decoder_of_the_catalogue(smollm):
    decoder, encoding = load_decoder(smollm, 16)
    adapted = add_adapter(decoder, 4, 8.0, 0.0)
    ids, lengths = torch.tensor(encoding.ids(["where is my card"])), torch.tensor([4])
    assert weight_bytes(decoder) < 180e6
    adapted(ids, lengths).sum().backward()
    trained = {
        name for name, value in adapted.named_parameters() if value.grad is not None and value.grad.abs().sum() > 0
    }
    assert any("layers.0.self_attn.q_proj.lora_B" in name for name in trained)
    assert all("lora_" in name for name in trained)

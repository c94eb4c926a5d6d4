import os
from threading import Thread

import numpy as np
import pytest
import torch

from pareto_training import lora, registry
from pareto_training.building import Built
from pareto_training.encoder import TextEncoding, load_encoder, padded, pool
from pareto_training.heads import TicketModel
from pareto_training.parity import parity

TEXTS = [
    "a",
    "where is my card?",
    "I was charged twice for the same order and nobody answers",
    "¿dónde está mi pedido?",
]


def adapted(folder, rank=4, targets=lora.TARGETS):
    torch.manual_seed(0)
    encoder = load_encoder(folder, dropout=0.0)
    model = TicketModel(lora.add_adapter(encoder, rank, 2 * rank, targets, 0.0), 384, {"intent": 3})
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "lora_B" in name:
                value.normal_(std=0.05)
    return Built(model.eval(), TextEncoding.load(folder, 64))


def test_only_adapters_and_heads_are_trained(minilm):
    model = adapted(minilm, rank=16).model
    names = [name for name, value in model.named_parameters() if value.requires_grad]
    assert all("lora_" in name or name.startswith("heads.") for name in names)
    assert len([name for name in names if "lora_A" in name]) == 36
    assert model.trainable_share() < 0.03


def test_a_target_means_one_layer_only(minilm):
    names = dict(adapted(minilm, targets=("output.dense",)).model.named_parameters())
    assert sum("lora_A" in name for name in names) == 6
    assert not any("attention.output.dense.lora_A" in name for name in names)


def test_padding_changes_no_vector(minilm):
    built = adapted(minilm)
    ids = built.encoding.ids(TEXTS)
    alone = torch.cat([built.model.encoder(*padded([row])) for row in ids])
    torch.testing.assert_close(pool(built.model.encoder, ids), alone, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("targets", [lora.TARGETS, ("query", "value", "output.dense")])
def test_adapter_merged_weights_and_served_graph_say_the_same(minilm, targets):
    built = adapted(minilm, targets=targets)
    found = parity(built, TEXTS, minilm, {"intent": np.array([0, 1, 2, 0])})
    assert found["merged.largest_difference"] < 1e-4 and found["merged.agreement"] == 1
    assert found["int8.largest_difference"] < 0.05


def test_tensors_of_a_bundle_go_back_into_an_encoder(minilm):
    built, other = adapted(minilm), adapted(minilm)
    with torch.no_grad():
        for name, value in other.model.named_parameters():
            if "lora_" in name:
                value.zero_()
    lora.set_tensors(other.model.encoder, lora.bundle_tensors(built.model.encoder))
    ids = built.encoding.ids(TEXTS)
    torch.testing.assert_close(pool(other.model.encoder, ids), pool(built.model.encoder, ids), atol=1e-5, rtol=1e-4)


def test_aliases_follow_promotions(tmp_path):
    (tmp_path / "desk").mkdir()
    assert registry.aliases(tmp_path, "desk") == {}
    registry.promote(tmp_path, "desk", 1)
    registry.promote(tmp_path, "desk", 3)
    registry.promote(tmp_path, "desk", 3)
    assert registry.aliases(tmp_path, "desk") == {"champion": 3, "previous": 1}


def test_a_promotion_waits_for_another_writer_and_keeps_its_change(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    lock = registry.open_lock(folder / registry.LOCK)
    waiting = Thread(target=registry.promote, args=(tmp_path, "desk", 2))
    waiting.start()
    lock.write('{"champion": 1, "candidate": 4}')
    lock.close()
    (folder / registry.LOCK).replace(folder / registry.ALIASES)
    waiting.join()
    assert registry.aliases(tmp_path, "desk") == {"champion": 2, "previous": 1, "candidate": 4}
    assert [path.name for path in folder.iterdir()] == [registry.ALIASES]


def test_a_lock_that_a_dead_writer_left_is_removed(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / registry.LOCK).touch()
    os.utime(folder / registry.LOCK, (1, 1))
    registry.promote(tmp_path, "desk", 1)
    assert registry.aliases(tmp_path, "desk") == {"champion": 1}

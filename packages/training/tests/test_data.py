import json
import subprocess
import sys

import pytest
from conftest import ROOT

from pareto_training.problem import Problem
from pareto_training.tickets.data import Columns, Ticket, head_name, read_feedback, read_tickets
from pareto_training.tickets.deduplicate import deduplicate, duplicate_groups, near_copies
from pareto_training.tickets.prepared import Prepared, check_labels, prepare
from pareto_training.tickets.splits import Splits, check_leaks, leaks, split

HEADER = "subject;body;category;priority\n"
WORDS = [
    "pump",
    "invoice",
    "parcel",
    "router",
    "heating",
    "garden",
    "window",
    "engine",
    "lamp",
    "cable",
    "mirror",
    "bottle",
    "carpet",
    "pencil",
]


def rows(n=60):
    return [
        f"Order {i};{WORDS[i % 14]} number {i} {WORDS[i * 5 % 14]} is {WORDS[i * 3 % 14]};{['billing', 'delivery'][i % 2]};{['low', 'high'][i % 3 // 2]}\n"
        for i in range(n)
    ]


def written(tmp_path, text, name="tickets.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_semicolons_and_the_usual_names_are_found(tmp_path):
    found = read_tickets(written(tmp_path, HEADER + "".join(rows())))
    assert found.heads == {"category": ("billing", "delivery"), "priority": ("high", "low")}
    assert found.tickets[0].text == "Order 0\npump number 0 pump is pump"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path, encoding):
    path = written(tmp_path, HEADER + "".join(rows()), encoding=encoding)
    assert len(read_tickets(path).tickets) == 60


BROKEN = {
    "no such column": ("text,kind\nx,y\n", "no column with the label.*text, kind"),
    "no text column": ("label,kind\nx,y\n", "no column with the text.*--text"),
    "nothing": ("", "no rows"),
    "a header alone": ("text,label\n", "no rows"),
    "five rows": ("text,label\n" + "".join(f"ticket {i},{'ab'[i % 2]}\n" for i in range(5)), "5 tickets"),
    "one class": ("text,label\n" + "".join(f"ticket number {i},a\n" for i in range(60)), 'only the label "a"'),
    "labels that are all different": (
        "text,label\n" + "".join(f"ticket {i},{i}\n" for i in range(60)),
        "no label with|0 tickets",
    ),
    "too many fields": ("text,label\none,two,three\n", "more fields than the header.*commas"),
    "an open quote": ('text,label\n"one,two\n', "broken"),
    "a column twice": ("text,label,label\na,b,c\n", "two columns called label"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_file_is_said(tmp_path, name):
    content, said = BROKEN[name]
    with pytest.raises(Problem, match=said):
        read_tickets(written(tmp_path, content))


def test_another_encoding_is_named_with_its_line(tmp_path):
    path = written(tmp_path, "text,label\nok,a\nfactura número,b\n", encoding="cp1252")
    with pytest.raises(Problem, match="not utf-8: byte 0xfa in line 3.*--encoding cp1252"):
        read_tickets(path)
    with pytest.raises(Problem, match="2 tickets"):
        read_tickets(path, encoding="cp1252")


def test_a_program_prints_a_problem_without_a_traceback(tmp_path):
    path = written(tmp_path, "a,b\n1,2\n")
    script = ROOT / "packages/training/scripts/prepare.py"
    done = subprocess.run([sys.executable, script, "--data", path, "--work", tmp_path], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("✗ tickets.csv has no column") and "Traceback" not in done.stderr


def test_names_of_columns_become_names_of_heads():
    assert [head_name(name) for name in ("Categoría", "Team / Queue", "2nd level", "équipe")] == [
        "categoria", "team_queue", "label_2nd_level", "equipe",
    ]  # fmt: skip


def test_copies_are_found_whatever_their_punctuation_and_near_ones_by_their_words():
    base = "the pump in the cellar has stopped and the water is rising quickly please send somebody who can repair it today"
    texts = [base, base.upper() + "!", base + " thanks", "an entirely different ticket about an invoice", base[:40]]
    assert duplicate_groups(texts) == [0, 0, 0, 3, 4]
    assert near_copies([texts[1], texts[3]], [base]) == [0]


def test_copies_that_disagree_get_the_most_frequent_label():
    tickets = [Ticket(str(i), "same text here", {"intent": label}) for i, label in enumerate("abb")]
    found = deduplicate(tickets)
    assert found.tickets[0].labels == {"intent": "b"} and found.contradictions == 1 and found.exact == 2


def tickets(n=200):
    return [
        Ticket(str(i), f"{WORDS[i % 14]} {WORDS[i * 3 % 13]} ticket {i}", {"intent": "abcd"[i % 4]}) for i in range(n)
    ]


def test_every_label_is_in_every_part_and_nobody_moves_when_tickets_are_added():
    before, after = split(tickets(200), "intent"), split(tickets(220), "intent")
    assert [len(part) for part in before.parts().values()] == [160, 20, 20]
    assert {t.labels["intent"] for t in before.holdout} == set("abcd")
    stayed = {t.text for t in before.holdout} & {t.text for t in after.train}
    assert len(stayed) <= 4


def test_a_leak_is_noticed():
    some = tickets(20)
    leaking = Splits(tuple(some[:10]), tuple(some[10:15]), tuple(some[9:10]))
    assert leaks(leaking)["train in holdout"] == 1
    with pytest.raises(Problem, match="1 of train in holdout"):
        check_leaks(leaking)


def test_tickets_that_are_nearly_all_copies_are_not_enough(tmp_path):
    same = "".join(f"hello;the very same text;{'ab'[i % 2]};low\n" for i in range(60))
    with pytest.raises(Problem, match="1 different tickets and 59 copies"):
        prepare(read_tickets(written(tmp_path, HEADER + same), Columns(labels=("category",))))


def test_a_head_with_nothing_to_tell_apart_or_to_measure_is_refused():
    x, y, none = (Ticket(label, label, {"team": label} if label else {}) for label in ("x", "y", ""))
    heads = {"team": ("x", "y")}
    check_labels(Splits((x, y), (x,), (y, none)), heads)
    with pytest.raises(Problem, match='the train part has only the label "x" of "team"'):
        check_labels(Splits((x, none), (x,), (y,)), heads)
    with pytest.raises(Problem, match='the holdout part has no label of "team"'):
        check_labels(Splits((x, y), (x,), (none,)), heads)


def test_feedback_replaces_training_copies_and_never_touches_the_holdout(tmp_path):
    data = read_tickets(written(tmp_path, HEADER + "".join(rows())))
    before = prepare(data)
    learned, held = before.part("train")[0], before.part("holdout")[0]
    corrected = [
        {"text": learned.text, "category": "delivery", "predicted": {"category": "billing"}},
        {"text": held.text, "category": "delivery"},
        {"text": "something that nobody has asked before", "category": "billing", "priority": "low"},
        {"text": "of a label that does not exist", "category": "weather"},
    ]
    path = written(tmp_path, "".join(json.dumps(row) + "\n" for row in corrected), "feedback.jsonl")
    after = prepare(data, read_feedback(path, data.heads))
    assert after.splits.holdout == before.splits.holdout
    assert len(after.part("train")) == len(before.part("train")) + 1
    assert next(t for t in after.part("train") if t.text == learned.text).labels == {"category": "delivery"}
    assert "2 of 4" in after.notes[-1]


def test_prepared_data_is_read_back_and_its_card_quotes_no_ticket(tmp_path):
    prepared = prepare(
        read_tickets(written(tmp_path, HEADER + "".join(rows())), Columns(labels=("priority", "category")))
    )
    prepared.save(tmp_path / "data")
    assert Prepared.load(tmp_path / "data") == prepared
    assert prepared.primary == "priority"
    assert not any(ticket.text in prepared.card() for ticket in prepared.part("train"))

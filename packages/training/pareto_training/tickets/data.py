"""Tickets from CSV and JSON Lines files, with what is wrong said in words that the owner of the file understands."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..cleaning import clean
from ..problem import Problem

SUBJECTS = ("subject", "title", "summary", "asunto")
BODIES = ("body", "text", "message", "description", "content", "ticket", "question", "cuerpo", "mensaje", "texto")
LABELS = ("label", "intent", "category", "class", "queue", "type", "categoría", "categoria")
FURTHER_LABELS = ("priority", "team", "prioridad", "equipo")
FEWEST_TICKETS = 40
FEWEST_OF_A_LABEL = 5
LONGEST_LABEL = 100
LABELS_SHOWN = 5


@dataclass(frozen=True)
class Ticket:
    """A cleaned ticket. `labels` has a value for each head that is known."""

    id: str
    text: str
    labels: dict[str, str]
    language: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Columns:
    """Where a file has its parts. Names are matched without regard to case; empty ones are looked for."""

    subject: str = ""
    body: str = ""
    labels: tuple[str, ...] = ()
    language: str = "language"
    id: str = "id"


@dataclass(frozen=True)
class TicketSet:
    """Tickets of one file, their heads (name → labels in alphabetical order) and what was left out on the way."""

    name: str
    tickets: tuple[Ticket, ...]
    heads: dict[str, tuple[str, ...]]
    sha256: str
    rows: int
    notes: tuple[str, ...] = field(default=())

    def with_tickets(self, tickets: Iterable[Ticket], *notes: str) -> TicketSet:
        return replace(self, tickets=tuple(tickets), notes=(*self.notes, *notes))


def read_tickets(
    path: Path,
    columns: Columns = Columns(),
    encoding: str = "utf-8-sig",
    fewest: int = FEWEST_TICKETS,
    name: str | None = None,
    lone: bool = False,
) -> TicketSet:
    """Reads, cleans and checks one file.

    Raises Problem when there is no such file, it is not in its encoding, columns are missing, a line is broken, too
    few tickets are left (`fewest`), or a head has fewer than two labels.
    A `lone` file need not have labels that can be told apart: feedback, or tickets that belong to none.
    """
    path = Path(path)
    if not path.is_file():
        raise Problem(f"there is no file {path}", "check the path")
    content = path.read_bytes()
    rows = list(read_rows(path, content, encoding))
    if not rows:
        raise Problem(f"{path.name} has no rows", "a header line and one line for each ticket are needed")
    there = dict.fromkeys(name for row in rows for name in row)
    found = find_columns(path, there, columns)
    column_of = {head_name(column): column for column in found.labels}
    tickets, without_text = [], 0
    for number, row in enumerate(rows, start=1):
        text = clean(row.get(found.subject) or "", row.get(found.body) or "")
        labels = {head: value for head, column in column_of.items() if (value := (row.get(column) or "").strip())}
        if not text or not labels:
            without_text += 1
            continue
        language = (row.get(found.language) or "").strip() or None
        tickets.append(Ticket((row.get(found.id) or "").strip() or str(number), text, labels, language, path.name))
    notes = [f"{without_text:,} rows without text or label were left out"] if without_text else []
    heads = {}
    for head in column_of:
        counts = Counter(ticket.labels[head] for ticket in tickets if head in ticket.labels)
        rare = sorted(label for label, count in counts.items() if count < FEWEST_OF_A_LABEL)
        if rare and len(tickets) >= fewest and not lone:
            notes.append(f"{head}: {left_out(rare)}")
            tickets = [without_labels(ticket, head, rare) for ticket in tickets]
            tickets = [ticket for ticket in tickets if ticket.labels]
        heads[head] = tuple(sorted(set(counts) - set(rare) if len(tickets) >= fewest and not lone else counts))
    if not lone:
        check_enough(path, tickets, heads, fewest, notes)
    sha256 = hashlib.sha256(content).hexdigest()
    return TicketSet(name or path.stem, tuple(tickets), heads, sha256, len(rows), tuple(notes))


def left_out(rare: list[str]) -> str:
    named = ", ".join(label[:LONGEST_LABEL] for label in rare[:LABELS_SHOWN])
    more = f" and {len(rare) - LABELS_SHOWN} more" if len(rare) > LABELS_SHOWN else ""
    return f"labels with fewer than {FEWEST_OF_A_LABEL} tickets were left out: {named}{more}"


def check_enough(
    path: Path, tickets: list[Ticket], heads: dict[str, tuple[str, ...]], fewest: int, notes: list[str]
) -> None:
    if len(tickets) < fewest:
        why = f" ({'; '.join(notes)})" if notes else ""
        raise Problem(
            f"{path.name} has {len(tickets)} tickets that can be used{why}",
            f"at least {fewest} are needed, and {FEWEST_OF_A_LABEL} of each label; a few hundred make a good start",
        )
    for head, labels in heads.items():
        if any(len(label) > LONGEST_LABEL for label in labels):
            raise Problem(
                f'labels of column "{head}" are longer than {LONGEST_LABEL} characters', "is it a column of texts?"
            )
        if len(labels) < 2:
            only = f'only the label "{labels[0]}"' if labels else f"no label with {FEWEST_OF_A_LABEL} tickets"
            raise Problem(f'column "{head}" of {path.name} has {only}', "a classifier needs at least two to tell apart")


def without_labels(ticket: Ticket, head: str, labels: list[str]) -> Ticket:
    if ticket.labels.get(head) not in labels:
        return ticket
    return replace(ticket, labels={name: label for name, label in ticket.labels.items() if name != head})


def read_rows(path: Path, content: bytes, encoding: str) -> Iterator[dict[str, str]]:
    """The rows of a file as names and texts; numbers and nulls of JSON become texts."""
    text = decode(path, content, encoding)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        yield from json_rows(path, text)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield from csv_rows(path, text)
    else:
        raise Problem(f"{path.name} is neither .csv nor .jsonl", "save the tickets as one of them")


def decode(path: Path, content: bytes, encoding: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except LookupError:
        raise Problem(f'there is no encoding "{encoding}"', "for example utf-8, cp1252 or utf-16") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Problem(
            f"{path.name} is not {encoding.removesuffix('-sig')}: byte 0x{content[error.start]:02x} in line {line}",
            'save it as "CSV UTF-8", or name its encoding, for example --encoding cp1252 (Windows, Excel)',
        ) from None
    if "\0" in text:
        raise Problem(f"{path.name} is a binary file", "export the tickets as CSV")
    return text


def json_rows(path: Path, text: str) -> Iterator[dict[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise Problem(f"line {number} of {path.name} is not JSON", "one object a line is expected") from None
        if not isinstance(row, dict):
            raise Problem(f"line {number} of {path.name} is no JSON object", 'for example {"text": "…", "label": "…"}')
        yield {key.lower(): value if isinstance(value, str) else as_text(value) for key, value in row.items()}


def as_text(value: object) -> str:
    return "" if value is None else json.dumps(value) if isinstance(value, dict | list) else str(value)


def csv_rows(path: Path, text: str) -> Iterator[dict[str, str]]:
    header = text.split("\n", 1)[0]
    # Commas inside a quoted name do not count; a semicolon is what Excel writes in much of Europe.
    delimiter = max("\t;,", key=lambda mark: sum(part.count(mark) for part in header.split('"')[::2]))
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    names = [(name or "").strip().lower() for name in reader.fieldnames or []]
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice:
        raise Problem(f"{path.name} has two columns called {', '.join(twice)}", "rename one of them")
    reader.fieldnames = names
    try:
        for row in reader:
            if None in row:
                advice = f"its {len(names)} columns are separated by {name_of(delimiter)}: quote texts that contain one"
                raise Problem(f"line {reader.line_num} of {path.name} has more fields than the header", advice)
            yield {key: value or "" for key, value in row.items()}
    except csv.Error as error:
        # The last line that was read; the broken row begins after it.
        raise Problem(f"line {reader.line_num + 1} of {path.name} is broken ({error})", "check its quotes") from None


def name_of(delimiter: str) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]


def find_columns(path: Path, row: Iterable[str], asked: Columns) -> Columns:
    """The columns that were asked for, or else the usual names."""
    there = ", ".join(name for name in row if name) or "none"

    def first(usual: tuple[str, ...], name: str, what: str, option: str) -> str:
        if name:
            if name.lower() not in row:
                raise Problem(f'{path.name} has no column "{name}"', f"its columns: {there}")
            return name.lower()
        found = next((candidate for candidate in usual if candidate in row), "")
        if not found and what:
            raise Problem(f"{path.name} has no column with the {what}", f"its columns: {there}; name it with {option}")
        return found

    body = first(BODIES, asked.body, "text", "--text")
    subject = first(SUBJECTS, asked.subject, "", "--subject")
    if asked.labels:
        labels = tuple(first((), name, "label", "--labels") for name in asked.labels)
    else:
        labels = (first(LABELS, "", "label", "--labels"), *(name for name in FURTHER_LABELS if name in row))
    return Columns(subject, body, labels, asked.language.lower(), asked.id.lower())


def head_name(column: str) -> str:
    """A column's name as manifests allow it: lower-case letters, digits and "_", beginning with a letter."""
    plain = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode().lower()
    kept = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return (kept if kept[:1].isalpha() else f"label_{kept}".rstrip("_"))[:32]


def read_feedback(path: Path, heads: Iterable[str], fewest: int = 1) -> TicketSet:
    """Corrected tickets as the service exports them: `text` and a field for each head. Raises Problem without any."""
    named = tuple(heads)
    rows = list(read_rows(path, path.read_bytes(), "utf-8-sig")) if path.is_file() else []
    given = tuple(head for head in named if any(row.get(head) for row in rows))
    if len(rows) < fewest or not given:
        raise Problem(f"{path} holds no corrected tickets", f"a line each with text and {' or '.join(named)}")
    return read_tickets(path, Columns(labels=given), lone=True)

"""A ticket as its writer meant it: without markup, quoted replies, signatures and personal data.

`packages/classifiers` does the same in TypeScript; both are held to `packages/classifiers/golden/cleaning.jsonl`.
The steps, in order: e-mail and HTML or Markdown markup to text, quoted replies and forwarded headers dropped,
signatures dropped, personal data masked, white space collapsed. A step that would leave nothing is left out.
"""

from __future__ import annotations

import html
import re

LONGEST = 8_000

# Elements whose text is not for readers, then elements that end a line, then every other tag.
HIDDEN_START = re.compile(r"<(script|style|head|title)\b[^<>]*>|<!--", re.IGNORECASE)
BREAKS = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|pre|hr|section|article)\b[^<>]*>", re.IGNORECASE
)
CELLS = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
TAGS = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
# `<email>`, `<phone>` and `<account>` are what masking writes: text that was cleaned before stays as it is.
MASKS = re.compile(r"<(email|phone|account)>", re.IGNORECASE)

# Lengths are bounded where a mark that nobody closes would otherwise be looked for to the end again and again.
# Lengths are bounded where a mark that nobody closes would otherwise be looked for to the end again and again.
FENCES = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
IMAGES_AND_LINKS = re.compile(r"!?\[([^\]\n]{0,500})\]\(([^()\s]{1,2000})(?:\s{1,10}\"[^\"\n]{0,500}\")?\)")
HEADINGS = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
RULES = re.compile(r"^[ \t]*(?:\*{3,}|_{3,}|={3,})[ \t]*$", re.MULTILINE)
EMPHASIS = re.compile(r"(\*\*|__|~~)(?=\S)(.{1,500}?)(?<=\S)\1")
BULLETS = re.compile(r"^[ \t]*[*+•][ \t]+", re.MULTILINE)
CODE = re.compile(r"`([^`\n]{1,500})`")

QUOTED = re.compile(r"^[ \t]*>")
# Mail programs break the line where it gets long.
WROTE = re.compile(
    r"^[ \t]*(?:On\b.{4,200}(?:\n.{0,80})?\bwrote|El\b.{4,200}(?:\n.{0,80})?\bescribi[óo])[ \t]*:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
FORWARDED = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:Original Message|Forwarded message|Mensaje original|Mensaje reenviado)[ \t]*-{2,}[ \t]*$"
    r"|^Begin forwarded message:[ \t]*$",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^[ \t]*\*{0,2}(?:From|To|Cc|Date|Sent|Subject|De|Para|Fecha|Enviado|Asunto|CC)\*{0,2}:\*{0,2}[ \t]*\S",
    re.IGNORECASE,
)

SENT_FROM = re.compile(r"^[ \t]*(?:Sent from my|Get Outlook for|Enviado desde|Enviado con)\b.*$", re.IGNORECASE)
CLOSING = re.compile(
    r"^[ \t]*(?:(?:kind|best|warm|warmest|many)[ \t]+(?:regards|wishes|thanks)|regards|best|cheers|sincerely"
    r"|yours(?:[ \t]+(?:sincerely|faithfully|truly))?|thanks|thank you|many thanks|thx"
    r"|(?:un[ \t]+)?(?:cordial[ \t]+)?saludos?(?:[ \t]+cordial(?:es)?)?|atentamente|atte\.?|(?:muchas[ \t]+)?gracias)"
    r"[ \t]*[,.!]*[ \t]*$",
    re.IGNORECASE,
)
LONGEST_SIGNATURE = 6
LONGEST_SIGNATURE_LINE = 60

URL = re.compile(r"\b(?:https?://|www\.)([^\s/<>\"')\]]+)(?:/[^\s<>\"')\]]*)?", re.IGNORECASE)
EMAIL = re.compile(r"<?\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+\b>?")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
CARD = re.compile(r"(?<![\w-])\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}(?![\w-])|(?<![\w-])\d{16}(?![\w-])")
# International with "+", North American with an area code, or Spanish in groups: plain runs of digits stay, since
# orders and serial numbers look like them.
PHONE = re.compile(
    r"(?<![\w+.-])(?:\+\d{1,3}(?:[ .()-]{0,2}\d){6,12}"
    r"|(?:1[ .-])?(?:\(\d{3}\)[ ]?|\d{3}[ .-])\d{3}[ .-]\d{4}"
    r"|[6789]\d{2}[ .-]\d{3}[ .-]\d{3}|[6789]\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}"
    r"|\d{3}[-.]\d{4})(?![\w-])"
)


def clean(subject: str, body: str) -> str:
    """The text that is classified, at most 8,000 characters; empty when nothing was written."""
    text = f"{subject.strip()}\n{body}" if subject.strip() else body
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u200b", "")
    text = without_markup(text)
    text = without_signature(without_quotes(text, subject.strip()))
    text = collapse(mask(text))
    return text[:LONGEST].rstrip()


def without_markup(text: str) -> str:
    """HTML elements and the marks of Markdown to plain lines; entities to characters."""
    text = without_hidden(text)
    text = BREAKS.sub("\n", text)
    text = CELLS.sub(" ", text)
    text = MASKS.sub(lambda match: f"\x00{match[1]}\x01", text)
    text = TAGS.sub("", text)
    text = text.replace("\x00", "<").replace("\x01", ">")
    text = html.unescape(text).replace("\u00a0", " ")
    text = FENCES.sub("", text)
    text = IMAGES_AND_LINKS.sub(lambda match: f"{match[1]} {match[2]}".strip(), text)
    text = RULES.sub("", HEADINGS.sub("", text))
    text = EMPHASIS.sub(r"\2", text)
    return CODE.sub(r"\1", BULLETS.sub("- ", text))


def without_hidden(text: str) -> str:
    """Without scripts, styles and comments; one that is never closed stays. In one pass, however many are opened."""
    kept, never_closed, start = [], set(), 0
    for mark in HIDDEN_START.finditer(text):
        kind = (mark[1] or "--").lower()
        if mark.start() < start or kind in never_closed:
            continue
        end = re.compile(rf"</{kind}\s*>" if mark[1] else "-->", re.IGNORECASE).search(text, mark.end())
        if end is None:
            never_closed.add(kind)
            continue
        kept += [text[start : mark.start()], " "]
        start = end.end()
    return "".join(kept) + text[start:]


def without_quotes(text: str, subject: str) -> str:
    """Without what others wrote before, unless only the subject would be left."""
    kept, in_headers = [], False
    for line in WROTE.sub("", text).split("\n"):
        if QUOTED.match(line):
            continue
        if FORWARDED.match(line):
            in_headers = True
            continue
        if in_headers and (HEADER.match(line) or not line.strip()):
            continue
        in_headers = False
        kept.append(line)
    result = "\n".join(kept)
    if result.strip() in ("", subject):
        return "\n".join(re.sub(r"^[ \t]*(?:>[ \t]?)+", "", line) for line in text.split("\n"))
    return result


def without_signature(text: str) -> str:
    """Without what follows "-- ", without mail programs' lines, without a closing and the name and address below it."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if index > 0 and line.rstrip() == "--" and any(part.strip() for part in lines[:index]):
            lines = lines[:index]
            break
    lines = [line for line in lines if not SENT_FROM.match(line)] or lines
    while lines and not lines[-1].strip():
        lines.pop()
    for index in range(len(lines) - 1, max(len(lines) - 2 - LONGEST_SIGNATURE, 0), -1):
        below = [line for line in lines[index + 1 :] if line.strip()]
        if CLOSING.match(lines[index]) and all(len(line) <= LONGEST_SIGNATURE_LINE for line in below):
            lines = lines[:index]
            break
    return "\n".join(lines)


def mask(text: str) -> str:
    """E-mail addresses, accounts, phones and the paths of URLs replaced by what they are."""
    text = EMAIL.sub("<email>", text)
    text = URL.sub(lambda match: match[1].lower(), text)
    text = CARD.sub("<account>", IBAN.sub("<account>", text))
    return PHONE.sub("<phone>", text)


def collapse(text: str) -> str:
    """One space between words, one line break between lines."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)

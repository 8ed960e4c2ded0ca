"""Tags in a text made as they should be: what is surely a tag, and how it is written rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from hqe_docs.paper.checking.tagpieces import plain_jinja
from hqe_docs.paper.checking.tagsyntax import lonely
from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.tagforms import TAG
from hqe_docs.paper.language.tags import PaperEnvironment, text_environment

_GAP = "[ \u3000\u00a0]*"
# braces and percent signs of any width, with or without blanks between them; nothing of the kind inside
_LOOSE = re.compile(
    rf"[{{｛]{_GAP}(?:[{{｛](?P<value>[^{{}}｛｝]*)[}}｝]|[%％](?P<word>[^{{}}｛｝%％]*)[%％]){_GAP}[}}｝]"
)
_PREFIXED = re.compile(r"^(-?)\s*(tr|tc|p)\s*(for|if|elif|else|endfor|endif|set)\b")
_WIDE = str.maketrans("“”‘’｜（）［］，＝＋．＂＇", "\"\"''|()[],=+.\"'")
JOINED, WIDTH, QUOTES, BLANKS, PREFIX = (
    "合并了被切断的标签",
    "全角符号改成了半角",
    "弯引号改成了直引号",
    "去掉了括号之间的空格",
    "改正了 tr、tc、p 前后的空格",
)


@dataclass(frozen=True, slots=True)
class Mend:
    """The text from `start` to `end` is a tag that should read `tag`; `what` was done to it.

    What `is_hidden` is no tag to the filling as it stands.
    """

    start: int
    end: int
    tag: str
    what: tuple[str, ...] = ()
    is_hidden: bool = False


def tags_in(text: str) -> Iterator[Mend]:
    """Yield every tag of a text in order, mended where it must be."""
    spans = list(TAG.finditer(text))
    for match in sorted([*spans, *_loose_beside(text, spans)], key=lambda one: one.start()):
        yield _mended(match[0], match.start())


def _loose_beside(text: str, spans: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield what looks like a tag and stands in none."""
    for match in _LOOSE.finditer(text):
        if not any(span.start() < match.end() and match.start() < span.end() for span in spans):
            yield match


def _mended(tag: str, start: int) -> Mend:
    loose = _LOOSE.fullmatch(tag)
    if loose is None:
        return Mend(start, start + len(tag), tag)
    is_printed = loose["word"] is None
    opened, closed = ("{{", "}}") if is_printed else ("{%", "%}")
    inner = loose["value"] if is_printed else _prefixed(loose["word"])
    forms = (f"{opened}{text}{closed}" for text in (inner, inner.translate(_WIDE)))
    best = next((form for form in forms if _reads(form)), tag)
    what = tuple(_done(tag, best, loose)) if best != tag else ()
    return Mend(start, start + len(tag), best, what, bool(what) and TAG.fullmatch(tag) is None)


def _prefixed(inner: str) -> str:
    """Return what stands in {% %} with its tr, tc or p close to the percent sign and a blank after it."""
    match = _PREFIXED.match(inner)
    return f"{match[1]}{match[2]} {inner[match.start(3) :]}" if match else inner


def _done(tag: str, best: str, loose: re.Match[str]) -> Iterator[str]:
    """Yield what was done to `tag` to make it `best`."""
    gone = set(tag) - set(best)
    if gone & set("｛｝％｜（）［］，＝＋．＂＇"):
        yield WIDTH
    if gone & set("“”‘’"):
        yield QUOTES
    if tag[1].isspace() or tag[-2].isspace():
        yield BLANKS
    if loose["word"] is not None and _prefixed(loose["word"]) != loose["word"]:
        yield PREFIX


def _reads(tag: str) -> bool:
    """Say whether Jinja can read a tag; one that prints must print something that has a name."""
    try:
        tree = environment().parse(lonely(plain_jinja(tag)))
    except TemplateSyntaxError:
        return False
    return tag.startswith("{%") or tree.find(nodes.Name) is not None


@cache
def environment() -> PaperEnvironment:
    """Return an environment that only reads."""
    return text_environment(Notes())

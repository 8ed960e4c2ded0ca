"""Text that is to stand on paper as it is, as the composer's line language writes it."""

from __future__ import annotations

import re

from hqe_docs.paper.written.block import BREAK, EMPHASIS

# a brace, the composer's \n, docxtpl's %_} and }_}, its -%} which takes the paragraph's end away
_SPECIAL = re.compile(r"\{+[%#]?|\\(?=[a-z])|_(?=\})|-(?=%\})")


def literal(text: str) -> str:
    """Return `text` so that neither the composer nor the template language reads anything in it."""
    kept = _SPECIAL.sub(lambda match: "{{ '" + match[0].replace("\\", "\\\\") + "' }}", text)
    return kept.replace(EMPHASIS, r"\b").replace(BREAK, r"\n").replace("\t", "\u3000")

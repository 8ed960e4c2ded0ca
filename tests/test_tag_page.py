"""The page of the template language: complete, and each of its examples gives what it says."""

import re
from pathlib import Path

import pytest
import yaml

from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.tags import render_text, text_environment
from hqe_docs.paper.word.wordmarks import MARKS

PAGE = (Path(__file__).parents[1] / "docs" / "模板标签.md").read_text(encoding="utf-8")
DATA = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])
LINE = re.compile(r"(.*?\})(?: {2,}(\S.*))?")  # an example, and after blanks what it gives
EXAMPLES = [
    LINE.fullmatch(line).groups("")
    for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize(("source", "printed"), EXAMPLES)
def test_an_example_gives_what_the_page_says(source, printed):
    assert render_text(source, DATA) == (printed.replace("⏎", "\n").replace("␣", " "), [])


def test_every_filter_has_an_example():
    used = {name for source, _printed in EXAMPLES for name in re.findall(r"\|(\w+)", source)}
    # attr reads attributes of Python objects, of which a template has none
    assert used == set(text_environment(Notes()).filters) - {"attr"}


def test_every_tag_and_mark_stands_on_the_page():
    tags = ("p", "tr", "tc", "r")
    written = [f"{{%{tag} " for tag in tags] + [
        f"{{% {word}" for word in ("vm %}", "hm %}", "cellbg", "colspan")
    ]
    assert [word for word in [*written, *(f"{{% {mark} %}}" for mark in MARKS)] if word not in PAGE] == []

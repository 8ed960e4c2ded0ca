"""Our Word engine beside docxtpl: every feature of its own tests gives a document of the same meaning."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tests.examples import a_few
from tools.docxtpl.features import features
from tools.docxtpl.page import PAGE, outcome, row

FEATURES = [one for one in features() if not one.needs or find_spec(one.needs)]
NAMES = [one.name for one in features()]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")  # of docxcompose's imports
@pytest.mark.parametrize("feature", a_few(FEATURES, every=8), ids=lambda one: one.name)
def test_a_feature_comes_out_as_from_docxtpl_and_as_the_page_says(feature):
    found = outcome(feature)
    assert found.drop_in == ()
    assert found.filled in ((), None)
    assert row(found) in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_page_names_every_feature_once():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")][1:] == NAMES


def test_about_sixty_features_are_compared():
    assert len(NAMES) == len(set(NAMES)) > 55

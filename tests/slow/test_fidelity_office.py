"""The fidelity template filled, opened by LibreOffice and recalculated; and held against the Open XML schemas."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from hqe_docs.paper.fill import fill
from tests.fidelity.book import MAIN, SUMMARY, TABLE, context, make, people
from tests.fidelity.extras import add_extras
from tests.fidelity.reading import Reading

COUNTS = (0, 1, 2, 1000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("保真")
    add_extras(folder / "模板.xlsx", make(folder / "模板.xlsx"))
    for count in COUNTS:
        assert fill(folder / "模板.xlsx", context(count), folder / f"{count}.xlsx") == []
    return folder


@pytest.fixture(scope="module")
def recalculated(folder):
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{count}.xlsx") for count in COUNTS]
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "算"), *files]
    subprocess.run(command, check=True, timeout=600, capture_output=True)
    return {count: Reading(folder / "算" / f"{count}.xlsx", count) for count in COUNTS}


@pytest.mark.parametrize("count", COUNTS)
def test_libreoffice_calculates_every_sum(recalculated, count):
    read, found = recalculated[count], people(count)
    months, wages = ([person[key] for person in found] for key in ("月数", "月收入"))
    whole = sum(month * wage for month, wage in zip(months, wages, strict=True))
    total = read.values(MAIN)[read.total - 1]
    assert total[:4] == ["合计", count, sum(months), sum(wages)]
    assert total[8:10] == [whole, whole]
    shares = [row[9] for row in read.values(MAIN)[2 : 2 + count]]
    assert sum(shares) == pytest.approx(1 if count else 0)
    assert [row[1] for row in read.values(SUMMARY)] == [sum(wages), count, whole, whole]


@pytest.mark.parametrize("count", COUNTS)
def test_libreoffice_calculates_the_table(recalculated, count):
    wages = sum(person["月收入"] for person in people(count))
    line = next(row for row in recalculated[count].values(TABLE) if row[0] == "合计")
    assert line == ["合计", wages, 2 * wages]


@pytest.mark.parametrize("count", COUNTS)
def test_libreoffice_draws_the_charts_from_every_row(recalculated, count):
    for title, letter in ((MAIN, "D"), (SUMMARY, "C")):
        (chart,) = recalculated[count].charts(title)
        (values,) = chart.iter("{*}val")
        points = [float(value.text or "") for value in values.iter("{*}v")]
        key = {"D": "月收入", "C": "月数"}[letter]
        assert points == [person[key] for person in people(count)]


@pytest.mark.parametrize("count", COUNTS)
def test_libreoffice_keeps_the_rules_where_we_put_them(recalculated, count):
    read = recalculated[count]
    areas = " ".join(one.get("sqref", "") for one in read.main.iter("{*}dataValidation"))
    assert not count or read.span("C") in areas
    assert f"D{read.total + 3}" in areas


@pytest.mark.parametrize("name", ["模板", *map(str, COUNTS)])
def test_nothing_breaks_the_open_xml_schema(folder, name):
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "20", str(folder / f"{name}.xlsx")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    assert re.search(r"Errors: 0\b", answer), answer


@pytest.mark.parametrize("count", COUNTS)
def test_every_part_is_well_formed_and_every_relation_leads_somewhere(folder, count):
    read = Reading(Path(folder / f"{count}.xlsx"), count)
    for name, data in read.parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(data)
    types = {item.get("PartName", "").lstrip("/") for item in read.root("[Content_Types].xml")} - {""}
    assert types <= set(read.parts)

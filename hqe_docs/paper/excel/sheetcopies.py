"""One template sheet, many sheets: a workbook as if each turn of a {%sheet for … %} had stood in it as a sheet."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from hqe_docs.paper.excel.columnblocks import listed, run_loops, stored_names, taker
from hqe_docs.paper.excel.sheet import Bound, Cell, Row, Sheet
from hqe_docs.paper.excel.sheetnames import free_name
from hqe_docs.paper.excel.sheetparts import UNCOPIED, Change, PartCopies, remove_sheet, tables_on
from hqe_docs.paper.excel.sheetrefs import Names, renamed, spans_sheets
from hqe_docs.paper.excel.sheettabs import Tab, has_visible, put_tabs
from hqe_docs.paper.excel.workbook import Workbook
from hqe_docs.paper.language.notes import Notes, as_problems
from hqe_docs.paper.language.tagforms import SHEET_CONTROL, statements
from hqe_docs.paper.language.tags import has_tags, render_text, text_environment
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import relations_of
from hqe_docs.problems import Location, Problem, problem

Sheets = Sequence[tuple[str, Sheet]]  # with their parts
MOST_SHEETS = 5_000  # made of one; a workbook of more is slow to open anywhere
Turns = Sequence[tuple[str, Bound]]  # the name of a sheet that has no tags in it, the names known there


@dataclass(slots=True)
class Copied:
    """The sheets with all copies; `names` are what copied ones are called in the end."""

    sheets: Sheets
    names: dict[str, str] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)
    is_recast: bool = False


def with_copies(
    sheets: Sheets,
    parts: Parts,
    workbook: Workbook,
    file: str,
    context: Mapping[str, Any],
    turns: Turns | None,
) -> Copied:
    """Return the sheets with those written out that are made many times; `parts` and `workbook` hold them all.

    With `turns`, which come from outside, the first sheet with tags is the one.
    """
    work = _Copying(parts, workbook, file, context, Copied(sheets))
    controls = {sheet.name: control for _, sheet in sheets if (control := list(sheet_controls(sheet)))}
    wanted = work.wanted(sheets, controls, turns)
    for name, each in wanted.items():
        if len(each) > MOST_SHEETS:
            detail = f"列表有 {len(each)} 项，一张工作表最多做成 {MOST_SHEETS} 张"
            work.note("T130", name, detail=detail)
    if wanted and only_unknown(work.copied.found):
        work.copy_all(sheets, controls, wanted)
        work.copied.is_recast = True
    return work.copied


def sheet_controls(sheet: Sheet) -> Iterator[tuple[Row, Cell, str]]:
    """Yield the {%sheet %} tags of a sheet: row, cell, statement."""
    for row in sheet.rows:
        for cell in row.cells:
            for statement in statements(SHEET_CONTROL, cell.text):
                yield row, cell, statement


@dataclass(slots=True)
class _Copying:
    parts: Parts
    workbook: Workbook
    file: str
    context: Mapping[str, Any]
    copied: Copied

    def note(self, code: str, sheet: str, cell: str | None = None, **facts: Any) -> None:
        self.copied.found.append(problem(code, Location(self.file, sheet or None, cell), **facts))

    # ------------------------------------------------------------ which sheets, how often
    def wanted(
        self, sheets: Sheets, controls: Mapping[str, list[tuple[Row, Cell, str]]], turns: Turns | None
    ) -> dict[str, Turns]:
        """Return for each sheet that is copied its turns."""
        if turns is not None:
            first = next((sheet.name for _, sheet in sheets if sheet.has_tags), None)
            if controls or first is None:
                detail = "模板里已有 {%sheet %} 标签" if controls else "模板里没有带标签的工作表"
                self.note("T134", "", detail=detail)
                return {}
            return {first: turns}
        return {
            name: self._turns(name, tags) for name, tags in controls.items() if self._is_sound(name, tags)
        }

    def _is_sound(self, name: str, tags: list[tuple[Row, Cell, str]]) -> bool:
        row, cell, statement = tags[0]
        fault = ""
        if len(tags) > 1:
            cell, fault = tags[1][1], "一张工作表只能有一个"
        elif not statement.startswith("for "):
            fault = "只能写 {%sheet for 名称 in 列表 %}，不用结尾标签"
        elif any(
            other is not cell and (other.text or other.formula or other.rest != "/>") for other in row.cells
        ):
            fault = "要独占一行，这一行里别的内容填写后会丢失"
        elif SHEET_CONTROL.sub("", cell.text).strip() or row.controls:
            fault = "单元格里不能有别的内容"
        if fault:
            self.note("T130", name, cell.name, detail=fault)
        return not fault

    def _turns(self, name: str, tags: list[tuple[Row, Cell, str]]) -> Turns:
        _, cell, statement = tags[0]
        notes, bounds = Notes(names=set(self.context)), list[Bound]()
        environment = text_environment(notes)
        names = stored_names(environment, f"{{% {statement} %}}{{% endfor %}}", 1)
        environment.filters |= {"_listed": lambda value: listed(value, notes), "_take": taker(names, bounds)}
        if not list(notes):
            source = f"{{% {statement} %}}{{{{ [{', '.join(names)}]|_take }}}}{{% endfor %}}"
            run_loops(environment, source, self.context)
        self.copied.found += as_problems(notes, lambda _note: Location(self.file, name, cell.name))
        return [(name, bound) for bound in bounds]

    # ------------------------------------------------------------ copying
    def copy_all(
        self, sheets: Sheets, controls: Mapping[str, list[tuple[Row, Cell, str]]], wanted: Mapping[str, Turns]
    ) -> None:
        self._refuse_three_d(sheets, wanted)
        copies = PartCopies(self.parts)
        made: list[tuple[str, Sheet]] = []
        tabs: dict[str, Sequence[Tab]] = {}
        for part, sheet in sheets:
            if sheet.name not in wanted:
                made.append((part, sheet))
                continue
            self._refuse_uncopied(part, sheet.name)
            bare = _without_control(sheet, [tag[0].number for tag in controls.get(sheet.name, ())])
            own = list(self._copies(part, bare, wanted[sheet.name], copies))
            made += own
            tabs[sheet.name] = [Tab(one.name, name, _calling(sheet.name, one.name)) for name, one in own]
        copies.finish()
        put_tabs(self.workbook.root, self.parts, tabs)
        self.copied.sheets = self._without_gone(
            made, {sheet.name: part for part, sheet in sheets if not tabs.get(sheet.name, True)}
        )
        if not has_visible(self.workbook.root):
            self.note("T131", next(iter(wanted)))

    def _copies(
        self, part: str, sheet: Sheet, turns: Turns, copies: PartCopies
    ) -> Iterator[tuple[str, Sheet]]:
        """Yield a sheet in each of its turns with its part; the first has the template's own part and name."""
        for number, (title, bound) in enumerate(turns):
            known = (*bound, ("loop", _loop(number, len(turns))))
            name = self._name(sheet.name, title, dict(known), is_first=number == 0)
            if number == 0:
                self.copied.names[sheet.name] = name
                yield part, replace(sheet, bound=known, copied_from=sheet.name)
                continue
            self.copied.names[name] = name
            new, change = copies.sheet(part, sheet.name, name)
            once_more = replace(sheet, root=_root_of_copy(sheet.root), name=name)
            yield new, replace(changed(once_more, change), bound=known, copied_from=sheet.name)

    def _name(self, old: str, title: str, known: Mapping[str, Any], *, is_first: bool) -> str:
        """Return the final name of a copy; its first one may be called as the template's sheet is."""
        text, found = render_text(old, {**self.context, **known}, Location(self.file, path="工作表名称"))
        self.copied.found += [item for item in found if item not in self.copied.found]
        others = [element.get("name", "") for element in self.workbook.root.iterfind("{*}sheets/{*}sheet")]
        taken = [*(other for other in others if not (is_first and other == old)), *self.copied.names.values()]
        return free_name(text if has_tags(old) else title, taken)

    def _without_gone(self, made: Sheets, gone: Mapping[str, str]) -> Sheets:
        """Return the sheets that are left; `gone`: name → part."""
        if not gone:
            return made
        tables: Names = {name: None for part in gone.values() for name in tables_on(self.parts, part)}
        for part in gone.values():
            remove_sheet(self.parts, part)

        def change(formula: str) -> str:
            return renamed(formula, dict.fromkeys(gone), tables)

        for element in self.workbook.root.iterfind("{*}definedNames/{*}definedName"):
            element.text = change(element.text or "")
        return [(part, changed(sheet, change)) for part, sheet in made]

    # ------------------------------------------------------------ what can't be
    def _refuse_three_d(self, sheets: Sheets, wanted: Mapping[str, Turns]) -> None:
        for _, sheet in sheets:
            for row in sheet.rows:
                for cell in row.cells:
                    if cell.formula and spans_sheets(cell.formula.text, wanted):
                        self.note("T132", sheet.name, cell.name)

    def _refuse_uncopied(self, part: str, name: str) -> None:
        for kind in sorted({item.kind for item in relations_of(self.parts, part)} & UNCOPIED.keys()):
            self.note("T133", name, what=UNCOPIED[kind])


def _calling(old: str, new: str) -> Change:
    """Return what lets formulas speak of the sheet `new` instead of `old`."""
    return lambda formula: renamed(formula, {old: new}, {})


def _loop(index: int, length: int) -> dict[str, Any]:
    ends = {"first": index == 0, "last": index == length - 1}
    return {"index": index + 1, "index0": index, "length": length, **ends}


def _without_control(sheet: Sheet, rows: Sequence[int]) -> Sheet:
    """Return the sheet with its control row as one that is never written."""
    # a statement that does nothing, since rows of statements are left out
    return replace(
        sheet,
        rows=tuple(
            replace(row, cells=(), controls=(("set _sheet = 1", row.cells[0]),))
            if row.number in rows
            else row
            for row in sheet.rows
        ),
    )


def _root_of_copy(root: etree._Element) -> etree._Element:
    """Return the sheet's frame once more, not selected and without the name that macros know it by."""
    made = copy.deepcopy(root)
    for view in made.iterfind("{*}sheetViews/{*}sheetView"):
        view.attrib.pop("tabSelected", "")
    for properties in made.iterfind("{*}sheetPr"):
        properties.attrib.pop("codeName", "")
    return made


def only_unknown(found: Iterable[Problem]) -> bool:
    """Say whether there are unknown names at the most, which may be taken for warnings."""
    return all(item.code == "T201" for item in found)


# ---------------------------------------------------------------- formulas
def changed(sheet: Sheet, change: Change) -> Sheet:
    """Return the sheet with `change` made to all its formulas; the frame's are changed in place."""
    rows = tuple(
        replace(row, cells=tuple(_changed_cell(cell, change) for cell in row.cells)) if row.cells else row
        for row in sheet.rows
    )
    is_changed = rows != sheet.rows
    for element in sheet.root.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f"):
        text = change(element.text or "")
        is_changed, element.text = is_changed or text != (element.text or ""), text
    for link in sheet.root.iterfind("{*}hyperlinks/{*}hyperlink"):
        if link.get("location"):
            link.set("location", change(link.get("location", "")))
    return replace(sheet, rows=rows, is_widened=sheet.is_widened or is_changed)


def _changed_cell(cell: Cell, change: Change) -> Cell:
    if cell.formula is None:
        return cell
    text = change(cell.formula.text)
    return cell if text == cell.formula.text else replace(cell, formula=replace(cell.formula, text=text))

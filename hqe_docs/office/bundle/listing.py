"""What the cover, the index and the sheets of a bundle print: its folders and files, pages, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from hqe_docs.data.programme.bundle import Bundle
from hqe_docs.office.bundle.collecting import Refused
from hqe_docs.office.bundle.places import sheet_path
from hqe_docs.office.bundle.plan import Chapter, Lack, Piece, Section
from hqe_docs.office.disclosure import without_numbers
from hqe_docs.office.mapping.context import point_context
from hqe_docs.office.versions import INTERNAL, PUBLIC
from hqe_docs.office.workspace import Loaded

COVER, INDEX, TABLE, SUMS = "封面.docx", "目录.docx", "目录.xlsx", "校验清单.sha256"
FRONT = {COVER: "封面", INDEX: "目录", TABLE: "目录（电子表格）", SUMS: "校验清单（SHA-256）"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of a sheet made for the bundle itself, and the page of the bound PDF on which it begins."""

    pages: int | None = None
    first: int | None = None


@dataclass(slots=True)
class Listing:
    """All that is listed of a bundle, or of one chapter of it: the chapters, the sheets by path."""

    chapters: Sequence[Chapter]
    release: str = INTERNAL
    sheets: dict[PurePath, Sheet] = field(default_factory=dict)
    fronts: Sequence[PurePath] = ()

    @property
    def public(self) -> bool:
        return self.release == PUBLIC

    @property
    def title(self) -> str:
        """The title of the whole, in one line."""
        head = self.chapters[0]
        point = head.loaded.sound.data.point
        return f"{point.name}{point.year}年{head.bundle.title}（{self.release}版）"

    def context(self) -> dict[str, Any]:
        """Return the mapping of the templates."""
        head = self.chapters[0]
        chapters = [self._chapter(chapter) for chapter in self.chapters]
        pieces = [piece for chapter in self.chapters for item in chapter.sections for piece in item.pieces]
        lacks = list(self._lacks())
        whole = {
            "名称": head.bundle.title,
            "版本": f"{self.release}版",
            "说明": list(head.bundle.cover),
            "件数": len(pieces),
            "页数": sum(piece.pages or 0 for piece in pieces),
            "未计页": sum(piece.pages is None for piece in pieces),
            "缺数": len(lacks),
            "分册": chapters,
            "行": [*self._front_rows(), *(row for chapter in chapters for row in chapter["行"])],
            "缺项": lacks,
            "未收": list(self._others("refused")),
            "不公开": list(self._others("withheld")),
            "已装订": any(sheet.first for sheet in self.sheets.values()),
        }
        title = {"题名": self.title, "名称": "验收资料包", "题名行": [self.title], "草稿": False}
        point = point_context(head.loaded.sound.data)
        return self._shown({"资料包": whole, "创建点": point, "文书": title})

    def _shown(self, context: dict[str, Any]) -> dict[str, Any]:
        return without_numbers(context) if self.public else context

    # ------------------------------------------------------------ chapters and folders
    def _chapter(self, chapter: Chapter) -> dict[str, Any]:
        items = [self.section(chapter, section) for section in chapter.sections]
        rows = [row for item in items for row in item["行"]]
        return {"名称": chapter.loaded.name, "项": items, "行": rows}

    def section(self, chapter: Chapter, section: Section) -> dict[str, Any]:
        """Return one folder: its head, its files, what lies elsewhere, what is missing or not public."""
        name, number = chapter.loaded.name, f"{section.no:02}"
        files = [
            {
                "创建点": name,
                "编号": number,
                "项名": section.title,
                "序号": order,
                "名称": piece.path.stem[3:],
                "文件名": piece.path.name[3:],
                "类型": piece.kind,
                "文件": piece.path.as_posix(),
                "页数": _number(piece.pages),
                "起页": _number(piece.first),
                "说明": piece.note,
            }
            for order, piece in enumerate(section.pieces, 1)
        ]
        path = sheet_path(chapter, section)
        sheet = self.sheets.get(path, Sheet())
        head: dict[str, Any] = dict.fromkeys(_COLUMNS, "") | {"创建点": name, "编号": number}
        head |= {"项名": section.title, "名称": "本项材料", "文件": path.as_posix()}
        head = {**head, "页数": _number(sheet.pages), "起页": _number(sheet.first)}
        pages = sum(piece.pages or 0 for piece in section.pieces)
        return {
            "编号": number,
            "名称": section.title,
            "标准": section.facts.get("标准", ""),
            "满分": section.facts.get("满分", ""),
            "得分": section.facts.get("得分", ""),
            "状态": section.facts.get("状态", ""),
            "件": files,
            "页数": pages,
            "起页": _number(sheet.first),
            "另见": list(section.elsewhere),
            "缺": [{"名称": lack.name, "原因": lack.note} for lack in section.lacks],
            "不公开": list(section.withheld),
            "行": [head, *files],
        }

    def sheet_context(self, whole: Mapping[str, Any], chapter: Chapter, section: Section) -> dict[str, Any]:
        """Return the mapping of the sheet at the head of a folder; `whole` is that of the bundle."""
        item = self.section(chapter, section)
        own = {"本册": chapter.loaded.name, "本项": item}
        return self._about(whole, own, f"{item['编号']} {item['名称']}")

    def notice_context(self, whole: Mapping[str, Any], piece: Piece) -> dict[str, Any]:
        """Return the mapping of the page that stands for a file which can't be laid out."""
        said = {"名称": piece.path.stem[3:], "文件": piece.path.as_posix(), "说明": piece.note or "排不出"}
        return self._about(whole, {"本件": said}, str(said["名称"]))

    def _about(self, whole: Mapping[str, Any], own: dict[str, Any], title: str) -> dict[str, Any]:
        named = self._shown({"资料包": own, "文书": {"题名": title}})
        return {**whole, **{key: whole[key] | named[key] for key in named}}

    def _front_rows(self) -> Iterator[dict[str, Any]]:
        for path in self.fronts:
            sheet = self.sheets.get(path, Sheet())
            row: dict[str, Any] = dict.fromkeys(_COLUMNS, "")
            row |= {"编号": "卷首", "项名": "卷首", "名称": FRONT[path.name], "文件": path.as_posix()}
            yield row | {"页数": _number(sheet.pages), "起页": _number(sheet.first)}

    # ------------------------------------------------------------ what is not there
    def _lacks(self) -> Iterator[dict[str, Any]]:
        for chapter in self.chapters:
            for section, lack in chapter.lacks():
                yield {
                    "创建点": chapter.loaded.name,
                    "编号": f"{section.no:02}",
                    "项名": section.title,
                    "名称": lack.name,
                    "原因": lack.note,
                }

    def _others(self, which: str) -> Iterator[dict[str, Any]]:
        for chapter in self.chapters:
            for item in getattr(chapter, which):
                yield {"创建点": chapter.loaded.name, "文件": item.path, "原因": item.reason}


_COLUMNS = ("创建点", "编号", "项名", "序号", "名称", "文件名", "类型", "文件", "页数", "起页", "说明")


def _number(number: int | None) -> int | str:
    return "" if number is None else number


def sample(loaded: Loaded) -> dict[str, Any]:
    """Return 资料包 of an invented bundle: all that its templates may name."""
    piece = Piece("照片", "材料", Path("照片.jpg"), PurePath("01 窗口/01 照片.jpg"), 1, 5, "说明")
    section = Section(1, "窗口", {}, [piece], [Lack("照片", "没有")], ["台账：见“09 就业率”"], ["名册"])
    outside = [Refused("a.exe", "不收")]
    listing = Listing([Chapter(loaded, Bundle(), [section], outside, outside)])
    whole = listing.context()
    contexts = (
        listing.sheet_context(whole, listing.chapters[0], section),
        listing.notice_context(whole, piece),
    )
    return {"资料包": contexts[0]["资料包"] | contexts[1]["资料包"]}

"""Hostile YAML, templates, kinds and names of outputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hostile import packages as p
from tests.hostile.cases import Case, case
from tests.program import DOSSIER


def _yaml(content: str | bytes | Callable[[], bytes]) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        content_ = content() if callable(content) else content
        data = content_.encode("utf-8", "surrogatepass") if isinstance(content_, str) else content_
        (folder / "dossier.yaml").write_bytes(data)
        return ["check", folder]

    return make


def _word(*texts: str, value: str = "洪江") -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        body = p.document("".join(map(p.paragraph, texts)))
        path = p.save(folder / "模板.docx", p.word_parts(body))
        return ["fill", path, "--set", f"名称={value}", "-o", folder / "出.docx"]

    return make


def _cell(text: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        path = p.save(folder / "模板.xlsx", p.book_parts(p.sheet(p.text_rows((text,)))))
        return ["fill", path, "--set", "名称=洪江", "-o", folder / "出.xlsx"]

    return make


def _named(name: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        inner = folder / "里"
        inner.mkdir()
        path = p.save(inner / "模板.docx", p.word_parts(p.document(p.paragraph("{{ 名称 }}"))))
        return ["fill", path, "--set", f"名称={name}", "-o", f"{inner}/出/{{{{ 名称 }}}}.docx"]

    return make


def _stays_inside(folder: Path, _said: str) -> bool:
    made = [path for path in folder.rglob("*.docx") if path.name != "模板.docx"]
    plain = [path.stem for path in made]
    bad = {"con", "nul", "com1", "aux"}
    return (
        all(path.parent == folder / "里" / "出" for path in made)
        and not any(stem.lower().split(".")[0] in bad or stem != stem.strip(" .") for stem in plain)
        and not any(
            ord(char) in range(0x202A, 0x202F) or ord(char) in range(0x2066, 0x206A)
            for s in plain
            for char in s
        )
        and all(len(path.name.encode()) <= 255 for path in made)
    )


def _kind(pattern: str, value: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        kinds = folder / "库" / "ledgers" / "kinds"
        kinds.mkdir(parents=True)
        from tests.hostile.kinds import KIND

        (kinds / "试台账.yaml").write_text(KIND.replace("PATTERN", pattern), encoding="utf-8")
        (folder / "试台账.csv").write_text(
            f"编号,姓名,性别,住址\n{value},村民甲,男,村东\n2,村民乙,女,村西\n3,村民丙,女,村南\n",
            encoding="utf-8",
        )
        return ["check", folder / "试台账.csv", "--kind", "试台账", "--library", folder / "库"]

    return make


TEXTS: tuple[Case, ...] = (
    case(
        "yaml-alias-bomb",
        _yaml(
            "a: &a [x,x]\n"
            + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(20))
        ),
        "D109",
    ),
    case("yaml-python-tag", _yaml("创建点: !!python/object/apply:os.system ['true']\n"), "D109"),
    case("yaml-merge-key", _yaml(DOSSIER + "  <<: {级别: 省级}\n"), "D109"),
    case(
        "yaml-hundred-thousand-keys",
        _yaml("".join(f"键{i}: 1\n" for i in range(100_000))),
        "D121",
        heavy=True,
    ),
    case("yaml-million-keys", _yaml(lambda: b"".join(b"k%d: 1\n" % i for i in range(1_000_000))), "D121"),
    case("yaml-deep-flow", _yaml("a: " + "[" * 100_000 + "]" * 100_000), "D121"),
    case("yaml-deep-blocks", _yaml("".join(" " * i + "a:\n" for i in range(1500))), "D121", heavy=True),
    case("yaml-long-line", _yaml(lambda: b"a: " + b"x" * 100_000_000), "D121", heavy=True),
    case("yaml-nul", _yaml(DOSSIER + "备注: 'a\0b'\n"), "D101"),
    case("yaml-lone-surrogate", _yaml(DOSSIER + '备注: "\\ud800"\n'), ""),
    case("yaml-surrogate-bytes", _yaml(DOSSIER + "备注: \ud800\n"), ""),
    case("yaml-bom", _yaml("\ufeff" + DOSSIER), ""),
    case("yaml-duplicate-keys", _yaml(DOSSIER + "  名称: 另一村\n"), "D103"),
    case("yaml-colons-of-no-end", _yaml("a:" * 500_000), heavy=True),
    case("yaml-quotes-of-no-end", _yaml("'" * 1_000_001), heavy=True),
    case("yaml-huge-number", _yaml(DOSSIER.replace("2023", "9" * 100_000)), "D105 D106 D107 D110"),
    case("yaml-out-of-folder", _yaml(DOSSIER + "下辖: [../../外]\n"), "D129"),
    case("yaml-below-itself", _yaml(DOSSIER.replace("村", "镇") + "下辖: [.]\n"), "D129 D117 D128"),
    case("template-class-walk", _word("{{ ''.__class__.__mro__[1].__subclasses__() }}"), "T105 T201"),
    case("template-attr-filter", _word("{{ ''|attr('__class__') }}"), "T105 T201"),
    case("template-map-attribute", _word("{{ ['a']|map(attribute='__class__')|join }}"), "T105 T201 T204"),
    case("template-format-escape", _word("{{ '{0.__class__.__mro__}'.format(名称) }}"), "T105 T201"),
    case("template-globals", _word("{{ cycler.__init__.__globals__ }}{{ self.__init__ }}"), "T105 T201"),
    case("template-range-of-billion", _word("{% for i in range(10**9) %}x{% endfor %}"), "T206 T106 T110"),
    case(
        "template-nested-loops",
        _word(
            "{% for a in range(900) %}{% for b in '"
            + "x" * 900
            + "' %}{% for c in '"
            + "x" * 900
            + "' %}{% endfor %}{% endfor %}{% endfor %}"
        ),
        "T206",
        heavy=True,
    ),
    case(
        "template-loops-that-print",
        _word(
            "{% for a in range(900) %}{% for b in '"
            + "x" * 900
            + "' %}{% for c in '"
            + "x" * 900
            + "' %}太长了{% endfor %}{% endfor %}{% endfor %}"
        ),
        "T206",
        heavy=True,
    ),
    case("template-text-times-billion", _word("{{ 'a' * 10**9 }}"), "T206"),
    case("template-power", _word("{{ 9**(9**9) }}"), "T206"),
    case(
        "template-recursive-macro", _word("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"), "T206 T106 T110"
    ),
    case(
        "template-macro-tree",
        _word("{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(60) }}"),
        "T206",
        heavy=True,
    ),
    case(
        "template-recursive-loop",
        _word("{% for a in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}"),
        "T206 T106 T110",
        heavy=True,
    ),
    case("template-include", _word("{% include '/etc/passwd' %}"), "T103 T105"),
    case(
        "template-doubling",
        _word(
            "{% set ns = namespace(a='xxxxxxxx') %}{% for i in range(60) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}{{ ns.a }}"
        ),
        "T206",
    ),
    case("template-deep-brackets", _word("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"), "T206 T103"),
    case("template-deep-sum", _word("{{ " + "1+" * 20_000 + "1 }}"), "T206 T103", heavy=True),
    case("template-deep-not", _word("{{ " + "not " * 20_000 + "1 }}"), "T206 T103"),
    case("template-markup-in-value", _word("{{ 名称 }}", value="<w:p/>&<![CDATA["), ""),
    case("template-tag-in-value", _word("{{ 名称 }}", value="{{ 7*7 }}{% raw %}"), ""),
    case("template-illegal-characters", _word("{{ 名称 }}", value="a\x0bb\ufffec"), "T202"),
    case("sheet-template-range", _cell("{%tr for i in range(10**9) %}"), "T206 T103 T105 T120 T110 T111"),
    case("sheet-template-class-walk", _cell("{{ ''.__class__.__mro__ }}"), "T105 T201"),
    case("name-leaves-folder", _named("../../../外"), holds=_stays_inside),
    case("name-reserved", _named("CON"), holds=_stays_inside),
    case("name-reserved-with-end", _named("nul.txt"), holds=_stays_inside),
    case("name-reserved-port", _named("COM1 ."), holds=_stays_inside),
    case("name-dots", _named("..  . "), holds=_stays_inside),
    case("name-too-long", _named("长" * 5000), holds=_stays_inside),
    case("name-turned-round", _named("方案\u202exslx.exe"), holds=_stays_inside),
    case("kind-backtracking-pattern", _kind("(a+)+b", "a" * 60), "L216 L110"),
    case("kind-bad-pattern", _kind("(((", "a"), "L110"),
)

"""How every command of hqe looks: Chinese help, an example, shared options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hqe_docs.cli.layout import ChineseFormatter

if TYPE_CHECKING:
    from pathlib import Path

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_DATA_HELP = "数据：.yaml、.json、.csv、.xlsx、.xls 文件，或档案文件夹；可重复。名单=文件 放在“名单”下，文件#表名 只取一张表。"


class Context(click.Context):
    """click's context, with help laid out for Chinese."""

    formatter_class = ChineseFormatter


class Command(click.Command):
    """A command whose help ends with one example.

    It writes into the first of the parameters `writes` that is given, and keeps something in each of `keeps`.
    """

    context_class = Context

    def __init__(
        self,
        *args: Any,
        example: str = "",
        writes: Sequence[str] = (),
        keeps: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)
        self.example, self.writes, self.keeps = example, writes, keeps

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, alone where it writes."""
        if not (self.writes or self.keeps):
            return super().invoke(ctx)
        from hqe_docs.cli.locked import locked

        with locked(ctx, self.writes, self.keeps):
            return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example where click writes an epilog."""
        with formatter.section("示例"):
            formatter.write_text(self.example)


class LazyGroup(click.Group):
    """A group that lists its commands by section and imports a command's module when it is asked for."""

    context_class = Context

    def __init__(self, *args: Any, sections: Mapping[str, Mapping[str, str]], **kwargs: Any) -> None:
        """Take `sections`: section title → command name → "module:attribute"."""
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("subcommand_metavar", "命令 [参数]...")
        super().__init__(*args, **kwargs)
        self.sections = sections

    def targets(self) -> list[str]:
        """Return where each command stands, as "module:attribute"."""
        return [target for names in self.sections.values() for target in names.values()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for names in self.sections.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = next((names[cmd_name] for names in self.sections.values() if cmd_name in names), None)
        if target is None:
            return None
        module, _, attribute = target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command with the name that was probably meant."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            from hqe_docs.values import nearest

            guess = nearest(args[0], self.list_commands(ctx))
            if guess:
                ctx.fail(f"没有命令 {args[0]!r}。您是不是想写 {guess!r}？")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands of each section with the first sentence of their help."""
        for title, names in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(name, self._summary(ctx, name)) for name in names])

    def _summary(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return ((command and command.help) or "").partition("。")[0]


def to_path(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """Return `value` as a Path; pathlib would cost every start-up some milliseconds."""
    from pathlib import Path

    return None if value is None else Path(value)


def to_paths(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[Path, ...]:
    """Return `values` as Paths."""
    from pathlib import Path

    return tuple(Path(value) for value in values)


def dossiers(function: Decorated) -> Decorated:
    """Add the argument `paths`: one dossier or more."""
    kind = click.Path(exists=True)
    add = click.argument("paths", nargs=-1, required=True, metavar="档案...", type=kind, callback=to_paths)
    return add(function)


def dossier(function: Decorated) -> Decorated:
    """Add the argument `path`: one dossier."""
    return click.argument("path", metavar="档案", type=click.Path(exists=True), callback=to_path)(function)


def library(function: Decorated) -> Decorated:
    """Add --library, which puts folders in front of the shipped library."""
    add = click.option(
        "--library",
        "libraries",
        multiple=True,
        metavar="文件夹",
        type=click.Path(exists=True, file_okay=False),
        callback=to_paths,
        help="优先使用这个文件夹里的 templates/、indicators/、ledgers/kinds/；可重复。",
    )
    return add(function)


def template_data(function: Decorated) -> Decorated:
    """Add --data and --set, what templates are filled with, and --each, the list they are filled for one by one."""
    data = click.option("--data", multiple=True, metavar="数据", help=_DATA_HELP)
    own = "另设一个值；可重复，压过数据里的。"
    settings = click.option("--set", "settings", multiple=True, metavar="名称=值", help=own)
    rows = "每行一份文件；不写名单时为“行”。"
    each = click.option("--each", metavar="[名单]", is_flag=False, flag_value="行", help=rows)
    return data(settings(each(function)))


def password(function: Decorated) -> Decorated:
    """Add --password and --password-file, with which every workbook of the run is opened that has a password."""
    return _password(
        function, "输入密码（不显示），打开有打开密码的工作簿；也可设环境变量 HQE_PASSWORD。", seals=False
    )


def sealing(function: Decorated) -> Decorated:
    """Add the same to a command that writes: what it writes is encrypted with the password."""
    return _password(
        function, "输入密码（不显示，两遍），结果用它加密，有打开密码的工作簿用它打开。", seals=True
    )


_ASK = "\0"


def _password(function: Decorated, text: str, *, seals: bool) -> Decorated:
    from functools import partial

    ask, read = partial(_use_password, seals=seals), partial(_use_password_file, seals=seals)
    add = click.option(
        "--password", is_flag=False, flag_value=_ASK, metavar="", callback=ask, expose_value=False, help=text
    )
    kind = click.Path(exists=True, dir_okay=False)
    file = click.option(
        "--password-file",
        metavar="文件",
        type=kind,
        callback=read,
        expose_value=False,
        help="同 --password，密码取文件的第一行。",
    )
    return add(file(function))


def _use_password(ctx: click.Context, _param: click.Parameter, value: str | None, *, seals: bool) -> None:
    from os import environ

    kept = environ.get("HQE_PASSWORD", "")
    if value == _ASK:
        text = kept or click.prompt(
            "密码", hide_input=True, confirmation_prompt=seals and "再输一遍", err=True
        )
        _go_by(ctx, text, seals=seals)
    elif value:
        _go_by(ctx, _written_out(value), seals=False)
    elif kept:
        _go_by(ctx, kept, seals=False)


def _written_out(value: str) -> str:
    """Return a password that stands on the command line, with a warning; a path there was meant as another argument."""
    from pathlib import Path

    from hqe_docs.cli.report import print_problems
    from hqe_docs.problems import problem

    if Path(value).exists():
        raise click.BadParameter(
            f"后面是“{value}”；要输入密码，把 --password 放在最后", param_hint="--password"
        )
    print_problems([problem("P512")])
    return value


def _use_password_file(
    ctx: click.Context, _param: click.Parameter, value: str | None, *, seals: bool
) -> None:
    if value is None:
        return
    from pathlib import Path

    from hqe_docs.problems import problem

    try:
        with Path(value).open(encoding="utf-8-sig") as stream:
            text = stream.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise click.BadParameter(
            problem("P511", detail="读不出").message, param_hint="--password-file"
        ) from None
    if not text:
        raise click.BadParameter(
            problem("P511", detail="的第一行是空的").message, param_hint="--password-file"
        )
    _go_by(ctx, text, seals=seals)


def _go_by(ctx: click.Context, text: str, *, seals: bool) -> None:
    from hqe_docs.data.files.locked import PASSWORD
    from hqe_docs.paper.sealing import LEAST, SEAL
    from hqe_docs.problems import problem

    if seals and len(text) < LEAST:
        weak = problem("P510", length=len(text), least=LEAST)
        raise click.BadParameter(f"{weak.message}；{weak.hint}", param_hint="--password")
    before = PASSWORD.set(text)
    ctx.call_on_close(lambda: PASSWORD.reset(before))
    if seals:
        unsealed = SEAL.set(text)
        ctx.call_on_close(lambda: SEAL.reset(unsealed))


def release(function: Decorated) -> Decorated:
    """Add --version, which says for whom the files are: 报送, 内部 or 公示."""
    return release_option("报送")(function)


def release_option(usual: str) -> Callable[[Decorated], Decorated]:
    """Return the decorator of --version, `usual` unless said."""
    return click.option(
        "--version",
        "release",
        type=click.Choice(["报送", "内部", "公示"]),
        callback=_use_release,
        expose_value=False,
        default=usual,
        show_default=True,
        help="报送、内部为完整版，公示遮去个人信息；文件名注明内部版、公示版。",
    )


def _use_release(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    from hqe_docs.office.versions import RELEASE

    before = RELEASE.set(value)
    ctx.call_on_close(lambda: RELEASE.reset(before))


def winner(function: Decorated) -> Decorated:
    """Add --ours and --theirs, which say whose text counts where data and hand changed the same place."""
    text = "手工和材料改了同一处时，以{}的为准；都不写时，新的写在旁边（名称.新.docx）。"
    ours = click.option("--ours", "wins", flag_value="ours", default="", help=text.format("手工改"))
    theirs = click.option("--theirs", "wins", flag_value="theirs", help=text.format("新生成"))
    return ours(theirs(function))


class _Aliased(click.Option):
    """An option with former names, which help no longer shows."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        names, self.opts = self.opts, self.opts[:1]
        try:
            return super().get_help_record(ctx)
        finally:
            self.opts = names


def show_personal(text: str) -> Callable[[Decorated], Decorated]:
    """Return the decorator of --show-personal, once --unmask."""
    return click.option("--show-personal", "--unmask", "unmask", cls=_Aliased, is_flag=True, help=text)


def choice(name: str, target: str, options: Sequence[str], text: str) -> Callable[[Decorated], Decorated]:
    """Return the decorator of an option that takes one of `options`, the first unless said."""
    kind = click.Choice(options)
    return click.option(name, target, type=kind, default=options[0], show_default=True, help=text)


def json_switch(function: Decorated) -> Decorated:
    """Add --json, which makes stdout one JSON object."""
    return click.option("--json", "as_json", is_flag=True, help="结果输出为一个 JSON 对象。")(function)

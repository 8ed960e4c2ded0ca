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
    """Add --password, with which every workbook of the run is opened that has one."""
    add = click.option(
        "--password",
        metavar="密码",
        callback=_use_password,
        expose_value=False,
        help="有打开密码的工作簿用这个密码打开。",
    )
    return add(function)


def _use_password(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        from hqe_docs.data.files.locked import PASSWORD

        before = PASSWORD.set(value)
        ctx.call_on_close(lambda: PASSWORD.reset(before))


def choice(name: str, target: str, options: Sequence[str], text: str) -> Callable[[Decorated], Decorated]:
    """Return the decorator of an option that takes one of `options`, the first unless said."""
    kind = click.Choice(options)
    return click.option(name, target, type=kind, default=options[0], show_default=True, help=text)


def json_switch(function: Decorated) -> Decorated:
    """Add --json, which makes stdout one JSON object."""
    return click.option("--json", "as_json", is_flag=True, help="结果输出为一个 JSON 对象。")(function)

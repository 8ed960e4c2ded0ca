"""Word and WPS on Windows, driven through PowerShell: no further package is needed there."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from hqe_docs.paper.preview.renderers import Renderer

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls"))
# macros off (3 = msoAutomationSecurityForceDisable), links not updated, files opened read-only; 17 = PDF, 0 = PDF
SCRIPT = """
$ErrorActionPreference = 'Continue'
function Print-Texts($app, $files) {{ foreach ($f in $files) {{ try {{
  $d = $app.Documents.Open($f[0], $false, $true, $false); $d.ExportAsFixedFormat($f[1], 17); $d.Close(0) }} catch {{}} }} }}
function Print-Sheets($app, $files) {{ foreach ($f in $files) {{ try {{
  $b = $app.Workbooks.Open($f[0], 0, $true); $b.ExportAsFixedFormat(0, $f[1]); $b.Close($false) }} catch {{}} }} }}
function Use-App($name, $files, $what) {{ if ($files.Count -eq 0) {{ return }}
  $app = New-Object -ComObject $name; $app.Visible = $false; $app.DisplayAlerts = 0
  try {{ $app.AutomationSecurity = 3 }} catch {{}}
  try {{ & $what $app $files }} finally {{ $app.Quit() }} }}
Use-App '{word}' @({texts}) 'Print-Texts'
Use-App '{sheets}' @({books}) 'Print-Sheets'
"""


def automation_command(renderer: Renderer, files: Sequence[Path], out: Path) -> list[str]:
    """Return the command that has a Windows office program write one PDF a file into `out`."""
    books = [path for path in files if path.suffix in WORKBOOKS]
    texts = [path for path in files if path.suffix not in WORKBOOKS]
    script = SCRIPT.format(
        word=renderer.program, sheets=renderer.sheets, texts=_pairs(texts, out), books=_pairs(books, out)
    )
    code = base64.b64encode(script.encode("utf-16-le")).decode("ascii")
    return ["powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", code]


def _pairs(files: Sequence[Path], out: Path) -> str:
    """Return PowerShell's list of (file, PDF) pairs; a single pair needs a comma before it to stay one."""
    pairs = [f"@({_quoted(path)}, {_quoted(out / f'{path.stem}.pdf')})" for path in files]
    return f",{pairs[0]}" if len(pairs) == 1 else ", ".join(pairs)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

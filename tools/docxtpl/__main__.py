"""Write docs/docxtpl对照.md: `python -m tools.docxtpl`."""

from __future__ import annotations

from tools.docxtpl.page import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
print(f"wrote {PAGE.name}")

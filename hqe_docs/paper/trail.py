"""What a filling leaves behind of its values: where each came from in the template, for whoever asks later."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Trail:
    """Name → content: of a Word part its text with marks round each value (`word/wordtrail`), of a workbook which cell of
    the template each row came from (`excel/celltrail`).
    """

    parts: dict[str, bytes] = field(default_factory=dict)

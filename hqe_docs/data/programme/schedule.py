"""日程: the reports, stages and duties of the year, as a programme file says them."""

from __future__ import annotations

from pydantic import Field

from hqe_docs.data.fields import Day, Keys


class Schedule(Keys):
    """日程: from when to when the work runs."""

    start: Day = Field(alias="起")
    end: Day = Field(alias="止")

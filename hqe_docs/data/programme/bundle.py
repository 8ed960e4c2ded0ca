"""资料包: which papers and evidence an acceptance bundle holds, by indicator."""

from __future__ import annotations

from hqe_docs.data.fields import Keys


class Bundle(Keys):
    """资料包: the folders of an acceptance bundle."""

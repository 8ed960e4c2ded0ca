"""奖补: what subsidy a creation point gets, what of it is paid before acceptance."""

from __future__ import annotations

from hqe_docs.data.fields import Keys


class Money(Keys):
    """奖补: the standard of each level, the rules of prepayment and balance."""

"""click's own words in Chinese, whatever language the machine is set to."""

from __future__ import annotations

import gettext
import os
from os.path import abspath, dirname, join

LOCALE = join(dirname(abspath(__file__)), "locale")  # noqa: PTH118, PTH120, PTH100 - pathlib costs start-up time
DOMAIN = "messages"  # click asks the default domain


def speak_chinese() -> None:
    """Give every later gettext look-up the shipped catalogue.

    gettext reads LANGUAGE before LC_ALL, LC_MESSAGES and LANG, so this holds under LANG=C as well.
    """
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)

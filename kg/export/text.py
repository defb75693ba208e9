"""
Text that every reader takes: no control characters, no line breaks.
"""

import re

BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]")


def clean(text: str) -> str:
    """
    A text in one line, without the characters that XML 1.0 or a CSV reader refuses.

    Examples:
        >>> clean("one\\ntwo\\x00")
        'one two'
    """
    if text.isprintable():
        return text
    return CONTROL.sub("", BREAKS.sub(" ", text))

"""
Findings as text, as JSON, and as annotations that GitHub shows beside a line.
"""

import json
from collections.abc import Iterable

from ..findings import ERROR, WARNING, Finding


def as_text(findings: Iterable[Finding], lang: str = "en") -> str:
    """
    One finding a line: `file:line column: found; write`, with its severity if it is a warning.
    """
    return "".join(f"{_line(finding, lang)}\n" for finding in findings)


def _line(finding: Finding, lang: str) -> str:
    text = finding.text(lang)
    if finding.severity == ERROR:
        return text
    word = {"en": "warning", "fr": "avertissement"}[lang]
    return f"{text} ({word})"


def as_json(findings: Iterable[Finding], lang: str = "en") -> str:
    """
    A list of objects: rule, severity, file, line, column, found, write.
    """
    return json.dumps(
        [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "file": finding.place.file,
                "line": finding.place.line,
                "column": finding.place.column,
                "found": finding.found(lang),
                "write": finding.write(lang),
            }
            for finding in findings
        ],
        ensure_ascii=False,
        indent=1,
    )


def as_github(findings: Iterable[Finding], lang: str = "en") -> str:
    """
    Workflow commands: `::error file=...,line=...,title=rule::text`.
    """
    lines = []
    for finding in findings:
        where = {"file": finding.place.file, "line": str(finding.place.line or 1)}
        properties = {**where, "title": finding.rule}
        settings = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        column = f"{finding.place.column}: " if finding.place.column else ""
        text = _escape(f"{column}{finding.found(lang)}; {finding.write(lang)}")
        level = "warning" if finding.severity == WARNING else "error"
        lines.append(f"::{level} {settings}::{text}\n")
    return "".join(lines)


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")

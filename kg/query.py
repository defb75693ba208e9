"""
The query library: SPARQL files, what they ask, and how a question is filled in.

A file of `queries/` is SPARQL 1.1 that runs as it stands. Its `#+` lines say what
it asks; one VALUES line holds its parameters with values that serve as example.
`queries/README.md` gives the grammar that is read here.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from .dates import parse_day
from .errors import NotFound, Place, UsageError
from .names import ID, PREFIXES, Iri, term_text

Value = Iri | str | int | Decimal | date

KEYS = ("summary", "description", "tags", "parameters", "returns")

_VALUES = re.compile(r"(\s*)VALUES \(([^)]*)\) \{ \((.*)\) \}\s*")
_TERM = re.compile(
    r"<(?P<iri>[^<>\s]*)>"
    r'|"(?P<text>[^"\\]*)"(?:\^\^(?P<datatype>xsd:\w+))?'
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<prefix>[a-z]+):(?P<local>[\w-]+)"
)
_ITEM = re.compile(r'(?:(?P<name>\w+):\s+)?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^,{}\[\]":#]+))')
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KIND_AND_SLUG = re.compile(rf"[a-z]+(-[a-z]+)*/{_SLUG.pattern}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    What a query wants to be told: its meaning, and the value the file runs with.
    """

    name: str
    meaning: str
    example: Value

    @property
    def hint(self) -> str:
        """
        What to write for it, with the example.
        """
        match self.example:
            case Iri():
                return f"an id such as {self.example.slug}, or an IRI"
            case date():
                return f"a day such as {self.example.isoformat()}"
            case str():
                return f"a text such as {self.example}"
            case _:
                return f"a number such as {self.example}"

    def read(self, value: object) -> Value:
        """
        A value given for this parameter, as the kind of term that the example is.

        Raises:
            UsageError: the value is not of that kind.
        """
        read: Value | None
        match self.example:
            case Iri():
                read = _iri(value, self.example)
            case date():
                read = _day(value)
            case str():
                read = value if isinstance(value, str) else None
            case int():
                read = _number(value, whole=True)
            case _:
                read = _number(value, whole=False)
        if read is None:
            raise UsageError(f"{self.name}: '{value}' cannot be used; write {self.hint}.")
        return read


@dataclass(frozen=True, slots=True)
class Query:
    """
    One question of the library. `id` is its path without suffix: `ownership/who-owns`.
    """

    id: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    returns: Mapping[str, str]
    text: str

    def example(self, name: str) -> Value | None:
        """
        The value that the file itself has for a parameter; None for one it has not.
        """
        parameter = self.parameters.get(name)
        return parameter.example if parameter else None


def read_queries(folder: Path) -> dict[str, Query]:
    """
    Every query of a folder and its subfolders, by id.

    Raises:
        UsageError: a file breaks the grammar of the library; says where and what to write.
    """
    queries = {}
    for path in sorted(folder.rglob("*.rq")):
        id = path.relative_to(folder).with_suffix("").as_posix()
        queries[id] = read_query(id, path.read_text(encoding="utf-8"))
    return queries


def read_query(id: str, text: str) -> Query:
    """
    One query from the text of its file.

    Raises:
        UsageError: the text breaks the grammar of the library.
    """
    header = _read_header(id, text)
    meanings = dict(_read_items(id, header["parameters"], "{}"))
    found = _values_line(id, text)
    names, examples = _read_values(id, found) if found else ([], [])
    if list(meanings) != names:
        problem = f"the parameters are {list(meanings)} but VALUES has {names}"
        raise _broken(id, found.line if found else 0, problem, "name the same in the same order")
    return Query(
        id=id,
        summary=header["summary"],
        description=header["description"],
        tags=tuple(tag for _, tag in _read_items(id, header["tags"], "[]")),
        parameters={
            name: Parameter(name, meanings[name], example)
            for name, example in zip(names, examples, strict=True)
        },
        returns=dict(_read_items(id, header["returns"], "{}")),
        text=text,
    )


def get(queries: Mapping[str, Query], id: str) -> Query:
    """
    A query by its id, or by the last part of it where no other ends so.

    Raises:
        NotFound: no query goes by that name; carries the nearest ids.
    """
    if id in queries:
        return queries[id]
    by_name: dict[str, list[str]] = {}
    for each in queries:
        by_name.setdefault(each.rsplit("/", 1)[-1], []).append(each)
    if len(by_name.get(id, ())) == 1:
        return queries[by_name[id][0]]
    near = list(by_name.get(id, ()))
    near += difflib.get_close_matches(id, queries, n=3, cutoff=0.5)
    for name in difflib.get_close_matches(id.rsplit("/", 1)[-1], by_name, n=3, cutoff=0.5):
        near += by_name[name]
    raise NotFound(f"No query goes by '{id}'.", candidates=list(dict.fromkeys(near))[:5])


def fill(query: Query, params: Mapping[str, object]) -> str:
    """
    The query's text with these values in its VALUES line.

    Each value is written as an RDF term, never as pasted text, so that nothing in
    it can be read as SPARQL. A parameter that is not given keeps its example value.

    Examples:
        >>> asked = read_query("who", '''#+ summary: Who
        ... #+ description: Who is it?
        ... #+ tags: [who]
        ... #+ parameters: {day: the day}
        ... #+ returns: {who: who it is}
        ... SELECT ?who WHERE {
        ...   VALUES (?day) { ("2014-10-01"^^xsd:date) }
        ... }''')
        >>> fill(asked, {"day": "2015-01-31"}).splitlines()[-2].strip()
        'VALUES (?day) { ("2015-01-31"^^<http://www.w3.org/2001/XMLSchema#date>) }'

    Raises:
        UsageError: a parameter is not the query's, or a value not of its kind.
    """
    unknown = [name for name in params if name not in query.parameters]
    if unknown:
        known = "; ".join(f"{p.name}: {p.meaning}" for p in query.parameters.values())
        raise UsageError(
            f"{query.id} has no parameter {', '.join(unknown)}. "
            + (f"It has {known}." if known else "It has none.")
        )
    found = _values_line(query.id, query.text)
    if not found:
        return query.text
    terms = [
        term_text(parameter.read(params[name]) if name in params else parameter.example)
        for name, parameter in query.parameters.items()
    ]
    names = " ".join(f"?{name}" for name in query.parameters)
    lines = query.text.split("\n")
    lines[found.line] = f"{found.indent}VALUES ({names}) {{ ({' '.join(terms)}) }}"
    return "\n".join(lines)


def _iri(value: object, example: Iri) -> Iri | None:
    """
    An IRI from an IRI, `kind/slug`, or a slug of the same kind as the example.
    """
    if not isinstance(value, str):
        return None
    if isinstance(value, Iri) or value.startswith(("http://", "https://")):
        iri = Iri(value)
    elif _SLUG.fullmatch(value):
        iri = Iri(example[: len(example) - len(example.slug)] + value)
    elif _KIND_AND_SLUG.fullmatch(value):
        iri = Iri(ID + value)
    else:
        return None
    try:
        term_text(iri)
    except ValueError:
        return None
    return iri


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_day(value) if isinstance(value, str) else None


def _number(value: object, *, whole: bool) -> int | Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or (whole and number != number.to_integral_value()):
        return None
    return int(number) if whole else number


@dataclass(frozen=True, slots=True)
class _Values:
    """
    The line of parameters: where it stands (from 0), and its parts.
    """

    line: int
    indent: str
    names: str
    terms: str


def _values_line(id: str, text: str) -> _Values | None:
    found = [
        _Values(number, *match.groups())
        for number, line in enumerate(text.split("\n"))
        if (match := _VALUES.fullmatch(line))
    ]
    if len(found) > 1:
        raise _broken(id, found[1].line, "there is a second line of parameters", "keep one")
    return found[0] if found else None


def _read_values(id: str, values: _Values) -> tuple[list[str], list[Value]]:
    names = re.findall(r"\?(\w+)", values.names)
    examples: list[Value] = []
    rest = values.terms.strip()
    while rest:
        found = _TERM.match(rest)
        example = _example(found) if found else None
        if not found or example is None:
            remedy = 'write <iri>, prefix:name, "text", "2014-10-01"^^xsd:date or a number'
            raise _broken(id, values.line, f"'{rest}' is not a value", remedy)
        examples.append(example)
        rest = rest[found.end() :].strip()
    if len(names) != len(examples):
        problem = f"{len(names)} variables but {len(examples)} values"
        raise _broken(id, values.line, problem, "write one value for each variable")
    return names, examples


def _example(found: re.Match[str]) -> Value | None:
    if found["iri"] is not None:
        return Iri(found["iri"])
    if found["prefix"] is not None:
        base = PREFIXES.get(found["prefix"])
        return Iri(base + found["local"]) if base else None
    if found["number"] is not None:
        return Decimal(found["number"]) if "." in found["number"] else int(found["number"])
    if found["datatype"] is None:
        return found["text"]
    return parse_day(found["text"]) if found["datatype"] == "xsd:date" else None


def _read_header(id: str, text: str) -> dict[str, str]:
    """
    The `#+` lines: `key: value`, where an indented line goes on with the value above.
    """
    header: dict[str, str] = {}
    key = ""
    for number, line in enumerate(text.split("\n")):
        if not line.startswith("#+"):
            break
        content = line.removeprefix("#+ ")
        if content.startswith("  ") and key:
            header[key] += " " + content.strip()
            continue
        key, colon, value = content.partition(": ")
        if key not in KEYS or not colon or key in header:
            remedy = f"write each of {', '.join(KEYS)} once, as '#+ key: value'"
            raise _broken(id, number, f"'{line}' is not a line of the header", remedy)
        header[key] = value.strip()
    for key in KEYS:
        if not header.get(key):
            raise _broken(id, 0, f"the header has no {key}", f"add a line '#+ {key}: ...'")
    for key in ("summary", "description"):
        if ": " in header[key] or " #" in header[key]:
            raise _broken(id, 0, f"the {key} holds ': ' or ' #', YAML's own signs", "reword it")
    return header


def _read_items(id: str, text: str, brackets: str) -> list[tuple[str, str]]:
    """
    The items of `{name: meaning, name: meaning}` or, with an empty name, of `[tag, tag]`.
    """
    items: list[tuple[str, str]] = []
    rest = text[1:-1].strip()
    whole = text[:1] + text[-1:] == brackets
    while whole and rest:
        found = _ITEM.match(rest)
        if not found or bool(found["name"]) != (brackets == "{}"):
            break
        quoted = found["quoted"]
        items.append((found["name"] or "", found["plain"].strip() if quoted is None else quoted))
        rest = rest[found.end() :].lstrip()
        if rest.startswith(",") and rest != ",":
            rest = rest[1:].lstrip()
        elif rest:
            break
    names = [name for name, _ in items if name]
    if not whole or rest or len(set(names)) != len(names):
        form = "{name: meaning, name: meaning}" if brackets == "{}" else "[tag, tag]"
        remedy = f"write {form}, and quote what holds a comma or a colon"
        raise _broken(id, 0, f"'{rest or text}' cannot be read", remedy)
    return items


def _broken(id: str, line: int, problem: str, remedy: str) -> UsageError:
    return UsageError(f"{Place(f'queries/{id}.rq', line + 1)}: {problem}; {remedy}.")

"""
Parties: what kind of holder somebody is, and whether its seat is in the Union.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

NATURAL = "natural-person"
COMPANY = "company"
STATE = "state"
FAMILY = "family"
FUND = "fund"
GROUP = "group"
DIVISION = "division"
UNKNOWN = "unknown"
KINDS = (NATURAL, COMPANY, STATE, FAMILY, FUND, GROUP, DIVISION, UNKNOWN)

ACCESSIONS: tuple[tuple[date, str], ...] = (
    (date(1958, 1, 1), "BE DE FR IT LU NL"),
    (date(1973, 1, 1), "DK GB IE"),
    (date(1981, 1, 1), "GR"),
    (date(1986, 1, 1), "ES PT"),
    (date(1995, 1, 1), "AT FI SE"),
    (date(2004, 5, 1), "CY CZ EE HU LT LV MT PL SI SK"),
    (date(2007, 1, 1), "BG RO"),
    (date(2013, 7, 1), "HR"),
)
"""
The first day of membership of each State, by ISO 3166-1 code.

Sources: the Treaty of Rome, in force on 1958-01-01, and the accession
treaties, in force on the days given (1972, 1979, 1985, 1994, 2003, 2005,
2011: EUR-Lex 11972B, 11979H, 11985I, 11994N, 12003T, 12005S, 12012J). Before
November 1993 membership is that of the European Communities.
"""

WITHDRAWALS: dict[str, date] = {"GB": date(2020, 2, 1)}
"""
The first day outside the Union.

Source: Withdrawal Agreement (OJ L 29, 31.1.2020), in force at the end of 31
January 2020, Brussels time. The transition period of that year did not make
the United Kingdom a member.
"""

MEMBERS: dict[str, date] = {code: day for day, codes in ACCESSIONS for code in codes.split()}
SPELLINGS = {"UK": "GB", "EL": "GR"}


@dataclass(frozen=True, slots=True)
class Party:
    """
    Somebody who holds or is held: `country` is that of its seat, None where not known.

    `state` stands for any public body without shareholders. `group` is several
    holders that a source only gives together: no entity by itself. `family` is
    several natural persons taken as one holder.
    """

    id: str
    kind: str = UNKNOWN
    country: str | None = None

    @property
    def natural(self) -> bool:
        """
        A natural person, or several: without shareholders, and without a seat.
        """
        return self.kind in (NATURAL, FAMILY)

    @property
    def seated(self) -> bool:
        """
        Whether it is an entity that has a seat.
        """
        return self.kind in (COMPANY, STATE, FUND)


Parties = Mapping[str, Party]


def in_union(country: str | None, on: date) -> bool | None:
    """
    Whether a country is a member of the European Union on a day; None where no country is given.

    Examples:
        >>> in_union("GB", date(2020, 1, 31)), in_union("GB", date(2020, 2, 1))
        (True, False)
        >>> in_union("HR", date(2013, 6, 30)), in_union(None, date(2026, 1, 1))
        (False, None)
    """
    if not country:
        return None
    code = SPELLINGS.get(country.upper(), country.upper())
    joined = MEMBERS.get(code)
    left = WITHDRAWALS.get(code)
    return joined is not None and joined <= on and (left is None or on < left)

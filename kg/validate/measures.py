"""
Measures: amounts with a currency, figures within their bounds, codes of the world.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ..findings import Finding
from ..model import Dataset

PRICED = {"shareholdings": "amount", "acquisitions": "price", "events": "amount"}
CURRENCY = re.compile(r"[A-Z]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def find_wrong_currencies(dataset: Dataset) -> Iterator[Finding]:
    """
    An amount without currency, or a currency that is no ISO 4217 code.
    """
    for table, amount in PRICED.items():
        for record in dataset[table].values():
            currency = record["currency"]
            if record[amount] is not None and not currency:
                yield Finding("currency-missing", record.place("currency"), {"amount": amount})
            elif currency and not CURRENCY.fullmatch(currency):
                yield Finding("currency-wrong", record.place("currency"), {"value": currency})


def find_wrong_codes(dataset: Dataset) -> Iterator[Finding]:
    """
    A country or a language that is no ISO code.
    """
    for table in ("organizations", "sites"):
        for record in dataset[table].values():
            country = record["country"]
            if country and not COUNTRY.fullmatch(country):
                yield Finding("country-wrong", record.place("country"), {"value": country})
    for table in ("sources", "names"):
        for record in dataset[table].values():
            language = record["language"]
            if language and not LANGUAGE.fullmatch(language):
                yield Finding("language-wrong", record.place("language"), {"value": language})


def find_wrong_figures(dataset: Dataset) -> Iterator[Finding]:
    """
    A figure outside its own bounds.
    """
    for figure in dataset["figures"].values():
        ladder = [
            (name, figure[name])
            for name in ("value_min", "value", "value_max")
            if figure[name] is not None
        ]
        for (low, least), (high, most) in pairwise(ladder):
            if least > most:
                yield Finding(
                    "figure-backwards",
                    figure.place(high),
                    {
                        "low": low,
                        "least": format(least, "f"),
                        "high": high,
                        "most": format(most, "f"),
                    },
                )


def find_unsorted(dataset: Dataset) -> Iterator[Finding]:
    """
    A table whose rows are not in the order of their ids: its first row out of place.
    """
    for records in dataset.tables.values():
        before = ""
        for record in records.values():
            if record.id < before:
                details = {"value": record.id, "before": before}
                yield Finding("row-order", record.place("id"), details)
                break
            before = record.id


RULES = (find_wrong_currencies, find_wrong_codes, find_wrong_figures, find_unsorted)

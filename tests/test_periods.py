"""
Periods that end because of what else is known.
"""

from datetime import date

from conftest import REPOSITORY

from kg.model import read_dataset


def test_a_row_beside_a_counted_one_ends_with_it():
    """
    What the article of January 2015 says of Cloudwatt does not hold once the counted row ended.
    """
    dataset = read_dataset(REPOSITORY / "data")
    rows = [
        row
        for row in dataset["shareholdings"].values()
        if row["held"] == "cloudwatt" and row["standing"] == "corroborating"
    ]
    assert rows
    for row in rows:
        assert dataset.period(row).certainly_holds(date(2014, 10, 1))
        assert not dataset.period(row).possibly_holds(date(2016, 6, 1))


def test_nothing_is_held_of_an_organization_that_is_gone():
    """
    Without an end of their own, holdings and posts end when the organization is dissolved.
    """
    dataset = read_dataset(REPOSITORY / "data").restricted_to({"itespresso-2015-01-cloudwatt"})
    rows = [
        row
        for table in ("shareholdings", "appointments")
        for row in dataset[table].values()
        if "cloudwatt" in (row.values.get("held"), row.values.get("organization"))
    ]
    assert len(rows) >= 4
    assert not any(dataset.period(row).possibly_holds(date(2020, 1, 1)) for row in rows)

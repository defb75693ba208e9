"""
Tables: CSV files read strictly, with file, line and column of what is wrong.
"""

import pytest

from kg.tables import TableError, read_table, write_table

COLUMNS = ("id", "name")


def read(tmp_path, raw):
    """
    Read raw bytes as a table of two columns.
    """
    (tmp_path / "things.csv").write_bytes(raw)
    return read_table(tmp_path / "things.csv", COLUMNS)


def test_a_row_knows_its_line(tmp_path):
    """
    Each row carries the line on which an editor shows it, also after a quoted cell.
    """
    rows = read(tmp_path, b'id,name\na,"One, two"\nb,Three\n')
    assert [(row.line, row["name"]) for row in rows] == [(2, "One, two"), (3, "Three")]


@pytest.mark.parametrize(
    ("raw", "rule", "line"),
    [
        (b"", "file-empty", 0),
        (b" \n", "file-empty", 0),
        (b"id,name\na,D\xe9p\xf4ts\n", "file-not-utf8", 2),
        (b"\xef\xbb\xbfid,name\na,b\n", "file-bom", 1),
        (b"id\na\n", "header-wrong", 1),
        (b"name,id\nb,a\n", "header-wrong", 1),
        (b"id,name,extra\na,b,c\n", "header-wrong", 1),
        (b"id,name\na\n", "row-cells", 2),
        (b"id,name\na,b\nc,d,e\n", "row-cells", 3),
        (b'id,name\na,"b\n', "row-broken", 2),
        (b"id,name\na, b\n", "cell-space", 2),
        (b'id,name\na,"b\nc"\n', "cell-control", 2),
    ],
)
def test_a_table_that_two_readers_could_read_apart_is_refused(tmp_path, raw, rule, line):
    """
    Every way in which a file is not the table it should be is one finding at its line.
    """
    with pytest.raises(TableError) as caught:
        read(tmp_path, raw)
    assert (caught.value.finding.rule, caught.value.finding.place.line) == (rule, line)


def test_a_missing_file_is_told(tmp_path):
    """
    A file that is not there is a finding that gives the header to write.
    """
    with pytest.raises(TableError, match="create it with its header row: id,name"):
        read_table(tmp_path / "none.csv", COLUMNS)


def test_what_is_written_is_read_back(tmp_path):
    """
    The writer's one right form (sorted, LF, quotes where needed) reads back the same.
    """
    rows = [{"id": "b", "name": 'say "so", twice'}, {"id": "a", "name": ""}]
    write_table(tmp_path / "things.csv", COLUMNS, rows)
    raw = (tmp_path / "things.csv").read_bytes()
    assert raw == b'id,name\na,\nb,"say ""so"", twice"\n'
    assert [row.cells for row in read_table(tmp_path / "things.csv", COLUMNS)] == rows[::-1]

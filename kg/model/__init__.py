"""
The tables as records: which columns each has, how a cell is read, how rows refer.
"""

from .columns import Column
from .records import Dataset, Record, read_dataset
from .schema import TABLES, Table

__all__ = ["TABLES", "Column", "Dataset", "Record", "Table", "read_dataset"]

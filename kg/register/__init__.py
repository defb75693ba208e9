"""
Register: shareholdings by the million as columns in, conclusions as columns out.

The kernels of control and of integrated ownership, with the names of agents
and Arrow tables around them: a country's register, GLEIF, or the graph's own
shareholdings.
"""

from .columns import Columns, read_columns
from .doubts import doubts, overfull, repeated
from .files import RegisterError
from .generations import register_of
from .register import Register, read_register
from .writing import FORMS, write_answer

__all__ = [
    "FORMS",
    "Columns",
    "Register",
    "RegisterError",
    "doubts",
    "overfull",
    "read_columns",
    "read_register",
    "register_of",
    "repeated",
    "write_answer",
]

"""
The examples in the documentation of the kernels.
"""

import doctest
import importlib
import pkgutil

import kg.kernels


def test_examples_run():
    """
    Every example in a docstring gives what it says.
    """
    run = 0
    for module in pkgutil.iter_modules(kg.kernels.__path__, "kg.kernels."):
        result = doctest.testmod(importlib.import_module(module.name))
        assert not result.failed
        run += result.attempted
    assert run > 10

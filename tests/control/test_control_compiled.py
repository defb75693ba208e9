"""
The engine on the compiled kernel, as it runs on large days.
"""

from random import Random

from brute_force import draw_case

from kg.control import conclude
from kg.kernels import closure


def test_large_days_have_the_same_conclusions(monkeypatch):
    """
    Conclusions and their explanations do not depend on the form of the kernel.
    """
    random = Random(11)
    for _ in range(60):
        day = draw_case(random, rights=True, limit=100).day
        plain = conclude(day)
        with monkeypatch.context() as patch:
            patch.setattr(closure, "SMALL", -1)
            assert conclude(day) == plain

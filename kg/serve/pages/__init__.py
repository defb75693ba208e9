"""
Pages: what a browser is shown, rendered in a worker as whole HTML.
"""

from .site import Site

__all__ = ["Site"]

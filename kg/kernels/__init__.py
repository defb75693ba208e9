"""
Kernels: control and ownership over arrays, from a hundred shareholdings to a country's.
"""

"""
Benchmarks that a user can run: ratios side by side, in one run.
"""

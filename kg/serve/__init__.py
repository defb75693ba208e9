"""
Served: a SPARQL endpoint, pages and a JSON API over one published graph.

Questions that somebody else wrote run in worker processes that can be killed,
have no network and a memory limit; the process that talks to clients never
evaluates them.
"""

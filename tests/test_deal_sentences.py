"""
Histories: sentences that say no more than the deal does.
"""


def sentences(graph, org, lang="en"):
    """
    The sentences about deals in a history.
    """
    before, graph.lang = graph.lang, lang
    try:
        return [item["text"] for item in graph.history(org) if item["kind"] == "deal"]
    finally:
        graph.lang = before


def test_the_purchase_of_a_part_is_not_the_purchase_of_all(graph):
    """
    A deal over a share says which; one whose share no source gives says so; all is just the name.
    """
    assert "PAI Partners completes the purchase of 17.9 % of Atos" in sentences(graph, "atos")
    assert "Orange announces the purchase of 55.5 % of Cloudwatt" in sentences(graph, "cloudwatt")
    told = [text for text in sentences(graph, "atos") if "Canopy" in text]
    assert told
    assert all("share not given" in text or " % of " in text for text in told)


def test_parts_are_said_in_french_as_french_does(graph):
    """
    The French sentence has the comma, the space and the elision.
    """
    found = sentences(graph, "atos", "fr")
    assert "PAI Partners réalise l'acquisition de 17,9\u00a0% d'Atos" in found

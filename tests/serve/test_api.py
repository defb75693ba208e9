"""
The JSON API: the questions of the command line by address, with the same answers.
"""

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest

from kg.serve.questions import QUESTIONS


def get(address, path, headers=None, **parameters):
    """
    The status, headers and JSON body of an address.
    """
    query = urllib.parse.urlencode(parameters, doseq=True)
    request = urllib.request.Request(f"{address}{path}?{query}", headers=headers or {})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers, json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            body = error.read()
            return error.code, error.headers, json.loads(body) if body else None


ASKED = {
    "owners": {"org": "cloudwatt", "on": "2014-10-01"},
    "owned": {"agent": "Caisse des dépôts", "on": "2014-10-01"},
    "controllers": {"org": "cloudwatt", "on": "2014-10-01", "test": "fr-l233-3"},
    "controlled": {"agent": "gimd", "on": "2024-01-01"},
    "explain": {"agent": "orange", "org": "cloudwatt", "on": "2014-10-01"},
    "leaders": {"org": "ovhcloud", "on": "2025-01-01", "every_post": "true"},
    "sovereignty": {"org": ["s3ns", "outscale"], "on": "2025-06-30"},
    "group": {"agent": "french-state", "on": "2018-06-30"},
    "history": {"org": "bull"},
    "changes": {"since": "2015-01-01", "until": "2015-12-31"},
    "deals": {"org": "cloudwatt"},
    "find": {"text": "numericable"},
    "rules": {},
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_those_of_the_command_line(served, graph, question):
    """
    Every question of the table answers by address what Python answers, in both languages.
    """
    asked = ASKED[question]
    for lang in ("en", "fr"):
        status, headers, found = get(served, f"/api/{question}", lang=lang, **asked)
        assert status == 200, found
        assert headers.get_content_type() == "application/json"
        graph.lang, before = lang, graph.lang
        try:
            vars(graph).pop("directory", None)
            one = QUESTIONS[question]
            values = {k: v if isinstance(v, list) else [v] for k, v in asked.items()}
            expected = one.ask(graph, one.read(values)).to_dict()
        finally:
            graph.lang = before
            vars(graph).pop("directory", None)
        assert found == expected
        assert found["answers"]


REFUSED = {
    "/api/owners?org=nobody-of-that-name": (404, "nobody-of-that-name"),
    "/api/owners": (400, "org is missing"),
    "/api/owners?org=orange&org=bull": (400, "2 times"),
    "/api/owners?org=orange&on=2014-13-01": (400, "2014-13-01"),
    "/api/owners?org=orange&day=2014-01-01": (400, "no parameter day"),
    "/api/owners?org=%00": (400, "control character"),
    "/api/owners?org=%ff": (400, "UTF-8"),
    "/api/controllers?org=orange&test=magic": (400, "magic"),
    "/api/leaders?org=orange&every_post=maybe": (400, "true or false"),
    "/api/sovereignty": (400, "all=true"),
    "/api/nothing": (404, "nothing"),
    "/api/owners?org=orange&lang=de": (400, "de"),
    "/api/owners?org=" + "x" * 600: (400, "500"),
}


@pytest.mark.parametrize("address", REFUSED)
def test_refusals_say_what_to_write(served, address):
    """
    What cannot be answered gets its status and one sentence, never a trace.
    """
    expected, words = REFUSED[address]
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(served + address)
    with raised.value as error:
        body = json.loads(error.read())
    assert error.code == expected
    assert words in body["error"]
    assert "Traceback" not in body["error"]


def test_a_wrong_name_comes_with_the_nearest(served):
    """
    An unknown name is 404 with the nearest names, as the command line prints them.
    """
    status, _, body = get(served, "/api/owners", org="cloudwat")
    assert status == 404
    assert "cloudwatt" in body["candidates"]


def test_an_answer_of_a_day_is_cached_by_the_data_version(served):
    """
    With a day the answer has the data version as its ETag, and is not sent twice.
    """
    status, headers, _ = get(served, "/api/owners", org="bull", on="2014-10-01")
    assert status == 200
    etag = headers["ETag"]
    status, _, body = get(
        served, "/api/owners", {"If-None-Match": etag}, org="bull", on="2014-10-01"
    )
    assert (status, body) == (304, None)
    _, headers, _ = get(served, "/api/owners", org="bull")
    assert headers["ETag"] is None


def test_the_description_names_every_question(served):
    """
    The OpenAPI document has each question with each of its parameters.
    """
    _, _, document = get(served, "/api/openapi.json")
    for question in QUESTIONS.values():
        operation = document["paths"][f"/api/{question.id}"]["get"]
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert names == [*(one.name for one in question.parameters), "lang"]

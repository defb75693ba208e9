"""
OpenAPI: the table of questions as a description that tools read.
"""

from typing import Any

from .questions import LONGEST, QUESTIONS, Parameter

SCHEMAS: dict[str, Any] = {
    "Answer": {
        "type": "object",
        "required": ["question", "subject", "on", "known_to", "answers", "notes"],
        "properties": {
            "question": {"type": "string"},
            "subject": {
                "type": ["object", "null"],
                "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            },
            "on": {"type": ["string", "null"], "format": "date"},
            "known_to": {
                "type": ["string", "null"],
                "format": "date",
                "description": "the day of the latest source behind the answer",
            },
            "answers": {"type": "array", "items": {"type": "object"}},
            "notes": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Refusal": {
        "type": "object",
        "required": ["error", "candidates"],
        "properties": {
            "error": {"type": "string"},
            "candidates": {"type": "array", "items": {"type": "string"}},
        },
    },
}
PRINTED = r"[^\u0000-\u001f\u007f-\u009f]*"
TEXT = {"maxLength": LONGEST, "pattern": rf"^{PRINTED}$"}
"""
A text of a parameter: no control characters.
"""

SAID = {**TEXT, "minLength": 1, "pattern": rf"^{PRINTED}[^\u0000-\u0020\u007f-\u00a0]{PRINTED}$"}
"""
One that is required: not of spaces alone.
"""

REFUSALS = {
    "400": "A parameter is missing or cannot be read",
    "404": "Nothing goes by that name",
    "409": "Several things go by that name",
    "429": "Too many questions wait",
    "503": "The question took too long",
}


def describe_api(server: str, version: str) -> dict[str, Any]:
    """
    The API as an OpenAPI 3.1 document.
    """
    refused = {
        status: {
            "description": text,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
        }
        for status, text in REFUSALS.items()
    }
    answered = {
        "description": "The answer",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
    }
    lang = Parameter("lang", "choice", "the language of texts", "", choices=("en", "fr"))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Who controls the French cloud",
            "version": version,
            "description": "The questions of the command line, with the same answers.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": server.rstrip("/")}],
        "paths": {
            f"/api/{question.id}": {
                "get": {
                    "operationId": question.id,
                    "summary": question.en,
                    "parameters": [_parameter(one) for one in (*question.parameters, lang)],
                    "responses": {"200": answered, **refused},
                }
            }
            for question in QUESTIONS.values()
        },
        "components": {"schemas": SCHEMAS},
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    match one.kind:
        case "flag":
            schema = {"type": "boolean"}
        case "choice":
            schema["enum"] = [*one.choices, *([] if one.required else [""])]
        case "day":
            schema["format"] = "date"
        case "list":
            schema = {"type": "array", "items": {"type": "string", **TEXT}}
        case _:
            schema |= SAID if one.required else TEXT
    if one.kind in ("day", "flag") and not one.required:
        schema = {"anyOf": [schema, {"const": ""}]}  # a form sends what was left empty
    found: dict[str, Any] = {
        "name": one.name,
        "in": "query",
        "description": one.en,
        "required": one.required,
        "schema": schema,
    }
    if one.example and one.kind != "list":
        found["example"] = one.example
    return found

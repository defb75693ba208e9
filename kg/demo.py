"""
The demonstration: the questions of the founding article, answered from a graph built now.
"""

import sys
import time

from . import build
from .cli.options import default_lang
from .cli.printing import chosen_format, print_answer, progress
from .knowledge import open as open_graph

QUESTIONS = (
    ("owners", {"org": "cloudwatt", "on": "2014-10-01"}),
    ("controllers", {"org": "cloudwatt", "on": "2014-10-01"}),
    ("leaders", {"org": "cloudwatt", "on": "2014-04-15"}),
    ("deals", {"org": "cloudwatt"}),
    (
        "controllers",
        {"org": "cloudwatt", "on": "2015-01-15", "assume": "acq-cloudwatt-orange-2015"},
    ),
)


def main() -> None:
    """
    Build the graph, then ask.
    """
    started = time.perf_counter()
    with progress(6) as tell:
        generation = build.build(tell=tell)
    took = time.perf_counter() - started
    print(f"Built {generation.manifest['quads']} statements in {took:.1f} s.", file=sys.stderr)
    graph = open_graph(lang=default_lang())
    form = "table" if chosen_format(None) == "table" else "text"
    for question, options in QUESTIONS:
        words = " ".join(
            f"--{name} {value}" if name not in ("org",) else value
            for name, value in options.items()
        )
        print(f"\n$ kg {question} {words}", flush=True)
        answer = getattr(graph, question)(**options)
        if form == "table":
            print_answer(answer, "table", lang=graph.lang)
        else:
            for item in answer:
                print("  " + sentence(question, item))
            for note in answer.notes:
                print("  " + note)


def sentence(question: str, item: dict) -> str:  # type: ignore[type-arg]
    """
    One answer as a line of plain text, for a pipe.
    """
    from .answers.answer import cell

    if question == "owners":
        return f"{item['name']}: {cell(item['capital'])} % ({item['certainty']})"
    if question == "leaders":
        return f"{item['name']}, {item['role']} ({item['certainty']})"
    if question == "deals":
        stages = ("talks", "announced", "signed", "completed", "abandoned")
        dates = ", ".join(f"{stage} {item[stage]}" for stage in stages if item[stage])
        return f"{item['acquirer']} -> {item['target']}: {item['stage']} ({dates})"
    before = "without the deal, " if item.get("change") == "lost" else ""
    return f"{before}{item['verdict']}: {item['reason']}"


if __name__ == "__main__":
    main()

"""
Structure: the chart of an organization on a day, owners above and holdings below.

Every shareholding is laid out as a box of its own on the line, so that its
figure and period have room and nothing collides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..answers import Directory
from ..control.parties import FAMILY, NATURAL, STATE, in_union
from ..names import Iri
from .boxes import SHAPES, Face, draw_face
from .control import Verdict, control_labels
from .labels import Label, draw_label, draw_line, figure_of, label_of
from .layout import Arrangement, Box, Line, arrange, centre, route
from .legend import draw_caption, draw_legend
from .links import check_base, link
from .scene import Fold, Options, Scene, gather
from .style import TITLE, dressed
from .svg import named, words
from .text import fit, width
from .ties import Tie, Ties
from .words import day_text, say, share_text

MARGIN = 24.0
HEAD = 58.0
NARROWEST, WIDEST_TITLE = 560.0, 900.0
TOLD = 60
"""
How many links the description of a chart tells in words.
"""


@dataclass(slots=True)
class Chart:
    """
    What a structure chart is drawn from: the scene, and who can name its parts.
    """

    scene: Scene
    ties: Ties
    directory: Directory
    lang: str
    base: str | None
    verdicts: Sequence[Verdict] = ()

    def name(self, agent: Iri) -> str:
        """
        What an agent was called on the day.
        """
        return named(self.directory.name(agent, self.scene.on))


def structure(
    ties: Ties,
    directory: Directory,
    focus: Iri,
    on: date,
    *,
    lang: str = "en",
    options: Options | None = None,
    link_base: str | None = None,
    theme: str = "auto",
) -> str:
    """
    The structure chart of an agent on a day, as an SVG document.

    Raises:
        UsageError: the link base or the theme is not one.
    """
    options = options or Options()
    scene = gather(ties, focus, on, options)
    chart = Chart(scene, ties, directory, lang, check_base(link_base))
    if options.control:
        chart.verdicts = control_labels(ties, list(scene.agents), on, chart.name, lang)
    faces = _faces(chart)
    labels, lines = _labels(chart)
    boxes = [Box(id, *face.size) for id, face in faces.items()]
    boxes += [Box(f"={id}", *label.size) for id, label in labels.items()]
    body, size = _drawn(chart, faces, labels, lines, arrange(boxes, lines))
    told = [label.told for label in labels.values() if label.told]
    rest = [f"+{len(told) - TOLD}"] if len(told) > TOLD else []
    day = day_text(on, lang)
    return dressed(
        body,
        size,
        [face.country for face in faces.values()],
        label=say("title", lang, name=directory.name(focus, on), day=day),
        description=say(
            "desc",
            lang,
            name=directory.name(focus, on),
            day=day,
            nodes=len(faces),
            links=len(labels),
            links_text=". ".join([*told[:TOLD], *rest]),
        ),
        lang=lang,
        theme=theme,
    )


def _faces(chart: Chart) -> dict[str, Face]:
    scene = chart.scene
    faces = {agent: _face(chart, agent) for agent in scene.agents}
    made: dict[str, Face] = {str(agent): face for agent, face in faces.items()}
    for fold in scene.folds:
        made[fold.id] = _fold_face(chart, fold)
    if _unheld(chart):
        text = say("nobody", chart.lang)
        made["+nobody"] = Face("nobody", text, "words", None, None, (), text)
    return made


def _face(chart: Chart, agent: Iri) -> Face:
    scene, lang = chart.scene, chart.lang
    party = chart.ties.party(agent)
    natural = party.kind in (NATURAL, FAMILY)
    country = None if natural else party.country
    inside = in_union(country, scene.on)
    small, told = [], [chart.name(agent), say(_kind_word(party.kind), lang)]
    if not natural:
        union = {True: "in-union", False: "outside"}.get(inside) if inside is not None else None
        code = say("country", lang, code=country) if country else say("country-none", lang)
        told.append(f"{code} ({say(union, lang)})" if union else code)
    leader = chart.ties.leader(agent, scene.on)
    if leader:
        person, role, certain = leader
        led = chart.name(person)
        small.append(led if certain else f"{led} ?")
        told.append(say("leader", lang, name=f"{led} ({role})"))
    for side in ("above", "below"):
        count = len(scene.beyond.get((agent, side == "above"), ()))
        if count:
            text = say(f"more-{side}-1" if count == 1 else f"more-{side}", lang, n=count)
            small.append(text)
            told.append(f"{text}, {say('more-title', lang)}")
    return Face(
        agent.slug,
        chart.name(agent),
        SHAPES.get(party.kind, "company"),
        country,
        None if inside is None else not inside,
        tuple(small),
        ", ".join(told),
        agent == scene.focus,
        link(chart.base, agent),
    )


def _unheld(chart: Chart) -> bool:
    """
    Whether to say that no holder is known: persons and States have none by nature.
    """
    kind = chart.ties.party(chart.scene.focus).kind
    return chart.scene.unheld and kind not in (NATURAL, FAMILY, STATE)


def _kind_word(kind: str) -> str:
    return f"k-{'person' if kind == NATURAL else kind}"


def _fold_face(chart: Chart, fold: Fold) -> Face:
    lang = chart.lang
    text = _fold_name(fold, lang)
    each = [
        f"{', '.join(chart.name(end) for end in (tie.tails if fold.up else (tie.head,)))}"
        f" {figure_of(tie, lang)}"
        for tie in fold.ties
    ]
    told = say("folded", lang, n=text, names="; ".join(each))
    return Face(fold.id.removeprefix("+"), text, "others", None, None, (), told)


def _fold_name(fold: Fold, lang: str) -> str:
    count = len(fold.members)
    if not count:
        return say("aside", lang, n=fold.aside)
    key = "others-above" if fold.up else "others-below"
    return say(f"{key}-1" if count == 1 else key, lang, n=count)


def _fold_label(chart: Chart, fold: Fold) -> Label:
    """
    What folded holders have together, or between what and what folded holdings lie.
    """
    lang, rows = chart.lang, []
    if fold.counted and fold.up:
        share = share_text(fold.total, lang)
        alone = len(fold.members) == 1
        rows.append((share if alone else say("together", lang, share=share), "figure"))
    elif fold.counted:
        sized = sorted(fold.counted, key=lambda one: one.minimum or one.maximum or 0)
        low, high = share_text(sized[0], lang), share_text(sized[-1], lang)
        rows.append((low if low == high else say("each", lang, low=low, high=high), "figure"))
    if fold.unknown:
        rows.append((say("unknown-some", lang, n=fold.unknown), "small"))
    if fold.shareless:
        rows.append((say("shareless-some", lang, n=fold.shareless), "small"))
    if fold.aside:
        rows.append((say("aside", lang, n=fold.aside), "small"))
    claims = tuple(tie.claim.slug for tie in fold.ties)
    told = _fold_face(chart, fold).name + ": " + ", ".join(text for text, _ in rows)
    style = "" if fold.members else "planned"
    return Label(fold.id.removeprefix("+"), tuple(rows), style, 1.5, told, claims)


def _labels(chart: Chart) -> tuple[dict[str, Label], list[Line]]:
    """
    The labels of every tie by id, and the lines that lead into and out of them.
    """
    scene = chart.scene
    labels: dict[str, Label] = {}
    lines: list[Line] = []

    def add(label: Label, tails: Sequence[str], head: str, weight: float) -> None:
        labels[label.id] = label
        for number, tail in enumerate(tails):
            lines.append(Line(f"{label.id} {number}", tail, f"={label.id}", weight, label.thick))
        lines.append(Line(f"{label.id} >", f"={label.id}", head, weight, label.thick))

    beside: dict[Iri, list[Tie]] = {}
    for tie in scene.ties.values():
        counted = scene.ties.get(tie.counterpart) if tie.counterpart else None
        if tie.standing == "alternative" and counted and _same_ends(tie, counted):
            beside.setdefault(counted.claim, []).append(tie)
    joined = {tie.claim for every in beside.values() for tie in every}
    for tie in scene.ties.values():
        if tie.claim in joined:
            continue
        others = beside.get(tie.claim, [])
        label = label_of(
            tie, others, _told(chart, tie, others), chart.lang, link(chart.base, tie.claim)
        )
        add(label, list(tie.tails), tie.head, 2.0 if tie.solid else 0.5)
    for fold in scene.folds:
        ends = (fold.id, fold.agent) if fold.up else (fold.agent, fold.id)
        add(_fold_label(chart, fold), [ends[0]], ends[1], 1.0)
    for verdict in chart.verdicts:
        add(verdict.label, [verdict.controller], verdict.controlled, 0.5)
    if _unheld(chart):
        lines.append(Line("nobody", "+nobody", scene.focus))
    return labels, lines


def _same_ends(one: Tie, other: Tie) -> bool:
    return (one.kind, one.tails, one.head) == (other.kind, other.tails, other.head)


def _told(chart: Chart, tie: Tie, others: Sequence[Tie]) -> str:
    lang = chart.lang
    holder = ", ".join(chart.name(tail) for tail in tie.tails)
    held = chart.name(tie.head)
    if tie.kind == "holds":
        share = figure_of(tie, lang)
        parts = [say("holds", lang, holder=holder, share=share, held=held)]
    elif tie.kind == "deal":
        share = share_text(tie.capital, lang)
        what = say("buys", lang, share=share) if tie.capital.known else say("buys-some", lang)
        what += f" ({say(f'deal-{tie.standing}', lang)})"
        parts = [say("has", lang, holder=holder, what=what, held=held)]
    else:
        key = "part" if tie.kind == "part" else f"right-{tie.kind}"
        parts = [say("has", lang, holder=holder, what=say(key, lang), held=held)]
    parts.append(f"{tie.starts or '?'} – {tie.ends or '…'}")
    if tie.certainty == "possible":
        parts.append(say("no-outcome" if tie.kind == "deal" else "perhaps", lang))
    if tie.standing == "planned":
        parts.append(say("planned", lang))
    if tie.standing == "alternative":
        parts.append(say("source-alone", lang))
    parts += [say("source-differs", lang, share=share_text(one.share, lang)) for one in others]
    return ", ".join(parts)


def _drawn(
    chart: Chart,
    faces: dict[str, Face],
    labels: dict[str, Label],
    lines: Sequence[Line],
    placed: Arrangement,
) -> tuple[str, tuple[float, float]]:
    """
    The body of the chart, and its width and height.
    """
    scene, lang = chart.scene, chart.lang
    title = say("title", lang, name=chart.name(scene.focus), day=day_text(scene.on, lang))
    room = max(placed.width, NARROWEST, min(width(title, TITLE, bold=True), WIDEST_TITLE))
    dx, dy = MARGIN + (room - placed.width) / 2, MARGIN + HEAD
    drawn = []
    for line in lines:
        label = labels.get(line.id.rpartition(" ")[0])
        if label:
            points = [(x + dx, y + dy) for x, y in route(placed, line.id)]
            drawn.append(draw_line(points, label, arrow=line.id.endswith(">")))
    for id, label in labels.items():
        x, y = centre(placed, f"={id}")
        drawn.append(draw_label(label, x + dx, y + dy))
    for id, face in faces.items():
        x, y = centre(placed, id)
        drawn.append(draw_face(face, x + dx, y + dy))
    side = scene.options.direction
    subtitle = say("subtitle" if side == "both" else f"subtitle-{side}", lang)
    head = words(
        "text", fit(title, room, TITLE, bold=True), class_="text title", x=MARGIN, y=MARGIN + 16
    )
    head += words("text", subtitle, class_="text small", x=MARGIN, y=MARGIN + 34)
    top = dy + placed.height + 26
    caption, tall = draw_caption(_caption(chart), MARGIN, top, room)
    legend, taller = draw_legend(_legend(chart, faces, labels), MARGIN, top + tall + 12, room)
    height = top + tall + 12 + taller + MARGIN - 8
    return head + "".join(drawn) + caption + legend, (room + 2 * MARGIN, height)


def _caption(chart: Chart) -> list[str]:
    scene, lang = chart.scene, chart.lang
    known = chart.ties.latest(scene.claims)
    lines = [say("caption", lang, day=day_text(scene.on, lang))]
    first, last = chart.ties.life(scene.focus)
    if (first and scene.on < first) or (last and scene.on >= last):
        key = "not-yet" if first and scene.on < first else "no-longer"
        lines.insert(0, say(key, lang, name=chart.name(scene.focus)))
    rule = say("no-control", lang)
    if scene.options.control:
        rules = ", ".join(dict.fromkeys(one.rule for one in chart.verdicts))
        rule = say("with-control" if rules else "control-none", lang, rules=rules)
    source = (
        say("known-to", lang, day=day_text(known, lang)) if known else say("known-to-none", lang)
    )
    lines.append(f"{source} {rule}")
    if scene.hidden:
        key = "hidden-1" if len(scene.hidden) == 1 else "hidden"
        share = f"{scene.options.minimum} %"
        lines.append(say(key, lang, n=len(scene.hidden), share=share))
    return lines


def _legend(
    chart: Chart, faces: dict[str, Face], labels: dict[str, Label]
) -> list[tuple[str, str]]:
    """
    Only what this chart shows.
    """
    lang = chart.lang
    shapes = {face.shape: None for face in faces.values()}
    entries = [
        (f"box {shape}", say(f"k-{shape}", lang))
        for shape in ("company", "person", "family", "fund", "state", "division", "group", "others")
        if shape in shapes
    ]
    if any(face.outside for face in faces.values()):
        entries.append(("box company outside", say("l-outside", lang)))
    styles = {label.style for label in labels.values()}
    names = {"": "l-holds"} | {
        style: f"l-{style}"
        for style in ("unknown", "right", "part", "alternative", "planned", "control")
    }
    entries += [
        (f"line {style}", say(key, lang)) for style, key in names.items() if style in styles
    ]
    if any(style == "conflict" for label in labels.values() for _, style in label.rows):
        entries.append(("", say("l-conflict", lang)))
    return entries

"""
The code lists that cells are checked against.

Their definitions, in French and English, are concepts of `ontology/codes.ttl`;
a test keeps the two equal.
"""

ORGANIZATION_KINDS = {
    "company": "Company",
    "joint_venture": "JointVenture",
    "public_institution": "PublicInstitution",
    "state": "State",
    "fund": "Fund",
    "family": "Family",
    "holder_group": "HolderGroup",
    "division": "Division",
    "business": "Business",
    "project": "Project",
}
"""
The code of each kind of organization, and the ontology's class for it.
"""

CODES: dict[str, tuple[str, ...]] = {
    "standing": ("counted", "alternative", "corroborating", "aggregate", "indirect", "planned"),
    "confidence": ("high", "medium", "low"),
    "exactness": ("exact", "approx", "at-least", "at-most", "unknown"),
    "name-kind": ("legal", "brand", "acronym", "variant"),
    "right": (
        "board-appointment",
        "agreement",
        "golden-share",
        "concert",
        "stated-control",
        "public-oversight",
        "accounting-consolidation",
        "ultimate-accounting-consolidation",
        "significant-influence",
    ),
    "stage": ("talks", "announced", "signed", "completed", "abandoned"),
    "post": (
        "chair-and-chief-executive",
        "chief-executive",
        "management-board-chair",
        "president",
        "head",
        "managing-director",
        "chair",
        "supervisory-board-chair",
        "deputy-chief-executive",
        "chief-financial-officer",
        "executive",
        "director",
        "founder",
    ),
    "event": (
        "founded",
        "joint-venture-created",
        "renamed",
        "merged",
        "split",
        "listed",
        "delisted",
        "withdrew",
        "insolvency",
        "service-launch",
        "service-end",
        "state-funding",
        "origin",
        "programme-launch",
        "intent",
        "consequence",
        "attribution",
        "capital-change",
        "share-sale",
        "agreement",
        "qualification-milestone",
        "contract",
        "site-opening",
        "other",
    ),
    "qualification-scheme": ("secnumcloud",),
    "figure": ("revenue", "target", "investment", "funding", "losses", "customers"),
    "figure-status": ("actual", "expected", "planned", "target"),
}

LEADING_POSTS = CODES["post"][:8]
"""
The posts whose holders lead an organization, in the order in which answers list them.
"""

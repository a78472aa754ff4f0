"""In, near or out of scope, from how a question leans towards examples of each. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.boundaries import Scope, Topic
from knowledge.found import Findings

# Margins over the in-scope examples from which a question counts as out or near. Set on the judged questions: declining
# a practitioner's question costs more than answering a stray one, so the line lies above every in-scope question there.
OUT_MARGIN = 0.35
NEAR_MARGIN = 0.4
# Out of scope wins a close race: a near topic would answer a part that was never asked for.
OUT_LEAD = 0.25
# A question this close to a phrasing or passage of a document is about that document, however its words lean.
SURELY_IN_COSINE = 0.85
# From here on a question that nobody put to the coach is one for it. Set on the judged questions: two of 120 of an
# office day pass, and six in ten of practitioners' own: speaking out of turn costs more than staying silent.
SURE_COSINE_MIN = 0.5
SURE_OUT_MARGIN_MAX = -0.4


@dataclass(frozen=True, slots=True)
class Verdict:
    """The scope of a question, and the topic whose words say so (none in scope)."""

    scope: Scope
    topic: Topic | None


def is_surely_ours(findings: Findings) -> bool:
    """Whether the question behind `findings` is one for the coach, whoever it was put to."""
    nearest = findings.documents[0].cosine if findings.documents else 0.0
    return nearest >= SURE_COSINE_MIN and findings.out.margin <= SURE_OUT_MARGIN_MAX


def judge(findings: Findings) -> Verdict:
    """The scope of the question behind `findings`."""
    if findings.documents and findings.documents[0].cosine >= SURELY_IN_COSINE:
        return Verdict("in", None)
    near, out = findings.near, findings.out
    if out.margin >= OUT_MARGIN and out.margin + OUT_LEAD >= near.margin:
        return Verdict("out", out.topic)
    if near.margin >= NEAR_MARGIN:
        return Verdict("near", near.topic)
    return Verdict("in", None)

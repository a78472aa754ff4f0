"""Small generations, made as the real ones are, over the fake encoder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from embeddings.encoder import Encoder
from knowledge.documents import Document
from knowledge.generation import Generation
from knowledge.manifests import Recipe
from knowledge.refresh import build, recipe_of
from knowledge.remembering import NOTHING
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder

BOUNDARIES = """
topics:
  - name: legal advice
    scope: out
    limit: what a court would say
    offer: Ask counsel.
    examples:
      - is our contract binding in court
      - can they sue us for this contract
      - would a judge enforce the contract
      - what does state law say on liability
      - do we need a lawyer for the lawsuit
  - name: fundraising
    scope: near
    limit: how to win grants and raise money
    offer: Ask a fundraiser.
    refs: [T2]
    examples:
      - how do we win a federal grant
      - write a grant proposal for us
      - which foundation gives grant money
      - raise money from donors
      - fundraising gala ideas for donors
in_examples:
  - who sits at the table
"""
STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def moment(number: int) -> datetime:
    """The time of the refresh with this number; each is a second after the one before."""
    return STARTED + timedelta(seconds=number)


def generation_of(documents: Sequence[Document], encoder: Encoder | None = None) -> Generation:
    """A generation of these documents."""
    return build(documents, BOUNDARIES, encoder or WordEncoder(32), NOTHING, lambda _: None)


def numbered(number: int, documents: int = 1) -> tuple[Generation, Recipe]:
    """A generation that can be told from others by its first title, and its recipe."""
    made = [document(f"C{place}", "case", title=f"Number {number}") for place in range(1, documents + 1)]
    return generation_of(made), recipe_of(made, BOUNDARIES, "words:32")


def title_in(generation: Generation) -> str:
    """What tells it from others."""
    return generation.documents[0].head.title

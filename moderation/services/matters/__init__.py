"""The services for matters: what waits for an editor and is no page. Each is one transaction, and raises Refusal."""

from moderation.services.matters.claiming import (
    assign_matter,
    check_matter_free,
    claim_matter,
    release_all_matters,
    release_matter,
    renew_matter_claim,
)
from moderation.services.matters.deciding import decide_matter
from moderation.services.matters.opening import close_matter, open_matter
from moderation.services.matters.repairing import repair_matters

__all__ = [
    "assign_matter",
    "check_matter_free",
    "claim_matter",
    "close_matter",
    "decide_matter",
    "open_matter",
    "release_all_matters",
    "release_matter",
    "renew_matter_claim",
    "repair_matters",
]

"""The models of activity and followers."""

from feed.models.activity import Activity, ActivityQuerySet
from feed.models.followers import Digest, Follow, Follower

__all__ = ["Activity", "ActivityQuerySet", "Digest", "Follow", "Follower"]

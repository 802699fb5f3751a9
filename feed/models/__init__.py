"""What has happened, and who wants to hear of it."""

from feed.models.activity import Activity, ActivityQuerySet
from feed.models.followers import Digest, Follow, Follower

__all__ = ["Activity", "ActivityQuerySet", "Digest", "Follow", "Follower"]

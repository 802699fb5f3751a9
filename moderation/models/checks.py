"""The stored results of automatic checks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CheckResult(models.Model):
    """The result of one check on one submission or matter; a check that crashed never holds up a decision.

    `findings`: a list of {"message": code, "where": passage, "with": {placeholder: value}}; put into words on display.
    """

    class Outcome(models.TextChoices):
        """The outcomes of a check: passed, found something, or crashed."""

        PASSED = "passed", _("fine")
        FOUND = "found", _("needs attention")
        CRASHED = "crashed", _("could not be checked")

    # One of the two is set.
    submission = models.ForeignKey(
        "moderation.Submission", null=True, on_delete=models.CASCADE, related_name="check_results"
    )
    matter = models.ForeignKey("moderation.Matter", null=True, on_delete=models.CASCADE, related_name="check_results")
    check_name = models.SlugField(max_length=40)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("result of a check")
        verbose_name_plural = _("results of checks")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "check_name"], name="moderation_one_result_a_check"),
            models.UniqueConstraint(fields=["matter", "check_name"], name="moderation_one_matter_result_a_check"),
            models.CheckConstraint(
                condition=models.Q(submission=None) ^ models.Q(matter=None), name="moderation_result_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.outcome}"

"""/workspace/: the short way for people at work."""

from __future__ import annotations

from django.urls import path

from workspace import personal_views
from workspace.desk.views import (
    applications,
    claims,
    decisions,
    organizations,
    post_review,
    profile_changes,
    queue,
    reports,
    review,
    statistics,
    tiers,
)
from workspace.desk.views import help_services as desk_help_services
from workspace.desk.views import log as desk_log
from workspace.officer.views import checks, content, corrections, events, help_services, updates
from workspace.organization.views import log, members, profile

app_name = "workspace"

urlpatterns = [
    path("", content.home, name="home"),
    path("organization/", content.choose_organization, name="organization"),
    path("threads.css", personal_views.own_threads, name="threads"),
    path("language/", personal_views.choose_language, name="language"),
    path("mail/", personal_views.mail, name="mail"),
    path("post/", updates.post, name="post"),
    path("post/<int:page_id>/", updates.edit, name="edit"),
    path("event/", events.event, name="event"),
    path("event/<int:page_id>/", events.edit_event, name="edit-event"),
    path("piece/<int:page_id>/", content.one_piece, name="piece"),
    path("piece/<int:page_id>/preview/", content.preview, name="preview"),
    path("piece/<int:page_id>/check/", checks.check, name="check"),
    path("piece/<int:page_id>/send/", content.send, name="send"),
    path("piece/<int:page_id>/take-back/", content.take_back_piece, name="take-back"),
    path("piece/<int:page_id>/withdraw/", content.withdraw_piece, name="withdraw"),
    path("piece/<int:page_id>/translate/", content.translate, name="translate"),
    path("help/", help_services.help_offered, name="help"),
    path("help/unverified/", desk_help_services.help_unverified, name="help-unverified"),
    path("help/<int:page_id>/verify/", help_services.verify_help, name="verify-help"),
    path("people/", members.people, name="people"),
    path("people/<int:membership_id>/role/", members.change, name="change-role"),
    path("people/<int:membership_id>/remove/", members.remove_person, name="remove"),
    path("people/invitations/<int:invitation_id>/resend/", members.resend_invitation, name="resend"),
    path("people/invitations/<int:invitation_id>/revoke/", members.revoke_invitation, name="revoke"),
    path("log/", log.log, name="log"),
    path("log/all/", desk_log.whole_log, name="whole-log"),
    path("facts/", profile.facts, name="facts"),
    path("facts/changes/", profile_changes.facts_changes, name="facts-changes"),
    path("facts/changes/<int:change_id>/", profile_changes.facts_change, name="facts-change"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.new_organization, name="new-organization"),
    path("organizations/<slug:slug>/", organizations.about_organization, name="about-organization"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("queue/", queue.queue, name="queue"),
    path("figures/", statistics.figures, name="figures"),
    path("decided/", decisions.decided, name="decided"),
    path("review/<int:submission_id>/", review.review, name="review"),
    path("review/<int:submission_id>/preview/", review.review_preview, name="review-preview"),
    path("review/<int:submission_id>/screen/", review.on_screen, name="review-screen"),
    path("review/<int:submission_id>/claim/", claims.claim_piece, name="claim"),
    path("review/<int:submission_id>/keep/", claims.keep_piece, name="keep"),
    path("review/<int:submission_id>/release/", claims.release_piece, name="release"),
    path("review/<int:submission_id>/correct/", review.correct, name="correct"),
    path("review/<int:submission_id>/after/", post_review.look, name="look-after"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:report_id>/", reports.one_report, name="report"),
    path("organizations/<slug:slug>/tier/", tiers.tier, name="tier"),
    path("correction/<int:correction_id>/", corrections.correction, name="correction"),
    path("piece/<int:page_id>/appeal/", corrections.ask_again, name="appeal"),
    path("piece/<int:page_id>/answer/", corrections.answer_taking, name="answer-withdrawal"),
]

"""/workspace/: the short way for people at work."""

from __future__ import annotations

from django.urls import path

from workspace.views import applications, checks, desk, facts, figures, log, organizations, people, person, pieces, post

app_name = "workspace"

urlpatterns = [
    path("", pieces.home, name="home"),
    path("organization/", pieces.choose_organization, name="organization"),
    path("threads.css", person.own_threads, name="threads"),
    path("language/", person.choose_language, name="language"),
    path("mail/", person.mail, name="mail"),
    path("post/", post.post, name="post"),
    path("post/<int:page_id>/", post.edit, name="edit"),
    path("piece/<int:page_id>/preview/", pieces.preview, name="preview"),
    path("piece/<int:page_id>/check/", checks.check, name="check"),
    path("piece/<int:page_id>/send/", pieces.send, name="send"),
    path("piece/<int:page_id>/take-back/", pieces.take_back_piece, name="take-back"),
    path("piece/<int:page_id>/withdraw/", pieces.withdraw_piece, name="withdraw"),
    path("piece/<int:page_id>/translate/", pieces.translate, name="translate"),
    path("people/", people.people, name="people"),
    path("people/<int:membership_id>/role/", people.change, name="change-role"),
    path("people/<int:membership_id>/remove/", people.remove_person, name="remove"),
    path("people/invitations/<int:invitation_id>/resend/", people.resend_invitation, name="resend"),
    path("people/invitations/<int:invitation_id>/revoke/", people.revoke_invitation, name="revoke"),
    path("log/", log.log, name="log"),
    path("log/all/", log.whole_log, name="whole-log"),
    path("facts/", facts.facts, name="facts"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.new_organization, name="new-organization"),
    path("organizations/<slug:slug>/", organizations.about_organization, name="about-organization"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("queue/", desk.queue, name="queue"),
    path("figures/", figures.figures, name="figures"),
    path("review/<int:submission_id>/", desk.review, name="review"),
    path("review/<int:submission_id>/preview/", desk.review_preview, name="review-preview"),
]

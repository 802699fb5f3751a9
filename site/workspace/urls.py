"""The addresses of the workspace, below /workspace/."""

from __future__ import annotations

from django.urls import path

from orgs.pages.registry import page_kinds
from workspace.check_in import door_views, phone_views, printed_list
from workspace.desk.discussions import views as discussion_views
from workspace.desk.held import views as held_views
from workspace.desk.old_sites import views as old_site_views
from workspace.desk.press import source_views as press_source_views
from workspace.desk.press import views as press_views
from workspace.desk.releases import views as release_views
from workspace.desk.saved_replies import views as reply_views
from workspace.desk.views import (
    applications,
    claims,
    decisions,
    matters,
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
from workspace.notes import views as note_views
from workspace.officer.views import (
    checks,
    content,
    copies,
    corrections,
    help_services,
    pictures,
    recommendations,
    short_forms,
)
from workspace.organization.views import (
    boards,
    figures,
    handed_links,
    languages,
    log,
    members,
    own_site,
    profile,
    reach,
    registration,
    takeout,
)
from workspace.personal import strip
from workspace.personal import views as personal_views
from workspace.translating import both as translating_both
from workspace.translating import lists as translating_lists
from workspace.translating import views as translating_views

app_name = "workspace"

urlpatterns = [
    path("", content.home, name="home"),
    path("organization/", content.choose_organization, name="choose-organization"),
    path("threads.css", personal_views.own_brand_css, name="brand-css"),
    path("session/", personal_views.session_state, name="session-state"),
    path("strip/<int:page_id>/", strip.strip, name="strip"),
    path("language/", personal_views.choose_language, name="choose-language"),
    path("mail/", personal_views.mail_settings, name="mail-settings"),
    *(
        path(f"{kind.short_form.address}/", short_forms.new_page, {"kind": kind.name}, name=f"new-{kind.name}")
        for kind in page_kinds().short_forms
    ),
    *(
        path(
            f"{kind.short_form.address}/<int:page_id>/",
            short_forms.edit_page,
            {"kind": kind.name},
            name=f"edit-{kind.name}",
        )
        for kind in page_kinds().short_forms
    ),
    path("piece/<int:page_id>/", content.one_content_item, name="content-item"),
    path("piece/<int:page_id>/preview/", content.preview, name="preview"),
    path("piece/<int:page_id>/check/", checks.check, name="check"),
    path("piece/<int:page_id>/send/", content.submit_page, name="submit"),
    path("piece/<int:page_id>/pictures/", pictures.picture_questions_page, name="pictures"),
    path("piece/<int:page_id>/take-back/", content.take_back_page, name="take-back"),
    path("piece/<int:page_id>/copy/", copies.duplicate_page, name="duplicate"),
    path("piece/<int:page_id>/delete/", copies.delete_page, name="delete"),
    path("piece/<int:page_id>/notes/", note_views.notes, name="notes"),
    path("piece/<int:page_id>/withdraw/", content.withdraw_page, name="withdraw"),
    path("to-translate/", translating_lists.to_translate, name="to-translate"),
    path("piece/<int:page_id>/translate/", content.translate_page, name="translate"),
    path("piece/<int:page_id>/send-both/", translating_both.send_both_languages, name="send-both"),
    path("piece/<int:page_id>/sentences/", translating_views.translation, name="translation"),
    path("piece/<int:page_id>/recommendations/", recommendations.recommendations, name="recommendations"),
    path("piece/<int:page_id>/figures/", figures.event_figures, name="event-figures"),
    path("piece/<int:page_id>/registration/", registration.registration, name="registration"),
    path(
        "piece/<int:page_id>/registration/settings/",
        registration.registration_settings,
        name="registration-settings",
    ),
    path("piece/<int:page_id>/registration/add/", registration.add_person, name="registration-add"),
    path("piece/<int:page_id>/registration/list/", registration.printed_list, name="registration-list"),
    path("help/", help_services.help_services_page, name="help-services"),
    path("help/unverified/", desk_help_services.unverified_help_services, name="unverified-help-services"),
    path("help/<int:page_id>/verify/", help_services.verify_help_service, name="verify-help-service"),
    path("people/", members.members, name="members"),
    path("people/<int:membership_id>/role/", members.change_member_role, name="change-role"),
    path("people/<int:membership_id>/remove/", members.remove_member, name="remove-member"),
    path("people/<int:membership_id>/phone-lost/", members.phone_lost, name="phone-lost"),
    path("people/link/", handed_links.new_link, name="new-link"),
    path("people/<int:membership_id>/new-password/", handed_links.new_password_link, name="new-password-link"),
    path("people/links/<int:link_id>/revoke/", handed_links.revoke_handed_link, name="revoke-link"),
    path("people/invitations/<int:invitation_id>/resend/", members.resend_invitation, name="resend-invitation"),
    path("people/invitations/<int:invitation_id>/revoke/", members.revoke_invitation, name="revoke-invitation"),
    path("discussions/", boards.boards, name="boards"),
    path("discussions/new/", boards.new_board, name="new-board"),
    path("discussions/portal/", boards.portal_boards, name="portal-boards"),
    path("discussions/portal/new/", boards.new_portal_board, name="new-portal-board"),
    path("site/", own_site.own_site, name="own-site"),
    path("languages/", languages.languages, name="languages"),
    path("languages/all/", languages.portal_languages, name="portal-languages"),
    path("languages/of/<slug:slug>/", languages.organization_languages, name="organization-languages"),
    path("reach/", reach.reach, name="reach"),
    path("reach/file/", reach.reach_file, name="reach-file"),
    path("reach/mail/", reach.reach_mail, name="reach-mail"),
    path("reach/all/", reach.portal_reach, name="portal-reach"),
    path("log/", log.log, name="log"),
    path("takeout/", takeout.takeout, name="takeout"),
    path("takeout/file/", takeout.takeout_file, name="takeout-file"),
    path("log/all/", desk_log.portal_log, name="portal-log"),
    path("facts/", profile.profile, name="profile"),
    path("facts/look/", profile.brand_look, name="brand-look"),
    path("facts/colours.css", profile.brand_colours, name="brand-colours"),
    path("facts/changes/", profile_changes.profile_changes, name="profile-changes"),
    path("facts/changes/<int:change_id>/", profile_changes.profile_change, name="profile-change"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.new_organization, name="new-organization"),
    path("organizations/old-sites/", old_site_views.move_ins, name="move-ins"),
    path("organizations/old-sites/<int:batch_id>/", old_site_views.move_in, name="move-in"),
    path("organizations/<slug:slug>/", organizations.manage_organization, name="manage-organization"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("queue/", queue.queue, name="queue"),
    path("queue/replies/", reply_views.saved_replies, name="saved-replies"),
    path("queue/replies/<int:reply_id>/", reply_views.saved_reply, name="saved-reply"),
    path("queue/undo/", held_views.undo, name="undo-held"),
    path("queue/dropped/", held_views.dismiss, name="dismiss-dropped"),
    path("figures/", statistics.statistics, name="statistics"),
    path("figures/series/", release_views.series_figures, name="series-figures"),
    path("decided/", decisions.decisions, name="decisions"),
    path("review/<int:submission_id>/", review.review, name="review"),
    path("review/<int:submission_id>/preview/", review.review_preview, name="review-preview"),
    path("review/<int:submission_id>/screen/", review.preview_frame, name="preview-frame"),
    path("review/<int:submission_id>/claim/", claims.claim_submission, name="claim"),
    path("review/<int:submission_id>/keep/", claims.renew_claim_on_submission, name="renew-claim"),
    path("review/<int:submission_id>/release/", claims.release_submission, name="release-claim"),
    path("review/<int:submission_id>/correct/", review.correct, name="correct"),
    path("review/<int:submission_id>/after/", post_review.post_review_page, name="post-review"),
    path("desk/matters/<int:matter_id>/", matters.matter_page, name="matter"),
    path("desk/matters/<int:matter_id>/claim/", matters.claim_this_matter, name="claim-matter"),
    path("desk/matters/<int:matter_id>/keep/", matters.renew_claim_on_matter, name="renew-matter-claim"),
    path("desk/matters/<int:matter_id>/release/", matters.release_this_matter, name="release-matter-claim"),
    path("discussions/posts/<int:post_id>/", discussion_views.post_page, name="post"),
    path("press/", press_views.press_desk, name="press-desk"),
    path("press/items/<int:item_id>/", press_views.press_item, name="press-item"),
    path("press/undo/", press_views.undo_pass, name="press-undo"),
    path("press/clippings/", press_source_views.press_clippings, name="press-clippings"),
    path("press/sources/", press_source_views.press_sources, name="press-sources"),
    path("press/sources/<int:source_id>/", press_source_views.press_source, name="press-source"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:report_id>/", reports.report_detail, name="report"),
    path("organizations/<slug:slug>/tier/", tiers.tier, name="tier"),
    path("correction/<int:correction_id>/", corrections.correction, name="correction"),
    path("piece/<int:page_id>/appeal/", corrections.appeal_rejection, name="appeal"),
    path("piece/<int:page_id>/answer/", corrections.answer_withdrawn_page, name="answer-withdrawal"),
    path("check-in/worker.js", phone_views.worker, name="check-in-worker"),
    path("check-in/phone/", phone_views.shell, name="check-in-shell"),
    path("check-in/code/<slug:code>/", door_views.one_code, name="check-in-code"),
    path("check-in/<int:gathering_id>/", door_views.door, name="check-in"),
    path("check-in/<int:gathering_id>/list.pdf", printed_list.printed_list, name="printed-list"),
    path("check-in/<int:gathering_id>/list/", phone_views.phone_list, name="check-in-list"),
    path("check-in/<int:gathering_id>/entries/", phone_views.phone_entries, name="check-in-entries"),
]

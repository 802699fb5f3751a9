"""Tests that take one way through the code with many arguments: the arguments that `make test` runs.

The others are second looks (tests/thorough.py): the same rule in the other language, for one more kind of page, by one
more way to write the same words. Arguments that are each a rule of their own (a right, a refusal, a fault) all stay.
Files are named below tests/.
"""

from __future__ import annotations

STAYING: dict[str, tuple[str, ...]] = {
    "accounts/test_limits.py::test_a_code_of_the_authenticator_is_good_once_in_all_its_life": (
        "0-late",
        "29-in time",
        "31-late",
        "59-early",
    ),
    "blog/test_pages.py::test_every_kind_of_page_is_cheap": (
        "en-update",
        "km-article",
        "en-publication",
        "km-event",
    ),
    "catalog/test_lost_files.py::test_rows_name_no_picture_that_is_gone": (
        "the picture is deleted",
        "one size is deleted",
    ),
    "demo/test_drawings.py::test_a_drawing_is_a_light_picture_of_three_by_two": ("loom", "market", "clinic"),
    "demo/test_drawings.py::test_a_report_is_a_pdf_with_its_fonts_inside": ("km",),
    "discussions/test_archive.py::test_many_posts_go_out_and_come_in_the_same": ("100",),
    "discussions/test_deliveries.py::test_a_killed_process_loses_nobody_and_doubles_one_at_most": ("0", "2"),
    "events/test_registration_pages.py::test_what_is_deleted_in_another_tab_is_not_found_and_no_error": (
        "cancel/",
        "delete/",
    ),
    "home/test_directory.py::test_nonsense_is_no_filter": ("place=nowhere", "page=abc"),
    "home/test_front.py::test_number_of_queries_does_not_grow": ("km",),
    "mail/test_unsolicited.py::test_one_address_gets_few_letters": ("['apply', 'follow', 'code', 'reset']",),
    "moderation/test_completeness.py::test_no_door_sends_a_picture_about_which_nothing_is_said": (
        "new",
        "trusted",
    ),
    "moderation/test_corrections.py::test_markup_that_does_not_close_is_mended_or_refused": (
        "<p><b>Six",
        "<li>Six</li>",
        "<a href>Six",
        "<!-- Six",
        "<tr>Six",
    ),
    "moderation/test_desk_digest.py::test_a_clock_set_back_never_ends_the_quiet_early": ("576000",),
    # Each field for a picture once.
    "moderation/test_files.py::test_autosave_over_the_public_revision_closes_no_page": ("update", "publication"),
    # Each situation once, and each decision twice.
    "moderation/held/test_holding.py::test_undo_gives_back_every_row": (
        "alone-approve",
        "claimed-return",
        "second_opinion-refuse",
        "corrected-approve",
        "appealed-return",
        "newer_version-refuse",
    ),
    "moderation/test_mails.py::test_reasons_of_the_list_come_in_the_authors_language": ("km",),
    "moderation/test_mails.py::test_the_author_learns_of_the_reason": ("km",),
    "moderation/test_page_diff.py::test_sixty_pages_do_not_hang": ("unlike", "one sentence"),
    "moderation/test_pairs.py::test_both_are_withdrawn_or_none": ("1",),
    "moderation/test_pairs.py::test_one_answer_is_for_both": (
        "0-request_changes-returned",
        "1-reject-refused",
    ),
    "moderation/test_pairs.py::test_one_approval_publishes_both": ("0",),
    "moderation/test_pairs.py::test_taking_one_back_takes_both_back": ("1",),
    "moderation/test_statistics.py::test_the_record_is_what_python_counts": ("90",),
    "moving/test_content.py::test_time_grows_with_the_length_alone": ("nested", "items", "cells"),
    "operations/test_backup_consistency.py::test_what_a_row_names_is_there": (
        "upload-while copying",
        "delete-while copying",
        "delete-after dump",
        "upload and delete-before dump",
    ),
    "orgs/test_blocks.py::test_no_level_of_headings_is_skipped": (
        "article-chosen0-shown0",
        "article-chosen1-shown1",
        "article-chosen2-shown2",
        "article-chosen3-shown3",
        "event-chosen0-shown0",
    ),
    # Each field once, and both faults.
    "orgs/test_typed_dates.py::test_what_is_not_understood_is_refused_and_stays_as_it_was_typed": (
        "starts_at-12/25/2026 08:30-Write day and hour as",
        "ends_at-tomorrow-Write day and hour as",
        "go_live_at-05/12/2626 17:00-Choose a year from",
        "expire_at-soon-Write day and hour as",
    ),
    "portal/test_full_editor.py::test_every_screen_leads_back_to_the_workspace": ("officer",),
    "portal/test_incomplete_forms.py::test_a_form_that_no_browser_sends_is_no_error": (
        "UpdatePage",
        "OrganizationPage",
        "HelpServicePage",
    ),
    "reach/test_counting.py::test_robots_and_fetching_ahead_are_left_out": ("headers1", "headers3"),
    "search/test_names.py::test_a_name_that_changes_is_followed": ("Organization-silk-weavers", "Topic-law"),
    "typed_text/test_input_fields.py::test_the_full_editor_keeps_no_broken_title": ("Six\\nlooms",),
    "workspace/test_both_languages.py::test_either_address_shows_both_and_decides_on_both": ("0",),
    "workspace/test_desk.py::test_hundreds_that_wait_cost_no_more": ("500",),
    "workspace/test_item_status.py::test_its_queries_do_not_grow": ("en",),
    # Each state once, and each way to send once.
    "workspace/test_outcome_messages.py::test_the_words_follow_what_happened": (
        "new-False-Sent for review.-by_form",
        "verified-True-Sent for review.-by_list",
        "trusted-False-It is published.-by_questions",
        "trusted-True-It becomes public on-by_full_editor",
    ),
    "workspace/test_outcome_messages.py::test_a_trusted_officer_without_a_second_factor_waits_until_she_has_one": (
        "by_form",
        "by_full_editor",
    ),
    # A manager has all tasks of an officer.
    "workspace/test_walk.py::test_the_usual_tasks_need_no_admin": ("manager", "editor"),
    # Each kind of page once, and each action once.
    "workspace/test_seen_version.py::test_no_short_form_replaces_newer_words_unasked": (
        "update-send",
        "update-autosave",
        "article-draft",
        "publication-check",
        "event-send",
        "help-check",
    ),
    "workspace/test_seen_version.py::test_the_full_editor_asks_before_it_replaces": (
        "loaded-",
        "overwritten in place-action-submit",
        "autosaved-action-send-for-review",
    ),
}
# In a whole file: the arguments with the first end are the second look at those with the second end.
ENDS: tuple[tuple[str, str, str], ...] = (
    ("accounts/test_mails.py", "-en]", "-km]"),
    ("events/papers/test_sample_papers.py", "-en]", "-km]"),
    ("feed/test_following.py", "-en]", "-km]"),
    ("home/test_cards.py", "-en]", "-km]"),
    ("workspace/test_profile.py", "-name_km]", "-name_en]"),
)

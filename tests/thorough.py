"""The tests of `make test-thorough`: a second look at rules that a test of `make test` proves already.

docs/testing.md says what belongs here. Drills are marked where they stand, and stay drills.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.repeated_arguments import ENDS, STAYING

# Each second look, with the tests of `make test` that prove the same rule: a folder, a file, a test, a test with one
# set of arguments, or `::*[...]` for all tests of a file with these arguments. What stands on the right stays.
SECOND_LOOKS: dict[str, tuple[str, ...]] = {
    # The same tests on a second database or engine.
    "tests/services/test_on_postgresql.py": ("tests/services/test_on_postgresql.py::*[locks]",),
    "tests/services/test_outbox_services.py::test_the_outbox_on_postgresql": ("tests/outbox/",),
    "tests/services/test_elastic_engine.py": (
        "tests/services/test_elastic_engine.py::test_queries_find_the_same_on_both_engines",
    ),
    "tests/services/test_elastic_index.py::test_a_rebuild_loses_nothing_that_is_written_meanwhile": (
        "tests/services/test_elastic_index.py::test_what_is_written_during_a_rebuild_is_in_the_new_index",
    ),
    "tests/operations/test_backup_bucket.py": (
        "tests/operations/test_backup_bucket.py::test_a_portal_comes_back_from_a_bucket",
        "tests/operations/test_backup_round.py",
    ),
    "tests/browser/test_publish.py::*[served_session]": ("tests/browser/test_publish.py::*[embedded_session]",),
    "tests/services/test_outbox_services.py::*[embedded]": ("tests/services/test_outbox_services.py::*[served]",),
    "tests/services/test_outbox_canary.py::*[embedded]": ("tests/services/test_outbox_canary.py::*[served]",),
    # Whole portals and long runs of faults; each fault alone is a test of its package, or of tests/services/.
    "tests/services/test_drill.py": ("tests/services/test_outbox_services.py::*[served]",),
    "tests/services/test_outbox_services.py::test_two_workers_under_fire": (
        "tests/services/test_outbox_services.py::test_a_worker_killed_during_an_effect[served]",
    ),
    "tests/services/test_outbox_canary.py::test_the_supervisor_starts_it_again_and_the_new_one_hears": (
        "tests/services/test_outbox_canary.py::test_a_deaf_worker_ends_with_an_error[served]",
    ),
    "tests/services/flow/test_flow_approved.py": (
        "tests/moderation/test_content_hash.py",
        "tests/moderation/test_files.py",
    ),
    "tests/services/flow/test_flow_broker.py": (
        "tests/services/test_outbox_services.py::test_a_worker_that_starts_without_a_broker_carries_out_effects",
        "tests/services/test_outbox_services.py::test_without_a_broker_effects_follow_and_nobody_waits",
        "tests/services/test_outbox_services.py::test_a_hung_broker_holds_up_a_commit_for_less_than_two_seconds_once",
    ),
    "tests/services/flow/test_flow_faults.py": (
        "tests/services/test_outbox_services.py::test_a_worker_killed_during_an_effect[served]",
        "tests/services/test_outbox_services.py::test_a_worker_killed_between_commit_and_effects[served]",
    ),
    # On PostgreSQL, by its file "postgresql_hung_up.py".
    "tests/services/flow/test_flow_pages.py": ("tests/services/test_on_postgresql.py::*[locks]",),
    "tests/services/load/test_load_day.py::test_a_day_takes_place_and_a_broken_portal_is_told": (
        "tests/services/load/test_load_verdicts.py",
    ),
    "tests/services/logged/": ("tests/common/logs/",),
    "tests/services/flow/test_flow_whole.py": (
        "tests/browser/test_publish.py::*[embedded_session]",
        "tests/services/test_outbox_services.py::test_effects_follow_a_commit_at_once[served]",
        "tests/services/test_on_postgresql.py::*[locks]",
        "tests/feed/test_feeds.py",
        "tests/tenancy/test_matrix.py::test_every_address[manager]",
    ),
    "tests/services/test_outbox_services.py::test_a_worker_killed_while_it_works_outside": (
        "tests/services/test_outbox_services.py::test_a_worker_killed_during_an_effect[served]",
        "tests/outbox/",
    ),
    "tests/services/test_outbox_services.py::test_outside_work_is_done_once_and_holds_nothing_up": ("tests/outbox/",),
    "tests/services/test_outbox_canary.py::*[hang]": ("tests/services/test_outbox_canary.py::*[stop]",),
    "tests/operations/test_backup_trial.py::test_the_newest_backup_is_restored_and_compared": (
        "tests/operations/test_backup_trial.py::test_a_failing_check_fails_the_trial",
        "tests/operations/test_backup_trial.py::test_a_file_that_is_gone_fails_the_trial",
        "tests/operations/test_backup_round.py",
    ),
    "tests/operations/test_erasure_leaves_nothing.py::test_a_restored_backup_does_not_bring_her_back": (
        "tests/operations/test_erasure_leaves_nothing.py::test_nothing_is_left",
        "tests/operations/test_erased_again.py",
    ),
    "tests/schema/test_fresh_migrations.py::test_postgresql_is_what_it_was": (
        "tests/schema/test_fresh_migrations.py::test_sqlite_is_what_it_was",
        "tests/services/test_on_postgresql.py::*[locks]",
    ),
    "tests/schema/test_quick_migrations.py": ("tests/schema/test_fresh_migrations.py::test_sqlite_is_what_it_was",),
    "tests/takeout/test_stores.py": ("tests/takeout/test_restore.py",),
    "tests/services/pairs/": ("tests/moderation/test_pairs.py",),
    "tests/services/held/": ("tests/moderation/held/",),
    "tests/services/discussions/test_samples.py": ("tests/discussions/test_receiving.py",),
    "tests/services/test_entrypoint.py": (
        "tests/services/test_rights.py",
        "tests/services/test_nginx.py",
        "tests/structure/test_containers.py",
    ),
    "tests/services/test_doctor_right.py": ("tests/operations/test_doctor.py", "tests/services/test_doctor_servers.py"),
    # Every address, screen or form, as every role.
    "tests/tenancy/test_matrix.py::test_every_address": ("tests/tenancy/test_matrix.py::test_every_address[manager]",),
    "tests/tenancy/test_escalation.py": (
        "tests/tenancy/test_escalation.py::test_no_form_gives_more_than_it_is_for[manager]",
    ),
    "tests/tenancy/test_scale.py": (
        "tests/tenancy/test_scale.py::test_the_explorer_and_the_editor_cost_the_same_among_many[officer-12]",
    ),
    "tests/portal/test_users.py::test_no_screen_of_wagtails_moves_people_between_groups": (
        "tests/portal/test_users.py::test_nothing_else_writes_groups",
        "tests/tenancy/test_escalation.py::test_no_form_gives_more_than_it_is_for[manager]",
    ),
    "tests/portal/test_error_summary.py::test_a_form_that_comes_back_begins_with_what_is_wrong": (
        "tests/portal/test_error_summary.py::test_a_form_that_comes_back_begins_with_what_is_wrong[anonymous]",
    ),
    "tests/portal/test_kept_text.py::*[all]": ("tests/portal/test_kept_text.py::*[every fourth]",),
    "tests/workspace/test_article_round_trip.py": (
        "tests/workspace/test_article_round_trip.py::*[seeds0]",
        "tests/workspace/test_full_editor_round_trip.py",
    ),
    "tests/khmer/crawl/": ("tests/khmer/test_labels.py", "tests/khmer/test_catalogues.py"),
    "tests/search/test_hostile_requests.py": (
        "tests/search/test_hostile_requests.py::test_every_door_answers_hostile_queries[/en/search/]",
        "tests/search/test_hostile_requests.py::test_no_address_has_what_no_database_holds",
        "tests/search/test_engine.py::test_any_query_is_answered",
    ),
    "tests/search/test_ranking.py::test_two_thousand_hostile_queries": (
        "tests/search/test_engine.py::test_any_query_is_answered",
    ),
    # The whole demo, and a portal filled with a thousand words.
    "tests/demo/test_loader.py": ("tests/demo/test_content.py", "tests/demo/test_recommendations.py"),
    "tests/demo/test_populate.py": ("tests/search/test_rows.py", "tests/catalog/test_rows.py"),
    "tests/demo/test_press_review.py::test_six_media_have_sixty_items_and_forty_clippings": (
        "tests/press/test_taking.py",
    ),
    # Every kind of page in the browser, and what people do there in a second language, width or mode.
    "tests/browser/test_accessible.py::test_public_pages_break_no_rule": (
        "tests/browser/test_accessible.py::test_public_pages_break_no_rule[every eighth]",
    ),
    "tests/browser/test_accessible.py::test_pages_at_work_break_no_rule": (
        "tests/browser/test_accessible.py::test_pages_at_work_break_no_rule[manager]",
    ),
    "tests/browser/test_desk_pairs.py": ("tests/moderation/test_pairs.py", "tests/workspace/test_both_languages.py"),
    "tests/browser/test_desk.py": (
        "tests/workspace/test_desk.py",
        "tests/browser/test_work_by_keyboard.py::*[scripts]",
    ),
    "tests/browser/test_registration.py": ("tests/events/test_registration_pages.py",),
    "tests/browser/test_short_forms.py::test_the_forms_are_accessible_in_english": (
        "tests/browser/test_short_forms.py::test_an_event_with_its_programme_takes_few_taps",
    ),
    "tests/browser/test_work_by_keyboard.py::*[no scripts]": ("tests/browser/test_work_by_keyboard.py::*[scripts]",),
    "tests/browser/test_pages.py::*[en]": ("tests/browser/test_pages.py::*[km]",),
    "tests/browser/test_pages.py::test_public_pages_fit_a_small_phone_and_need_no_scripts": (
        "tests/browser/test_pages.py::test_public_pages_fit_a_small_phone_and_need_no_scripts[every fourth]",
    ),
    "tests/browser/test_pages.py::test_the_switch_of_language_stays_on_the_same_page": (
        "tests/home/test_languages.py",
        "tests/browser/test_pages.py::test_what_is_written_in_one_language_says_so_in_the_other",
    ),
    "tests/browser/test_papers.py": (
        "tests/browser/test_papers.py::test_a_paper_is_as_good_as_the_print_of_chromium[event report-km]",
        "tests/events/papers/",
    ),
    "tests/browser/test_discussion_mail_pages.py": ("tests/discussions/",),
    "tests/browser/test_discussions.py": ("tests/discussions/test_joining.py",),
    "tests/browser/test_discussions_by_mail.py": (
        "tests/services/discussions/test_lmtp_server.py::test_a_postfix_brings_mail_and_a_portal_says_what_it_takes",
        "tests/discussions/test_deliveries.py",
    ),
    "tests/browser/test_follow.py": ("tests/feed/test_following.py",),
    "tests/browser/test_full_editor.py::test_its_screens_work_for_members": (
        "tests/browser/test_full_editor.py::test_an_article_saves_itself_and_an_open_window_changes_nothing_that_waits",
    ),
    "tests/browser/test_check_in.py::test_the_door_on_a_small_telephone": (
        "tests/browser/test_check_in.py::test_two_telephones_without_internet",
    ),
    "tests/browser/test_accounts.py::test_a_new_manager_comes_by_invitation_and_acts_with_a_second_factor": (
        "tests/accounts/",
        "tests/orgs/",
    ),
    "tests/browser/test_press_desk.py": ("tests/press/", "tests/browser/test_work_by_keyboard.py::*[scripts]"),
    "tests/browser/test_pasted_tables.py": ("tests/browser/test_article.py::test_what_is_pasted_comes_in_clean",),
    "tests/browser/test_article.py::test_it_is_accessible": (
        "tests/browser/test_accessible.py::test_pages_at_work_break_no_rule[manager]",
    ),
    "tests/browser/test_article.py::*[no scripts]": ("tests/browser/test_article.py::*[scripts]",),
    "tests/browser/test_article.py::test_it_comes_back_after_a_lost_connection": (
        "tests/browser/test_phone.py::test_a_post_with_a_photo_survives_a_lost_connection",
        "tests/browser/test_article.py::test_a_long_article_takes_few_taps",
    ),
    # Each short form by its taps: the same script and parts as the event's, which has most of them.
    "tests/browser/test_short_forms.py::test_a_report_takes_few_taps": (
        "tests/browser/test_short_forms.py::test_an_event_with_its_programme_takes_few_taps",
        "tests/browser/test_short_forms.py::test_rows_come_and_go_and_a_stopped_file_leaves_nothing",
        "tests/workspace/test_publication_form.py",
    ),
    "tests/browser/test_short_forms.py::test_a_help_service_takes_few_taps": (
        "tests/browser/test_short_forms.py::test_an_event_with_its_programme_takes_few_taps",
        "tests/workspace/test_help_form.py",
    ),
    "tests/browser/test_phone.py::test_by_keyboard_alone_and_without_a_script": (
        "tests/workspace/test_update_form.py",
        "tests/browser/test_article.py::test_it_is_written_by_keyboard_alone[scripts]",
    ),
    "tests/browser/test_enter_and_send.py::*[draft]": ("tests/browser/test_enter_and_send.py::*[send]",),
    "tests/browser/test_accounts.py::test_a_mailed_code_lets_the_officer_in": (
        "tests/accounts/test_login.py::test_a_mailed_code_opens_the_workspace",
        "tests/accounts/test_login.py::test_a_wrong_code_opens_nothing_and_three_are_the_end",
    ),
    "tests/browser/test_phone.py::test_two_taps_at_one_moment_make_one_piece": ("tests/workspace/test_sent_once.py",),
    "tests/browser/test_passkeys.py": ("tests/accounts/test_passkeys.py",),
    "tests/browser/test_desk_stream.py": (
        "tests/browser/test_desk_stream.py::test_a_key_that_comes_too_soon_or_is_held_decides_nothing",
        "tests/workspace/test_desk_stream.py",
        "tests/browser/test_work_by_keyboard.py::*[scripts]",
    ),
    "tests/browser/test_short_forms.py::test_an_event_by_keyboard_alone": (
        "tests/browser/test_short_forms.py::test_an_event_with_its_programme_takes_few_taps",
        "tests/browser/test_article.py::test_it_is_written_by_keyboard_alone[scripts]",
    ),
    "tests/browser/test_short_forms.py::test_a_report_by_keyboard_alone": (
        "tests/workspace/test_publication_form.py",
        "tests/browser/test_article.py::test_it_is_written_by_keyboard_alone[scripts]",
    ),
    "tests/browser/test_short_forms.py::test_a_help_service_by_keyboard_alone": (
        "tests/workspace/test_help_form.py",
        "tests/browser/test_article.py::test_it_is_written_by_keyboard_alone[scripts]",
    ),
    "tests/browser/test_reading_by_keyboard.py": (
        "tests/browser/test_reading_by_keyboard.py::test_words_are_searched_and_what_is_found_is_narrowed[scripts]",
        "tests/browser/test_reading_by_keyboard.py::test_help_is_found_and_called[scripts]",
    ),
    "tests/browser/test_check_in.py::test_codes_are_scanned_one_after_another_where_the_browser_reads_them": (
        "tests/browser/test_check_in.py::test_two_telephones_without_internet",
    ),
    "tests/browser/test_full_editor.py::test_a_day_stays_as_it_was_typed": ("tests/orgs/test_typed_dates.py",),
    "tests/browser/test_refusals.py": (
        "tests/browser/test_refusals.py::test_a_photo_without_words_waits_beside_what_is_wrong",
        "tests/portal/test_error_summary.py",
    ),
    "tests/browser/test_translating.py::test_twelve_sentences_are_translated_and_sent_in_15_taps_beside_typing": (
        "tests/browser/test_translating.py::test_a_box_saves_itself_and_a_problem_stands_beside_it",
        "tests/workspace/test_translating.py",
    ),
}


SECOND_LOOKS |= {
    f"tests/{test}": tuple(f"tests/{test}[{staying}]" for staying in stays) for test, stays in STAYING.items()
}
SECOND_LOOKS |= {f"tests/{file}::*{second}": (f"tests/{file}::*{first}",) for file, second, first in ENDS}

# By file, so that each test is compared with few of them; what a folder's name stands for is compared with all tests.
FOLDERS = [second for second in SECOND_LOOKS if second.endswith("/")]
BY_FILE: dict[str, list[str]] = defaultdict(list)
for second in SECOND_LOOKS:
    BY_FILE[second.partition("::")[0]].append(second)


def is_second_look(test_id: str) -> bool:
    """Return whether a test, given by its pytest id, is left to `make test-thorough`."""
    near = [*FOLDERS, *BY_FILE.get(test_id.partition("::")[0], ())]
    seconds = [second for second in near if is_within(test_id, second)]
    return bool(seconds) and not any(is_within(test_id, first) for second in seconds for first in SECOND_LOOKS[second])


def is_within(test_id: str, named: str) -> bool:
    """Return whether a pytest id is the named folder, file, test or set of arguments, or a part of it."""
    place, _, arguments = named.partition("::*")
    rest = test_id.removeprefix(place)
    is_part = not rest or (rest != test_id and (place.endswith("/") or rest[0] in "[:"))
    return is_part and test_id.endswith(arguments)


def mark(items: list[pytest.Item]) -> None:
    """Give each second look the marker `thorough`.

    Raises pytest.UsageError where the table names arguments that a test has not: all of them would be second looks.
    """
    arguments = defaultdict(set)
    for item in items:
        arguments[item.nodeid.partition("[")[0]].add(item.nodeid)
        if is_second_look(item.nodeid):
            item.add_marker(pytest.mark.thorough)
    for test, stays in STAYING.items():
        there, named = arguments[f"tests/{test}"], {f"tests/{test}[{each}]" for each in stays}
        # With few of them on pytest's command line nothing is known of the others.
        if len(there) > len(named) and (gone := named - there):
            raise pytest.UsageError(f"tests/repeated_arguments.py names what is not there: {sorted(gone)}")

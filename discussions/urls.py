"""Addresses of discussions, below the language."""

from django.urls import path

from discussions.mailing import views as mailing
from discussions.views import about, boards, feeds, rules, threads

app_name = "discussions"

# A board's slug may be none of the first words here: discussions.models.boards.RESERVED_BOARD_SLUGS.
urlpatterns = [
    path("", boards.board_list, name="boards"),
    path("rules/", rules.show_rules, name="rules"),
    path("about/<int:page_id>/", about.threads_about, name="about"),
    path("mail/<str:token>/", mailing.mail_choice, name="mail-choice"),
    path("mail/<str:token>/leave/", mailing.leave, name="leave"),
    path("<slug:board>/", boards.show_board, name="board"),
    path("<slug:board>/feed.atom", feeds.board_atom, name="board-atom"),
    path("<slug:board>/<int:thread>/", threads.show_thread, name="thread"),
]

"""Addresses of discussions, below the language."""

from django.urls import path

from discussions.mailing import views as mailing
from discussions.views import about, boards, feeds, joining, me, posts, rules_page, threads, writing

app_name = "discussions"

# A board's slug may be none of the first words here: discussions.models.boards.RESERVED_BOARD_SLUGS.
urlpatterns = [
    path("", boards.board_list, name="boards"),
    path("join/", joining.join, name="join"),
    path("join/confirm/<str:token>/", joining.confirm_link, name="confirm"),
    path("join/<str:key>/", joining.digits, name="digits"),
    path("me/", me.me, name="me"),
    path("me/sign-out/", me.sign_out, name="sign-out"),
    path("me/leave/", me.leave_discussions, name="leave-discussions"),
    path("rules/", rules_page.show_rules, name="rules"),
    path("about/<int:page_id>/", about.threads_about, name="about"),
    path("mail/<str:token>/", mailing.mail_choice, name="mail-choice"),
    path("mail/<str:token>/leave/", mailing.leave, name="leave"),
    path("<slug:board>/", boards.show_board, name="board"),
    path("<slug:board>/feed.atom", feeds.board_atom, name="board-atom"),
    path("<slug:board>/start/", writing.start, name="start"),
    path("<slug:board>/<int:thread>/answer/", writing.answer, name="answer"),
    path("<slug:board>/<int:thread>/mails/", posts.choose_thread_mails, name="thread-mails"),
    path("<slug:board>/<int:thread>/<int:post>/", posts.post_actions, name="post"),
    path("<slug:board>/<int:thread>/", threads.show_thread, name="thread"),
]

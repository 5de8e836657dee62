"""The follow-up board: open to all, for those who ask, and for those who answer."""

from django.urls import path, re_path

from portal.views import board, board_answers, own_board

OURS = "min-organisation/<slug:slug>/fragor/"

urlpatterns = [
    # Open to all.
    path("kommuner/fragor/", board.board_list, name="board_list"),
    re_path(r"^kommuner/fragor\.(?P<kind>csv|xlsx|json)$", board.board_list_file, name="board_list_file"),
    path("kommuner/<municipality:code>-<slug:slug>/fragor/", board.municipality_board, name="municipality_board"),
    path("regioner/<region:code>-<slug:slug>/fragor/", board.region_board, name="region_board"),
    # Those who ask.
    path(OURS, own_board.own_board, name="own_board"),
    path(f"{OURS}ny/", own_board.own_board_ask, name="own_board_ask"),
    path(f"{OURS}<int:pk>/paminnelse/", own_board.own_board_remind, name="own_board_remind"),
    path(f"{OURS}<int:pk>/dra-tillbaka/", own_board.own_board_withdraw, name="own_board_withdraw"),
    path(f"{OURS}<int:pk>/ta-tillbaka/", own_board.own_board_retract, name="own_board_retract"),
    path(f"{OURS}uppgift/<str:code>/<slug:question>/", own_board.own_board_note, name="own_board_note"),
    # Those who answer.
    path("kommuner/fragor/svara/", board_answers.board_answers, name="board_answers"),
    path("kommuner/fragor/svara/<str:code>/<slug:question>/", board_answers.board_answer, name="board_answer"),
]

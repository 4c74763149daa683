"""Addresses of Career Services Boards."""

from django.urls import path

from partners.views import board, board_seats

urlpatterns = [
    path("desk/<slug:slug>/board/", board.board, name="board"),
    path("desk/<slug:slug>/board/on/", board.board_on, name="board_on"),
    path("desk/<slug:slug>/board/settings/", board.board_settings, name="board_settings"),
    path("desk/<slug:slug>/board/close/", board.board_close, name="board_close"),
    path("desk/<slug:slug>/board/roster/", board.board_roster, name="board_roster"),
    path("desk/<slug:slug>/board/opening/", board.board_opening, name="board_opening"),
    path("desk/<slug:slug>/board/chair/", board.board_chair, name="board_chair"),
    path("desk/<slug:slug>/board/invite/", board.board_invite, name="board_invite"),
    path("desk/<slug:slug>/board/invite/<slug:writer_slug>/", board.board_invite_writer, name="board_invite_writer"),
    path("board/<str:key>/", board_seats.board_seat, name="board_seat"),
    path("board/<str:key>/answer/", board_seats.board_answer, name="board_answer"),
    path("board/<str:key>/renew/", board_seats.board_renew, name="board_renew"),
    path("board/<str:key>/statement/", board_seats.board_statement, name="board_statement"),
    path("board/<str:key>/end/", board_seats.board_seat_end, name="board_seat_end"),
]

"""Writers are asked to stand in for a class."""

from careerlink.web import clock
from partners.actions.engagements import note_asked
from partners.emails.classes import ask_writers
from partners.models import ClassRequest
from partners.queries import classes as queries


def ask_for_class(request: ClassRequest) -> int:
    """Write to the best who are free, each once; returns how many. Whoever calls it has noted that they are asked."""
    if request.starts_at <= clock.now():
        return 0
    writers = queries.writers_to_ask(request)
    for writer in writers:
        note_asked(request.host, writer, about=request, answer_by=request.decide_by)
    ask_writers(request, writers)
    return len(writers)

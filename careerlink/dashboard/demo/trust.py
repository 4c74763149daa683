"""Agreed work that is over, and students whom a writer met and keeps at a distance."""

from datetime import timedelta

from careerlink.web import clock
from partners.actions.cooling_off import note_met
from partners.actions.engagements import call_off_engagement, finish_engagement
from partners.models import Engagement


def end_some_work(stage) -> None:
    """One thing is done, one was called off by the writer; two students were met on the way."""
    work = Engagement.objects.filter(host=stage.office).select_related("host__institution", "writer__user")
    done = work.get(writer__name="Maren Okafor", kind="workshop")
    with clock.set_to(stage.ago(120)):
        finish_engagement(done, by=stage.director)
    called_off = work.get(writer__name="Luis Ferreira", kind="panel")
    with clock.set_to(stage.ago(52)):
        word = "One of my two friends has to travel that week. I am sorry; we would gladly come in spring."
        call_off_engagement(called_off, by=called_off.writer.user, word=word)
    met_on = (stage.now - timedelta(days=121)).date()
    for address in ("a.student@demo.edu", "another.student@demo.edu"):
        note_met(done.writer, stage.office, address, met_on, done)

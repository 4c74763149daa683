"""Pages of the admin that show how to reach people: that a moderator looked is written down for each of them."""

from collections.abc import Iterable
from typing import Any

from careerlink.audit.trail import disclose_many


class ShowsContacts:
    """For a ModelAdmin whose pages about one row have people's addresses; `in_lists` when its list has them too."""

    in_lists = False

    def people_behind(self, thing: Any) -> Iterable[int]:
        """The ids of the Users whose contact details stand on the page of this row."""
        raise NotImplementedError

    def change_view(self, request, object_id, *args, **kwargs):
        base: Any = super()
        thing = base.get_object(request, object_id)
        if thing is not None and base.has_view_permission(request, thing):
            self._write_down(request, [thing])
        return base.change_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        base: Any = super()
        response = base.changelist_view(request, extra_context)
        changelist = (getattr(response, "context_data", None) or {}).get("cl")
        if self.in_lists and changelist is not None:
            self._write_down(request, changelist.result_list)
        return response

    def _write_down(self, request, things: Iterable) -> None:
        shown = [(thing, pk) for thing in things for pk in self.people_behind(thing)]
        disclose_many(shown, what="contact", right="moderation", seen_by=request.user)

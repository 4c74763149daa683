"""Judging invitations and roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Host, Member

ROLES = [
    (Member.Role.MANAGER.value, _("Manager: everything, settings and people included")),
    (Member.Role.COORDINATOR.value, _("Coordinator: requests, offers and writers")),
    (Member.Role.VIEWER.value, _("Viewer: looks, changes nothing")),
]


class InviteColleagueForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of your colleague"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect, initial="coordinator")
    is_adviser = forms.BooleanField(
        label=_("Adviser of the group"),
        required=False,
        help_text=_("A professor or somebody of the staff, not a student. The adviser is a manager; writers you work "
                    "with see their name and address."),
    )  # fmt: skip

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        if not host.is_of_students:
            del self.fields["is_adviser"]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

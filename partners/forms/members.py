"""Judging invitations and roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Member

ROLES = [
    (Member.Role.MANAGER.value, _("Manager: everything, settings and people included")),
    (Member.Role.COORDINATOR.value, _("Coordinator: requests, offers and writers")),
    (Member.Role.VIEWER.value, _("Viewer: looks, changes nothing")),
]


class InviteColleagueForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of your colleague"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect, initial="coordinator")


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

"""Writers and their credentials for the moderators."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.audit.shown import ShowsContacts
from partners.actions import reviews as actions
from partners.actions import reviews_credentials as credential_actions
from partners.admin.reviews import CorrectableAdmin, Decision, ReviewAdmin
from partners.forms.reviews import CheckCredentialForm, NoteForm, ReasonForm, SuspendForm
from partners.models import Credential, Writer
from partners.models.reasons import CredentialRejection, CredentialRevocation, WriterQuestion, WriterRefusal


@admin.register(Writer)
class WriterAdmin(ShowsContacts, CorrectableAdmin):
    """The queue of writers."""

    list_display = ["name", "headline", "state", "waits_since", "answer_due"]
    search_fields = ["name", "slug", "user__email"]
    fields = ["name", "headline", "about", "website", "state", "suspended_until", "paused_until", "submitted_at"]
    readonly_fields = ["about", "state", "suspended_until", "paused_until", "submitted_at"]
    bulk = ("approve", "refuse")
    decisions = (
        Decision(
            "approve",
            gettext_lazy("Approve"),
            actions.approve_writer,
            NoteForm,
            (gettext_lazy("Offices find the writer, who can offer at once."),),
            main=True,
        ),
        Decision(
            "ask",
            gettext_lazy("Ask for information"),
            actions.ask_writer,
            ReasonForm,
            (gettext_lazy("The writer has 30 days to answer; then the profile is a draft again."),),
            options={"reasons": WriterQuestion, "is_note_needed": True},
        ),
        Decision(
            "refuse",
            gettext_lazy("Refuse"),
            actions.refuse_writer,
            ReasonForm,
            (gettext_lazy("The mail says the reason and that it can be put right and sent again."),),
            options={"reasons": WriterRefusal},
        ),
        Decision(
            "suspend",
            gettext_lazy("Suspend"),
            actions.suspend_writer,
            SuspendForm,
            (gettext_lazy("From the next click on no office sees the writer, who cannot offer. It ends by itself."),),
        ),
        Decision(
            "lift",
            gettext_lazy("Let take part again"),
            actions.lift_writer,
            NoteForm,
            (gettext_lazy("Offices see the writer again at once."),),
        ),
    )

    def people_behind(self, thing):
        return [thing.user_id]

    def facts(self, writer):
        found = [
            (_("Person"), f"{writer.user} <{writer.user.email}>",
             reverse("admin:accounts_user_change", args=[writer.user_id])),
            (_("Their page"), writer.slug, reverse("writer_page", args=[writer.slug])),
            (_("Whom they help best"), ", ".join(writer.phrases.values_list("text", flat=True)) or _("not said"), ""),
            (_("Fees"), ", ".join(f"{fee.what} ${fee.dollars:,}" for fee in writer.fees.all()) or _("not said"), ""),
            (_("Place"), str(writer.place or _("not said")), ""),
            (_("Their web page"), writer.website or _("not given"), writer.website),
        ]  # fmt: skip
        for credential in writer.credentials.all():
            url = reverse("admin:partners_credential_change", args=[credential.pk])
            found.append((_("Credential"), f"{credential.name}: {credential.get_state_display()}", url))
        return found


@admin.register(Credential)
class CredentialAdmin(ReviewAdmin):
    """The queue of credentials, with the issuer's look-up address beside each."""

    list_display = ["name", "writer", "issuer", "number", "state", "expires_on", "waits_since", "answer_due"]
    list_select_related = ["writer"]
    search_fields = ["name", "issuer", "number", "writer__name"]
    fields = ["name", "issuer", "number", "expires_on", "held_until", "state", "submitted_at"]
    decisions = (
        Decision(
            "check",
            gettext_lazy("Checked at the issuer"),
            credential_actions.check_credential,
            CheckCredentialForm,
            (gettext_lazy("Offices see “credential checked” beside the name at once."),),
            main=True,
        ),
        Decision(
            "reject",
            gettext_lazy("Could not be confirmed"),
            credential_actions.reject_credential,
            ReasonForm,
            (gettext_lazy("The mail says why and that it can be sent again."),),
            options={"reasons": CredentialRejection},
        ),
        Decision(
            "revoke",
            gettext_lazy("Take the check back"),
            credential_actions.revoke_credential,
            ReasonForm,
            (gettext_lazy("It is no longer shown beside the name from the next click on."),),
            options={"reasons": CredentialRevocation},
        ),
    )

    def initial(self, decision, thing):
        return {"expires_on": thing.expires_on} if decision.event == "check" else {}

    def facts(self, credential):
        issuer = credential.type.issuer if credential.type else None
        lookup = credential.lookup_url or (issuer.lookup_url if issuer else "")
        site = issuer.website if issuer else ""
        found = [
            (_("Held by"), credential.writer.name,
             reverse("admin:partners_writer_change", args=[credential.writer_id])),
            (_("Number"), credential.number or _("not given"), ""),
            (_("Look it up"), lookup or _("No address known; ask the issuer"), lookup),
            (_("Issuer"), credential.issuer, site),
        ]  # fmt: skip
        for evidence in credential.evidence.all():
            url = reverse("evidence", args=[evidence.key])
            found.append((_("Evidence"), f"{evidence.name} ({evidence.size // 1024 + 1} KB)", url))
        return found

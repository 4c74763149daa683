"""Where moderators see mail: what failed and why, and how to send it again. Nothing is typed here."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.shown import ShowsContacts
from careerlink.outbox import actions, bounces, choices, queries
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web.admin import NothingTyped

SHOWN = (
    "shown_subject", "to", "kind", "state", "state_since", "why", "attempts",
    "made_at", "due_at", "send_after", "sent_at", "about_label", "about_id", "scope", "message_id",
    "text", "history",
)  # fmt: skip

SHOWN_AT_MOST = 100  # as many as a page of the list
AT_ONCE = 500
SAID_AT_MOST = 5  # messages of one kind


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ShowsContacts, NothingTyped):
    """Read everything but the secrets; send again or cancel, after a question."""

    list_display = ["shown_subject", "to_in_short", "kind", "state", "due_at", "attempts", "why"]
    list_filter = ["state", "kind"]
    list_select_related = ["mailbox"]
    search_fields = ["mailbox__address", "key", "subject", "why"]
    search_help_text = gettext_lazy("Address, subject, what it is about, or the server's words")
    ordering = ["-id"]
    actions = ["send_again", "cancel"]
    fields = SHOWN
    readonly_fields = SHOWN
    in_lists = True

    def people_behind(self, thing: OutgoingMail) -> list[int]:
        return [thing.mailbox.user_id] if thing.mailbox.user_id else []

    @admin.display(description=gettext_lazy("subject"), ordering="subject")
    def shown_subject(self, mail: OutgoingMail) -> str:
        return mail.subject or mail.key

    @admin.display(description=gettext_lazy("to"), ordering="mailbox__address")
    def to(self, mail: OutgoingMail) -> str:
        return mail.mailbox.address

    @admin.display(description=gettext_lazy("to"), ordering="mailbox__address")
    def to_in_short(self, mail: OutgoingMail) -> str:
        return mail.mailbox.in_short

    @admin.display(description=gettext_lazy("what people did with it"))
    def history(self, mail: OutgoingMail) -> str:
        lines = [f"{entry.at:%Y-%m-%d %H:%M} UTC: {entry.event} ({entry.by})" for entry in queries.trail_of(mail)]
        return "\n".join(lines) or "-"

    def may_act(self, request: HttpRequest) -> bool:
        """Only the actions change anything, and they ask this."""
        return request.user.has_perm("outbox.change_outgoingmail")

    def get_actions(self, request: HttpRequest) -> dict:
        return super().get_actions(request) if self.may_act(request) else {}

    @admin.action(description=gettext_lazy("Send again…"))
    def send_again(self, request: HttpRequest, queryset):
        mails = queryset.filter(state__in=OutgoingMail.ENDED_UNSENT)
        return self._ask_or_do(request, queryset, mails, "send_again")

    @admin.action(description=gettext_lazy("Cancel what has not left…"))
    def cancel(self, request: HttpRequest, queryset):
        return self._ask_or_do(request, queryset, queryset.filter(state=OutgoingMail.State.WAITING), "cancel")

    def _ask_or_do(self, request: HttpRequest, chosen, mails, action: str) -> HttpResponse | None:
        """The first time say how many are meant, the second time (with `sure`) do it. Who chose all that fit a
        search means them all, however many they are; a page shows and posts the first hundred.
        """
        mails = mails.select_related("mailbox").order_by("id")
        if "sure" not in request.POST:
            number = mails.count()
            return TemplateResponse(
                request,
                "outbox/admin_confirm.html",
                {
                    **self.admin_site.each_context(request),
                    "opts": self.model._meta,
                    "title": _("Send again?") if action == "send_again" else _("Cancel?"),
                    "action": action,
                    "mails": mails[:SHOWN_AT_MOST],
                    "number": number,
                    "more": max(0, number - SHOWN_AT_MOST),
                    "is_across": request.POST.get("select_across") == "1",
                    "left_alone": chosen.count() - number,
                },
            )
        done = self._send_again(mails, request) if action == "send_again" else self._cancel(mails, request)
        if done:
            words = (
                ngettext("%d mail goes out again.", "%d mails go out again.", done)
                if action == "send_again"
                else ngettext("%d mail was cancelled.", "%d mails were cancelled.", done)
            )
            self.message_user(request, words % done, messages.SUCCESS)
        return None

    def _send_again(self, mails, request: HttpRequest) -> int:
        done, ids = 0, list(mails.values_list("pk", flat=True))
        kept: dict[Mailbox, choices.Why] = {}
        for start in range(0, len(ids), AT_ONCE):
            batch = list(mails.filter(pk__in=ids[start : start + AT_ONCE]))
            skipped = choices.never_leaves(batch)
            kept |= {mail.mailbox: skipped[mail.pk] for mail in batch if mail.pk in skipped}
            done += actions.send_many_again(batch, by=request.user)
        self._say_why_kept(kept, request)
        wiped = OutgoingMail.objects.filter(pk__in=ids, is_secret=True, secret="", state__in=OutgoingMail.ENDED_UNSENT)
        for address in wiped.values_list("mailbox__address", flat=True)[:SAID_AT_MOST]:
            words = _("The code or link in the mail to %s was wiped: it has to be asked for again.") % address
            self.message_user(request, words, messages.WARNING)
        return done

    def _say_why_kept(self, kept: dict[Mailbox, choices.Why], request: HttpRequest) -> None:
        """Why nothing leaves to these addresses, and what helps; for the first five of each reason."""
        addresses = reverse("admin:outbox_mailbox_changelist")
        for box in [box for box, why in kept.items() if why == "comes back"][:SAID_AT_MOST]:
            said = format_html(
                '{} <a href="{}?{}">{}</a>',
                _("Mail to %s comes back, so nothing was sent there.") % box.address,
                addresses,
                urlencode({"q": box.address}),
                _("Say that the address works again, then send it again."),
            )
            self.message_user(request, said, messages.WARNING)
        for box in [box for box, why in kept.items() if why == "not wanted"][:SAID_AT_MOST]:
            words = _("Whoever reads %s has stopped such mail, so nothing was sent there. Only they can change that.")
            self.message_user(request, words % box.address, messages.WARNING)

    def _cancel(self, mails, request: HttpRequest) -> int:
        done = 0
        for mail in mails:
            try:
                actions.cancel_mail(mail, by=request.user)
                done += 1
            except (Stale, NoSuchMove):
                self.message_user(request, _("%s had moved on already.") % mail.key, messages.WARNING)
        return done


@admin.register(Mailbox)
class MailboxAdmin(ShowsContacts, NothingTyped):
    """Addresses: from which our mail comes back, since when, and what the other server said."""

    list_display = ["shown_address", "bounced_at", "bounce_words"]
    list_filter = [("bounced_at", admin.EmptyFieldListFilter)]
    search_fields = ["address"]
    ordering = ["-bounced_at", "-id"]
    actions = ["works_again"]
    fields = readonly_fields = ("address", "bounced_at", "bounce_words", "reports", "zone", "language", "made_at")
    in_lists = True

    def people_behind(self, thing: Mailbox) -> list[int]:
        return [thing.user_id] if thing.user_id else []

    @admin.display(description=gettext_lazy("address"), ordering="address")
    def shown_address(self, box: Mailbox) -> str:
        return box.in_short

    @admin.display(description=gettext_lazy("what was reported"))
    def reports(self, box: Mailbox) -> str:
        lines = [
            f"{one.at:%Y-%m-%d %H:%M} UTC: {one.get_what_display()}, {one.words}" for one in queries.reports_of(box)
        ]
        return "\n".join(lines) or "-"

    def get_actions(self, request: HttpRequest) -> dict:
        return super().get_actions(request) if request.user.has_perm("outbox.change_mailbox") else {}

    @admin.action(description=gettext_lazy("The address works again"))
    def works_again(self, request: HttpRequest, queryset):
        boxes = list(queryset.exclude(bounced_at=None))
        for box in boxes:
            bounces.works_again(box, by=request.user)
        number = len(boxes)
        words = ngettext("Mail goes to %d address again.", "Mail goes to %d addresses again.", number) % number
        self.message_user(request, words, messages.SUCCESS)

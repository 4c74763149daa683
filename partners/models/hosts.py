"""Hosts (career offices, professors, student groups of a college) and the people in them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models.approval import Reviewed
from partners.models.choices import Kind


class HostQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=Host.State.APPROVED)

    def taking_part(self):
        """Approved, and not a group that nobody leads at the moment: those that writers may find."""
        return self.approved().filter(group__paused_at=None)


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Host(Reviewed):
    """Somebody of one college who can have a writer in."""

    class HostKind(models.TextChoices):
        CAREER_OFFICE = "career_office", _("Career office")
        FACULTY = "faculty", _("Professor or department")
        STUDENT_ORGANIZATION = "student_organization", _("Student group")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting to be approved")
        APPROVED = "approved", _("Approved")
        SUSPENDED = "suspended", _("Suspended")
        REFUSED = "refused", _("Not approved")
        LEAVING = "leaving", _("Leaving")
        LEFT = "left", _("Left")

    key = KeyField()
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=24, choices=HostKind.choices)
    institution = models.ForeignKey("taxonomy.Institution", on_delete=models.PROTECT, related_name="hosts")
    name = models.CharField(_("name"), max_length=100)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SUBMITTED)
    suspended_until = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)  # until when it can come back
    zone = models.CharField(_("time zone"), max_length=40)
    zone_confirmed_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(_("office e-mail"), blank=True)
    phone = models.CharField(_("published telephone number"), max_length=40, blank=True)
    website = models.URLField(_("web page"), blank=True)
    about = models.TextField(_("about us"), max_length=2000, blank=True)
    house_rules = models.TextField(_("house rules"), max_length=4000, blank=True)
    students = models.PositiveIntegerField(_("students served"), null=True, blank=True)
    alumni = models.PositiveIntegerField(_("alumni"), null=True, blank=True)
    staff = models.PositiveSmallIntegerField(_("people in the office"), null=True, blank=True)
    attention_budget = models.PositiveSmallIntegerField(_("offers we look at at once"), default=3)
    no_capacity_until = models.DateField(_("no capacity until"), null=True, blank=True)
    # When those who decide get their desk mail, in the host's zone; db_default for rows made by plain SQL.
    desk_mail_weekday = models.PositiveSmallIntegerField(
        _("day of the desk mail"), choices=Weekday.choices, default=Weekday.TUESDAY, db_default=Weekday.TUESDAY
    )
    desk_mail_hour = models.PositiveSmallIntegerField(_("hour of the desk mail"), default=9, db_default=9)
    next_desk_mail_at = models.DateTimeField(null=True, blank=True, editable=False)  # None: not reckoned yet
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = HostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attention_budget__gte=1, attention_budget__lte=50),
                name="host_budget_bounds",
                violation_error_message=_("Look at between 1 and 50 offers at once."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(reviewed_at__isnull=False),
                name="host_approved_by_a_review",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    desk_mail_weekday__gte=1, desk_mail_weekday__lte=7, desk_mail_hour__gte=0, desk_mail_hour__lte=23
                ),
                name="host_desk_mail_on_the_clock",
                violation_error_message=_("Choose a day of the week and a full hour."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="leaving") | models.Q(leaves_at__isnull=False), name="host_leaving_has_clock"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "name", "id"], name="host_state_name"),
            models.Index(fields=["state", "answer_by"], name="host_state_answer_by"),
            models.Index(fields=["next_desk_mail_at"], name="host_next_desk_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.institution.name}"

    def get_absolute_url(self) -> str:
        return reverse("desk", args=[self.slug])

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_of_students(self) -> bool:
        """Whether its people are students, whose names and addresses no writer is shown."""
        return self.kind == self.HostKind.STUDENT_ORGANIZATION

    def concerns(self) -> dict:
        return {"scope": self.key}


class Want(models.Model):
    """A kind of help that a host says it wants now."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="wants")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "kind"], name="want_once")]
        indexes = [models.Index(fields=["kind", "host"], name="want_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class TaughtMajor(models.Model):
    """A major that the host's college teaches; a guess until a person confirmed it."""

    class Source(models.TextChoices):
        GUESS = "guess", _("typical for a college like yours")
        PASTED = "pasted", _("from your list")
        PICKED = "picked", _("chosen by you")

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="taught_majors")
    major = models.ForeignKey("taxonomy.Major", on_delete=models.PROTECT)
    source = models.CharField(max_length=8, choices=Source.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "major"], name="taught_major_once")]

    def __str__(self) -> str:
        return self.major_id


class Closure(models.Model):
    """Days on which a host is closed: its clocks stop (30 days at most) and new offers are told the date."""

    key = KeyField()
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField(_("first day closed"))
    ends_on = models.DateField(_("last day closed"))
    name = models.CharField(_("what for"), max_length=60, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="closure_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class HostCheck(models.Model):
    """One point of the moderator's checklist beside a host: what was looked at, by whom, with which result."""

    class What(models.TextChoices):
        DOMAIN = "domain", _("Address is under the college's own domain")
        PHONE = "phone", _("Published telephone number called")
        WEBSITE = "website", _("Named on the college's web page")

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="checks")
    what = models.CharField(max_length=10, choices=What.choices)
    is_good = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.get_what_display()


class MemberQuerySet(models.QuerySet):
    def acting(self):
        """Running memberships of those who may act for their host and can log in now."""
        is_free = models.Q(user__suspended_until=None) | models.Q(user__suspended_until__lte=clock.now())
        roles = [Member.Role.MANAGER, Member.Role.COORDINATOR]
        return self.filter(is_free, ended_at=None, role__in=roles, user__is_active=True)

    def named(self):
        """Those of them who get the decisions of their host."""
        return self.acting().filter(gets_decisions=True)

    def who_get_decisions(self):
        """The same of approved hosts: those whose desk mail speaks of the host."""
        return self.named().filter(host__state=Host.State.APPROVED)


class Member(models.Model):
    """A person's role in a host. A row that has ended stays, for the history."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("Manager")
        COORDINATOR = "coordinator", _("Coordinator")
        VIEWER = "viewer", _("Viewer")

    key = KeyField()
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    title = models.CharField(_("your title"), max_length=80, blank=True)
    gets_decisions = models.BooleanField(default=False)
    is_adviser = models.BooleanField(_("adviser of the group"), default=False)
    ends_on = models.DateField(_("leads the group until"), null=True, blank=True)
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "user"],
                condition=models.Q(ended_at=None),
                name="member_once",
                violation_error_message=_("This person is a member already."),
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(ended_at=None, is_adviser=True),
                name="member_one_adviser",
                violation_error_message=_("The group has an adviser already."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_adviser=False) | models.Q(role="manager") | models.Q(ended_at__isnull=False),
                name="member_adviser_manages",
                violation_error_message=_("The adviser is a manager of the group."),
            ),
            models.CheckConstraint(
                condition=models.Q(gets_decisions=False) | (models.Q(ended_at=None) & ~models.Q(role="viewer")),
                name="member_who_gets_decisions_decides",
                violation_error_message=_("Only coordinators and managers get the decisions."),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ended_at"], name="member_user"),
            models.Index(
                fields=["ends_on"], condition=models.Q(ends_on__isnull=False, ended_at=None), name="member_ends_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.host_id}: {self.role}"


class Invitation(Stateful):
    """A manager asked a colleague to join the host; no moderator needed."""

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        EXPIRED = "expired", _("Not answered in time")

    key = KeyField()
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Member.Role.choices)
    is_adviser = models.BooleanField(_("adviser of the group"), default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "email"],
                condition=models.Q(state="sent"),
                name="invitation_once",
                violation_error_message=_("This address has an invitation that is not answered yet."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_adviser=False) | models.Q(role="manager"),
                name="invitation_adviser_manages",
                violation_error_message=_("The adviser is a manager of the group."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def concerns(self) -> dict:
        return {"scope": self.host.key}

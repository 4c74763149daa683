"""Answers to what colleges ask before they say yes, grouped as the HECVAT groups its questions; the questions
are in our own words. A draft: the project answers for its code, the operator for the rest.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from careerlink.accounts import registry
from careerlink.dashboard import accessibility
from careerlink.web import links


@dataclass(frozen=True)
class Section:
    """One group of questions with their answers."""

    title: str
    answers: list[tuple[str, str]]


def sections() -> list[Section]:
    """All groups in the order in which the questionnaire has them."""
    run = accessibility.last_run()
    operator = _("To be answered by the operator.")
    limits = settings.SESSION_LIMITS
    return [
        Section(
            _("Company"),
            [
                (_("Who runs the service?"), operator),
                (_("Who makes it?"), _("The project CareerLink, open source; every change is in a public history.")),
                (_("Is it paid for by advertising or by data?"), _("No. There is neither in it.")),
            ],
        ),
        Section(
            _("Documentation"),
            [
                (
                    _("Is the architecture written down?"),
                    _("Yes, in docs/ beside the code: rooms, state machines, decisions."),
                ),
                (_("Is there an outside audit?"), _("No outside firm has audited it yet.")),
                (_("Is the privacy notice public?"), _("Yes: this page and the one about privacy.")),
            ],
        ),
        Section(
            _("Application security"),
            [
                (
                    _("How is one college kept from another's data?"),
                    _(
                        "Every object is reached through one door that asks who you are; what you may not see does not "
                        "exist. A test walks every address as every role and as another college."
                    ),
                ),
                (
                    _("How are scripts of others kept out?"),
                    _("A strict content policy: no inline script or style, nothing from another host."),
                ),
                (
                    _("How are files judged?"),
                    _(
                        "By content; pictures are drawn anew, documents with scripts refused; kept outside the "
                        "served tree."
                    ),
                ),
                (_("Has somebody tried to break in?"), _("No penetration test by a third party has been made.")),
            ],
        ),
        Section(
            _("Authentication and roles"),
            [
                (
                    _("Which ways are there to log in?"),
                    _(
                        "Password or mailed code, with code app or passkey as second step; single sign-on by OpenID "
                        "Connect and SAML when a college configures it."
                    ),
                ),
                (_("How are passwords kept?"), _("As salted scrypt hashes.")),
                (
                    _("When does a log-in end?"),
                    _(
                        "After %(idle)s hours without a click and %(most)s days at most; at log-out, a new "
                        "password and "
                        "suspension at once."
                    )
                    % {
                        "idle": int(limits["passing"][0].total_seconds() // 3600),
                        "most": limits["passing"][1].days,
                    },
                ),
                (_("Which roles are there?"), _("Manager, coordinator and viewer of an office; writer; moderator.")),
            ],
        ),
        Section(
            _("Data"),
            [
                (
                    _("Which personal data is kept?"),
                    _("%(n)s kinds, each named above with its purpose, its readers and its time.")
                    % {"n": len(registry.held)},
                ),
                (
                    _("Is data about students kept?"),
                    _("No account, no list and no education record of a student is kept in this version."),
                ),
                (_("Is it encrypted on its way?"), _("Yes: HTTPS only in production, with HSTS.")),
                (_("Is it encrypted where it lies?"), operator),
                (
                    _("Can a college take its data out and go?"),
                    _("Yes, any time, as JSON and CSV; leaving can be taken back for some weeks, then it is deleted."),
                ),
            ],
        ),
        Section(
            _("Privacy"),
            [
                (
                    _("Can a person see what is kept about them?"),
                    _("Yes: all of it in one file, and who was shown their details."),
                ),
                (
                    _("Can they be erased?"),
                    _("Yes. Statistics stay without a name; a restore from backup erases them again."),
                ),
                (_("Is data sold or used for advertising?"), _("No.")),
                (_("Are there trackers or cookies of others?"), _("No. There are two cookies, both needed.")),
            ],
        ),
        Section(
            _("Accessibility"),
            [
                (
                    _("Which standard is aimed at?"),
                    _("WCAG 2.2, level AA. The last run judged %(n)s pages and found %(violations)s violations.")
                    % {"n": len(run["pages"]), "violations": run["violations"]},
                ),
                (_("Has it been tested by people with disabilities?"), _("Not yet.")),
            ],
        ),
        Section(
            _("Business continuity"),
            [
                (
                    _("What happens when a part fails?"),
                    _(
                        "Mail and background work are rows first and are caught up; without the database a page "
                        "says so."
                    ),
                ),
                (
                    _("Are there backups, and are they tried?"),
                    _("One command makes one and one restores it; how often: ") + operator,
                ),
            ],
        ),
        Section(
            _("Change management"),
            [
                (
                    _("How does a change come in?"),
                    _(
                        "Through tests of behaviour, access, accessibility and import order, on both databases; a "
                        "list of "
                        "changes for users is kept."
                    ),
                ),
                (_("Which libraries are used?"), _("Pinned with hashes, few, each with a written reason.")),
            ],
        ),
        Section(
            _("Incidents"),
            [
                (
                    _("Whom do I tell?"),
                    settings.INCIDENT_CONTACT or _("The operator has not stated it yet."),
                ),
                (
                    _("What is on record?"),
                    _(
                        "Who did what and who was shown whose details, in a trail that is sealed with a key kept "
                        "outside "
                        "the database, so that a change is found."
                    ),
                ),
                (_("How soon is a college told?"), operator),
                (
                    _("How hard is a link from a mail to guess?"),
                    _("It carries %(bits)s random bits and a keyed signature.") % {"bits": links.NONCE_BYTES * 8},
                ),
            ],
        ),
    ]

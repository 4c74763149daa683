"""Everything that pages are made of, on one page (DEBUG and tests only)."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from careerlink.web import clock
from careerlink.web.days import DayField

KINDS = [("mock", "Mock interviews"), ("clinic", "Resume clinic"), ("fair", "Job fair")]


class SampleForm(forms.Form):
    """One field of every sort."""

    college = forms.CharField(label="College", help_text="Type part of the name or the city, then choose")
    email = forms.EmailField(label="Work e-mail")
    role = forms.CharField(label="What you do there", required=False)
    kind = forms.ChoiceField(label="What you need", choices=KINDS)
    ask = forms.CharField(
        label="In your own words", widget=forms.Textarea, required=False, help_text="At most 120 words"
    )
    on = DayField(label="When?", help_text="For example 12 May 2026, or “in two weeks”")
    place = forms.ChoiceField(
        label="Where can writers take part?",
        choices=[("campus", "On campus"), ("online", "Online")],
        widget=forms.RadioSelect,
        help_text="Online writers may live anywhere",
    )
    kinds = forms.MultipleChoiceField(label="Also welcome", choices=KINDS, widget=forms.CheckboxSelectMultiple)
    many = forms.MultipleChoiceField(label="Several of many", choices=KINDS, required=False)
    proof = forms.FileField(label="Certificate", help_text="PDF or picture, at most 5 MB")
    terms = forms.BooleanField(label=mark_safe('I have read the <a href="#terms">terms</a>'))
    news = forms.BooleanField(
        label="Tell me what other offices tried", required=False, help_text="Off unless you tick it"
    )

    def clean(self):
        if self.is_bound and self.data.get("college") == "nowhere":
            raise forms.ValidationError("Choose either a college or a place.")


class SampleFilter(forms.Form):
    major = forms.CharField(
        label="Helps best with", required=False, help_text="A major, a job or an industry, in your words"
    )
    kinds = forms.MultipleChoiceField(
        label="What you need", choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )


def sample() -> dict:
    """What the page shows; all people in it are invented."""
    now = clock.now()
    day = clock.today()
    checked = {
        "name": "Certified Professional Resume Writer",
        "issuer": "National Association of Resume Craft",
        "lookup_url": "https://issuer.demo.test/",
        "number": "CP-20817",
        "reviewed_at": now - timedelta(days=50),
        "expires_on": day + timedelta(days=500),
        "answer_by": None,
        "shown_state": "checked",
        "get_state_display": "Checked",
    }
    open_ = {
        **checked,
        "name": "Interview coach",
        "lookup_url": "",
        "number": "",
        "reviewed_at": None,
        "shown_state": "submitted",
    }
    lapsed = {**open_, "name": "Career coach", "expires_on": day - timedelta(days=1), "shown_state": "lapsed"}
    return {
        "moment": now,
        "form": SampleForm({"college": "nowhere", "email": "dana@"}, use_required_attribute=False),
        "plain": SampleForm(auto_id="plain_%s", use_required_attribute=False),
        "filters": SampleFilter({"major": "English", "kinds": ["clinic"]}, auto_id="filter_%s"),
        "tones": [
            ("", "Not checked"),
            ("wait", "Waits for you"),
            ("ok", "Credential checked"),
            ("done", "Done"),
            ("stop", "Ran out"),
            ("new", "New"),
        ],
        "chips": [{"label": "English", "url": "#english"}, {"label": "Within 50 miles", "url": "#near"}],
        "stats": [
            {"label": "Offers answered in time, this term", "value": "96%", "note": "88% last spring"},
            {"label": "Days until your answer, middle value", "value": "3", "note": "The promise is 14"},
            {"label": "Working together", "value": "12", "note": ""},
        ],
        "rows": [
            ("Helps with", "English, History"),
            ("Languages", "English, Igbo"),
            ("Contact", "Shown once you both agree"),
        ],
        "moved": [
            {
                "when": "Sun 10 May",
                "when_note": "9:00 am",
                "title": "We remind you",
                "text": "By e-mail.",
                "to_come": True,
            },
            {"when": "Mon 4 May", "when_note": "6:12 pm", "title": "You accepted the offer", "text": "After 2 days."},
            {"when": "Fri 1 May", "title": "Maren offered a resume clinic"},
        ],
        "tabs": [
            {"label": "Open", "url": "#open", "current": True},
            {"label": "Ended", "url": "#ended", "current": False},
        ],
        "prose": "### A heading\n\nA paragraph with **weight** and a [link](https://demo.test/).\n\n- one\n- two",
        "page": SimpleNamespace(newer_url="", older_url="#older"),
        "credentials": [SimpleNamespace(**row) for row in (checked, open_, lapsed)],
        "happens": ["Maren gets a kind mail without your reason.", "You can take it back for 30 minutes."],
        "shell": {
            "hosts": [
                {
                    "name": "Career office",
                    "college": "Riverside State",
                    "url": "#office",
                    "current": True,
                    "waiting": 3,
                },
                {
                    "name": "English Department",
                    "college": "Riverside State",
                    "url": "#dept",
                    "current": False,
                    "waiting": 1,
                },
            ],
            "here": {"name": "Career office", "college": "Riverside State"},
            "nav": [
                {"label": "Desk", "url": "#desk", "current": True, "count": 3},
                {"label": "Writers", "url": "#writers", "current": False, "count": None},
                {"label": "Offers", "url": "#offers", "current": False, "count": 10},
            ],
            "me": {"name": "Dana Whitcomb", "initials": "DW"},
            "writer": {"url": "#writer", "current": False},
        },
    }


@require_safe
@login_not_required
def styleguide(request):
    return render(request, "web/styleguide.html", sample())

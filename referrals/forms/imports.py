"""Judging a list of alumni, and what its columns hold."""

from itertools import zip_longest

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.web.files import MEGABYTE
from referrals.queries.reading import MANY, SENSITIVE, Column, Shape, guess_columns, judge_shape
from referrals.queries.reading.tables import Record

MOST_BYTES = 50 * MEGABYTE
EXAMPLES = 3


class ListField(forms.FileField):
    """A list as text, judged by what is in it; cleans to the file, and `shape` says how it is to be read."""

    shape: Shape

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"})
        help_text = gettext_lazy(
            "CSV, also with semicolons or tabs, up to 50 MB. Nothing is brought in before you have seen what changes."
        )
        super().__init__(widget=widget, help_text=help_text, allow_empty_file=True, **options)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload.size > MOST_BYTES:
            size = f"{upload.size / MEGABYTE:.0f}"
            raise ValidationError(_("This file has %(size)s MB. Choose one of at most 50 MB.") % {"size": size})
        self.shape = judge_shape(upload.file)
        upload.file.seek(0)
        return upload


class UploadForm(forms.Form):
    """The first step: which file."""

    file = ListField(label=gettext_lazy("The list"))

    @property
    def shape(self) -> Shape:
        return self.fields["file"].shape


class ColumnsForm(forms.Form):
    """The second step: what each column holds. Sensitive ones are no fields: nobody can choose to bring them in."""

    def __init__(self, *args, shape: Shape, records: list[Record], **kwargs):
        super().__init__(*args, **kwargs)
        self.records = records
        people = [record.cells for record in records if record.line > shape.header_line]
        self.guessed = guess_columns(shape.columns, people)
        self.shape = shape
        for number, guess in enumerate(self.guessed):
            if guess == SENSITIVE:
                continue
            cells = [cells[number].strip()[:40] for cells in people if number < len(cells) and cells[number].strip()]
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=shape.columns[number] or format_lazy(gettext_lazy("Column {n}"), n=number + 1),
                choices=Column.choices,
                initial=guess,
                required=False,
                help_text=", ".join(cells[:EXAMPLES]),
            )

    @property
    def refused(self) -> list[str]:
        """Names of columns that are never read."""
        return [name for name, guess in zip(self.shape.columns, self.guessed, strict=True) if guess == SENSITIVE]

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The first lines of the file, to say which is the header; cells of sensitive columns are not shown."""
        found = []
        for record in self.records:
            hidden = self.guessed if record.line > self.shape.header_line else []
            cells = [cell for cell, guess in zip_longest(record.cells, hidden, fillvalue="") if guess != SENSITIVE]
            found.append((record.line, " · ".join(" ".join(cell.split()) for cell in cells if cell.strip())))
        return found

    @property
    def columns(self) -> list[str]:
        """What each column of the file holds, in their order."""
        return [
            SENSITIVE if guess == SENSITIVE else str(self.cleaned_data.get(f"column_{number}", ""))
            for number, guess in enumerate(self.guessed)
        ]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        chosen = self.columns
        for column in Column.values:
            if column and column not in MANY and chosen.count(column) > 1:
                at = max(number for number, one in enumerate(chosen) if one == column)
                self.add_error(f"column_{at}", _("Another column is taken for this already. Choose one of them."))
        if Column.EMAIL not in chosen:
            self.add_error(None, _("Say which column holds the e-mail address. Nobody is brought in without one."))
        if not {Column.FIRST, Column.PREFERRED, Column.LAST, Column.NAME} & set(chosen):
            self.add_error(None, _("Say which column holds the name, or first and last name."))
        return cleaned

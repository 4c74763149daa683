"""Lists of alumni that the office brings in: one long ago, one today that can still be undone."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from careerlink.web import clock
from referrals.actions import applying, imports, staging
from referrals.models import AlumniImport
from referrals.queries.reading import guess_columns, judge_shape

BEFORE = """\
Last Name;First Name;E-mail;Grad Date;Major;Zip
Halvorsen;Ingrid;ingrid.halvorsen@people.demo.test;14-MAY-2011;Biology; 17551
Achebe;Tobias;tobias.achebe@people.demo.test;17-DEC-2009;Accounting;17603
Achebe;Tobias;tobias.achebe@people.demo.test;19-MAY-2012;Finance;
Marchetti;Lucia;lucia.marchetti@people.demo.test;15-MAY-2010;Art History;4101
TOTAL;4;;;;
"""
TODAY = """\
First Name,Last Name,E-mail Address,Class of,Major,Home Postal Code,GPA
Ingrid,Halvorsen,ingrid.halvorsen@people.demo.test,2011,Biology; Chemistry,17551,3.7
Tobias,Achebe,tobias.achebe@people.demo.test,2012,Finance,17603,3.2
Renata,Osei,renata.osei@people.demo.test,2020,Nursing,2115,3.9
Callum,Whitfield,callum.whitfield@people.demo.test,2019,Mechanical Engineering,,3.1
Yuki,Brandt,,2018,English,17551,3.5
Paloma,Greer,paloma.greer at people.demo.test,2021,Psychology,,2.9
"""


def bring_lists_in(stage) -> None:
    """Both by the coordinator, as the pages do it."""
    _bring_in(stage, 40, "graduates-before-2013.csv", BEFORE)
    with clock.set_to(stage.ago(38)):
        imports.run_import_clocks()
    _bring_in(stage, 0.1, "alumni-of-the-spring.csv", TODAY)


def _bring_in(stage, days: float, name: str, text: str) -> AlumniImport:
    by = stage.user["staff"]
    shape = judge_shape(io.BytesIO(text.encode()))
    with clock.set_to(stage.ago(days)):
        one = imports.upload_alumni(stage.office, SimpleUploadedFile(name, text.encode()), shape=shape, by=by)
        imports.name_columns(one, columns=guess_columns(shape.columns), shape=shape, by=by)
    with clock.set_to(stage.ago(days) + timedelta(minutes=1)):
        staging.stage_import(one.key)
        one.refresh_from_db()
        imports.bring_in(one, by=by)
    with clock.set_to(stage.ago(days) + timedelta(minutes=2)):
        applying.apply_import(one.key)
    return one

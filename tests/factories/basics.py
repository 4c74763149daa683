"""Makers of people, and of what everything is sorted by."""

import factory
from factory.django import DjangoModelFactory

from careerlink.accounts.models import LegalText, User
from careerlink.taxonomy.models import CredentialType, Institution, Issuer, Major, Occupation, Place


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@demo.test")
    password = factory.django.Password("careerlink-demo")

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.emailaddress_set.create(email=self.email, verified=True, primary=True)


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    unitid = factory.Sequence(lambda n: 900000 + n)
    name = factory.Sequence(lambda n: f"College {n}")
    city = "Oxbow"
    state = "NY"
    zip = "10001"
    latitude = 40.75
    longitude = -73.99
    control = "public"
    level = "4-year"
    email_domain = factory.Sequence(lambda n: f"college{n}.edu")


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("zip",)

    zip = "10001"
    city = "New York"
    state = "NY"
    state_name = "New York"
    latitude = 40.7506
    longitude = -73.9972


class MajorFactory(DjangoModelFactory):
    class Meta:
        model = Major
        django_get_or_create = ("code",)

    code = "23.0101"
    level = 3
    title = "English Language and Literature, General"


class OccupationFactory(DjangoModelFactory):
    class Meta:
        model = Occupation
        django_get_or_create = ("code",)

    code = "27-3041"
    level = 4
    title = "Editors"


class IssuerFactory(DjangoModelFactory):
    class Meta:
        model = Issuer
        django_get_or_create = ("name",)

    name = "Guild of Resume Craft"
    lookup_url = "https://issuer.example.org/members"


class CredentialTypeFactory(DjangoModelFactory):
    class Meta:
        model = CredentialType
        django_get_or_create = ("acronym",)

    acronym = "CPRW"
    name = "Certified Professional Resume Writer"
    issuer = factory.SubFactory(IssuerFactory)
    category = "resume writing"
    country = "US"


class LegalTextFactory(DjangoModelFactory):
    class Meta:
        model = LegalText
        django_get_or_create = ("slug", "version")

    slug = "pledge"
    version = 1
    body = "I do not ask students or alumni for business."

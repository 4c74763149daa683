"""Single sign-on by configuration; an address alone never opens an account."""

import pytest
from allauth.account.internal.flows import login as login_flow
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware

from careerlink.accounts.models import User
from tests import factories as make
from tests.accounts.help import mails_to

HOST = "careerlink.example.org"
OIDC = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oxbow",
                "name": "Oxbow State",
                "client_id": "id",
                "secret": "secret",
                "settings": {"server_url": "https://login.oxbow.example.org", "email_authentication": True},
            }
        ],
        "EMAIL_AUTHENTICATION": True,
        "EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    }
}
SAML = {
    "saml": {
        "APPS": [
            {
                "name": "Rival College",
                "provider_id": "https://idp.rival.example.org",
                "client_id": "rival",
                "settings": {
                    "attribute_mapping": {"uid": "uid", "email": "mail"},
                    "idp": {
                        "entity_id": "https://idp.rival.example.org",
                        "sso_url": "https://idp.rival.example.org/sso",
                        "x509cert": "MIIB",
                    },
                },
            }
        ]
    }
}


@pytest.fixture
def oidc(settings, db):
    settings.SOCIALACCOUNT_PROVIDERS = OIDC
    settings.ALLOWED_HOSTS = [HOST, "testserver"]


def come_back(rf, *, user=None, process=AuthProcess.LOGIN, **claims):
    """Come back from the college's log-in page with these claims; returns the request and our answer."""
    request = rf.get("/accounts/oidc/oxbow/login/callback/", HTTP_HOST=HOST)
    SessionMiddleware(lambda _request: None).process_request(request)
    MessageMiddleware(lambda _request: None).process_request(request)
    request.user = user or AnonymousUser()
    request.allauth = None
    login_flow.record_authentication(request, user, method="password", reauthenticated=True)
    with context.request_context(request):
        from allauth.socialaccount.adapter import get_adapter  # noqa: PLC0415 needs the settings of the test

        provider = get_adapter().get_provider(request, "oxbow")
        social = provider.sociallogin_from_response(request, {"userinfo": {"sub": "42", **claims}, "id_token": {}})
        social.state = {"process": process}
        return request, complete_social_login(request, social)


def test_a_newcomer_with_an_address_that_the_college_confirmed_is_in(rf, oidc):
    _request, answer = come_back(rf, email="new@demo.edu", email_verified=True, name="Noa New")
    assert answer.url == "/start/"
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == ("new@demo.edu", "Noa New", False)
    assert EmailAddress.objects.get().verified


def test_a_newcomer_with_an_address_that_nobody_confirmed_is_asked_for_a_code(rf, oidc):
    request, answer = come_back(rf, email="new@demo.edu", email_verified=False)
    assert answer.url == "/accounts/confirm-email/"
    assert not request.user.is_authenticated
    assert mails_to("new@demo.edu") == ["email_confirmation_signup"]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_account_that_exists_is_never_opened_by_the_address(rf, oidc, is_confirmed):
    make.UserFactory(email="dana@demo.edu")
    request, answer = come_back(rf, email="Dana@demo.edu", email_verified=is_confirmed)
    assert answer.url == "/accounts/confirm-email/"  # the same answer as to a free address
    assert not request.user.is_authenticated
    assert not SocialAccount.objects.exists()
    assert mails_to("dana@demo.edu") == ["account_already_exists"]


def test_who_is_logged_in_connects_it_and_is_told_by_mail(rf, oidc):
    dana = make.UserFactory(email="dana@demo.edu")
    _request, _answer = come_back(rf, user=dana, process=AuthProcess.CONNECT, email="other@demo.edu")
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(dana.pk, "42")]
    assert mails_to("dana@demo.edu") == ["account_connected"]


def test_the_log_in_page_shows_the_colleges(client, oidc):
    page = client.get("/accounts/login/", HTTP_HOST=HOST).content.decode()
    assert "Oxbow State" in page
    assert "/accounts/oidc/oxbow/login/" in page


def test_without_configuration_the_log_in_page_shows_no_college(client, db):
    assert "Through your college" not in client.get("/accounts/login/").content.decode()


def test_a_college_with_saml_is_configured_and_gets_our_metadata(client, settings, db):
    settings.SOCIALACCOUNT_PROVIDERS = SAML
    settings.ALLOWED_HOSTS = [HOST]
    answer = client.get("/accounts/saml/rival/metadata/", HTTP_HOST=HOST)
    assert answer.status_code == 200
    assert b"EntityDescriptor" in answer.content
    answer = client.get("/accounts/saml/rival/login/?process=login", HTTP_HOST=HOST)
    assert answer.status_code == 200  # a page with a button, so that no link logs anybody in
    answer = client.post("/accounts/saml/rival/login/?process=login", HTTP_HOST=HOST)
    assert answer.url.startswith("https://idp.rival.example.org/sso?SAMLRequest=")

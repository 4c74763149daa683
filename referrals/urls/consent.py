from django.urls import path

from referrals.views import again

urlpatterns = [path("help/link/", again.link_again, name="help_link_again")]

"""What `django-admin startproject` gives, with one page: what a web worker weighs before there is a portal."""

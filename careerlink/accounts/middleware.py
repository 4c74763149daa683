"""What follows from who is logged in."""


def suspended_people_are_out(get_response):
    return get_response


def person_zone(get_response):
    return get_response


def terms_first(get_response):
    return get_response

"""What the publishers of the data ask to be said."""

from django.utils.translation import gettext as _

_ONET = (
    "This product includes information from the O*NET 29.3 Database by the U.S. Department of Labor, Employment and "
    "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. The "
    "data has been modified."
)


def attribution() -> list[str]:
    """The paragraphs of the attribution page. The publishers' own sentences are not translated."""
    return [
        _ONET,
        "Postal code data © GeoNames, CC BY 4.0; modified.",
        _(
            "Colleges come from the IPEDS directory, majors from the Classification of Instructional Programs 2020 and "
            "the links from majors to occupations from the CIP-SOC crosswalk, all by the National Center for Education "
            "Statistics, U.S. Department of Education. Public domain; modified."
        ),
        _(
            "Occupations come from the Standard Occupational Classification 2018 and its direct match titles by the "
            "Bureau of Labor Statistics, industries from the North American Industry Classification System 2022 by "
            "the Census Bureau. Public domain; modified."
        ),
        _(
            "The career readiness competencies carry the names that the National Association of Colleges and Employers "
            "(NACE) gave them. Names of credentials belong to their issuers, who do not endorse this product."
        ),
        _(
            "The names of columns in exports of LinkedIn, Handshake, Google Contacts, Outlook and Ellucian Banner are "
            "facts; the names of the products belong to their owners, who do not endorse this product."
        ),
        _("Which majors are usual at which kind of college is a guess of our own and labelled so."),
    ]

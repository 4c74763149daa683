from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "careerlink.taxonomy"
    label = "taxonomy"

"""Personal data in the portal: where it lies, how it is shown to a person, and how it is erased."""

from operations.personal_data.declared import library_models  # noqa: F401

"""What the portal keeps of people: where it lies, how it is shown to them, and how it is erased."""

from operations.personal_data.declared import library_models  # noqa: F401

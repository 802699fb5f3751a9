"""The personal data in the workspace's own mail: a month of readers, which are numbers and titles of public pages."""

from common.personal_data import declare_mails

declare_mails("workspace/mail", {"month_sheet": "the name of her organization, and titles of its public pages"})

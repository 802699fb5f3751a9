"""Runs in the portal's shell: a piece is sent by an officer and approved by an editor; prints its address."""

from allauth.account.models import EmailAddress

from accounts.models import User
from blog.models import UpdatePage
from home.organizations.page_tree import provision
from moderation.services import approve, submit
from orgs.services import set_editor, set_membership


def person(address):
    user = User.objects.create_user(address, "a long password", language="en")
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


weavers = provision(slug="silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ")
officer, editor = person("officer@weavers.women.org.kh"), person("editor@women.org.kh")
set_membership(officer, weavers, "officer")
set_editor(editor, True)
home = weavers.homes.select_related("page").get(locale__language_code="en").page
page = UpdatePage(locale_id=home.locale_id, live=False, owner=officer, title="Six looms", text="Six looms came.")
home.add_child(instance=page)
approve(submit(page, officer), editor)
print(page.url_path, page.get_url())

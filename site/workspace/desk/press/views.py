"""The press desk: the items that wait, grouped by story, and one of them with the decision on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from khmer.numbers import number
from press.deciding.decision import describe_item_state
from press.deciding.passing import put_back
from press.health import all_health
from press.models import Item
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.press.decisions import PASSED, decide_on_item, decide_on_items
from workspace.desk.press.forms import ItemForm, ItemsForm, SourceFilterForm, key_of
from workspace.desk.press.item_context import item_context, other_items
from workspace.desk.press.story_list import Story, StoryList, waiting_counts
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

STORIES_PER_PAGE, OTHERS_PER_PAGE = 20, 20
# Filters and page of the list, which the links and forms of an item carry on.
LIST_PARAMETERS = ("source", "page")


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def press_desk(request: WorkRequest) -> HttpResponse:
    """Show editors the waiting items by story, the first beside; a POST takes or passes several; 404 for others."""
    form = ItemsForm(request.POST if request.method == "POST" else None, auto_id="several_%s")
    if form.is_bound and form.is_valid():
        decide_on_items(request, form)
        return redirect(address(request))
    return desk_page(request, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def press_item(request: WorkRequest, item_id: int) -> HttpResponse:
    """Show editors an item of the press review; a POST takes it or passes it (or all of its source); 404 for others."""
    if request.method != "POST":
        return desk_page(request, item_id)
    rows = Item.objects.of_press().exclude(state=Item.State.WITHDRAWN).select_related("source")
    item = get_object_or_404(rows, pk=item_id)
    form = ItemForm(request.POST, item=item)
    if form.is_valid() and decide_on_item(request, item, form):
        following = request.POST.get("next", "")
        is_id = following.isascii() and following.isdigit() and len(following) < 19
        return redirect(address(request, int(following) if is_id else None))
    return desk_page(request, item_id, form=form)


@require_POST
@editor_required
def undo_pass(request: WorkRequest) -> HttpResponse:
    """Put the items back that this editor passed last, and redirect to the press desk (view; 404 for non-editors)."""
    passed = request.session.pop(PASSED, [])
    run_service(
        request,
        lambda: put_back(passed, request.user),
        lambda many: (
            ngettext("%(number)s item waits again.", "%(number)s items wait again.", many)
            % {"number": number(many, get_language() or "en")}
        ),
    )
    return redirect(address(request))


def desk_page(
    request: WorkRequest, item_id: int | None, several: ItemsForm | None = None, form: ItemForm | None = None
) -> HttpResponse:
    """Return the page of the press desk with this item chosen, or the first that waits. Http404 for a gone one."""
    narrowed = SourceFilterForm(request.GET)
    chosen_source = narrowed.chosen()
    counts = waiting_counts(chosen_source)
    rows = StoryList(chosen_source, counts.listed, item_id)
    page = listed(request, rows, STORIES_PER_PAGE)
    stories: list[Story] = list(page.object_list)
    story = rows.opened if item_id is not None else next(iter(stories), None)
    if item_id is not None and story is None:
        raise Http404
    context = list_context(request, narrowed, page, several) | {"counts": counts, "is_of_item": item_id is not None}
    if story is not None:
        item = story.item(item_id) or story.lead
        context |= chosen_context(request, item, story, form) | neighbours(request, story, stories, page)
    return render_page(request, "desk/press/desk.html", "press", **context)


def list_context(
    request: WorkRequest, narrowed: SourceFilterForm, page: Any, several: ItemsForm | None
) -> dict[str, Any]:
    """Return the template context of the list of stories, with its filter and the health of the sources."""
    health = all_health()
    narrowed.name_sources([each.source for each in health])
    return {
        "narrowed": narrowed,
        "listed": page,
        "stories": [(each, key_of(each.lead)) for each in page.object_list],
        # Where nothing is listed there are no boxes to which a message could lead.
        "several": several if several and page.object_list else ItemsForm(auto_id="several_%s"),
        "picked": set(request.POST.getlist("chosen")),
        "health": health,
        "needing": [each for each in health if each.needs_somebody],
        "passed": len(request.session.get(PASSED, ())) if request.method != "POST" else 0,
        "filters": list_query(request),
    }


def chosen_context(request: WorkRequest, item: Item, story: Story, form: ItemForm | None) -> dict[str, Any]:
    """Return the template context of the chosen item, with one page of the other items of its story."""
    others = listed(request, story.besides(item), OTHERS_PER_PAGE, "others")
    context = item_context(item, story, form or ItemForm(item=item))
    told = "" if item.is_waiting else describe_item_state(item)
    return context | {"others": others, "shared": other_items(item, others.object_list), "decided": told}


def neighbours(request: WorkRequest, story: Story, stories: list[Story], page: Any) -> dict[str, Any]:
    """Return the template context with the next story's first item, and addresses of the next and previous story."""
    at = stories.index(story) if story in stories else -1
    following = stories[at + 1].lead if at + 1 < len(stories) else None
    before = stories[at - 1].lead if at > 0 else None
    url = address(request, following.pk) if following else ""
    if not following and page.has_next():
        url = f"{reverse('workspace:press-desk')}?{list_query(request, page=page.next_page_number())}"
    return {"following": following, "following_url": url, "before_url": address(request, before.pk) if before else ""}


def list_query(request: WorkRequest, **changed: Any) -> str:
    """Return the query string of the same part of the list of stories, with the named parameters changed."""
    query = request.GET.copy()
    for name in set(query) - set(LIST_PARAMETERS):
        query.pop(name)
    for name, value in changed.items():
        query[name] = str(value)
    return query.urlencode()


def address(request: WorkRequest, item_id: int | None = None) -> str:
    """Return the address of the press desk, or of one item there, at the same part of the list."""
    path = reverse("workspace:press-item", args=[item_id]) if item_id else reverse("workspace:press-desk")
    query = list_query(request)
    return f"{path}?{query}" if query else path

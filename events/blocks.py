"""The stream blocks of an event."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminTimeInput

from common.typed_date_fields import TypedTimeField
from common.typed_text.lengths import LONGEST_ADDRESS
from orgs.pages.blocks import MOST_ITEMS, FileBlock, TypedDateBlock
from orgs.pages.widened_block import WidenedBlock


class PersonBlock(blocks.StructBlock):
    """A person who leads or speaks: a name only with that person's consent, else the role alone."""

    role = blocks.CharBlock(label=_("role"), max_length=100)
    name = blocks.CharBlock(
        label=_("name"),
        max_length=120,
        required=False,
        help_text=_("Only if this person agreed to be named."),
    )

    class Meta:
        icon = "user"
        label = _("person")


class PeopleBlock(blocks.StreamBlock):
    """The people who lead an event or speak at it."""

    person = PersonBlock()

    class Meta:
        required = False
        max_num = MOST_ITEMS


class TypedTimeBlock(blocks.TimeBlock):
    """A time of day that accepts what people in Cambodia type."""

    @cached_property
    def field(self) -> TypedTimeField:
        """Return the form field of this time block, which reads a time of day as people in Cambodia type it."""
        return TypedTimeField(widget=AdminTimeInput(format=self.format), **self.field_options)


class ProgrammeItemBlock(WidenedBlock):
    """One item of a programme: a session with its time and, in an event of several days, its day."""

    # Fields that a later release added: stored programmes lack them (WidenedBlock).
    added_later = frozenset({"day", "until"})

    day = TypedDateBlock(label=_("day"), required=False, help_text=_("Only for an event of several days."))
    time = TypedTimeBlock(label=_("time"))
    until = TypedTimeBlock(label=_("until"), required=False)
    what = blocks.CharBlock(label=_("what"), max_length=250)

    class Meta:
        icon = "time"
        label = _("item")


class ProgrammeBlock(blocks.StreamBlock):
    """The programme of an event."""

    item = ProgrammeItemBlock()

    class Meta:
        required = False
        max_num = MOST_ITEMS


class MaterialsBlock(blocks.StreamBlock):
    """The documents that were handed out at an event."""

    document = FileBlock()

    class Meta:
        required = False
        max_num = MOST_ITEMS


class LinkBlock(blocks.StructBlock):
    """A link to a press report or video about an event."""

    kind = blocks.ChoiceBlock(label=_("kind"), choices=[("press", _("press")), ("video", _("video"))])
    title = blocks.CharBlock(label=_("title"), max_length=200)
    url = blocks.URLBlock(label=_("address"), max_length=LONGEST_ADDRESS)

    class Meta:
        icon = "link"
        label = _("link")


class LinksBlock(blocks.StreamBlock):
    """The links to press reports and videos about an event."""

    link = LinkBlock()

    class Meta:
        required = False
        max_num = MOST_ITEMS

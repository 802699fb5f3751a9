"""The editors' pages on which saved replies are written, changed and deleted."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.models import SavedReply
from workspace.decorators import WorkRequest, editor_required
from workspace.rendering import render_page

# All stand in the form of a decision: more would make its page heavy, and be hard to choose from.
MOST_REPLIES = 30


class SavedReplyForm(forms.ModelForm):
    """The form of a saved reply; a new one is refused where there are many already."""

    class Meta:
        model = SavedReply
        fields = ("name_km", "text_km", "name_en", "text_en")
        widgets = {
            "name_km": forms.TextInput(attrs={"lang": "km"}),
            "text_km": forms.Textarea(attrs={"rows": 4, "lang": "km"}),
            "name_en": forms.TextInput(attrs={"lang": "en"}),
            "text_en": forms.Textarea(attrs={"rows": 4, "lang": "en"}),
        }

    def clean(self) -> None:
        """Add a form error where there are as many saved replies as a form can offer."""
        super().clean()
        if self.instance.pk is None and SavedReply.objects.count() >= MOST_REPLIES:
            self.add_error(None, _("There are very many saved replies. Please delete one first."))


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def saved_replies(request: WorkRequest) -> HttpResponse:
    """Show editors all saved replies and a form for a new one; a POST saves it; 404 for non-editors."""
    form = SavedReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("Saved: %(title)s") % {"title": saved.name})
        return redirect("workspace:saved-replies")
    return render_page(request, "desk/saved_replies.html", "queue", form=form, replies=SavedReply.objects.all())


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def saved_reply(request: WorkRequest, reply_id: int) -> HttpResponse:
    """Show editors a saved reply to change; a POST saves it, or deletes it with `delete`; 404 for non-editors."""
    reply = get_object_or_404(SavedReply, pk=reply_id)
    name = reply.name
    form = SavedReplyForm(request.POST if request.method == "POST" else None, instance=reply)
    if request.method == "POST" and "delete" in request.POST:
        reply.delete()
        messages.success(request, _("Deleted: %(title)s") % {"title": name})
        return redirect("workspace:saved-replies")
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved: %(title)s") % {"title": form.save().name})
        return redirect("workspace:saved-replies")
    return render_page(request, "desk/saved_reply.html", "queue", form=form, name=name, reply=reply)

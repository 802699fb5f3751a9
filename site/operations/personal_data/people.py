"""The person whose data is asked for: her addresses, her account and her names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import User
from common.personal_data import PersonalModel, registry
from common.typed_text.characters import mail_address
from orgs.models import Application


@dataclass(frozen=True)
class DataSubject:
    """Somebody by her addresses, in small letters; `users` are the ids of her account.

    `names` and `phones` are what her account and applications say: she typed them, and they may be anybody's.
    """

    addresses: frozenset[str]
    users: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


def find_person(email: str) -> DataSubject:
    """Return the person (accounts, addresses, names) with this mail address, even when nothing is stored."""
    address = mail_address(email)
    users = User.objects.filter(Q(email__iexact=address) | Q(pk__in=_proved(address)))
    return person_of(users, {address})


def _proved(address: str) -> QuerySet[EmailAddress, int]:
    # Anybody can write anybody's address into her account: only a proved one says whose account it is.
    return EmailAddress.objects.filter(email__iexact=address, verified=True).values_list("user", flat=True)


def person_of(users: Iterable[User], addresses: Iterable[str] = ()) -> DataSubject:
    """Return the person of these accounts and addresses, with proved addresses, names and telephones."""
    found = list(users)
    proved = EmailAddress.objects.filter(user__in=found, verified=True).values_list("email", flat=True)
    known = {mail_address(each) for each in (*addresses, *proved, *(user.email for user in found))}
    # The contact of an application is somebody by name, often without an account.
    applied = Application.objects.filter(address_is("email", known)).values_list("contact", "phone")
    names = {name for user in found if (name := user.get_full_name())} | {contact for contact, _phone in applied}
    return DataSubject(
        addresses=frozenset(known),
        users=frozenset(user.pk for user in found),
        names=frozenset(name.strip() for name in names if name.strip()),
        phones=frozenset(phone for _contact, phone in applied if phone),
    )


def address_is(lookup: str, addresses: Iterable[str]) -> Q:
    """Return the query condition that a field holds one of these mail addresses, ignoring case."""
    # Q() alone would match every row.
    condition = Q(pk__in=())
    for address in addresses:
        condition |= Q(**{f"{lookup}__iexact": address})
    return condition


def user_fields(said: PersonalModel) -> list[str]:
    """Return the names of a model's declared personal fields that are links to an account."""
    return [field.name for field in _declared_fields(said) if field.is_relation and field.related_model is User]


def address_fields(said: PersonalModel) -> list[str]:
    """Return the names of a model's declared personal fields that hold a mail address."""
    return [field.name for field in _declared_fields(said) if isinstance(field, models.EmailField)]


def _declared_fields(said: PersonalModel) -> list[models.Field[Any, Any]]:
    fields = (apps.get_model(said.model)._meta.get_field(name) for name in said.fields)
    return [field for field in fields if isinstance(field, models.Field)]


def rows_of(person: DataSubject, said: PersonalModel) -> QuerySet[Any]:
    """Return the rows of a declared model that belong to this person, by account or mail address."""
    model = apps.get_model(said.model)
    # Without any field the condition matches nothing.
    condition = Q(pk__in=person.users) if model is User else Q(pk__in=())
    for name in user_fields(said):
        condition |= Q(**{f"{name}__in": person.users})
    for lookup in (*address_fields(said), *said.paths):
        condition |= address_is(lookup, person.addresses)
    return model._base_manager.filter(condition)


def personal_models() -> list[PersonalModel]:
    """Return the declarations of models whose rows can belong to a person, sorted by name."""
    # An index has other models on each database.
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    declared = sorted((said for said in registry.models.values() if said.model in there), key=lambda said: said.model)
    return [said for said in declared if said.is_personal and (said.paths or user_fields(said) or address_fields(said))]

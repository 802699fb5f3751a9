"""Personal data of the operator, where the operator is a person."""

from common.personal_data import Treatment, declare_model

declare_model(
    "home.OperatorDetails",
    is_content=True,
    whose="the contact person of the portal",
    why="everybody can reach the operator",
    seen_by="the public",
    kept="until an administrator changes it",
    fields={
        "email": Treatment.EMPTY,
        "telephone": Treatment.EMPTY,
        "name_en": Treatment.NAMED,
        "name_km": Treatment.NAMED,
        "address_en": Treatment.NAMED,
        "address_km": Treatment.NAMED,
        "person_en": Treatment.NAMED,
        "person_km": Treatment.NAMED,
    },
    shown=("name_en", "name_km", "address_en", "address_km", "person_en", "person_km", "telephone", "email"),
    not_personal={"country_en": "where the servers stand", "country_km": "where the servers stand"},
)

"""Personal data of the operator: who answers for the portal, where that is a person's name, address or telephone."""

from common.personal_data import Erasure, declare_model

declare_model(
    "home.OperatorDetails",
    whose="who answers for the portal",
    why="everybody can reach whoever runs it",
    seen_by="the public",
    kept="until an administrator changes it",
    fields={
        "email": Erasure.EMPTY,
        "telephone": Erasure.EMPTY,
        "name_en": Erasure.NAMED,
        "name_km": Erasure.NAMED,
        "address_en": Erasure.NAMED,
        "address_km": Erasure.NAMED,
        "person_en": Erasure.NAMED,
        "person_km": Erasure.NAMED,
    },
    shown=("name_en", "name_km", "address_en", "address_km", "person_en", "person_km", "telephone", "email"),
    not_personal={"country_en": "where the servers stand", "country_km": "where the servers stand"},
)

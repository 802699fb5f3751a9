"""The contract of import-linter by which only common.outgoing_http speaks HTTP holds for every package."""

from tools import packages


def test_the_contract_is_for_every_package() -> None:
    contract = next(each for each in packages.import_linter()["contracts"] if each["type"] == "forbidden")
    assert set(contract["source_modules"]) == set(packages.names())

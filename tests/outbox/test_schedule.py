from __future__ import annotations

from portal import celery


def test_messages_that_a_worker_has_missed_expire():
    assert all(entry["options"]["expires"] for entry in celery.SCHEDULE.values())


def test_an_embedded_portal_keeps_its_messages_with_its_data(tmp_path):
    told = celery.filesystem_broker(tmp_path)
    folders = told["broker_transport_options"]
    assert folders["data_folder_in"] == folders["data_folder_out"]
    assert all(folders[name].startswith(str(tmp_path)) for name in ("data_folder_in", "control_folder"))
    assert told["worker_pool"] == "solo"


def test_with_redis_a_worker_is_a_pool_of_processes():
    assert celery.redis_broker("redis://127.0.0.1:6379/0")["worker_pool"] == "prefork"

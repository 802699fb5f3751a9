from __future__ import annotations

from portal import celery
from portal.celery import app


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in celery.SCHEDULE.values()} <= set(app.tasks)


def test_messages_that_a_worker_has_missed_expire():
    assert all(entry["options"]["expires"] for entry in celery.SCHEDULE.values())


def test_an_embedded_portal_keeps_its_messages_with_its_data(tmp_path):
    told = celery.files(tmp_path)
    folders = told["broker_transport_options"]
    assert folders["data_folder_in"] == folders["data_folder_out"]
    assert all(folders[name].startswith(str(tmp_path)) for name in ("data_folder_in", "control_folder"))
    assert told["worker_pool"] == "solo"


def test_redis_has_a_pool_of_processes_and_no_connection_without_a_timeout():
    told = celery.redis("redis://127.0.0.1:6379/0")
    options = told["broker_transport_options"]
    assert 0 < options["socket_timeout"] < 1
    assert 0 < options["socket_connect_timeout"] < 1
    assert told["worker_pool"] == "prefork"

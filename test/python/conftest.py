"""Each test gets a sandbox of its own on one server, and an environment in which clients need no option at all."""

import json
import os
import re
import urllib.request

import pytest

SERVER = os.environ["TOUCHSTONE_URL"]


class Sandbox:
    def __init__(self, name):
        self.url = f"{SERVER}/_sandbox/{name}"

    def add(self, *scenarios):
        """Scenarios are tried before those that are there."""
        self._call("POST", "scenarios", list(scenarios))

    def journal(self):
        return self._call("GET", "journal?full=true")["exchanges"]

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/_touchstone/{path}", data, {"content-type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)


@pytest.fixture(autouse=True)
def sandbox(request, monkeypatch, tmp_path):
    box = Sandbox(re.sub(r"[^\w.-]", "-", request.node.name)[:100])
    for name in list(os.environ):
        if name.startswith(("AWS_", "ANTHROPIC_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", box.url)
    monkeypatch.setenv("ANTHROPIC_BEDROCK_BASE_URL", box.url)
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)  # it remembers the credentials of the test before
    return box


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch):
    """Retries are counted here, not waited for."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)

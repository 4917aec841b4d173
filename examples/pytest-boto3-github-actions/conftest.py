"""Gives each test a sandbox of the double that AWS_ENDPOINT_URL names: scenarios and journal of its own."""

import json
import os
import re
import urllib.request

import pytest


class Sandbox:
    def __init__(self, url):
        self.url = url

    def journal(self):
        with urllib.request.urlopen(f"{self.url}/_touchstone/journal") as answer:
            return json.load(answer)["exchanges"]


@pytest.fixture(autouse=True)
def sandbox(request, monkeypatch):
    name = re.sub(r"[^\w.-]+", "-", request.node.name)
    url = f"{os.environ['AWS_ENDPOINT_URL']}/_sandbox/{name}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    return Sandbox(url)

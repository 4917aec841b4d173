"""What vcrpy itself writes can be imported, byte for byte."""

import base64
import json
import pathlib
import subprocess

import boto3
import pytest
import vcr

from conftest import SERVER

ROOT = pathlib.Path(__file__).parents[2]
CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"
MESSAGES = [{"role": "user", "content": [{"text": "Hello"}]}]


@pytest.fixture
def client():
    return boto3.client("bedrock-runtime", endpoint_url=SERVER)


def imported(tmp_path, cassette):
    out = tmp_path / "recordings"
    command = ["node", "--import", "tsx", "src/cli.ts", "import", "--out", str(out), str(cassette)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(file.read_text()) for file in sorted(out.iterdir())]


def test_a_cassette_becomes_recordings(client, tmp_path):
    cassette = tmp_path / "cassette.yaml"
    with vcr.use_cassette(str(cassette)):
        answer = client.converse(modelId=CLAUDE, messages=MESSAGES)
        with pytest.raises(client.exceptions.ValidationException) as refused:
            client.converse(modelId="no-such-model", messages=MESSAGES)

    well, bad = imported(tmp_path, cassette)

    assert (well["operation"], well["modelId"]) == ("Converse", CLAUDE)
    assert well["request"]["body"] == {"text": json.dumps({"messages": MESSAGES})}
    assert well["response"]["status"] == 200
    assert well["response"]["body"]["json"]["output"] == answer["output"]
    assert bad["response"]["status"] == 400
    assert bad["response"]["body"]["json"]["message"] == refused.value.response["Error"]["Message"]


def test_so_does_a_stream(client, tmp_path):
    cassette = tmp_path / "cassette.yaml"
    with vcr.use_cassette(str(cassette)):
        events = list(client.converse_stream(modelId=CLAUDE, messages=MESSAGES)["stream"])

    (recording,) = imported(tmp_path, cassette)

    said = [dict(frame["headers"])[":event-type"] for frame in recording["response"]["frames"]]
    assert said == [name for event in events for name in event]
    assert "trailing" not in recording["response"]


def test_credentials_are_taken_out(client, tmp_path):
    cassette = tmp_path / "cassette.yaml"
    with vcr.use_cassette(str(cassette)):
        client.converse(modelId=CLAUDE, messages=MESSAGES)
    assert base64.b64encode(b"AWS4-HMAC-SHA256").decode()[:18] in cassette.read_text()

    (recording,) = imported(tmp_path, cassette)

    headers = {name.lower(): value for name, value in recording["request"]["headers"]}
    assert "AKIDEXAMPLE" not in json.dumps(recording)
    assert headers["authorization"] == "[redacted]"

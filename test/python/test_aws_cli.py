"""The AWS CLI, as the Claude guide calls it. Version 1 comes from the Python registry; it has no --cli-binary-format."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

AWS = Path(sys.executable).with_name("aws")


def aws(*arguments):
    return subprocess.run([AWS, *arguments], capture_output=True, text=True, env=dict(os.environ), check=False)


def test_who_am_i():
    shown = aws("sts", "get-caller-identity")
    assert json.loads(shown.stdout) == {
        "UserId": "AIDACKCEVSQ6C2EXAMPLE",
        "Account": "123456789012",
        "Arn": "arn:aws:iam::123456789012:user/touchstone",
    }


def test_models_of_a_provider():
    shown = aws("bedrock", "list-foundation-models", "--by-provider", "anthropic", "--query", "modelSummaries[*].modelId")
    assert "anthropic.claude-v2" in json.loads(shown.stdout)


def test_invoke_model_with_the_guides_prompt(sandbox):
    sandbox.add({"name": "joke", "when": {"prompt": "outer space"}, "reply": "A comet walks into a bar."})
    body = '{"prompt": "Human: Tell me a funny joke about outer space!\\n\\nAssistant:", "max_tokens_to_sample": 50}'
    shown = aws("bedrock-runtime", "invoke-model", "--model-id", "anthropic.claude-v2", "--body", body, "/dev/stdout")
    decoder = json.JSONDecoder()
    answer, end = decoder.raw_decode(shown.stdout)
    assert answer["completion"] == " A comet walks into a bar."
    assert json.loads(shown.stdout[end:]) == {"contentType": "application/json"}


def test_converse(sandbox):
    sandbox.add({"name": "hi", "reply": "Hi."})
    message = json.dumps([{"role": "user", "content": [{"text": "Hello"}]}])
    shown = aws("bedrock-runtime", "converse", "--model-id", "amazon.nova-lite-v1:0", "--messages", message)
    assert json.loads(shown.stdout)["output"]["message"]["content"] == [{"text": "Hi."}]


def test_what_a_person_sees_with_a_wrong_secret(monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    shown = aws("sts", "get-caller-identity")
    assert shown.returncode != 0
    assert "(SignatureDoesNotMatch) when calling the GetCallerIdentity operation" in shown.stderr


@pytest.mark.parametrize("error", ["ThrottlingException"])
def test_what_a_person_sees_when_throttled(sandbox, error, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    sandbox.add({"name": "busy", "error": error})
    message = json.dumps([{"role": "user", "content": [{"text": "Hello"}]}])
    shown = aws("bedrock-runtime", "converse", "--model-id", "amazon.nova-lite-v1:0", "--messages", message)
    assert "An error occurred (ThrottlingException)" in shown.stderr
    assert "Too many requests, please wait before trying again." in shown.stderr

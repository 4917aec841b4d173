"""boto3 as every Claude-on-Bedrock tutorial uses it: no option, nothing but the environment."""

import base64
import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

CLAUDE = "anthropic.claude-3-5-sonnet-20241022-v2:0"
RED_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAF"
    "BQIAx8JMKwAAAABJRU5ErkJggg=="
)


@pytest.fixture
def runtime():
    return boto3.client(service_name="bedrock-runtime", region_name="us-east-1")


def messages(content, **more):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": content, **more}
    return json.dumps(body)


def user(content):
    return [{"role": "user", "content": content}]


def test_basic_text(sandbox, runtime):
    sandbox.add({"name": "quantum", "when": {"prompt": "quantum"}, "reply": "Qubits can be both at once."})
    response = runtime.invoke_model(modelId=CLAUDE, body=messages(user("Explain quantum computing in 2-3 sentences.")))
    assert json.loads(response["body"].read())["content"][0]["text"] == "Qubits can be both at once."
    assert response["contentType"] == "application/json"
    assert response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-bedrock-input-token-count"].isdigit()


def test_streamed_text_deltas(sandbox, runtime):
    sandbox.add({"name": "haiku", "reply": "Silicon dreams wake\nin rows of patient numbers —\nspring rain on a screen"})
    response = runtime.invoke_model_with_response_stream(modelId=CLAUDE, body=messages(user("Write a haiku about AI.")))
    said = ""
    for event in response["body"]:
        chunk = json.loads(event["chunk"]["bytes"].decode())
        if chunk["type"] == "content_block_delta" and chunk["delta"]["type"] == "text_delta":
            said += chunk["delta"]["text"]
    assert said == "Silicon dreams wake\nin rows of patient numbers —\nspring rain on a screen"


def test_conversation_with_a_system_prompt(sandbox, runtime):
    sandbox.add(
        {
            "name": "tutor",
            "when": {"system": "Python programming tutor", "prompt": "quick example", "turn": 2},
            "reply": "squares = [x**2 for x in range(10)]",
        }
    )
    conversation = [
        {"role": "user", "content": "What's a list comprehension?"},
        {"role": "assistant", "content": "A concise way to create lists in Python."},
        {"role": "user", "content": "Give me a quick example."},
    ]
    body = messages(conversation, system="You are a helpful Python programming tutor. Keep answers concise.")
    response = runtime.invoke_model(modelId=CLAUDE, body=body)
    assert json.loads(response["body"].read())["content"][0]["text"] == "squares = [x**2 for x in range(10)]"


def test_an_image_block(sandbox, runtime):
    sandbox.add({"name": "red", "when": {"prompt": "What color"}, "reply": "It is red."})
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": RED_PIXEL}}
    question = {"type": "text", "text": "What color is this image?"}
    response = runtime.invoke_model(modelId=CLAUDE, body=messages(user([image, question])))
    assert json.loads(response["body"].read())["content"] == [{"type": "text", "text": "It is red."}]


def test_without_a_scenario_the_answer_is_plausible_and_the_same(runtime):
    def ask():
        response = runtime.invoke_model(modelId=CLAUDE, body=messages(user("Hello?")))
        return json.loads(response["body"].read())

    first, second = ask(), ask()
    assert first["content"] == second["content"]
    assert first["usage"]["output_tokens"] > 5


def test_converse(sandbox, runtime):
    sandbox.add({"name": "hi", "reply": "Hi."})
    response = runtime.converse(modelId=CLAUDE, messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    assert response["output"]["message"] == {"role": "assistant", "content": [{"text": "Hi."}]}
    assert response["stopReason"] == "end_turn"
    usage = response["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]


def test_converse_with_raw_bytes_of_an_image(runtime):
    image = {"image": {"format": "png", "source": {"bytes": base64.b64decode(RED_PIXEL)}}}
    content = [image, {"text": "What is it?"}]
    response = runtime.converse(modelId=CLAUDE, messages=[{"role": "user", "content": content}])
    assert response["output"]["message"]["role"] == "assistant"


def test_converse_stream_with_a_tool(sandbox, runtime):
    tool_use = {"toolUse": {"name": "get_weather", "input": {"city": "Zürich", "days": [1, 2]}}}
    sandbox.add({"name": "weather", "when": {"tools": "get_weather"}, "reply": {"content": [{"text": "Looking."}, tool_use]}})
    response = runtime.converse_stream(
        modelId=CLAUDE,
        messages=[{"role": "user", "content": [{"text": "Weather in Zürich?"}]}],
        toolConfig={"tools": [{"toolSpec": {"name": "get_weather", "inputSchema": {"json": {"type": "object"}}}}]},
    )
    events = list(response["stream"])
    assert events[0] == {"messageStart": {"role": "assistant"}}
    deltas = [event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event]
    assert "".join(delta.get("text", "") for delta in deltas) == "Looking."
    tool_input = "".join(delta["toolUse"]["input"] for delta in deltas if "toolUse" in delta)
    assert json.loads(tool_input) == {"city": "Zürich", "days": [1, 2]}
    assert events[-2] == {"messageStop": {"stopReason": "tool_use"}}
    assert events[-1]["metadata"]["usage"]["totalTokens"] > 0


def test_count_tokens(runtime):
    body = messages(user("Hello world!")).encode()
    counted = runtime.count_tokens(modelId=CLAUDE, input={"invokeModel": {"body": body}})
    assert counted["inputTokens"] == 6


def test_the_guides_list_of_models():
    summaries = boto3.client(service_name="bedrock").list_foundation_models(byProvider="anthropic")["modelSummaries"]
    ids = [summary["modelId"] for summary in summaries]
    assert "anthropic.claude-v2" in ids
    assert all(model.startswith("anthropic.") for model in ids)


def test_the_guides_text_completion(sandbox):
    sandbox.add({"name": "joke", "when": {"prompt": "funny joke"}, "reply": "A comet walks into a bar."})
    body = json.dumps(
        {"prompt": "\n\nHuman: Tell me a funny joke about outer space\n\nAssistant:", "max_tokens_to_sample": 100}
    )
    response = boto3.client(service_name="bedrock-runtime").invoke_model(body=body, modelId="anthropic.claude-v2")
    assert json.loads(response.get("body").read()).get("completion") == " A comet walks into a bar."


def test_the_guides_streamed_completion(sandbox):
    sandbox.add({"name": "mars", "reply": "Mars is cold and red."})
    body = json.dumps(
        {"prompt": "\n\nHuman: Write a very short essay about Mars\n\nAssistant:", "max_tokens_to_sample": 200}
    )
    response = boto3.client(service_name="bedrock-runtime").invoke_model_with_response_stream(
        modelId="anthropic.claude-v2", body=body
    )
    chunks = [json.loads(event["chunk"]["bytes"].decode()) for event in response.get("body")]
    assert "".join(chunk["completion"] for chunk in chunks) == " Mars is cold and red."
    assert chunks[-1]["stop_reason"] == "stop_sequence"
    assert set(chunks[-1]["amazon-bedrock-invocationMetrics"]) == {
        "inputTokenCount",
        "outputTokenCount",
        "invocationLatency",
        "firstByteLatency",
    }


def test_who_am_i():
    assert boto3.client("sts").get_caller_identity()["Account"] == "123456789012"


class TestTheFailuresATutorialExplains:
    def test_no_access_to_the_model(self, sandbox, runtime):
        sandbox.add({"name": "no", "error": "AccessDeniedException"})
        with pytest.raises(runtime.exceptions.AccessDeniedException) as caught:
            runtime.invoke_model(modelId=CLAUDE, body=messages(user("Hello")))
        assert str(caught.value) == (
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation: "
            "You don't have access to the model with the specified model ID."
        )

    def test_model_id_not_valid(self, runtime):
        with pytest.raises(runtime.exceptions.ValidationException) as caught:
            runtime.converse(modelId="no.such-model", messages=[{"role": "user", "content": [{"text": "Hello"}]}])
        assert caught.value.response["Error"] == {
            "Message": "The provided model identifier is invalid.",
            "Code": "ValidationException",
        }

    def test_wrong_secret(self, monkeypatch, sandbox):
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        with pytest.raises(ClientError) as caught:
            boto3.client("bedrock-runtime").invoke_model(modelId=CLAUDE, body=messages(user("Hello")))
        error = caught.value.response["Error"]
        assert error["Code"] == "InvalidSignatureException"
        assert error["Message"].startswith(
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
        )

    def test_unknown_key(self, monkeypatch):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAUNKNOWN")
        with pytest.raises(ClientError) as caught:
            boto3.client("bedrock-runtime").invoke_model(modelId=CLAUDE, body=messages(user("Hello")))
        assert caught.value.response["Error"] == {
            "Code": "UnrecognizedClientException",
            "Message": "The security token included in the request is invalid.",
        }


@pytest.mark.parametrize(("mode", "attempts"), [("legacy", 5), ("standard", 3)])
def test_throttling_is_retried_as_often_as_boto3_does(sandbox, mode, attempts):
    sandbox.add({"name": "busy", "error": "ThrottlingException"})
    client = boto3.client("bedrock-runtime", config=Config(retries={"mode": mode}))
    with pytest.raises(client.exceptions.ThrottlingException) as caught:
        client.converse(modelId=CLAUDE, messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    assert caught.value.response["Error"]["Message"] == "Too many requests, please wait before trying again."
    assert len(sandbox.journal()) == attempts


def test_an_exception_inside_a_stream(sandbox, runtime):
    fault = {"exception": "modelStreamErrorException", "event": 3}
    sandbox.add({"name": "breaks", "reply": "Words that will not all arrive.", "faults": [fault]})
    response = runtime.converse_stream(modelId=CLAUDE, messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    with pytest.raises(EventStreamError) as caught:
        list(response["stream"])
    assert str(caught.value) == (
        "An error occurred (modelStreamErrorException) when calling the ConverseStream operation: "
        "The system encountered an unexpected error during processing. Try your request again."
    )


def test_a_broken_checksum(sandbox, runtime):
    sandbox.add({"name": "corrupt", "reply": "Hello.", "faults": [{"corrupt": "message-crc", "event": 1}]})
    response = runtime.converse_stream(modelId=CLAUDE, messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    with pytest.raises(Exception, match="Checksum mismatch"):
        list(response["stream"])


@pytest.mark.parametrize(
    ("model", "body", "text"),
    [
        ("amazon.nova-lite-v1:0", {"messages": [{"role": "user", "content": [{"text": "Hi"}]}]}, lambda b: b["output"]["message"]["content"][0]["text"]),
        ("amazon.titan-text-express-v1", {"inputText": "Hi"}, lambda b: b["results"][0]["outputText"]),
        ("meta.llama3-8b-instruct-v1:0", {"prompt": "Hi"}, lambda b: b["generation"]),
        ("mistral.mistral-7b-instruct-v0:2", {"prompt": "<s>[INST] Hi [/INST]"}, lambda b: b["outputs"][0]["text"]),
        ("cohere.command-r-v1:0", {"message": "Hi"}, lambda b: b["text"]),
        ("cohere.command-text-v14", {"prompt": "Hi"}, lambda b: b["generations"][0]["text"]),
        ("ai21.jamba-1-5-mini-v1:0", {"messages": [{"role": "user", "content": "Hi"}]}, lambda b: b["choices"][0]["message"]["content"]),
    ],
)
def test_other_families(sandbox, runtime, model, body, text):
    sandbox.add({"name": "hi", "reply": "Hello from the double."})
    response = runtime.invoke_model(modelId=model, body=json.dumps(body))
    assert text(json.loads(response["body"].read())).strip() == "Hello from the double."


def test_embeddings(runtime):
    response = runtime.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=json.dumps({"inputText": "Hi", "dimensions": 256}))
    vector = json.loads(response["body"].read())["embedding"]
    assert len(vector) == 256
    assert sum(x * x for x in vector) == pytest.approx(1)


def test_a_bearer_key_is_used_where_the_environment_has_one(monkeypatch, sandbox):
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "not-a-key")
    with pytest.raises(ClientError) as caught:
        boto3.client("bedrock-runtime").converse(modelId=CLAUDE, messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    assert caught.value.response["Error"]["Message"] == "Invalid API Key format: Must start with pre-defined prefix"

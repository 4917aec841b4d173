"""AnthropicBedrock of the Anthropic SDK for Python: .matrix/python/anthropic/bin/python driver.py"""

import sys

sys.path.insert(0, "../support")
from driver import invocation, read, serve, versions  # noqa: E402

import anthropic  # noqa: E402

INFO = {
    "name": "anthropic[bedrock]",
    "version": versions("anthropic", "boto3"),
    "capabilities": [
        "InvokeModel", "InvokeModelWithResponseStream", "http1", "tls", "sigv4", "session-token", "bearer", "environment",
        "events", "message", "claude", "anthropic", "break", "max-attempts", "read-timeout",
    ],
    "without": ["error-types"],
}
# What the helper for streams adds to the events that came.
OWN_EVENTS = {"text", "citation", "thinking", "signature", "input_json"}


def client_of(run):
    options, keys = run["options"], run.get("credentials") or {}
    return anthropic.AnthropicBedrock(
        base_url=run["endpoint"], aws_region=run["region"], api_key=run.get("apiKey"),
        aws_access_key=keys.get("accessKeyId"), aws_secret_key=keys.get("secretAccessKey"),
        aws_session_token=keys.get("sessionToken"),
        **({"max_retries": options["maxAttempts"] - 1} if "maxAttempts" in options else {}),
        **({"timeout": options["readTimeoutMs"] / 1000} if "readTimeoutMs" in options else {}),
    )


def call(run, seen):
    client = client_of(run)
    if run["operation"] == "InvokeModel":
        seen["message"] = client.messages.create(**invocation(run)).model_dump(mode="json")
        return
    seen["events"] = []
    take = lambda event: event.type in OWN_EVENTS or seen["events"].append(event.model_dump(mode="json"))
    with client.messages.stream(**invocation(run)) as stream:
        read(stream, run, take)
        if "cancel" not in run["options"]:
            seen["message"] = stream.get_final_message().model_dump(mode="json")


def error_of(error):
    # The name of the class is all that tells errors apart; their bodies have no type on Bedrock.
    return {"status": getattr(error, "status_code", None), "requestId": getattr(error, "request_id", None)}


serve(INFO, call, error_of)

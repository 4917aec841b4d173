"""The original anthropic-bedrock, which knows text completions alone. What a case has beside them goes as `extra_body`,
and what an event has beside them is kept by its models, so that the cases of InvokeModel can be tried with it."""

import sys

sys.path.insert(0, "../support")
from driver import read, serve, versions  # noqa: E402

import anthropic_bedrock  # noqa: E402

INFO = {
    "name": "anthropic-bedrock",
    "version": versions("anthropic-bedrock", "httpx"),
    "capabilities": [
        "InvokeModel", "InvokeModelWithResponseStream", "http1", "sigv4", "session-token", "environment", "events", "break",
        "max-attempts", "read-timeout",
    ],
    "without": ["error-types"],
}


def client_of(run):
    options, keys = run["options"], run.get("credentials") or {}
    return anthropic_bedrock.AnthropicBedrock(
        base_url=run["endpoint"], aws_region=run["region"], aws_access_key=keys.get("accessKeyId"),
        aws_secret_key=keys.get("secretAccessKey"), aws_session_token=keys.get("sessionToken"),
        **({"max_retries": options["maxAttempts"] - 1} if "maxAttempts" in options else {}),
        **({"timeout": options["readTimeoutMs"] / 1000} if "readTimeoutMs" in options else {}),
    )


def call(run, seen):
    given = {
        "model": run["input"]["modelId"], "prompt": f"{anthropic_bedrock.HUMAN_PROMPT} Hi{anthropic_bedrock.AI_PROMPT}",
        "max_tokens_to_sample": 64, "extra_body": run["input"]["body"],
    }
    completions = client_of(run).completions
    if run["operation"] == "InvokeModel":
        seen["message"] = completions.create(**given).model_dump(mode="json")
        return
    seen["events"] = []
    stream = completions.create(**given, stream=True)
    stream.close = stream.response.close
    read(stream, run, lambda event: seen["events"].append(event.model_dump(mode="json")))


serve(INFO, call, lambda error: {"status": getattr(error, "status_code", None)})

"""BedrockConverseModel of pydantic-ai, asked without an agent: .matrix/python/pydantic-ai/bin/python driver.py"""

import os
import sys

sys.path.insert(0, "../support")
from driver import serve, use_api_key, versions  # noqa: E402

from pydantic_ai import ModelHTTPError, ToolDefinition  # noqa: E402
from pydantic_ai.direct import model_request_stream_sync, model_request_sync  # noqa: E402
from pydantic_ai.messages import (  # noqa: E402
    ModelRequest, ModelResponse, TextPart, ThinkingPart, ToolCallPart, ToolReturnPart, UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters  # noqa: E402
from pydantic_ai.models.bedrock import BedrockConverseModel  # noqa: E402
from pydantic_ai.providers.bedrock import BedrockProvider  # noqa: E402

INFO = {
    "name": "pydantic-ai",
    "version": versions("pydantic-ai-slim", "boto3"),
    "capabilities": [
        "Converse", "ConverseStream", "http1", "tls", "sigv4", "session-token", "bearer", "environment", "message",
        "break", "max-attempts", "read-timeout",
    ],
}


def model_of(run):
    use_api_key(run)
    options, keys = run["options"], run.get("credentials") or {}
    if "maxAttempts" in options:
        os.environ["AWS_MAX_ATTEMPTS"] = str(options["maxAttempts"])
    provider = BedrockProvider(
        base_url=run["endpoint"], region_name=run["region"], aws_access_key_id=keys.get("accessKeyId"),
        aws_secret_access_key=keys.get("secretAccessKey"), aws_session_token=keys.get("sessionToken"),
        aws_read_timeout=options.get("readTimeoutMs", 60_000) / 1000,
    )
    return BedrockConverseModel(run["input"]["modelId"], provider=provider)


def messages_of(given):
    names = {}
    for message in given["messages"]:
        parts = [part_of(block, message["role"], names) for block in message["content"]]
        yield (ModelResponse if message["role"] == "assistant" else ModelRequest)(parts=parts)


def part_of(block, role, names):
    if "toolUse" in block:
        use = block["toolUse"]
        names[use["toolUseId"]] = use["name"]
        return ToolCallPart(use["name"], use["input"], tool_call_id=use["toolUseId"])
    if "toolResult" in block:
        result = block["toolResult"]
        return ToolReturnPart(names[result["toolUseId"]], result["content"][0]["text"], tool_call_id=result["toolUseId"])
    return TextPart(block["text"]) if role == "assistant" else UserPromptPart(block["text"])


def parameters_of(given):
    specs = [tool["toolSpec"] for tool in given.get("toolConfig", {}).get("tools", [])]
    tools = [ToolDefinition(name=it["name"], parameters_json_schema=it["inputSchema"]["json"]) for it in specs]
    return ModelRequestParameters(function_tools=tools)


def block_of(part):
    if isinstance(part, TextPart):
        return {"text": part.content}
    if isinstance(part, ThinkingPart):
        if part.id == "redacted_content":
            # Kept as the text that the bytes make.
            return {"reasoningContent": {"redactedContent": part.signature.encode()}}
        return {"reasoningContent": {"reasoningText": {"text": part.content, "signature": part.signature}}}
    return {}


def tell(response, seen, whole=True):
    seen["message"] = {"content": [block_of(part) for part in response.parts]}
    # Its agents call a tool as soon as its arguments are read; what they cannot read they hand back to the model.
    calls = [part for part in response.parts if isinstance(part, ToolCallPart)] if whole else []
    seen["toolCalls"] = [{"id": it.tool_call_id, "name": it.tool_name, "input": arguments_of(it)} for it in calls]
    seen["stopReason"] = (response.provider_details or {}).get("finish_reason")
    usage = response.usage
    if usage.has_values():
        seen["usage"] = {"inputTokens": usage.input_tokens, "outputTokens": usage.output_tokens, "totalTokens": usage.total_tokens}


def arguments_of(part):
    try:
        return part.args_as_dict()
    except ValueError:
        return part.args


def call(run, seen):
    # Without a limit it would ask ConverseStream for a whole answer, too.
    model, given = model_of(run), {"model_settings": {"max_tokens": 64}, "model_request_parameters": parameters_of(run["input"])}
    asked = list(messages_of(run["input"]))
    if run["operation"] == "Converse":
        return tell(model_request_sync(model, asked, **given), seen)
    after = run["options"].get("cancel", {"afterEvents": float("inf")})["afterEvents"]
    with model_request_stream_sync(model, asked, **given) as stream:
        for count, _ in enumerate(stream, start=1):
            tell(stream.response, seen, whole=False)
            if count >= after:
                return None
        return tell(stream.response, seen)


def error_of(error):
    if not isinstance(error, ModelHTTPError):
        return None
    told = error.body if isinstance(error.body, dict) else {}
    return {
        "type": told.get("Error", {}).get("Code"), "status": error.status_code,
        "requestId": told.get("ResponseMetadata", {}).get("RequestId"),
    }


serve(INFO, call, error_of)

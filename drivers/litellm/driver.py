"""litellm, its Converse route: .matrix/python/litellm/bin/python driver.py"""

import gc
import json
import os
import sys

sys.path.insert(0, "../support")
from driver import serve, use_api_key, versions  # noqa: E402

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # no list of prices from the network
import litellm  # noqa: E402

litellm.telemetry = False
litellm.suppress_debug_info = True
INFO = {
    "name": "litellm",
    "version": versions("litellm", "boto3"),
    "capabilities": [
        "Converse", "ConverseStream", "http1", "sigv4", "session-token", "bearer", "environment", "message",
        "break", "max-attempts", "read-timeout",
    ],
    # It speaks OpenAI's dialect: one text, finish reasons and errors of its own.
    "without": ["error-types", "stop-reasons", "blocks"],
}
FINISH_REASONS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}


def arguments_of(run):
    use_api_key(run)
    options, keys, given = run["options"], run.get("credentials") or {}, run["input"]
    names = {"accessKeyId": "aws_access_key_id", "secretAccessKey": "aws_secret_access_key", "sessionToken": "aws_session_token"}
    specs = [tool["toolSpec"] for tool in given.get("toolConfig", {}).get("tools", [])]
    return {
        "model": f"bedrock/converse/{given['modelId']}", "messages": list(messages_of(given)),
        "aws_bedrock_runtime_endpoint": run["endpoint"], "aws_region_name": run["region"],
        **{names[name]: value for name, value in keys.items()},
        **({"api_key": run["apiKey"]} if "apiKey" in run else {}),
        **({"num_retries": options["maxAttempts"] - 1} if options.get("maxAttempts", 1) > 1 else {}),
        **({"timeout": options["readTimeoutMs"] / 1000} if "readTimeoutMs" in options else {}),
        **({"tools": [{"type": "function", "function": {"name": it["name"], "parameters": it["inputSchema"]["json"]}} for it in specs]} if specs else {}),
    }


def messages_of(given):
    """In OpenAI's dialect."""
    for message in given["messages"]:
        for block in message["content"]:
            if "text" in block:
                yield {"role": message["role"], "content": block["text"]}
            elif "toolUse" in block:
                use = block["toolUse"]
                function = {"name": use["name"], "arguments": json.dumps(use["input"])}
                yield {"role": "assistant", "content": None, "tool_calls": [{"id": use["toolUseId"], "type": "function", "function": function}]}
            else:
                result = block["toolResult"]
                yield {"role": "tool", "tool_call_id": result["toolUseId"], "content": result["content"][0]["text"]}


def block_of(block):
    if block["type"] == "redacted_thinking":
        return {"reasoningContent": {"redactedContent": block["data"]}}
    told = {"text": block.get("thinking"), "signature": block.get("signature")}
    return {"reasoningContent": {"reasoningText": {name: value for name, value in told.items() if value}}}


def tell(answer, seen):
    choice, usage = answer.choices[0], getattr(answer, "usage", None)
    blocks = [block_of(block) for block in getattr(choice.message, "thinking_blocks", None) or []]
    seen.update(text=choice.message.content or "", message={"content": blocks}, stopReason=FINISH_REASONS.get(choice.finish_reason, choice.finish_reason))
    calls = [it.function for it in choice.message.tool_calls or []]
    seen["toolCalls"] = [{"name": it.name, "input": json.loads(it.arguments)} for it in calls]
    if usage:
        seen["usage"] = {"inputTokens": usage.prompt_tokens, "outputTokens": usage.completion_tokens, "totalTokens": usage.total_tokens}


def call(run, seen):
    # It leaves streams open that failed, and one that is collected in the middle of another call can stop the process
    # for ever (docs/findings/litellm-deadlock-after-a-failed-stream.md): so they are collected here, and nowhere else.
    gc.disable()
    gc.collect()
    given = arguments_of(run)
    if run["operation"] == "Converse":
        return tell(litellm.completion(**given), seen)
    after = run["options"].get("cancel", {"afterEvents": float("inf")})["afterEvents"]
    chunks, stream = [], litellm.completion(**given, stream=True, stream_options={"include_usage": True})
    for count, chunk in enumerate(stream, start=1):
        chunks.append(chunk)
        pieces = (choice.delta.content or "" for choice in chunk.choices)
        seen["text"] = seen.get("text", "") + "".join(pieces)
        if count >= after:
            return stream.completion_stream.close() if hasattr(stream.completion_stream, "close") else None
    return tell(litellm.stream_chunk_builder(chunks), seen)


# What it loads at its first stream takes long, and is not to count as part of a run.
WARM = {"model": "bedrock/converse/warm", "messages": [{"role": "user", "content": "Hi"}], "mock_response": "Hi"}
litellm.stream_chunk_builder(list(litellm.completion(**WARM, stream=True)))
serve(INFO, call, lambda error: {"status": getattr(error, "status_code", None)})

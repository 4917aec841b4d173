"""ChatBedrockConverse of langchain-aws: .matrix/python/langchain-aws/bin/python driver.py"""

import os
import sys

sys.path.insert(0, "../support")
from driver import botocore_error, serve, use_api_key, versions  # noqa: E402

from botocore.config import Config  # noqa: E402
from langchain_aws import ChatBedrockConverse  # noqa: E402
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage  # noqa: E402

INFO = {
    "name": "langchain-aws",
    "version": versions("langchain-aws", "langchain-core", "boto3"),
    "capabilities": [
        "Converse", "ConverseStream", "http1", "tls", "sigv4", "session-token", "bearer", "environment", "message",
        "break", "max-attempts", "read-timeout",
    ],
}


def model_of(run):
    use_api_key(run)
    options, keys = run["options"], run.get("credentials") or {}
    return ChatBedrockConverse(
        model=run["input"]["modelId"], provider="anthropic", region_name=run["region"], base_url=run["endpoint"],
        config=Config(
            retries={"total_max_attempts": options["maxAttempts"]} if "maxAttempts" in options else None,
            read_timeout=options.get("readTimeoutMs", 60_000) / 1000,
        ),
        aws_access_key_id=keys.get("accessKeyId"), aws_secret_access_key=keys.get("secretAccessKey"),
        **({"aws_session_token": keys["sessionToken"]} if "sessionToken" in keys else {}),
    )


def messages_of(given):
    for message in given["messages"]:
        content = message["content"]
        if message["role"] == "assistant":
            calls = [block["toolUse"] for block in content if "toolUse" in block]
            text = "".join(block.get("text", "") for block in content)
            yield AIMessage(text, tool_calls=[{"id": it["toolUseId"], "name": it["name"], "args": it["input"]} for it in calls])
        else:
            for block in content:
                result = block.get("toolResult")
                yield ToolMessage(result["content"][0]["text"], tool_call_id=result["toolUseId"]) if result else HumanMessage(block["text"])


def tools_of(given):
    specs = [tool["toolSpec"] for tool in given.get("toolConfig", {}).get("tools", [])]
    return [{"name": it["name"], "description": it["name"], "input_schema": it["inputSchema"]["json"]} for it in specs]


def block_of(block):
    """A block of content as Converse has it, for those that the kit looks into."""
    if isinstance(block, str):
        return {"text": block}
    if block.get("type") == "reasoning_content":
        return {"reasoningContent": reasoning_of(block["reasoning_content"])}
    return {"text": block["text"]} if block.get("type") == "text" else block


def reasoning_of(reasoning):
    if "redacted_content" in reasoning or "redactedContent" in reasoning:
        return {"redactedContent": reasoning.get("redacted_content") or reasoning["redactedContent"]}
    return {"reasoningText": {name: reasoning[name] for name in ("text", "signature") if name in reasoning}}


def tell(message, seen, whole=True):
    content = [message.content] if isinstance(message.content, str) else message.content
    about, usage = message.response_metadata, message.usage_metadata
    seen.update(message={"content": [block_of(block) for block in content]}, stopReason=about.get("stopReason"))
    # Until the stream has ended they are guesses, and meant to be.
    calls = message.tool_calls if whole else []
    seen["toolCalls"] = [{"id": it["id"], "name": it["name"], "input": it["args"]} for it in calls]
    seen["requestId"] = about.get("ResponseMetadata", {}).get("RequestId")
    if usage:
        seen["usage"] = {"inputTokens": usage["input_tokens"], "outputTokens": usage["output_tokens"], "totalTokens": usage["total_tokens"]}


def call(run, seen):
    model = model_of(run)
    tools = tools_of(run["input"])
    asked, model = list(messages_of(run["input"])), model.bind_tools(tools) if tools else model
    if run["operation"] == "Converse":
        return tell(model.invoke(asked), seen)
    after = run["options"].get("cancel", {"afterEvents": float("inf")})["afterEvents"]
    whole, stream = None, model.stream(asked)
    for count, chunk in enumerate(stream, start=1):
        whole = chunk if whole is None else whole + chunk
        tell(whole, seen, whole=False)
        if count >= after:
            return stream.close()
    return tell(whole, seen) if whole else None


serve(INFO, call, botocore_error)

"""Sorts and answers letters of customers. Nothing in it knows that it is tested."""

import boto3

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"


def topic(letter: str) -> str:
    bedrock = boto3.client("bedrock-runtime")
    answer = bedrock.converse(
        modelId=MODEL,
        system=[{"text": "You sort letters to customer support. Answer with one word."}],
        messages=[{"role": "user", "content": [{"text": letter}]}],
    )
    return answer["output"]["message"]["content"][0]["text"]


def reply(letter: str):
    """The words of the answer as they come."""
    bedrock = boto3.client("bedrock-runtime")
    messages = [{"role": "user", "content": [{"text": letter}]}]
    for event in bedrock.converse_stream(modelId=MODEL, messages=messages)["stream"]:
        if "contentBlockDelta" in event:
            yield event["contentBlockDelta"]["delta"]["text"]

"""The original `anthropic-bedrock` library and today's `anthropic[bedrock]`, as their READMEs use them."""

import httpx
import anthropic
import anthropic_bedrock
import pytest
from anthropic_bedrock import AI_PROMPT, HUMAN_PROMPT, AnthropicBedrock, AsyncAnthropicBedrock

CLAUDE = "anthropic.claude-3-5-sonnet-20241022-v2:0"
QUESTION = f"{HUMAN_PROMPT} how does a court case get to the Supreme Court? {AI_PROMPT}"
ANSWER = {"name": "court", "when": {"prompt": "Supreme Court"}, "reply": "By a writ of certiorari."}


def complete(client, **more):
    return client.completions.create(model="anthropic.claude-v2", max_tokens_to_sample=256, prompt=QUESTION, **more)


def test_completion_with_explicit_keys(sandbox):
    sandbox.add(ANSWER)
    client = AnthropicBedrock(
        aws_access_key="AKIAIOSFODNN7EXAMPLE",
        aws_secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        aws_region="us-east-2",
    )
    completion = complete(client)
    assert completion.completion == " By a writ of certiorari."
    assert completion.stop_reason == "stop_sequence"
    assert sandbox.journal()[-1]["caller"]["region"] == "us-east-2"


def test_completion_with_the_default_credentials(sandbox):
    sandbox.add(ANSWER)
    assert complete(AnthropicBedrock()).completion == " By a writ of certiorari."


def test_streamed_completion(sandbox):
    sandbox.add(ANSWER)
    pieces = [completion.completion for completion in complete(AnthropicBedrock(), stream=True)]
    assert len(pieces) > 2
    assert "".join(pieces) == " By a writ of certiorari."


async def test_async_completion(sandbox):
    sandbox.add(ANSWER)
    client = AsyncAnthropicBedrock()
    assert (await complete(client)).completion == " By a writ of certiorari."
    stream = await complete(client, stream=True)
    assert "".join([completion.completion async for completion in stream]) == " By a writ of certiorari."


def test_count_tokens():
    assert AnthropicBedrock().count_tokens("Hello world!") == 3


@pytest.mark.parametrize(
    ("error", "shape"),
    [
        ({"type": "ValidationException"}, anthropic_bedrock.BadRequestError),
        ({"type": "AccessDeniedException"}, anthropic_bedrock.PermissionDeniedError),
        ({"type": "ResourceNotFoundException"}, anthropic_bedrock.NotFoundError),
        ({"type": "UnprocessableEntity", "status": 422}, anthropic_bedrock.UnprocessableEntityError),
        ({"type": "ThrottlingException"}, anthropic_bedrock.RateLimitError),
        ({"type": "InternalServerException"}, anthropic_bedrock.InternalServerError),
        ({"type": "ServiceUnavailableException"}, anthropic_bedrock.InternalServerError),
    ],
)
def test_errors_by_status(sandbox, error, shape):
    sandbox.add({"name": "fails", "error": error})
    with pytest.raises(shape) as caught:
        complete(AnthropicBedrock(max_retries=0))
    assert type(caught.value) is shape
    assert isinstance(caught.value, anthropic_bedrock.APIStatusError)


def test_wrong_credentials():
    client = AnthropicBedrock(aws_access_key="AKIDEXAMPLE", aws_secret_key="wrong", max_retries=0)
    with pytest.raises(anthropic_bedrock.PermissionDeniedError) as caught:
        complete(client)
    assert "The request signature we calculated does not match the signature you provided." in str(caught.value)


@pytest.mark.parametrize(("retries", "requests"), [(0, 1), (2, 3), (5, 6)])
def test_retries(sandbox, retries, requests):
    sandbox.add({"name": "busy", "error": "ThrottlingException"})
    with pytest.raises(anthropic_bedrock.RateLimitError):
        complete(AnthropicBedrock().with_options(max_retries=retries))
    assert len(sandbox.journal()) == requests


def test_a_retry_that_helps(sandbox):
    sandbox.add({"name": "hiccup", "answer": [{"error": "ServiceUnavailableException"}, "Now it works."]})
    assert complete(AnthropicBedrock()).completion == " Now it works."


def test_timeout(sandbox):
    sandbox.add({"name": "never", "reply": "x", "faults": [{"stall": {"byte": 0}}]})
    with pytest.raises(anthropic_bedrock.APITimeoutError):
        complete(AnthropicBedrock(timeout=httpx.Timeout(60.0, read=0.2), max_retries=0))


def test_a_server_that_is_not_there(sandbox):
    sandbox.add({"name": "reset", "reply": "x", "faults": [{"reset": {"byte": 0}}]})
    with pytest.raises(anthropic_bedrock.APIConnectionError) as caught:
        complete(AnthropicBedrock(max_retries=0))
    assert isinstance(caught.value.__cause__, httpx.HTTPError)


class TestTodaysLibrary:
    def test_messages(self, sandbox):
        sandbox.add({"name": "hi", "reply": "Hello there."})
        message = anthropic.AnthropicBedrock().messages.create(
            model=CLAUDE, max_tokens=100, messages=[{"role": "user", "content": "Hi"}]
        )
        assert message.content[0].text == "Hello there."
        assert message.stop_reason == "end_turn"

    def test_streamed_messages_with_a_tool(self, sandbox):
        tool_use = {"toolUse": {"name": "add", "input": {"a": 1, "b": "zwei"}}}
        sandbox.add({"name": "tool", "reply": {"content": [{"text": "One moment."}, tool_use]}})
        with anthropic.AnthropicBedrock().messages.stream(
            model=CLAUDE,
            max_tokens=100,
            messages=[{"role": "user", "content": "Hi"}],
            tools=[{"name": "add", "input_schema": {"type": "object"}}],
        ) as stream:
            message = stream.get_final_message()
        assert message.content[0].text == "One moment."
        assert message.content[1].input == {"a": 1, "b": "zwei"}

    async def test_async_messages(self, sandbox):
        sandbox.add({"name": "hi", "reply": "Hello there."})
        message = await anthropic.AsyncAnthropicBedrock().messages.create(
            model=CLAUDE, max_tokens=100, messages=[{"role": "user", "content": "Hi"}]
        )
        assert message.content[0].text == "Hello there."

    def test_throttling(self, sandbox):
        sandbox.add({"name": "busy", "error": "ThrottlingException"})
        with pytest.raises(anthropic.RateLimitError, match="Too many requests, please wait before trying again."):
            anthropic.AnthropicBedrock(max_retries=0).messages.create(
                model=CLAUDE, max_tokens=100, messages=[{"role": "user", "content": "Hi"}]
            )

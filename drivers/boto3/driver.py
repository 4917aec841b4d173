"""boto3 under test, in a retry mode: python3 drivers/boto3/driver.py legacy. One JSON object a line in, one a line out."""

import base64
import json
import os
import sys
import tempfile

import boto3
import botocore
from botocore.config import Config

MODE = sys.argv[1] if len(sys.argv) > 1 else "standard"
CAPABILITIES = [
    "InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream", "http1", "sigv4", "session-token",
    "bearer", "environment", "tls", "events", "bytes", "break", "max-attempts", "read-timeout",
    "headers", "session",
]
SESSIONS = {}


def client_of(run):
    options, keys = run["options"], run.get("credentials") or {}
    if "apiKey" in run:
        os.environ["AWS_BEARER_TOKEN_BEDROCK"] = run["apiKey"]
    elif "credentials" in run:
        os.environ.pop("AWS_BEARER_TOKEN_BEDROCK", None)
    config = Config(
        retries={"mode": MODE, **({"total_max_attempts": options["maxAttempts"]} if "maxAttempts" in options else {})},
        read_timeout=options.get("readTimeoutMs", 60_000) / 1000,
    )
    if "ca" in run:
        with open(f"{tempfile.gettempdir()}/touchstone-ca-{os.getpid()}.pem", "w") as file:
            file.write(run["ca"])
        os.environ["AWS_CA_BUNDLE"] = file.name
    return boto3.Session().client(
        "bedrock-runtime", endpoint_url=run["endpoint"], region_name=run["region"], config=config,
        aws_access_key_id=keys.get("accessKeyId"), aws_secret_access_key=keys.get("secretAccessKey"),
        aws_session_token=keys.get("sessionToken"),
    )



def client_for(run):
    session = run.get("session")
    client = SESSIONS.get(session) or client_of(run)
    if session:
        SESSIONS[session] = client
    if headers := run["options"].get("headers"):
        client.meta.events.register("before-call", lambda params, **_: params["headers"].update(headers))
    return client


def plain(value):
    return json.loads(json.dumps(value, default=lambda it: base64.b64encode(it).decode() if isinstance(it, bytes) else str(it)))


def read(stream, run, take):
    cancel = run["options"].get("cancel", {"afterEvents": float("inf")})
    for count, event in enumerate(stream, start=1):
        take(event)
        if count >= cancel["afterEvents"]:
            stream.close()
            return


def observe(run, seen):
    client, given = client_for(run), dict(run["input"])
    if "body" in given:
        given.update(body=json.dumps(given["body"]), contentType="application/json")
    if run["operation"] == "Converse":
        answer = client.converse(**given)
        seen.update(message=plain(answer["output"]["message"]), stopReason=answer["stopReason"], usage=answer["usage"])
        seen["requestId"] = answer["ResponseMetadata"].get("RequestId")
    elif run["operation"] == "InvokeModel":
        seen["body"] = base64.b64encode(client.invoke_model(**given)["body"].read()).decode()
    elif run["operation"] == "ConverseStream":
        seen["events"] = []
        read(client.converse_stream(**given)["stream"], run, lambda event: seen["events"].append(plain(event)))
    else:
        seen["chunks"] = []
        take = lambda event: seen["chunks"].append(base64.b64encode(event["chunk"].get("bytes", b"")).decode())
        read(client.invoke_model_with_response_stream(**given)["body"], run, take)


def error_of(error):
    response = getattr(error, "response", None) or {}
    told, about = response.get("Error", {}), response.get("ResponseMetadata", {})
    return {
        "type": told.get("Code") or type(error).__name__, "message": str(error),
        "status": about.get("HTTPStatusCode"), "requestId": about.get("RequestId"),
    }


def run(message):
    seen = {}
    try:
        observe(message, seen)
    except Exception as error:
        seen["error"] = error_of(error)
    return {"type": "observation", "observation": seen}


def started(_):
    return {"type": "started", "name": "boto3", "version": f"{boto3.__version__}, botocore {botocore.__version__}",
            "language": "Python", "capabilities": CAPABILITIES}


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "stop":
            break
        answer = (started if message["type"] == "start" else run)(message)
        print(json.dumps({"id": message["id"], **answer}), flush=True)


main()

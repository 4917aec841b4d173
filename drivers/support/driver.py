"""The protocol of drivers in Python: one JSON object a line in, one a line out. A driver gives what differs."""

import base64
import importlib.metadata
import json
import os
import sys
import tempfile

# What a library prints would not be JSON: it goes to standard error.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def plain(value):
    """JSON of what a client gave: bytes as base64, anything else that JSON has no word for as text."""
    as_text = lambda it: base64.b64encode(it).decode() if isinstance(it, bytes) else str(it)
    return json.loads(json.dumps(value, default=as_text))


def versions(*packages):
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)


def invocation(run):
    """The members of Claude's request, as its libraries take them: the version of Bedrock they write themselves."""
    given = {name: value for name, value in run["input"]["body"].items() if name != "anthropic_version"}
    return {"model": run["input"]["modelId"], **given}


def read(stream, run, take):
    """Hands on each event; stops where the run says so. Streams that are closed by their own means have a `close`."""
    after = run["options"].get("cancel", {"afterEvents": float("inf")})["afterEvents"]
    for count, event in enumerate(stream, start=1):
        take(event)
        if count >= after:
            stream.close()
            return


def serve(info, call, error_of):
    """Answers the kit. `call(run, seen)` puts what it sees into `seen`, and may throw what `error_of` can tell."""
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "stop":
            break
        answer = {"type": "started", "language": "Python", **info} if message["type"] == "start" else observe(message, call, error_of)
        print(json.dumps({"id": message["id"], **answer}), file=ANSWERS, flush=True)


def observe(run, call, error_of):
    trust(run)
    seen = {}
    try:
        call(run, seen)
    except Exception as error:  # whatever the client throws is what is asked for
        seen["error"] = {"type": type(error).__name__, "message": str(error), **(error_of(error) or {})}
    return {"type": "observation", "observation": plain(seen)}


def trust(run):
    """Makes the certificate of the stage one that botocore, httpx and OpenSSL trust."""
    if "ca" not in run:
        return
    file = os.path.join(tempfile.gettempdir(), f"touchstone-ca-{os.getpid()}.pem")
    with open(file, "w", encoding="ascii") as out:
        out.write(run["ca"])
    os.environ.update(AWS_CA_BUNDLE=file, SSL_CERT_FILE=file, REQUESTS_CA_BUNDLE=file)


def use_api_key(run):
    """For clients that take a Bedrock API key from the environment alone."""
    if "apiKey" in run:
        os.environ["AWS_BEARER_TOKEN_BEDROCK"] = run["apiKey"]
    elif "credentials" in run:
        os.environ.pop("AWS_BEARER_TOKEN_BEDROCK", None)


def botocore_error(error):
    """What botocore tells of an error, of its own or of whoever raised its own further."""
    response = getattr(error, "response", None) or {}
    told, about = response.get("Error", {}), response.get("ResponseMetadata", {})
    return {
        "type": told.get("Code") or type(error).__name__, "message": str(error),
        "status": about.get("HTTPStatusCode"), "requestId": about.get("RequestId"),
    }

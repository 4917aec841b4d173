"""The AWS CLI: each run is a command. Version 1, which pip can install; it has no streams."""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, "../support")
from driver import serve, versions  # noqa: E402

INFO = {
    "name": "aws-cli",
    "version": versions("awscli"),
    "capabilities": [
        "InvokeModel", "Converse", "http1", "tls", "sigv4", "session-token", "bearer", "environment", "bytes",
        "max-attempts",
    ],
    "without": ["error-statuses"],
}
AWS = os.path.join(os.path.dirname(sys.executable), "aws")


def environment_of(run):
    keys = run.get("credentials") or {}
    names = {"accessKeyId": "AWS_ACCESS_KEY_ID", "secretAccessKey": "AWS_SECRET_ACCESS_KEY", "sessionToken": "AWS_SESSION_TOKEN"}
    given = {names[name]: value for name, value in keys.items()}
    # Keys are given to the command in its environment alone, and none of another origin with them.
    others = {name: value for name, value in os.environ.items() if not (keys and name in names.values())}
    if "apiKey" in run:
        given["AWS_BEARER_TOKEN_BEDROCK"] = run["apiKey"]
    if "maxAttempts" in run["options"]:
        given["AWS_MAX_ATTEMPTS"] = str(run["options"]["maxAttempts"])
    return {**others, **given}


def call(run, seen):
    command = [AWS, "bedrock-runtime", "--endpoint-url", run["endpoint"], "--region", run["region"], "--output", "json"]
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "body")
        if run["operation"] == "Converse":
            command += ["converse", "--cli-input-json", json.dumps(run["input"])]
        else:
            body = os.path.join(folder, "request.json")
            with open(body, "w", encoding="utf-8") as file:
                json.dump(run["input"]["body"], file)
            command += ["invoke-model", "--model-id", run["input"]["modelId"], "--body", f"file://{body}", "--content-type", "application/json", out]
        done = subprocess.run(command, env=environment_of(run), capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        tell(run, json.loads(done.stdout), out, seen)


def tell(run, answer, out, seen):
    if run["operation"] == "Converse":
        seen.update(message=answer["output"]["message"], stopReason=answer["stopReason"], usage=answer["usage"])
    else:
        with open(out, "rb") as file:
            seen["body"] = base64.b64encode(file.read()).decode()


class Failed(Exception):
    pass


def error_of(error):
    told = re.search(r"An error occurred \(([^)]+)\)", str(error))
    return {"type": told.group(1) if told else "CommandFailed"}


serve(INFO, call, error_of)

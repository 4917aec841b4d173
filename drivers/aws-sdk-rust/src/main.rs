//! The AWS SDK for Rust under test: one JSON object a line in, one a line out.
mod shapes;

use aws_sdk_bedrockruntime::config::{BehaviorVersion, Builder, Credentials, Region, Token};
use aws_sdk_bedrockruntime::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_bedrockruntime::operation::RequestId;
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::Client;
use aws_smithy_http_client::tls::{rustls_provider::CryptoMode, Provider, TlsContext, TrustStore};
use aws_smithy_types::base64;
use aws_smithy_types::retry::RetryConfig;
use serde_json::{json, Map, Value};
use std::collections::HashMap;
use std::error::Error;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::sync::Mutex;

type Seen = Map<String, Value>;

/// One client for all runs of a session, and one of its own for every other.
static SESSIONS: Mutex<Option<HashMap<String, Client>>> = Mutex::const_new(None);

fn started() -> Value {
    json!({
        "type": "started", "name": "aws-sdk-rust bedrockruntime", "version": aws_sdk_bedrockruntime::meta::PKG_VERSION,
        "language": "Rust", "concurrency": 8,
        "capabilities": [
            "InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream", "http1", "http2", "tls", "sigv4",
            "session-token", "bearer", "environment", "events", "bytes", "break", "max-attempts", "headers", "session",
        ],
    })
}

fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value[member].as_str()
}

async fn client_of(run: &Value) -> Client {
    let mut sessions = SESSIONS.lock().await;
    let sessions = sessions.get_or_insert_with(HashMap::new);
    let session = text(run, "session").unwrap_or_default();
    if let Some(client) = sessions.get(session) {
        return client.clone();
    }
    let client = make_client(run).await;
    if !session.is_empty() {
        sessions.insert(session.to_owned(), client.clone());
    }
    client
}

async fn make_client(run: &Value) -> Client {
    let trusted = match text(run, "ca") {
        Some(pem) => TrustStore::empty().with_pem_certificate(pem),
        None => TrustStore::default(),
    };
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(TlsContext::builder().with_trust_store(trusted).build().expect("a certificate"))
        .build_https();
    let region = Region::new(text(run, "region").unwrap_or("us-east-1").to_owned());
    let keys = &run["credentials"];
    let explicit = keys.is_object() || run["apiKey"].is_string();
    let mut builder = if explicit {
        Builder::new().behavior_version(BehaviorVersion::latest()).region(region).http_client(http)
    } else {
        let loader = aws_config::defaults(BehaviorVersion::latest()).region(region).http_client(http);
        Builder::from(&loader.load().await)
    };
    if let Some(key) = text(run, "apiKey") {
        builder = builder.bearer_token(Token::new(key, None));
    } else if keys.is_object() {
        let of = |member| text(keys, member).map(str::to_owned);
        let (id, secret) = (of("accessKeyId").unwrap_or_default(), of("secretAccessKey").unwrap_or_default());
        builder = builder.credentials_provider(Credentials::new(id, secret, of("sessionToken"), None, "driver"));
    }
    if let Some(attempts) = run["options"]["maxAttempts"].as_u64() {
        builder = builder.retry_config(RetryConfig::standard().with_max_attempts(attempts as u32));
    }
    Client::from_conf(builder.endpoint_url(text(run, "endpoint").unwrap_or_default()).build())
}

/// With the headers of the run, before they are signed.
macro_rules! adorned {
    ($call:expr, $run:expr) => {{
        let headers = $run["options"]["headers"].as_object().cloned().unwrap_or_default();
        $call.customize().mutate_request(move |request| {
            for (name, value) in &headers {
                request.headers_mut().insert(name.clone(), value.as_str().unwrap_or_default().to_owned());
            }
        })
    }};
}

/// Reads a stream to its end, or as far as the run says.
macro_rules! read {
    ($stream:expr, $run:expr, $take:expr) => {{
        let most = $run["options"]["cancel"]["afterEvents"].as_u64().unwrap_or(u64::MAX);
        for _ in 0..most {
            match $stream.recv().await {
                Ok(Some(event)) => $take(event),
                Ok(None) => break,
                Err(error) => return Err(error_of(&error)),
            }
        }
    }};
}

/// Makes the call; what was seen so far stays where it fails.
async fn observe(run: &Value, seen: &mut Seen) -> Result<(), Value> {
    let client = client_of(run).await;
    let input = &run["input"];
    let model = text(input, "modelId").unwrap_or_default();
    let body = Blob::new(input["body"].to_string());
    match text(run, "operation").unwrap_or_default() {
        "Converse" => {
            let call = client.converse().model_id(model).set_messages(shapes::messages(input)).set_tool_config(shapes::tools(input));
            let answer = adorned!(call, run).send().await.map_err(|error| error_of(&error))?;
            seen.insert("requestId".into(), json!(answer.request_id()));
            seen.insert("stopReason".into(), json!(answer.stop_reason().as_str()));
            seen.insert("usage".into(), json!(answer.usage().map(shapes::usage)));
            if let Some(Ok(message)) = answer.output().map(|output| output.as_message()) {
                seen.insert("message".into(), shapes::message(message));
            }
        }
        "InvokeModel" => {
            let call = client.invoke_model().model_id(model).body(body).content_type("application/json");
            let answer = adorned!(call, run).send().await.map_err(|error| error_of(&error))?;
            seen.insert("requestId".into(), json!(answer.request_id()));
            seen.insert("body".into(), json!(base64::encode(answer.body().as_ref())));
        }
        "ConverseStream" => {
            seen.insert("events".into(), json!([]));
            let call = client.converse_stream().model_id(model).set_messages(shapes::messages(input)).set_tool_config(shapes::tools(input));
            let mut answer = adorned!(call, run).send().await.map_err(|error| error_of(&error))?;
            read!(answer.stream, run, |event| push(seen, "events", shapes::event(&event)));
        }
        _ => {
            seen.insert("chunks".into(), json!([]));
            let call = client.invoke_model_with_response_stream().model_id(model).body(body).content_type("application/json");
            let mut answer = adorned!(call, run).send().await.map_err(|error| error_of(&error))?;
            read!(answer.body, run, |event: aws_sdk_bedrockruntime::types::ResponseStream| push(
                seen,
                "chunks",
                event.as_chunk().ok().and_then(|part| part.bytes()).map(|bytes| json!(base64::encode(bytes.as_ref())))
            ));
        }
    }
    Ok(())
}

fn push(seen: &mut Seen, list: &str, value: Option<Value>) {
    if let (Some(Value::Array(values)), Some(value)) = (seen.get_mut(list), value) {
        values.push(value);
    }
}

/// An answer, or a message of a stream, may have brought the error.
trait Status {
    fn status(&self) -> Option<u16> {
        None
    }
}
impl Status for aws_sdk_bedrockruntime::config::http::HttpResponse {
    fn status(&self) -> Option<u16> {
        Some(self.status().as_u16())
    }
}
impl Status for aws_smithy_types::event_stream::RawMessage {}

fn error_of<E, R>(error: &SdkError<E, R>) -> Value
where
    E: ProvideErrorMetadata + Error + 'static,
    R: Status + std::fmt::Debug + 'static,
    SdkError<E, R>: Error,
{
    let kind = match error {
        SdkError::ConstructionFailure(_) => "ConstructionFailure",
        SdkError::TimeoutError(_) => "TimeoutError",
        SdkError::DispatchFailure(_) => "DispatchFailure",
        SdkError::ResponseError(_) => "ResponseError",
        _ => "ServiceError",
    };
    let service = error.as_service_error();
    // Callers match variants: an exception inside a stream has no code, but the same type as one before it.
    let variant = service.map(|of| format!("{of:?}")).and_then(|shown| shown.split('(').next().map(str::to_owned));
    let variant = variant.filter(|name| name.ends_with("Exception"));
    json!({
        "type": service.and_then(|of| of.code()).or(variant.as_deref()).unwrap_or(kind),
        "message": DisplayErrorContext(error).to_string(),
        "status": error.raw_response().and_then(Status::status),
        "requestId": service.and_then(|of| of.meta().request_id()),
    })
}

async fn answer(run: Value) {
    let id = run["id"].clone();
    let said = if run["ca"].is_string() && run["http"] == "http1" {
        json!({"id": id, "type": "skipped", "reason": "over TLS it always offers HTTP/2"})
    } else {
        let mut seen = Seen::new();
        if let Err(error) = observe(&run, &mut seen).await {
            seen.insert("error".into(), error);
        }
        json!({"id": id, "type": "observation", "observation": seen})
    };
    println!("{said}");
}

#[tokio::main]
async fn main() {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let asked: Value = serde_json::from_str(&line).expect("JSON");
        match asked["type"].as_str() {
            Some("start") => {
                let mut said = started();
                said["id"] = asked["id"].clone();
                println!("{said}");
            }
            Some("run") => drop(tokio::spawn(answer(asked))),
            _ => break,
        }
    }
    std::process::exit(0);
}

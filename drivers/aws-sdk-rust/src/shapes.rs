//! JSON in the SDK's own types, and back.
use aws_sdk_bedrockruntime::types::*;
use aws_smithy_types::{base64, Document, Number};
use serde_json::{json, Value};

pub fn messages(input: &Value) -> Option<Vec<Message>> {
    let made = input["messages"].as_array()?.iter().map(|one| {
        let role = ConversationRole::from(one["role"].as_str().unwrap_or_default());
        let content = one["content"].as_array().into_iter().flatten().map(block).collect();
        Message::builder().role(role).set_content(Some(content)).build().expect("a message")
    });
    Some(made.collect())
}

fn block(json: &Value) -> ContentBlock {
    let of = |from: &Value, member: &str| from[member].as_str().unwrap_or_default().to_owned();
    if let Some(used) = json.get("toolUse") {
        let call = ToolUseBlock::builder().tool_use_id(of(used, "toolUseId")).name(of(used, "name"));
        return ContentBlock::ToolUse(call.input(document(&used["input"])).build().expect("a call"));
    }
    if let Some(given) = json.get("toolResult") {
        let content = given["content"].as_array().into_iter().flatten();
        let content = content.map(|one| ToolResultContentBlock::Text(of(one, "text"))).collect();
        let result = ToolResultBlock::builder().tool_use_id(of(given, "toolUseId")).set_content(Some(content));
        return ContentBlock::ToolResult(result.build().expect("a result"));
    }
    ContentBlock::Text(of(json, "text"))
}

pub fn tools(input: &Value) -> Option<ToolConfiguration> {
    let made = input["toolConfig"]["tools"].as_array()?.iter().map(|one| {
        let schema = ToolInputSchema::Json(document(&one["toolSpec"]["inputSchema"]["json"]));
        let name = one["toolSpec"]["name"].as_str().unwrap_or_default();
        Tool::ToolSpec(ToolSpecification::builder().name(name).input_schema(schema).build().expect("a tool"))
    });
    Some(ToolConfiguration::builder().set_tools(Some(made.collect())).build().expect("tools"))
}

fn document(json: &Value) -> Document {
    match json {
        Value::Null => Document::Null,
        Value::Bool(flag) => Document::Bool(*flag),
        Value::Number(number) => Document::Number(match (number.as_u64(), number.as_i64()) {
            (Some(positive), _) => Number::PosInt(positive),
            (_, Some(negative)) => Number::NegInt(negative),
            _ => Number::Float(number.as_f64().unwrap_or_default()),
        }),
        Value::String(text) => Document::String(text.clone()),
        Value::Array(list) => Document::Array(list.iter().map(document).collect()),
        Value::Object(members) => Document::Object(members.iter().map(|(name, value)| (name.clone(), document(value))).collect()),
    }
}

fn plain(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(flag) => json!(flag),
        Document::Number(Number::PosInt(number)) => json!(number),
        Document::Number(Number::NegInt(number)) => json!(number),
        Document::Number(Number::Float(number)) => json!(number),
        Document::String(text) => json!(text),
        Document::Array(list) => list.iter().map(plain).collect(),
        Document::Object(members) => Value::Object(members.iter().map(|(name, value)| (name.clone(), plain(value))).collect()),
    }
}

pub fn usage(usage: &TokenUsage) -> Value {
    json!({"inputTokens": usage.input_tokens(), "outputTokens": usage.output_tokens(), "totalTokens": usage.total_tokens()})
}

pub fn message(message: &Message) -> Value {
    let content: Vec<Value> = message.content().iter().filter_map(content).collect();
    json!({"role": message.role().as_str(), "content": content})
}

fn content(block: &ContentBlock) -> Option<Value> {
    match block {
        ContentBlock::Text(text) => Some(json!({"text": text})),
        ContentBlock::ToolUse(call) => {
            Some(json!({"toolUse": {"toolUseId": call.tool_use_id(), "name": call.name(), "input": plain(call.input())}}))
        }
        ContentBlock::ReasoningContent(ReasoningContentBlock::ReasoningText(text)) => Some(match text.signature() {
            Some(signature) => json!({"reasoningContent": {"reasoningText": {"text": text.text(), "signature": signature}}}),
            None => json!({"reasoningContent": {"reasoningText": {"text": text.text()}}}),
        }),
        ContentBlock::ReasoningContent(ReasoningContentBlock::RedactedContent(bytes)) => {
            Some(json!({"reasoningContent": {"redactedContent": base64::encode(bytes.as_ref())}}))
        }
        _ => None,
    }
}

pub fn event(event: &ConverseStreamOutput) -> Option<Value> {
    Some(match event {
        ConverseStreamOutput::MessageStart(it) => json!({"messageStart": {"role": it.role().as_str()}}),
        ConverseStreamOutput::ContentBlockStart(it) => {
            let start = match it.start() {
                Some(ContentBlockStart::ToolUse(call)) => json!({"toolUse": {"toolUseId": call.tool_use_id(), "name": call.name()}}),
                _ => json!({}),
            };
            json!({"contentBlockStart": {"contentBlockIndex": it.content_block_index(), "start": start}})
        }
        ConverseStreamOutput::ContentBlockDelta(it) => {
            json!({"contentBlockDelta": {"contentBlockIndex": it.content_block_index(), "delta": it.delta().map(delta)}})
        }
        ConverseStreamOutput::ContentBlockStop(it) => json!({"contentBlockStop": {"contentBlockIndex": it.content_block_index()}}),
        ConverseStreamOutput::MessageStop(it) => json!({"messageStop": {"stopReason": it.stop_reason().as_str()}}),
        ConverseStreamOutput::Metadata(it) => json!({"metadata": {"usage": it.usage().map(usage)}}),
        _ => return None,
    })
}

fn delta(delta: &ContentBlockDelta) -> Value {
    match delta {
        ContentBlockDelta::Text(text) => json!({"text": text}),
        ContentBlockDelta::ToolUse(call) => json!({"toolUse": {"input": call.input()}}),
        ContentBlockDelta::ReasoningContent(ReasoningContentBlockDelta::Text(text)) => json!({"reasoningContent": {"text": text}}),
        ContentBlockDelta::ReasoningContent(ReasoningContentBlockDelta::Signature(text)) => json!({"reasoningContent": {"signature": text}}),
        ContentBlockDelta::ReasoningContent(ReasoningContentBlockDelta::RedactedContent(bytes)) => {
            json!({"reasoningContent": {"redactedContent": base64::encode(bytes.as_ref())}})
        }
        _ => json!({}),
    }
}

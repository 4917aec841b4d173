import com.anthropic.backends.Backend;
import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;

/** Anthropic's SDK for Java under test, with its Bedrock backend: one JSON object a line in, one a line out. */
final class Driver {
  static final String VERSION = "3.11.0";
  static final ObjectMapper JSON = ObjectMappers.jsonMapper().copy().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  static final Map<String, AnthropicClient> SESSIONS = new ConcurrentHashMap<>();

  static Map<String, Object> started() {
    return new LinkedHashMap<>(Map.of("type", "started", "name", "anthropic-java bedrock", "version", VERSION, "language", "Java",
        "capabilities", List.of("InvokeModel", "InvokeModelWithResponseStream", "http1", "sigv4", "session-token", "bearer", "environment",
            "events", "claude", "anthropic", "break", "max-attempts", "headers", "query", "session"),
        "without", List.of("error-types"), "concurrency", 2));
  }

  /** The backend takes no endpoint; as an interface, it can be given another one. */
  record At(String baseUrl, Backend backend) implements Backend {
    public HttpRequest prepareRequest(HttpRequest request) {
      return backend.prepareRequest(request);
    }

    public HttpRequest authorizeRequest(HttpRequest request) {
      return backend.authorizeRequest(request);
    }

    public HttpResponse prepareResponse(HttpResponse response) {
      return backend.prepareResponse(response);
    }

    public void close() {
      backend.close();
    }
  }

  static AnthropicClient clientFor(JsonNode run) {
    var backend = BedrockBackend.builder();
    if (run.has("credentials")) {
      var keys = run.get("credentials");
      var id = keys.get("accessKeyId").asText();
      var secret = keys.get("secretAccessKey").asText();
      backend.awsCredentials(keys.has("sessionToken") ? AwsSessionCredentials.create(id, secret, keys.get("sessionToken").asText()) : AwsBasicCredentials.create(id, secret));
      backend.region(Region.of(run.get("region").asText()));
    } else if (run.has("apiKey")) {
      backend.apiKey(run.get("apiKey").asText()).region(Region.of(run.get("region").asText()));
    } else {
      System.setProperty("aws.region", run.get("region").asText());
      backend.fromEnv();
    }
    var client = AnthropicOkHttpClient.builder().backend(new At(run.get("endpoint").asText(), backend.build()));
    var options = run.get("options");
    if (options.has("maxAttempts")) client.maxRetries(options.get("maxAttempts").asInt() - 1);
    return client.build();
  }

  static MessageCreateParams params(JsonNode run) throws Exception {
    var input = run.get("input");
    var body = ((ObjectNode) input.get("body")).deepCopy();
    body.put("model", input.get("modelId").asText());
    var params = MessageCreateParams.builder().body(JSON.treeToValue(body, MessageCreateParams.Body.class));
    var options = run.get("options");
    if (options.has("headers")) options.get("headers").fields().forEachRemaining(e -> params.putAdditionalHeader(e.getKey(), e.getValue().asText()));
    if (options.has("query")) options.get("query").fields().forEachRemaining(e -> params.putAdditionalQueryParam(e.getKey(), e.getValue().asText()));
    return params.build();
  }

  /** What was seen so far stays where the call fails. */
  static void observe(JsonNode run, Map<String, Object> seen) throws Exception {
    var session = run.path("session").asText(null);
    var client = session == null ? clientFor(run) : SESSIONS.computeIfAbsent(session, name -> clientFor(run));
    try {
      if (run.get("operation").asText().equals("InvokeModel")) {
        var message = client.messages().create(params(run));
        seen.put("message", JSON.valueToTree(message));
        message.stopReason().ifPresent(reason -> seen.put("stopReason", reason.asString()));
        return;
      }
      var events = new ArrayList<JsonNode>();
      seen.put("events", events);
      var cancel = run.get("options").get("cancel");
      try (var stream = client.messages().createStreaming(params(run))) {
        for (var event : (Iterable<com.anthropic.models.messages.RawMessageStreamEvent>) stream.stream()::iterator) {
          events.add(JSON.valueToTree(event));
          if (cancel != null && events.size() >= cancel.get("afterEvents").asInt()) break;
        }
      }
    } finally {
      if (session == null) client.close();
    }
  }

  /** Loads classes before they count as time of a run; nobody listens at that port. */
  static void warmUp() throws Exception {
    for (var operation : List.of("InvokeModel", "InvokeModelWithResponseStream")) {
      var run = JSON.readTree("""
          {"operation":"%s","endpoint":"http://127.0.0.1:9","region":"us-east-1","options":{"maxAttempts":1},
           "credentials":{"accessKeyId":"AKIDEXAMPLE","secretAccessKey":"none"},
           "input":{"modelId":"m","body":{"max_tokens":1,"messages":[{"role":"user","content":"."}]}}}""".formatted(operation));
      try {
        observe(run, new LinkedHashMap<>());
      } catch (RuntimeException refused) {
        // As it should be.
      }
    }
  }

  static Map<String, Object> errorOf(Throwable error) {
    var told = new LinkedHashMap<String, Object>(Map.of("type", error.getClass().getSimpleName(), "message", String.valueOf(error.getMessage())));
    if (error instanceof AnthropicServiceException service) {
      told.put("status", service.statusCode());
      service.headers().values("request-id").stream().findFirst().ifPresent(id -> told.put("requestId", id));
    }
    return told;
  }

  static void say(int id, Map<String, Object> message) throws Exception {
    message.put("id", id);
    var line = JSON.writeValueAsString(message);
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  public static void main(String[] arguments) throws Exception {
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var pool = Executors.newFixedThreadPool(2);
    for (String line; (line = in.readLine()) != null;) {
      var run = JSON.readTree(line);
      var id = run.get("id").asInt();
      if (run.get("type").asText().equals("stop")) break;
      if (run.get("type").asText().equals("start")) {
        warmUp();
        say(id, started());
        continue;
      }
      pool.submit(() -> {
        var seen = new LinkedHashMap<String, Object>();
        try {
          observe(run, seen);
        } catch (Throwable thrown) {
          seen.put("error", errorOf(thrown));
        }
        say(id, new LinkedHashMap<>(Map.of("type", "observation", "observation", seen)));
        return null;
      });
    }
    System.exit(0);
  }
}

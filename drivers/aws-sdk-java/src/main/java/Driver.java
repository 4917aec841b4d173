import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeBaseClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.model.*;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The AWS SDK for Java 2 under test: one JSON object a line in, one a line out. Its argument is sync or async (Netty). */
final class Driver {
  static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  static final Map<String, SdkAutoCloseable> SESSIONS = new ConcurrentHashMap<>();

  record Run(int id, String type, String operation, Map<String, Object> input, String endpoint, String region, String http,
      String ca, Keys credentials, String apiKey, String session, Options options) {}

  record Keys(String accessKeyId, String secretAccessKey, String sessionToken) {}

  record Options(Integer maxAttempts, Integer readTimeoutMs, Cancel cancel, Map<String, String> headers, Map<String, String> query) {}

  record Cancel(int afterEvents, String how) {}

  static Map<String, Object> started(boolean async) {
    var capabilities = new ArrayList<>(List.of("InvokeModel", "Converse", "http1", "tls", "sigv4", "session-token", "bearer",
        "environment", "bytes", "max-attempts", "read-timeout", "headers", "query", "session"));
    if (async) capabilities.addAll(List.of("InvokeModelWithResponseStream", "ConverseStream", "http2", "events", "abort", "break"));
    return new LinkedHashMap<>(Map.of("type", "started", "name", "aws-sdk-java-v2 bedrockruntime, " + (async ? "async" : "sync"),
        "version", VersionInfo.SDK_VERSION, "language", "Java", "capabilities", capabilities, "concurrency", 2));
  }

  static <B extends BedrockRuntimeBaseClientBuilder<B, ?>> B configured(B builder, Run run) {
    var options = run.options();
    builder.endpointOverride(java.net.URI.create(run.endpoint())).region(Region.of(run.region()));
    if (options.maxAttempts() != null)
      builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(options.maxAttempts()).build()));
    if (run.credentials() != null) {
      var keys = run.credentials();
      builder.credentialsProvider(StaticCredentialsProvider.create(keys.sessionToken() == null
          ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
          : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())));
    }
    if (run.apiKey() != null) {
      builder.tokenProvider(StaticTokenProvider.create(run::apiKey));
      builder.authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("httpBearerAuth")));
    }
    return builder;
  }

  static BedrockRuntimeClient syncClient(Run run) {
    var http = Apache5HttpClient.builder();
    if (run.ca() != null) http.tlsTrustManagersProvider(trusting(run.ca()));
    if (run.options().readTimeoutMs() != null) http.socketTimeout(Duration.ofMillis(run.options().readTimeoutMs()));
    return configured(BedrockRuntimeClient.builder(), run).httpClientBuilder(http).build();
  }

  /** One for all clients: closing one of a client's own takes two seconds. */
  static final class Netty {
    static final SdkEventLoopGroup LOOPS = SdkEventLoopGroup.builder().build();
  }

  static BedrockRuntimeAsyncClient asyncClient(Run run) {
    boolean http2 = run.http().equals("http2");
    // The service asks for ALPN, which this client has for HTTP/2 alone: with HTTP/1.1 it says that the connection was closed.
    var http = NettyNioAsyncHttpClient.builder().eventLoopGroup(Netty.LOOPS).protocol(http2 ? Protocol.HTTP2 : Protocol.HTTP1_1)
        .protocolNegotiation(http2 ? ProtocolNegotiation.ALPN : ProtocolNegotiation.ASSUME_PROTOCOL);
    if (run.ca() != null) http.tlsTrustManagersProvider(trusting(run.ca()));
    if (run.options().readTimeoutMs() != null) http.readTimeout(Duration.ofMillis(run.options().readTimeoutMs()));
    return configured(BedrockRuntimeAsyncClient.builder(), run).httpClientBuilder(http).build();
  }

  static TlsTrustManagersProvider trusting(String pem) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      store.setCertificateEntry("stage", CertificateFactory.getInstance("X.509").generateCertificate(bytes));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager[] managers = factory.getTrustManagers();
      return () -> managers;
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  static <R extends AwsRequest.Builder> R adorned(R request, Run run) {
    var options = run.options();
    request.overrideConfiguration(c -> {
      if (options.headers() != null) options.headers().forEach(c::putHeader);
      if (options.query() != null) options.query().forEach(c::putRawQueryParameter);
    });
    return request;
  }

  static SdkBytes body(Run run) throws Exception {
    return SdkBytes.fromUtf8String(JSON.writeValueAsString(run.input().get("body")));
  }

  static String model(Run run) {
    return (String) run.input().get("modelId");
  }

  /** What was seen so far stays where the call fails. */
  static void observe(Run run, boolean async, Map<String, Object> seen) throws Exception {
    var client = run.session() == null ? (async ? asyncClient(run) : syncClient(run))
        : SESSIONS.computeIfAbsent(run.session(), name -> async ? asyncClient(run) : syncClient(run));
    try {
      switch (run.operation()) {
        case "Converse" -> {
          var request = adorned(Shapes.fill(ConverseRequest.builder(), run.input()), run).build();
          take(client instanceof BedrockRuntimeAsyncClient a ? a.converse(request).join() : ((BedrockRuntimeClient) client).converse(request), seen);
        }
        case "InvokeModel" -> {
          var request = adorned(InvokeModelRequest.builder().modelId(model(run)).body(body(run)).contentType("application/json"), run).build();
          take(client instanceof BedrockRuntimeAsyncClient a ? a.invokeModel(request).join() : ((BedrockRuntimeClient) client).invokeModel(request), seen);
        }
        case "ConverseStream" -> {
          var events = new ArrayList<Object>();
          seen.put("events", events);
          var request = adorned(Shapes.fill(ConverseStreamRequest.builder(), run.input()), run).build();
          var reader = new Reader<ConverseStreamOutput>(run, event -> {
            if (event.sdkEventType() != ConverseStreamOutput.EventType.UNKNOWN_TO_SDK_VERSION)
              events.add(Map.of(event.sdkEventType().toString(), Shapes.shown((SdkPojo) event)));
          });
          reader.read(((BedrockRuntimeAsyncClient) client).converseStream(request,
              ConverseStreamResponseHandler.builder().onEventStream(stream -> stream.subscribe(reader)).build()));
        }
        default -> {
          var chunks = new ArrayList<String>();
          seen.put("chunks", chunks);
          var request = adorned(InvokeModelWithResponseStreamRequest.builder().modelId(model(run)).body(body(run)).contentType("application/json"), run).build();
          var reader = new Reader<ResponseStream>(run, event -> {
            if (event instanceof PayloadPart part && part.bytes() != null) chunks.add(Base64.getEncoder().encodeToString(part.bytes().asByteArray()));
          });
          reader.read(((BedrockRuntimeAsyncClient) client).invokeModelWithResponseStream(request,
              InvokeModelWithResponseStreamResponseHandler.builder().onEventStream(stream -> stream.subscribe(reader)).build()));
        }
      }
    } finally {
      if (run.session() == null) client.close();
    }
  }

  static void take(ConverseResponse answer, Map<String, Object> seen) {
    if (answer.output() != null && answer.output().message() != null) seen.put("message", Shapes.shown(answer.output().message()));
    seen.put("stopReason", answer.stopReasonAsString());
    if (answer.usage() != null) seen.put("usage", Shapes.shown(answer.usage()));
    seen.put("requestId", answer.responseMetadata().requestId());
  }

  static void take(InvokeModelResponse answer, Map<String, Object> seen) {
    seen.put("body", Base64.getEncoder().encodeToString(answer.body().asByteArray()));
    seen.put("requestId", answer.responseMetadata().requestId());
  }

  /** Reads one event after the other, and stops where the run says. */
  static final class Reader<E> implements Subscriber<E> {
    final Cancel cancel;
    final Consumer<E> take;
    final CompletableFuture<Void> left = new CompletableFuture<>();
    volatile CompletableFuture<Void> call;
    Subscription subscription;
    int count;

    Reader(Run run, Consumer<E> take) {
      this.cancel = run.options().cancel();
      this.take = take;
    }

    /** Until the call is over, or its caller has left. */
    void read(CompletableFuture<Void> made) {
      call = made;
      CompletableFuture.anyOf(made, left).join();
    }

    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(1);
    }

    public void onNext(E event) {
      take.accept(event);
      if (cancel == null || ++count < cancel.afterEvents()) {
        subscription.request(1);
      } else if (cancel.how().equals("break")) {
        subscription.cancel();
        left.complete(null);
      } else {
        call.cancel(true);
      }
    }

    public void onError(Throwable error) {
      left.completeExceptionally(error);
    }

    public void onComplete() {}
  }

  /** Loads classes before they count as time of a run. */
  static void warmUp(boolean async) {
    var options = new Options(1, null, null, null, null);
    var run = new Run(0, "run", "Converse", Map.of(), "http://127.0.0.1:9", "us-east-1", "http1", null, new Keys("AKIDEXAMPLE", "none", null), null, null, options);
    try {
      observe(run, async, new LinkedHashMap<>());
    } catch (Exception refused) {
      // Nobody listens there.
    }
  }

  static Map<String, Object> errorOf(Throwable thrown) {
    var error = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    var told = new LinkedHashMap<String, Object>(Map.of("type", error.getClass().getSimpleName(), "message", String.valueOf(error.getMessage())));
    if (error instanceof AwsServiceException service) {
      if (service.awsErrorDetails() != null && service.awsErrorDetails().errorCode() != null) told.put("type", service.awsErrorDetails().errorCode());
      if (service.statusCode() != 0) told.put("status", service.statusCode());
      told.put("requestId", service.requestId());
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
    boolean async = arguments.length > 0 && arguments[0].equals("async");
    System.setOut(new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var pool = Executors.newFixedThreadPool(2);
    for (String line; (line = in.readLine()) != null;) {
      var run = JSON.readValue(line, Run.class);
      if (run.type().equals("stop")) break;
      if (run.type().equals("start")) {
        warmUp(async);
        say(run.id(), started(async));
        continue;
      }
      pool.submit(() -> {
        var seen = new LinkedHashMap<String, Object>();
        try {
          observe(run, async, seen);
        } catch (Throwable thrown) {
          seen.put("error", errorOf(thrown));
        }
        say(run.id(), new LinkedHashMap<>(Map.of("type", "observation", "observation", seen)));
        return null;
      });
    }
    System.exit(0);
  }
}

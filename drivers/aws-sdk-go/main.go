// The AWS SDK for Go v2 under test: one JSON object a line in, one a line out. HTTP/2 is agreed on over TLS, as with the
// real service; the SDK sends API keys over nothing else.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	bedrock "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth/bearer"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type object = map[string]any

// run is what the kit asks for; a start or a stop has none of it.
type run struct {
	Id                                int
	Type, Operation, Endpoint, Region string
	Http, Ca, ApiKey, Session         string
	Input                             object
	Credentials                       *struct{ AccessKeyId, SecretAccessKey, SessionToken string }
	Options                           struct {
		MaxAttempts int
		Headers     map[string]string
		Cancel      *struct {
			AfterEvents int
			How         string
		}
	}
}

var started = object{
	"type": "started", "name": "aws-sdk-go-v2 bedrockruntime",
	"version": versionOf("github.com/aws/aws-sdk-go-v2/service/bedrockruntime"), "language": "Go", "concurrency": 8,
	"capabilities": []string{
		"InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream", "http1", "http2", "tls", "sigv4",
		"session-token", "bearer", "environment", "events", "bytes", "abort", "break", "max-attempts",
		"headers", "session",
	},
}

// steady sends the body of a request without its WriteTo, which fails once the SDK has closed the body: then net/http closes
// the connection, now and then, with the answer still to be read (docs/findings/go-request-body-closed.md). All else that
// is to be seen here would drown in it. AS_IT_COMES=1 leaves it out.
type steady struct{ *awshttp.BuildableClient }

func (s steady) Do(request *http.Request) (*http.Response, error) {
	if request.Body != nil && os.Getenv("AS_IT_COMES") == "" {
		request.Body = struct{ io.ReadCloser }{request.Body}
	}
	return s.BuildableClient.Do(request)
}

// One client for all runs of a session, and one of its own for every other.
var sessions = map[string]*bedrock.Client{}

func clientOf(ctx context.Context, r run) (*bedrock.Client, error) {
	if client, ok := sessions[r.Session]; ok {
		return client, nil
	}
	over := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.Protocols = new(http.Protocols)
		t.Protocols.SetHTTP1(r.Http == "http1")
		t.Protocols.SetHTTP2(r.Http == "http2")
		if r.Ca != "" {
			t.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool()}
			t.TLSClientConfig.RootCAs.AppendCertsFromPEM([]byte(r.Ca))
		}
	})
	options := []func(*config.LoadOptions) error{config.WithRegion(r.Region)}
	if keys := r.Credentials; keys != nil {
		given := credentials.NewStaticCredentialsProvider(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken)
		options = append(options, config.WithCredentialsProvider(given))
	}
	if r.ApiKey != "" {
		token := bearer.StaticTokenProvider{Token: bearer.Token{Value: r.ApiKey}}
		options = append(options, config.WithBearerAuthTokenProvider(token), config.WithAuthSchemePreference("httpBearerAuth"))
	}
	loaded, err := config.LoadDefaultConfig(ctx, options...)
	client := bedrock.NewFromConfig(loaded, func(o *bedrock.Options) {
		o.BaseEndpoint, o.RetryMaxAttempts, o.HTTPClient = &r.Endpoint, r.Options.MaxAttempts, steady{over}
		for name, value := range r.Options.Headers {
			o.APIOptions = append(o.APIOptions, smithyhttp.AddHeaderValue(name, value))
		}
	})
	if r.Session != "" {
		sessions[r.Session] = client
	}
	return client, err
}

// observe makes the call; what it saw so far stays where the call fails.
func observe(r run, seen object) error {
	ctx, abort := context.WithCancel(context.Background())
	defer abort()
	client, err := clientOf(ctx, r)
	if err != nil {
		return err
	}
	model, _ := r.Input["modelId"].(string)
	body, _ := json.Marshal(r.Input["body"])
	switch r.Operation {
	case "Converse":
		out, err := client.Converse(ctx, inputOf[bedrock.ConverseInput](r.Input))
		if err != nil {
			return err
		}
		seen["requestId"], _ = middleware.GetRequestIDMetadata(out.ResultMetadata)
		if message, ok := out.Output.(*types.ConverseOutputMemberMessage); ok {
			seen["message"] = shown(message.Value)
		}
		seen["stopReason"], seen["usage"] = out.StopReason, shown(out.Usage)
	case "InvokeModel":
		out, err := client.InvokeModel(ctx, &bedrock.InvokeModelInput{ModelId: &model, Body: body, ContentType: aws.String("application/json")})
		if err != nil {
			return err
		}
		seen["requestId"], _ = middleware.GetRequestIDMetadata(out.ResultMetadata)
		seen["body"] = out.Body
	case "ConverseStream":
		out, err := client.ConverseStream(ctx, inputOf[bedrock.ConverseStreamInput](r.Input))
		if err != nil {
			return err
		}
		events := []any{}
		read(out.GetStream().Events(), r, out.GetStream().Close, abort, func(event types.ConverseStreamOutput) { events = append(events, shown(event)) })
		seen["events"] = events
		return out.GetStream().Err()
	case "InvokeModelWithResponseStream":
		out, err := client.InvokeModelWithResponseStream(ctx, &bedrock.InvokeModelWithResponseStreamInput{ModelId: &model, Body: body, ContentType: aws.String("application/json")})
		if err != nil {
			return err
		}
		chunks := [][]byte{}
		read(out.GetStream().Events(), r, out.GetStream().Close, abort, func(event types.ResponseStream) {
			if part, ok := event.(*types.ResponseStreamMemberChunk); ok && part.Value.Bytes != nil {
				chunks = append(chunks, part.Value.Bytes)
			}
		})
		seen["chunks"] = chunks
		return out.GetStream().Err()
	}
	return nil
}

func read[Event any](events <-chan Event, r run, stop func() error, abort func(), take func(Event)) {
	defer stop()
	cancel, count := r.Options.Cancel, 0
	for event := range events {
		take(event)
		if count++; cancel == nil || count < cancel.AfterEvents {
			continue
		}
		if cancel.How == "break" {
			return
		}
		abort()
	}
}

func errorOf(err error) object {
	told := object{"type": fmt.Sprintf("%T", err), "message": err.Error()}
	if api := smithy.APIError(nil); errors.As(err, &api) {
		told["type"] = api.ErrorCode()
	}
	if response := (*awshttp.ResponseError)(nil); errors.As(err, &response) {
		told["status"], told["requestId"] = response.HTTPStatusCode(), response.ServiceRequestID()
	}
	return told
}

func main() {
	in, out, writing := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout), sync.Mutex{}
	say := func(id int, message object) {
		writing.Lock()
		defer writing.Unlock()
		message["id"] = id
		_ = out.Encode(message)
	}
	for {
		var asked run
		if err := in.Decode(&asked); err != nil || asked.Type == "stop" {
			return
		}
		if asked.Type == "start" {
			say(asked.Id, started)
			continue
		}
		go func() {
			seen := object{}
			if err := observe(asked, seen); err != nil {
				seen["error"] = errorOf(err)
			}
			say(asked.Id, object{"type": "observation", "observation": seen})
		}()
	}
}

// Anthropic's SDK for Go under test, with its bedrock package: one JSON object a line in, one a line out.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"sync"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/bedrock"
	"github.com/anthropics/anthropic-sdk-go/option"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

type object = map[string]any

// run is what the kit asks for; a start or a stop has none of it.
type run struct {
	Id                                int
	Type, Operation, Endpoint, Region string
	Http, Ca, ApiKey, Session         string
	Input                             struct {
		ModelId string
		Body    json.RawMessage
	}
	Credentials *struct{ AccessKeyId, SecretAccessKey, SessionToken string }
	Options     struct {
		MaxAttempts    int
		Headers, Query map[string]string
		Cancel         *struct {
			AfterEvents int
			How         string
		}
	}
}

// The path of the endpoint is what its middleware takes a request by: with another before it, it leaves the request alone.
var started = object{
	"type": "started", "name": "anthropic-sdk-go bedrock", "version": version(), "language": "Go", "concurrency": 8,
	"capabilities": []string{
		"InvokeModel", "InvokeModelWithResponseStream", "http1", "http2", "tls", "sigv4", "session-token", "bearer",
		"environment", "events", "claude", "anthropic", "abort", "break", "max-attempts", "headers", "query", "session",
	},
	"without": []string{"error-types", "endpoint-paths"},
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, used := range info.Deps {
		if used.Path == "github.com/anthropics/anthropic-sdk-go" {
			return used.Version
		}
	}
	return "unknown"
}

var (
	sessions = map[string]anthropic.Client{}
	watch    sync.Mutex
)

// clientOf is one client for all runs of a session, and one of its own for every other.
func clientOf(r run) (anthropic.Client, error) {
	watch.Lock()
	defer watch.Unlock()
	if client, ok := sessions[r.Session]; ok {
		return client, nil
	}
	options := []func(*config.LoadOptions) error{config.WithRegion(r.Region)}
	if keys := r.Credentials; keys != nil {
		given := credentials.NewStaticCredentialsProvider(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken)
		options = append(options, config.WithCredentialsProvider(given))
	}
	if r.ApiKey != "" {
		options = append(options, config.WithAuthSchemePreference("httpBearerAuth"),
			config.WithBearerAuthTokenProvider(bedrock.NewStaticBearerTokenProvider(r.ApiKey)))
	}
	loaded, err := config.LoadDefaultConfig(context.Background(), options...)
	if err != nil {
		return anthropic.Client{}, err
	}
	over := []option.RequestOption{bedrock.WithConfig(loaded), option.WithBaseURL(r.Endpoint), option.WithHTTPClient(httpOf(r))}
	if r.Options.MaxAttempts > 0 {
		over = append(over, option.WithMaxRetries(r.Options.MaxAttempts-1))
	}
	client := anthropic.NewClient(over...)
	if r.Session != "" {
		sessions[r.Session] = client
	}
	return client, nil
}

func httpOf(r run) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Protocols = new(http.Protocols)
	transport.Protocols.SetHTTP1(r.Http == "http1")
	transport.Protocols.SetHTTP2(r.Http == "http2")
	if r.Ca != "" {
		transport.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool()}
		transport.TLSClientConfig.RootCAs.AppendCertsFromPEM([]byte(r.Ca))
	}
	return &http.Client{Transport: transport}
}

// observe makes the call; what it saw so far stays where the call fails. A panic would have ended an application.
func observe(r run, seen object) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			seen["error"] = object{"type": "panic", "message": fmt.Sprint(panicked), "crash": true}
		}
	}()
	ctx, abort := context.WithCancel(context.Background())
	defer abort()
	client, err := clientOf(r)
	if err != nil {
		return err
	}
	params := anthropic.MessageNewParams{}
	if err = json.Unmarshal(r.Input.Body, &params); err != nil {
		return err
	}
	params.Model = r.Input.ModelId
	extra := []option.RequestOption{}
	for name, value := range r.Options.Headers {
		extra = append(extra, option.WithHeader(name, value))
	}
	for name, value := range r.Options.Query {
		extra = append(extra, option.WithQuery(name, value))
	}
	if r.Operation == "InvokeModel" {
		message, err := client.Messages.New(ctx, params, extra...)
		if err == nil {
			seen["message"], seen["stopReason"] = json.RawMessage(message.RawJSON()), message.StopReason
		}
		return err
	}
	stream := client.Messages.NewStreaming(ctx, params, extra...)
	defer stream.Close()
	events := []json.RawMessage{}
	for cancel := r.Options.Cancel; stream.Next(); {
		events = append(events, json.RawMessage(stream.Current().RawJSON()))
		seen["events"] = events
		if cancel == nil || len(events) < cancel.AfterEvents {
			continue
		}
		if cancel.How == "break" {
			return nil
		}
		abort()
	}
	return stream.Err()
}

func errorOf(err error) object {
	told := object{"type": fmt.Sprintf("%T", err), "message": err.Error()}
	if api := (*anthropic.Error)(nil); errors.As(err, &api) {
		told["status"], told["requestId"] = api.StatusCode, api.RequestID
		if api.Type() != "" {
			told["type"] = api.Type()
		}
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

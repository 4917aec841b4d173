/**
 * The sentences of the service model of bedrock-runtime, and of the documents that say what a service model means: Smithy's
 * restJson1, HTTP bindings, types, constraints and behaviours. What holds shape by shape is in `shapes/`.
 */
import { BOTH, CLIENT, notYet, outOfScope, type Passage, SERVER, under, unobservable } from './requirement.ts';
import { SHAPES } from './shapes/index.ts';

const passage = (document: string, page: string) => (section: string, anchor: string) =>
  ({ document, section, url: `https://smithy.io/2.0/${page}.html${anchor}` }) satisfies Passage;

const bindings = passage('Smithy 2.0, HTTP bindings', 'spec/http-bindings');
const restJson = passage('Smithy 2.0, AWS restJson1 protocol', 'aws/protocols/aws-restjson1-protocol');
const simple = passage('Smithy 2.0, Simple types', 'spec/simple-types');
const aggregate = passage('Smithy 2.0, Aggregate types', 'spec/aggregate-types');
const constraints = passage('Smithy 2.0, Constraint traits', 'spec/constraint-traits');
const refinements = passage('Smithy 2.0, Type refinement traits', 'spec/type-refinement-traits');
const behaviour = passage('Smithy 2.0, Behavior traits', 'spec/behavior-traits');
const authentication = passage('Smithy 2.0, Authentication traits', 'spec/authentication-traits');

const MODEL_ITSELF: Passage = {
  document: 'Service model bedrock-runtime 2023-09-30',
  section: 'metadata',
  url: 'https://github.com/boto/botocore/blob/develop/botocore/data/bedrock-runtime/2023-09-30/service-2.json.gz',
};
const ENDPOINTS = 'The kit gives every client its endpoint.';
const NO_SUCH_MEMBER = 'No member of the operations that are tried is bound so.';
const OTHER_OPERATIONS = 'It concerns operations that are not tried: those of asynchronous invocation.';
const WHAT_IS_GIVEN = 'A client sends what it is given, and no driver is given less.';

export const SERVICE_MODEL = [
  ...under(MODEL_ITSELF, [
    {
      id: 'service-model/signing-name',
      binds: BOTH,
      says: 'Requests are signed for the service bedrock, whatever the endpoint is called.',
      cases: ['sig/valid', 's/auth-wrong-service', 's/routes'],
    },
    {
      id: 'service-model/auth-schemes',
      binds: BOTH,
      says: 'A request is authenticated by SigV4 or by a bearer token.',
      cases: ['sig/valid', 'sig/bearer', 'sig/bearer-env', 's/auth-bearer', 's/auth-missing'],
    },
    {
      id: 'service-model/h2',
      binds: SERVER,
      says: 'HTTP/2 is spoken beside HTTP/1.1.',
      cases: ['s/http2', 's/http1', 's/h2c-same-port'],
    },
    {
      id: 'service-model/own-answer',
      binds: SERVER,
      says: 'An operation answers with the output of its own input.',
      cases: ['s/parallel-isolation'],
    },
    {
      id: 'service-model/converse-and-stream',
      binds: BOTH,
      says: 'Converse and ConverseStream have the same input, and say the same message in two forms.',
      cases: ['cs/equals-converse-property', 'cs/grammar-property', 's/g-fold-equals-converse'],
    },
    {
      id: 'service-model/endpoints',
      binds: CLIENT,
      says: 'From region, partition, FIPS and dual stack follows the host.',
      none: outOfScope(ENDPOINTS),
    },
  ]),
  ...under(authentication('httpBearerAuth trait', '#httpbearerauth-trait'), [
    {
      id: 'service-model/bearer',
      binds: BOTH,
      says: 'A token is sent in the Authorization header after the word Bearer.',
      cases: ['sig/bearer', 's/auth-bearer'],
    },
  ]),
  ...under(bindings('http trait', '#http-trait'), [
    {
      id: 'service-model/method-literal',
      binds: BOTH,
      says: 'The method is that of the operation, to the letter.',
      cases: ['req/routes', 's/routes', 's/wrong-method'],
    },
    {
      id: 'service-model/endpoint-and-path',
      binds: CLIENT,
      says: 'The path of the operation is appended to that of the endpoint.',
      cases: ['req/endpoint-base-path', 'req/routes'],
    },
    {
      id: 'service-model/literal-segments',
      binds: SERVER,
      says: 'A path is that of an operation only if each of its literal segments is there, and no others.',
      cases: ['s/unknown-path', 's/routes'],
    },
    {
      id: 'service-model/trailing-slash',
      binds: SERVER,
      says: 'A slash at the end of a path makes no difference.',
      none: notYet('What Bedrock does with one is unverified.'),
    },
    {
      id: 'service-model/query-disregarded',
      binds: SERVER,
      says: 'A query that the pattern does not name makes no difference.',
      none: notYet('What Bedrock does with one is unverified.'),
    },
    {
      id: 'service-model/label-is-segment',
      binds: BOTH,
      says: 'A label is exactly one segment of the path.',
      cases: ['sig/modelid-arn', 's/arn-slash-escaped'],
    },
    {
      id: 'service-model/most-specific',
      binds: SERVER,
      says: 'Of two patterns that match, the more specific wins.',
      none: outOfScope('No two patterns of Bedrock match the same path.'),
    },
    {
      id: 'service-model/success-status',
      binds: SERVER,
      says: 'A success has the status 200.',
      cases: ['s/routes', 's/http1', 's/http2'],
    },
  ]),
  ...under(bindings('httpError trait', '#httperror-trait'), [
    {
      id: 'service-model/error-status',
      binds: BOTH,
      says: 'An error has the status that its shape declares.',
      cases: ['err/status-table', 's/err-status-table'],
    },
    {
      id: 'service-model/error-status-default',
      binds: SERVER,
      says: 'An error that declares no status has 400 or 500, by whose fault it is.',
      none: outOfScope('Every error of Bedrock declares its status.'),
    },
  ]),
  ...under(bindings('httpLabel trait', '#httplabel-trait'), [
    {
      id: 'service-model/label-escaped',
      binds: CLIENT,
      says: 'In a label everything is escaped but the unreserved characters.',
      cases: [
        'sig/modelid-reserved',
        'sig/modelid-colon',
        'sig/modelid-arn',
        'sig/signature-property',
        'req/model-id-property',
      ],
    },
    {
      id: 'service-model/label-unescaped',
      binds: SERVER,
      says: 'A label is read with its escapes undone.',
      cases: ['s/colon-escaped', 's/arn-slash-escaped'],
    },
    {
      id: 'service-model/label-required',
      binds: SERVER,
      says: 'A member that is a label is required.',
      none: unobservable('A path without it is another path.'),
    },
  ]),
  ...under(bindings('httpHeader trait', '#httpheader-trait'), [
    {
      id: 'service-model/header-empty',
      binds: CLIENT,
      says: 'A member bound to a header that is not given sends none.',
      none: notYet('No expectation names the headers that must not be there in an ordinary request.'),
    },
    {
      id: 'service-model/header-names-any-case',
      binds: BOTH,
      says: 'The names of headers count in any case.',
      none: notYet('The stage and the prober write each name in one way.'),
    },
  ]),
  ...under(bindings('httpPayload trait', '#httppayload-trait'), [
    {
      id: 'service-model/payload-raw',
      binds: BOTH,
      says: 'A body that is a blob stands in the message as it is.',
      cases: ['un/invoke-bytes', 's/invoke-passthrough'],
    },
    {
      id: 'service-model/payload-sent-raw',
      binds: CLIENT,
      says: 'The body that the caller gives to InvokeModel is sent as it is.',
      cases: ['req/unicode-body'],
    },
    {
      id: 'service-model/payload-document',
      binds: BOTH,
      says: 'Members that are bound nowhere else make the JSON of the body.',
      cases: ['req/tool-input-object', 'req/unicode-body', 'un/converse', 's/converse-shape'],
    },
  ]),
  ...under(bindings('httpQuery trait', '#httpquery-trait'), [
    {
      id: 'service-model/query',
      binds: BOTH,
      says: 'Members bound to the query are escaped there, and lists repeat their name.',
      none: outOfScope(NO_SUCH_MEMBER),
    },
  ]),
  ...under(bindings('httpPrefixHeaders trait', '#httpprefixheaders-trait'), [
    {
      id: 'service-model/prefix-headers',
      binds: BOTH,
      says: 'Members bound to prefixed headers are one header a key.',
      none: outOfScope(NO_SUCH_MEMBER),
    },
  ]),
  ...under(bindings('Event streams', '#event-streams'), [
    {
      id: 'service-model/stream-is-body',
      binds: BOTH,
      says: 'A stream of events is the body of the answer.',
      cases: ['cs/text', 'is/base64', 's/st-content-type'],
    },
  ]),
  ...under(restJson('aws.protocols#restJson1 trait', '#aws-protocols-restjson1-trait'), [
    {
      id: 'service-model/http-versions',
      binds: CLIENT,
      says: 'A client speaks the first version of HTTP in the list of the model that it knows.',
      none: outOfScope('The model lists no order; it calls HTTP/2 optional.'),
    },
  ]),
  ...under(restJson('Content-Type', '#content-type'), [
    {
      id: 'service-model/content-type',
      binds: BOTH,
      says: 'A body is called application/json.',
      cases: ['req/content-type', 's/content-type'],
    },
    {
      id: 'service-model/content-type-of-payload',
      binds: BOTH,
      says: 'A body that is a blob has the content type that its member is bound to, or else that of its kind.',
      cases: ['req/content-type', 's/content-type', 's/st-invoke-content-type-header'],
    },
    {
      id: 'service-model/content-type-verified',
      binds: SERVER,
      says: 'A request of another content type is refused.',
      none: notYet('Converse is known to take several; what it refuses is unverified.'),
    },
  ]),
  ...under(restJson('JSON shape serialization', '#json-shape-serialization'), [
    {
      id: 'service-model/blob',
      binds: BOTH,
      says: 'A blob within JSON is base64.',
      cases: ['is/base64', 'is/base64-utf8', 'cs/reasoning-redacted', 's/st-chunk-base64'],
    },
    {
      id: 'service-model/blob-sent',
      binds: CLIENT,
      says: 'Bytes that the caller gives, of an image or a document, are sent as base64.',
      none: notYet('The input of a case is JSON, which has no bytes.'),
    },
    {
      id: 'service-model/integers',
      binds: SERVER,
      says: 'Whole numbers are JSON numbers without a fraction.',
      cases: ['s/converse-shape', 's/g-metadata-usage', 's/count-tokens'],
    },
    {
      id: 'service-model/floats',
      binds: BOTH,
      says: 'Fractions are JSON numbers, and what is no number is text: NaN, Infinity.',
      none: notYet('Only temperature, topP and scores of guardrails are such, and no case has them.'),
    },
    {
      id: 'service-model/documents',
      binds: BOTH,
      says: 'A document is any JSON, and comes through as it was.',
      cases: ['req/tool-input-object', 'un/tool-use', 'cs/tool-args-concat', 'cs/tool-args-unicode', 's/g-tool-json'],
    },
    {
      id: 'service-model/timestamps',
      binds: BOTH,
      says: 'A time is a number of seconds, or what its format says.',
      none: outOfScope(OTHER_OPERATIONS),
    },
    {
      id: 'service-model/lists-and-maps',
      binds: BOTH,
      says: 'A list is an array, a map or a structure an object with members by their names.',
      cases: ['req/tool-input-object', 'un/converse', 's/converse-shape', 's/guardrail'],
    },
    {
      id: 'service-model/wrong-types-refused',
      binds: SERVER,
      says: 'A value of another type than its member is refused.',
      cases: ['s/r-malformed-corpus'],
    },
    {
      id: 'service-model/null-members',
      binds: BOTH,
      says: 'A member that is null counts as absent.',
      none: notYet('Recorded requests and answers have none.'),
    },
  ]),
  ...under(restJson('Operation error serialization', '#operation-error-serialization'), [
    {
      id: 'service-model/error-type-header',
      binds: SERVER,
      says: 'An error names its type in the header X-Amzn-Errortype.',
      cases: ['s/err-shape', 's/err-status-table'],
    },
    {
      id: 'service-model/error-type-read',
      binds: CLIENT,
      says: 'A client takes the type of an error from the header, or from __type or code in the body.',
      cases: ['err/type-header', 'err/type-body', 'err/header-wins'],
    },
    {
      id: 'service-model/error-type-bare',
      binds: SERVER,
      says: 'A new server sends nothing but the name of the shape as the type.',
      none: outOfScope('Bedrock is none: recorded types end with a URL.'),
    },
    {
      id: 'service-model/error-type-cleaned',
      binds: CLIENT,
      says: 'Of a type a client leaves out what follows a colon and what comes before a number sign.',
      cases: ['err/type-header', 'err/type-body'],
    },
    {
      id: 'service-model/error-body',
      binds: BOTH,
      says: 'The members of an error are in its body as those of an output would be.',
      cases: ['err/type-header', 'err/status-table', 's/err-shape', 's/err-status-table'],
    },
  ]),
  ...under(restJson('Protocol compliance tests', '#protocol-compliance-tests'), [
    {
      id: 'service-model/error-before-stream',
      binds: BOTH,
      says: 'An operation with a stream that fails before it begins fails like any other, with a JSON error.',
      cases: ['err/type-header', 's/err-pre-stream-plain'],
    },
    {
      id: 'service-model/error-untyped',
      binds: CLIENT,
      says: 'An answer with the status of an error is one, though it be no JSON and name no type.',
      cases: ['err/text-500', 'err/non-json-502', 'err/untyped'],
    },
    {
      id: 'service-model/malformed-refused',
      binds: SERVER,
      says: 'A request that cannot be read is refused as the fault of its sender.',
      cases: ['s/r-malformed-corpus', 's/err-malformed-json', 's/never-5xx-property'],
    },
  ]),
  ...under(simple('string', '#string'), [
    {
      id: 'service-model/utf8',
      binds: BOTH,
      says: 'Text is UTF-8, of any script.',
      cases: ['req/unicode-body', 'req/unicode-property', 'es/split-in-utf8', 's/st-utf8-whole'],
    },
  ]),
  ...under(simple('enum is a specialization of string', '#enum-is-a-specialization-of-string'), [
    {
      id: 'service-model/unknown-enum-received',
      binds: CLIENT,
      says: 'A client gives a value of an enum that it does not know as it is, and does not fail.',
      cases: ['cs/unknown-stop-reason'],
    },
    {
      id: 'service-model/unknown-enum-sent',
      binds: CLIENT,
      says: 'A client can send a value of an enum that it does not know.',
      none: notYet(
        'Frameworks have words of their own for what the operations call an enum, and no capability tells them apart.',
      ),
    },
  ]),
  ...under(aggregate('Structure', '#structure'), [
    {
      id: 'service-model/unknown-member-received',
      binds: CLIENT,
      says: 'Members may be added; a client that does not know them passes over them.',
      cases: ['un/unknown-fields', 'cs/unknown-field'],
    },
    {
      id: 'service-model/unknown-member-sent',
      binds: SERVER,
      says: 'A server passes over a member that it does not know.',
      cases: ['s/unknown-request-field'],
    },
    {
      id: 'service-model/error-correction',
      binds: CLIENT,
      says: 'A client may put in a default where the answer lacks a required member.',
      none: unobservable('It may as well not.'),
    },
  ]),
  ...under(aggregate('Union', '#union'), [
    {
      id: 'service-model/one-variant',
      binds: SERVER,
      says: 'A union with no member or with two is refused.',
      none: notYet('What Bedrock says of one is unverified.'),
    },
    {
      id: 'service-model/unknown-variant',
      binds: CLIENT,
      says: 'A client has a place for a member of a union that it does not know.',
      cases: ['un/unknown-variant', 'cs/unknown-event'],
    },
  ]),
  ...under(refinements('required trait', '#required-trait'), [
    {
      id: 'service-model/required-sent',
      binds: CLIENT,
      says: 'A required member is sent.',
      none: unobservable(WHAT_IS_GIVEN),
    },
    {
      id: 'service-model/required-serialised',
      binds: SERVER,
      says: 'A required member of an output is always there.',
      cases: ['s/converse-shape', 's/guardrail', 's/count-tokens', 's/g-metadata-usage', 's/g-tool-start'],
    },
  ]),
  ...under(constraints('Constraint trait enforcement', '#constraint-trait-enforcement'), [
    {
      id: 'service-model/constraints-on-input',
      binds: SERVER,
      says: 'What breaks a constraint in a request is refused.',
      cases: ['s/constraints', 's/required-members', 's/count-tokens-constraints'],
    },
    {
      id: 'service-model/constraints-on-output',
      binds: BOTH,
      says: 'Constraints are enforced neither on what is answered nor on reading it.',
      none: notYet('No answer of the stage breaks any.'),
    },
  ]),
  ...under(behaviour('Idempotency', '#idempotency'), [
    {
      id: 'service-model/safe-retries',
      binds: CLIENT,
      says: 'An operation that is not idempotent is tried again only where the error or the protocol says that it can be.',
      cases: ['retry/never-4xx', 'retry/transient', 'retry/408-424', 'retry/retry-after'],
    },
    {
      id: 'service-model/idempotency-token',
      binds: BOTH,
      says: 'A request with an idempotency token is not carried out twice.',
      none: outOfScope(OTHER_OPERATIONS),
    },
  ]),
  ...under(behaviour('retryable trait', '#retryable-trait'), [
    {
      id: 'service-model/retryable',
      binds: CLIENT,
      says: 'An error that is marked as retryable can be tried again.',
      cases: ['retry/model-not-ready'],
    },
  ]),
  ...under(behaviour('Pagination', '#pagination'), [
    {
      id: 'service-model/pagination',
      binds: BOTH,
      says: 'A result in pages is asked for page by page with the token of the last one.',
      none: outOfScope(OTHER_OPERATIONS),
    },
  ]),
  ...under(behaviour('Compression', '#compression'), [
    {
      id: 'service-model/compression',
      binds: BOTH,
      says: 'A request may be compressed where the operation says so.',
      none: outOfScope('No operation of Bedrock does.'),
    },
  ]),
  ...SHAPES,
];

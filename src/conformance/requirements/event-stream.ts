/**
 * The sentences that bind whoever sends or reads an event stream: Smithy's specification of the encoding, its chapter on
 * streams, and what AWS's own guides say of the encoding beyond them.
 */
import { BOTH, CLIENT, notYet, outOfScope, type Passage, SERVER, under, unobservable } from './requirement.ts';

const ENCODING = 'Smithy 2.0, Amazon Event Stream Specification';
const STREAMING = 'Smithy 2.0, Streaming';

const encoding = (section: string, anchor = ''): Passage => ({
  document: ENCODING,
  section,
  url: `https://smithy.io/2.0/aws/amazon-eventstream.html${anchor}`,
});
const streaming = (section: string, anchor: string): Passage => ({
  document: STREAMING,
  section,
  url: `https://smithy.io/2.0/spec/streaming.html${anchor}`,
});

const NO_INPUT_STREAM =
  'Of the operations that are tried none takes a stream; only InvokeModelWithBidirectionalStream does, and it is not tried.';
const NO_HEADER_MEMBERS =
  'No event of Bedrock has a member in its headers, so that no value of one is given to anybody.';

export const EVENT_STREAM = [
  ...under(encoding('Introduction'), [
    {
      id: 'event-stream/corruption-recognised',
      binds: CLIENT,
      says: 'Whatever byte of a message is corrupted, that is noticed, and at once.',
      cases: ['es/corruption-property', 'es/nothing-after-corruption'],
    },
    {
      id: 'event-stream/no-fragments',
      binds: SERVER,
      says: 'A payload is not spread over several messages.',
      cases: ['s/st-payload-not-wrapped', 's/st-chunk-base64'],
    },
    {
      id: 'event-stream/media-type',
      binds: SERVER,
      says: 'A body in this encoding is called application/vnd.amazon.eventstream.',
      cases: ['s/st-content-type', 's/st-not-sse'],
    },
  ]),
  ...under(encoding('Wire Format', '#wire-format'), [
    {
      id: 'event-stream/messages-in-sequence',
      binds: BOTH,
      says: 'A stream is one message after the other, with nothing between them, however the transport cuts its bytes.',
      cases: ['es/split-every-byte', 'es/split-in-utf8', 'es/coalesced', 'es/partition-property', 's/st-crc-length'],
    },
    {
      id: 'event-stream/big-endian',
      binds: BOTH,
      says: 'Numbers of several bytes begin with the highest.',
      cases: ['es/large-frame', 'es/unknown-header-types', 's/st-crc-length'],
    },
  ]),
  ...under(encoding('Message Format', '#message-format'), [
    {
      id: 'event-stream/prelude',
      binds: BOTH,
      says: 'A message begins with two lengths of four bytes, its own and that of its headers.',
      cases: ['es/split-every-byte', 'es/length-below-16', 's/st-crc-length'],
    },
    {
      id: 'event-stream/headers-then-payload',
      binds: BOTH,
      says: 'After the prelude come the headers, and what is left before the last checksum is the payload.',
      cases: ['es/unknown-header-types', 'cs/text', 's/st-crc-length', 's/st-payload-not-wrapped'],
    },
    {
      id: 'event-stream/checksums',
      binds: BOTH,
      says: 'The prelude and the whole message each end with the CRC32 of everything from the first byte of the message up to it.',
      cases: ['cs/text', 'is/base64', 's/st-crc-length'],
    },
    {
      id: 'event-stream/prelude-checksum-verified',
      binds: CLIENT,
      says: 'Who reads a message verifies the checksum of its prelude.',
      cases: ['es/prelude-crc', 'es/corruption-property'],
    },
    {
      id: 'event-stream/message-checksum-verified',
      binds: CLIENT,
      says: 'Who reads a message verifies the checksum of the whole.',
      cases: ['es/message-crc', 'es/corruption-property'],
    },
    {
      id: 'event-stream/servers-verify-checksums',
      binds: SERVER,
      says: 'A server verifies both checksums of what it is sent.',
      none: outOfScope(NO_INPUT_STREAM),
    },
    {
      id: 'event-stream/ended-by-wrong-checksum',
      binds: CLIENT,
      says: 'A checksum that is wrong ends the stream.',
      cases: ['es/prelude-crc', 'es/message-crc', 'es/nothing-after-corruption'],
    },
    {
      id: 'event-stream/payload-limit',
      binds: SERVER,
      says: 'No payload has more than 25,165,824 bytes.',
      cases: ['s/st-size-limits'],
    },
    {
      id: 'event-stream/headers-limit',
      binds: SERVER,
      says: 'The headers of no message have more than 131,072 bytes as they are encoded.',
      cases: ['s/st-size-limits'],
    },
    {
      id: 'event-stream/services-enforce-limits',
      binds: SERVER,
      says: 'A service enforces both limits on what it is sent.',
      none: outOfScope(NO_INPUT_STREAM),
    },
    {
      id: 'event-stream/clients-do-not-enforce-payload-limit',
      binds: CLIENT,
      says: 'A client reads a payload whatever its length, the limit of services notwithstanding.',
      cases: ['es/large-frame', 'es/beyond-size-limits'],
    },
    {
      id: 'event-stream/clients-do-not-enforce-headers-limit',
      binds: CLIENT,
      says: 'A client reads headers whatever their length, the limit of services notwithstanding.',
      cases: ['es/beyond-size-limits'],
    },
  ]),
  ...under(encoding('Headers Format', '#headers-format'), [
    {
      id: 'event-stream/header-once',
      binds: BOTH,
      says: 'No message has two headers of the same name.',
      cases: ['es/duplicate-header', 's/st-headers'],
    },
    {
      id: 'event-stream/header-name-length',
      binds: SERVER,
      says: 'The name of a header has at least one byte; a single byte before it says how many.',
      cases: ['s/st-headers'],
    },
    {
      id: 'event-stream/header-name-utf8',
      binds: BOTH,
      says: 'The name of a header is UTF-8.',
      none: notYet('No header that Bedrock is known to send has a name beyond ASCII.'),
    },
    {
      id: 'event-stream/header-types-closed',
      binds: BOTH,
      says: 'A value has one of ten types, and there will never be others.',
      cases: ['es/bad-header-type', 's/st-crc-length'],
    },
    {
      id: 'event-stream/header-types-native',
      binds: CLIENT,
      says: 'The types of values correspond to types of the language that a client is written in.',
      none: unobservable(NO_HEADER_MEMBERS),
    },
    {
      id: 'event-stream/header-widths',
      binds: CLIENT,
      says: 'Each of the ten types has its own width, from no byte for a boolean to sixteen for a UUID.',
      cases: ['es/unknown-header-types'],
    },
    {
      id: 'event-stream/header-value-length',
      binds: BOTH,
      says: 'Two bytes before a string or an array of bytes say how long it is.',
      cases: ['es/bad-header-length', 'es/unknown-header-types', 's/st-crc-length'],
    },
    {
      id: 'event-stream/header-value-range',
      binds: SERVER,
      says: 'A string or an array of bytes in a header has 1 to 32,767 bytes.',
      none: notYet(
        'The prose gives the length 16 bits without a sign, the notation beside it 15; nothing known to be sent comes near either.',
      ),
    },
    {
      id: 'event-stream/header-timestamp',
      binds: CLIENT,
      says: 'A timestamp in a header counts milliseconds, not seconds.',
      none: unobservable(NO_HEADER_MEMBERS),
    },
    {
      id: 'event-stream/any-number-of-headers',
      binds: CLIENT,
      says: 'A message may have headers beside those that are known, as many as it likes.',
      cases: ['es/unknown-header-types', 'es/beyond-size-limits'],
    },
    {
      id: 'event-stream/header-order',
      binds: CLIENT,
      says: 'The order of headers means nothing.',
      cases: ['es/header-order'],
    },
  ]),
  ...under(encoding('Amazon Event Semantics', '#amazon-event-semantics'), [
    {
      id: 'event-stream/kinds-of-messages',
      binds: BOTH,
      says: 'A message is an event, an error of the model, an error beyond it, or an initial request or response.',
      cases: ['es/unknown-message-type', 's/st-headers'],
    },
  ]),
  ...under(encoding('Message Events', '#message-events'), [
    {
      id: 'event-stream/event-message-type',
      binds: BOTH,
      says: 'An event has the header :message-type, a string, with the value event.',
      cases: ['es/missing-message-type', 'es/malformed-message-type', 's/st-headers', 's/st-header-types'],
    },
    {
      id: 'event-stream/event-type',
      binds: BOTH,
      says: 'An event has the header :event-type, a string.',
      cases: ['es/missing-event-type', 'es/malformed-event-type', 's/st-headers', 's/st-header-types'],
    },
    {
      id: 'event-stream/event-type-is-member',
      binds: BOTH,
      says: 'The value of :event-type is the name of the member of the union.',
      cases: ['cs/text', 'is/base64', 's/g-order', 's/st-chunk-base64'],
    },
    {
      id: 'event-stream/event-content-type-optional',
      binds: CLIENT,
      says: 'An event need not have a :content-type.',
      cases: ['es/no-content-type'],
    },
    {
      id: 'event-stream/event-content-type',
      binds: SERVER,
      says: 'Where there is a :content-type it is the media type of the payload, as the protocol has it: application/json.',
      none: notYet('No expectation reads :content-type.'),
    },
  ]),
  ...under(encoding('Modeled Error Events', '#modeled-error-events'), [
    {
      id: 'event-stream/exception-message-type',
      binds: BOTH,
      says: 'An error of the model has the header :message-type with the value exception.',
      cases: ['exc/modelled', 'exc/first-frame', 's/x-exception-format'],
    },
    {
      id: 'event-stream/exception-type',
      binds: BOTH,
      says: 'An error of the model has the header :exception-type with the name of the member of the union.',
      cases: ['exc/modelled', 'exc/typed', 's/x-exception-format', 's/x-exception-members'],
    },
    {
      id: 'event-stream/exception-payload',
      binds: BOTH,
      says: 'The payload of an error of the model is the document of its members, in the media type of the protocol.',
      cases: ['exc/modelled', 's/x-exception-format'],
    },
  ]),
  ...under(encoding('Unmodeled Error Events', '#unmodeled-error-events'), [
    {
      id: 'event-stream/error-message',
      binds: CLIENT,
      says: 'A server may send an error beyond the model, whose :message-type is error and which tells itself in :error-code and :error-message.',
      cases: ['exc/error-frame'],
    },
    {
      id: 'event-stream/error-headers',
      binds: SERVER,
      says: 'An error beyond the model has both :error-code and :error-message, strings.',
      none: unobservable('No server has to send such an error, and no request makes one do so.'),
    },
  ]),
  ...under(encoding('Initial Message Events', '#initial-message-events'), [
    {
      id: 'event-stream/initial-in-http',
      binds: BOTH,
      says: 'In a REST protocol the members beside the stream are in the path, the query or the headers, never in the body.',
      cases: ['req/routes', 's/st-invoke-content-type-header', 's/g-order'],
    },
    {
      id: 'event-stream/initial-in-rpc',
      binds: BOTH,
      says: 'In an RPC protocol the members beside the stream are in a first message of their own.',
      none: outOfScope('The protocol of Bedrock is restJson1, a REST protocol.'),
    },
  ]),
  ...under(streaming('Modeled errors in event streams', '#modeled-errors-in-event-streams'), [
    {
      id: 'event-stream/errors-are-terminal',
      binds: BOTH,
      says: 'An error of the model ends the stream in which it stands.',
      cases: ['exc/terminal', 'exc/modelled', 'exc/unmodelled', 's/x-terminal'],
    },
  ]),
  ...under(streaming('Initial messages', '#initial-message-client-and-server-behavior'), [
    {
      id: 'event-stream/initial-first',
      binds: CLIENT,
      says: 'What is beside the stream is given to the application before any event.',
      none: notYet('An observation of a driver has no place for the headers of a stream.'),
    },
    {
      id: 'event-stream/unexpected-initial',
      binds: CLIENT,
      says: 'A client does not fail at an initial response that it did not expect.',
      cases: ['es/initial-response'],
    },
    {
      id: 'event-stream/missing-initial',
      binds: BOTH,
      says: 'Nobody fails where no initial message comes, if all its members are optional.',
      cases: ['cs/text', 's/routes'],
    },
  ]),
  ...under(streaming('Client behavior', '#client-behavior'), [
    {
      id: 'event-stream/consumed-as-they-come',
      binds: CLIENT,
      says: 'Events can be taken one by one as they come, whatever comes after them.',
      cases: ['exc/partial-kept', 'es/nothing-after-corruption', 'cancel/early-break'],
    },
    {
      id: 'event-stream/unknown-event',
      binds: CLIENT,
      says: 'A client does not fail at an event of a kind that it does not know.',
      cases: ['cs/unknown-event', 'is/typeless-chunk'],
    },
    {
      id: 'event-stream/initial-access',
      binds: CLIENT,
      says: 'A client gives access to what is beside the stream.',
      none: notYet('An observation of a driver has no place for the headers of a stream.'),
    },
    {
      id: 'event-stream/dispatch-by-name',
      binds: CLIENT,
      says: 'Events can be told apart by name, each with its own type.',
      none: unobservable('That is a matter of the language and its types.'),
    },
  ]),
  ...under(streaming('Event message serialization', '#event-message-serialization'), [
    {
      id: 'event-stream/payload-is-document',
      binds: BOTH,
      says: 'Members that are bound neither to a header nor to the payload are together the JSON document in the payload.',
      cases: ['cs/text', 'cs/malformed-json', 's/st-payload-not-wrapped', 's/st-chunk-base64'],
    },
    {
      id: 'event-stream/event-header-members',
      binds: BOTH,
      says: 'A member with the trait eventHeader is a header of its event.',
      none: outOfScope('No event of Bedrock has such a member.'),
    },
    {
      id: 'event-stream/event-payload-member',
      binds: BOTH,
      says: 'A member with the trait eventPayload is the payload of its event as it stands.',
      none: outOfScope('No event of Bedrock has such a member.'),
    },
  ]),
  ...under(streaming('Data streams', '#data-streams'), [
    {
      id: 'event-stream/data-streams',
      binds: BOTH,
      says: 'A stream of bytes may be of unknown length.',
      none: outOfScope('Bedrock has streams of events alone.'),
    },
  ]),
  ...under(
    {
      document: 'Amazon Transcribe Developer Guide, Event stream encoding',
      section: 'Components of a message',
      url: 'https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html',
    },
    [
      {
        id: 'event-stream/smallest-message',
        binds: BOTH,
        says: 'Prelude and checksums are 16 bytes, so that no message is shorter.',
        cases: ['es/length-below-16', 's/st-crc-length'],
      },
      {
        id: 'event-stream/lengths-not-believed',
        binds: CLIENT,
        says: 'Corrupted lengths are found by the checksum of the prelude, before anybody waits for so many bytes or makes room for them.',
        cases: ['es/prelude-crc', 'es/length-below-16'],
      },
    ],
  ),
];

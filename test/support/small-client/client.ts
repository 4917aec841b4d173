/** A Bedrock client of a few hundred lines, whole and well with `HEALTHY`, and sick where an organ is replaced. */
import type { DriverFunction, RunRequest } from '../../../src/conformance/drivers/driver.ts';
import { createClients } from '../../../src/conformance/drivers/clients.ts';
import { CAPABILITIES, type Capability } from '../../../src/conformance/case.ts';
import type { ClientObservation, ObservedError } from '../../../src/conformance/observation.ts';
import { readFrames } from './frames.ts';
import { Failure, type Fold, type Frame, type Head, HEALTHY, type Memory, type Organs } from './organs.ts';
import { authorise } from './sign.ts';
import { type Came, TRANSPORTS } from './transport.ts';

type Json = any;

export function smallClient(sick: Partial<Organs> = {}): DriverFunction {
  const organs: Organs = { ...HEALTHY, ...sick };
  const clients = createClients<Memory>({ make: () => ({}), close: () => {} });
  return {
    name: 'small client',
    version: '0',
    capabilities: (Object.keys(CAPABILITIES) as Capability[]).filter((name) => name !== 'tls'),
    run: (request, signal) => clients.use(request, (memory) => call({ request, organs, memory }, signal)),
    stop: clients.stop,
  };
}

/** All that is left of a client between two calls of a session. */
interface Client {
  readonly request: RunRequest;
  readonly organs: Organs;
  readonly memory: Memory;
}

/** What an attempt has given so far. */
interface Attempt extends Client {
  readonly controller: AbortController;
  readonly events: Json[];
  cancelled: boolean;
}

async function call(client: Client, signal: AbortSignal): Promise<ClientObservation> {
  const { request, organs, memory } = client;
  const first = new Date();
  for (let tries = 1; ; tries++) {
    const controller = new AbortController();
    signal.addEventListener('abort', () => controller.abort());
    const attempt: Attempt = { ...client, controller, events: [], cancelled: false };
    let head: Head | undefined;
    try {
      return await once(attempt, first, (came) => (head = came));
    } catch (thrown) {
      const error = told(thrown);
      const begun = attempt.events.length > 0 || (head?.status === 200 && !organs.retryFirstFrame);
      const again =
        !attempt.cancelled &&
        organs.again(error, organs, memory) &&
        (!begun || organs.retryMidStream) &&
        worthwhile(error, head);
      if (!again || tries >= organs.attempts(request.options.maxAttempts ?? 1, memory, tries))
        return { ...(organs.keepEvents && { events: attempt.events }), error };
      await organs.wait(head);
    }
  }
}

/** A broken stream of a success is the caller's to try again, unless the service itself says that it was throttled. */
function worthwhile(error: ObservedError, head: Head | undefined): boolean {
  return head?.status !== 200 || error.type === 'ThrottlingException' || error.status === undefined;
}

function told(thrown: unknown): ObservedError {
  return thrown instanceof Failure ? thrown.told : { type: (thrown as Error).name, message: String(thrown) };
}

async function once(attempt: Attempt, first: Date, onHead: (came: Came) => void): Promise<ClientObservation> {
  const { request, organs, controller, memory } = attempt;
  organs.ready(memory);
  const base = new URL(request.endpoint);
  const path = organs.basePath(base.pathname) + organs.path(request, organs) + organs.query(request);
  const body = organs.json(bodyOf(attempt));
  const headers = authorise({ request, base, path, body, date: organs.date(new Date(), first) }, organs);
  const timer = organs.unaryLimit && setTimeout(() => controller.abort(), organs.unaryLimit);
  const came = await TRANSPORTS[request.http]({ base, path, headers, body, signal: controller.signal });
  onHead(came);
  if (timer) clearTimeout(timer);
  if (organs.isError(came)) throw new Failure(errorOf(came, (await whole(came)).toString(), organs));
  const requestId = organs.requestId(came);
  const known = requestId === undefined ? {} : { requestId };
  return {
    ...known,
    ...(request.operation.includes('Stream') ? await stream(attempt, came) : unary(attempt, await whole(came))),
  };
}

function bodyOf({ request: { operation, input }, organs }: Attempt): Json {
  const { modelId, body, ...members } = input as Json;
  if (operation.startsWith('Converse')) return organs.converse(members);
  return organs.invocation({ ...body, model: modelId, stream: operation !== 'InvokeModel' });
}

async function whole({ bytes }: Came): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function errorOf(head: Head, text: string, organs: Organs): ObservedError {
  const body = organs.errorBody(text);
  const [type, status, requestId] = [
    organs.errorType(head, body),
    organs.errorStatus(head.status),
    organs.errorRequestId(head),
  ];
  const told = { message: organs.errorMessage(body, text) };
  return { ...told, ...(type && { type }), ...(status && { status }), ...(requestId && { requestId }) };
}

function unary({ request, organs }: Attempt, bytes: Buffer): ClientObservation {
  if (request.operation === 'Converse') return organs.answer(JSON.parse(bytes.toString()));
  const body = organs.body(bytes).toString('base64');
  const message = organs.errorBody(bytes.toString());
  return message?.content ? { body, message } : { body };
}

async function stream(attempt: Attempt, came: Came): Promise<ClientObservation> {
  const { organs, events, request, memory } = attempt;
  const fold = organs.fold(memory);
  const left = await readEvents(attempt, came, fold);
  if (left) return { events };
  if (request.operation === 'InvokeModelWithResponseStream') {
    if (organs.claudeRequiresStop && !events.some(({ type }) => type === 'message_stop'))
      throw new Failure({ type: 'NoEnd', message: 'no message_stop' });
    return { events };
  }
  organs.finish(fold);
  const content = [...fold.blocks.entries()].sort(([a], [b]) => a - b).map(([, block]) => finished(block, organs));
  const toolCalls = content.flatMap(({ toolUse }) => (toolUse ? [{ name: toolUse.name, input: toolUse.input }] : []));
  const ended = { ...(fold.stopReason && { stopReason: fold.stopReason }), ...(fold.usage && { usage: fold.usage }) };
  return { events, message: { role: 'assistant', content }, toolCalls, ...ended };
}

function finished({ pieces, ...block }: Json, organs: Organs): Json {
  return block.toolUse ? { ...block, toolUse: { ...block.toolUse, input: organs.toolInput(pieces) } } : block;
}

/** Whether the reader left of its own accord. */
async function readEvents(attempt: Attempt, came: Came, fold: Fold): Promise<boolean> {
  const { organs, request, events, controller } = attempt;
  const cancel = request.options.cancel;
  let pending: Failure | undefined;
  try {
    for await (const frame of readFrames(watched(attempt, came), organs, attempt.memory)) {
      const event = pending === undefined ? messageOf(frame, organs) : eventOnly(frame, organs);
      if (event instanceof Failure) {
        const what = organs.onException(event.told);
        if (what === 'end') return false;
        if (what === 'fail' && organs.afterException === 'stop') throw event;
        if (what === 'fail') pending = event;
        continue;
      }
      if (event === undefined) continue;
      events.push(event);
      addTo(fold, event, organs);
      if (organs.endsAt(Object.keys(event)[0] as string, event)) return false;
      if (events.length !== cancel?.afterEvents) continue;
      if (cancel.how === 'break') {
        organs.onBreak(() => came.close());
        return true;
      }
      attempt.cancelled = true;
      organs.onAbort(() => controller.abort());
      if (!organs.abortIsTold) return true;
      throw new Failure({ type: 'AbortError', message: 'aborted' });
    }
  } catch (thrown) {
    if (thrown instanceof Failure) {
      if (!attempt.cancelled) came.close();
      throw thrown;
    }
    organs.onReset(thrown as Error, request.http);
  }
  if (pending) throw pending;
  return false;
}

/** What follows an exception, for a client that does not stop there. */
function eventOnly(frame: Frame, organs: Organs): Json {
  const event = messageOf(frame, organs);
  return event instanceof Failure ? undefined : event;
}

async function* watched({ organs, request, controller }: Attempt, came: Came): AsyncGenerator<Buffer> {
  const idle = organs.idleLimit(request.options.readTimeoutMs);
  const total = organs.totalLimit(request.options.readTimeoutMs);
  const stop = (): void => controller.abort();
  const whole = total === undefined ? undefined : setTimeout(stop, total);
  let timer = idle === undefined ? undefined : setTimeout(stop, idle);
  try {
    for await (const chunk of came.bytes) {
      clearTimeout(timer);
      yield chunk;
      timer = idle === undefined ? undefined : setTimeout(stop, idle);
    }
  } finally {
    clearTimeout(timer);
    clearTimeout(whole);
  }
}

function messageOf(frame: Frame, organs: Organs): Json {
  organs.checkContentType(frame);
  const type = organs.messageType(frame, organs);
  if (type === 'exception')
    return new Failure(
      organs.exception(organs.headerText(frame, ':exception-type'), organs.payloadText(frame.payload), organs),
    );
  if (type === 'error') {
    if (organs.onErrorFrame === 'skip') return undefined;
    return new Failure({
      type: organs.headerText(frame, ':error-code'),
      message: organs.headerText(frame, ':error-message'),
    });
  }
  if (type !== 'event' && organs.unknownMessageType === 'fail')
    throw new Failure({ type: 'BadMessage', message: `a message of type ${type}` });
  return eventOf(organs.eventType(frame, organs), organs.payloadText(frame.payload), organs);
}

function eventOf(type: string, text: string, organs: Organs): Json {
  if (!organs.isKnownEvent(type)) return organs.onUnknownEvent(type);
  const json = organs.eventJson(text);
  if (json === undefined) return undefined;
  if (type === 'chunk') return organs.claudeEvent(organs.chunkJson(json));
  return { [type]: organs.cleanEvent(json) };
}

function addTo(fold: Fold, event: Json, organs: Organs): void {
  const { contentBlockStart, contentBlockDelta, messageStop, metadata } = event;
  if (contentBlockStart) organs.blockStart(fold, contentBlockStart, organs);
  if (contentBlockDelta) {
    const block = organs.blockOf(fold, contentBlockDelta.contentBlockIndex);
    const { text, toolUse, reasoningContent } = contentBlockDelta.delta;
    if (text !== undefined) organs.textDelta(block, text);
    if (toolUse) organs.toolDelta(block, toolUse.input);
    if (reasoningContent) organs.reasoningDelta(block, reasoningContent);
  }
  if (messageStop) organs.stop(fold, messageStop);
  if (metadata) organs.metadata(fold, metadata);
}

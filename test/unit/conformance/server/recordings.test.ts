/**
 * The cases about servers against what the real service was recorded to answer, byte for byte over a socket and through
 * the prober: a case that the real service does not pass is wrong.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVER_CASES } from '../../../../src/conformance/cases/server/index.ts';
import { encodeFrame } from '../../../../src/conformance/frames.ts';
import { judgeAnswer } from '../../../../src/conformance/server/judge.ts';
import { sendHttp1 } from '../../../../src/conformance/server/http1.ts';
import type { ServerOperation } from '../../../../src/conformance/server/request.ts';
import { see } from '../../../../src/conformance/server/seen.ts';
import { hasShared, type Recording, recordings, WITHOUT_SHARED } from '../../../support/shared.ts';

/** What somebody wrote by hand or cut, as the repositories say themselves; no answer of the real service. */
const HAND_MADE = /should-handle-missing-token-counts|empty-minimal-response|meta-llama-models-invoke|cached-tokens/;

function isReal({ file, recorder, operation, response }: Recording): boolean {
  const handWritten = recorder === 'nock' && operation === 'InvokeModel' && /mock-responses/.test(file);
  return !HAND_MADE.test(file) && !(handWritten && response.status === 200);
}

const text = ({ response }: Recording) => response.body ?? '';
const typeOf = ({ response }: Recording) =>
  response.headers.find(([name]) => name.toLowerCase() === 'x-amzn-errortype')?.[1] ?? '';
const says = (recording: Recording, words: string) =>
  (recording.response.frames ?? []).some(({ payload }) => payload.includes(words));
const isException = ({ response }: Recording) =>
  (response.frames ?? []).some(({ headers }) => headers[':message-type'] === 'exception');
/** Some recorders left the head out. */
const withType = ({ response }: Recording) => response.headers.some(([name]) => name.toLowerCase() === 'content-type');
const succeeds = (operation: RegExp) => (recording: Recording) =>
  recording.response.status === 200 && operation.test(recording.operation) && !isException(recording);
const converses = succeeds(/^ConverseStream$/);
const streams = succeeds(/Stream$/);
const speaks = (family: RegExp) => (recording: Recording) => family.test(String(recording.modelId));

/** Which recordings are answers to what a case asks, one line a case; those not here ask what no recording answers. */
const ANSWERS: Readonly<Record<string, (recording: Recording) => boolean>> = {
  's/routes': succeeds(/./),
  's/http1': succeeds(/./),
  's/converse-shape': succeeds(/^Converse$/),
  's/content-type': (recording) => withType(recording) && succeeds(/^(Converse|InvokeModel)$/)(recording),
  's/request-id': (recording) => recording.response.headers.some(([name]) => name.toLowerCase() === 'x-amzn-requestid'),
  's/invoke-passthrough': (recording) =>
    succeeds(/^InvokeModel$/)(recording) && speaks(/claude-[3-9]|claude-(opus|sonnet|haiku)/)(recording),
  's/guardrail': succeeds(/^ApplyGuardrail$/),
  's/auth-expired': (recording) => text(recording).includes('Signature expired'),
  's/err-shape': (recording) => typeOf(recording) !== '',
  's/err-unknown-model': (recording) =>
    typeOf(recording) !== '' && text(recording).includes('provided model identifier is invalid'),
  's/err-pre-stream-plain': (recording) => typeOf(recording) !== '' && recording.operation.endsWith('Stream'),
  's/err-missing-required': (recording) => text(recording).includes('required key') && typeOf(recording) !== '',
  's/st-content-type': (recording) => withType(recording) && streams(recording),
  's/st-crc-length': streams,
  's/st-headers': streams,
  's/st-header-types': streams,
  's/st-payload-not-wrapped': streams,
  's/st-chunk-base64': succeeds(/^InvokeModelWithResponseStream$/),
  's/st-not-sse': (recording) => withType(recording) && streams(recording),
  's/st-invoke-content-type-header': succeeds(/^InvokeModelWithResponseStream$/),
  's/st-size-limits': streams,
  's/st-utf8-whole': streams,
  's/g-order': converses,
  's/g-one-start-stop': converses,
  's/g-block-stop': converses,
  's/g-index': converses,
  's/g-stop-reason': converses,
  's/g-metadata-usage': converses,
  's/g-tool-start': (recording) => converses(recording) && says(recording, '"toolUse"'),
  's/g-tool-json': (recording) => converses(recording) && says(recording, '"toolUse"'),
  's/g-max-tokens-terminal': (recording) => converses(recording) && says(recording, '"max_tokens"'),
  's/x-exception-format': isException,
  's/x-terminal': isException,
};

const all = recordings().filter(isReal);

const server = createServer((request, response) => {
  const { status, headers, body, frames } = all[Number(request.url?.split('/')[1])]!.response;
  const own = headers.filter(
    ([name]) => !/^(transfer-encoding|content-length|content-encoding|connection)$/i.test(name),
  );
  response.writeHead(status, own.flat());
  response.end(frames ? Buffer.concat(frames.map(frameOf)) : body);
});

type RecordedFrame = NonNullable<Recording['response']['frames']>[number];

function frameOf({ headers, payload }: RecordedFrame): Buffer {
  const specs = Object.entries(headers).map(([name, value]) => ({ name, type: 'string', value }) as const);
  return encodeFrame({ headers: specs, payload: { text: payload } });
}

let origin: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

async function replay(recording: Recording) {
  const target = `/${all.indexOf(recording)}/model/${encodeURIComponent(String(recording.modelId))}`;
  const request = {
    http: 'http1',
    method: 'GET',
    target,
    headers: [['Host', origin.host]],
    body: Buffer.alloc(0),
  } as const;
  const answer = await sendHttp1(request, { origin, timeoutMs: 10_000, clock: Date.now });
  return see({ operation: recording.operation as ServerOperation, request, answer, begunAt: 0 });
}

describe.skipIf(!hasShared)(`server cases and the recorded service${WITHOUT_SHARED}`, () => {
  test.each(Object.entries(ANSWERS))('%s', async (slug, answers) => {
    const found = all.filter(answers);
    const one = SERVER_CASES.find((candidate) => candidate.slug === slug)!;
    const broken: string[] = [];
    for (const recording of found) {
      const seen = await replay(recording);
      for (const expected of one.expect.filter(({ is }) => is !== 'distinct')) {
        const { holds, ...told } = judgeAnswer(expected as never, seen);
        if (!holds) broken.push(`${recording.id} ${recording.file}: ${JSON.stringify(told).slice(0, 400)}`);
      }
    }
    expect(broken).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  });
});

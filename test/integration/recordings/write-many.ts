/** A program that writes recordings into a directory until it is killed, and tells each on standard output. */
import { createRecordingWriter, type Recording } from '../../../src/recordings/index.ts';

const RECORDING: Recording = {
  format: 'touchstone-recording/1',
  operation: 'InvokeModel',
  modelId: 'm',
  recordedAt: '2026-01-01T00:00:00.000Z',
  request: { method: 'POST', target: '/', headers: [] },
  response: {
    atMs: 0,
    status: 200,
    headers: [],
    body: { text: 'x'.repeat(2_000_000) },
    ending: 'complete',
    endedAtMs: 0,
  },
  redacted: [],
};

const writer = await createRecordingWriter(process.argv[2] as string);
for (;;) process.stdout.write(`${await writer.write(RECORDING, writer.number())}\n`);

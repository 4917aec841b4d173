/** What a running recorder tells of each exchange. */
import type { RecorderEvent, Recording, Suspicion } from '../recordings/index.ts';
import { timeOf } from './exchange-line.ts';
import type { Log } from './log.ts';
import { createPaint, type Paint } from './style.ts';
import type { Terminal } from './terminal.ts';

interface RecordLogOptions {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Tells of what the recorder answers itself. */
  readonly log: Log;
}

/** What was not kept is told however quiet it is. */
export function createRecordLog({ terminal, json, quiet, log }: RecordLogOptions): (event: RecorderEvent) => void {
  const { out, err, colours } = terminal;
  const paint = createPaint(colours);
  return (event) => {
    if (event.kind === 'answered') return log.exchange?.(event.exchange);
    if (json) return out(JSON.stringify(jsonOf(event)));
    if (event.kind !== 'recorded') return err(notKept(event));
    if (!quiet) out(recordedLine(event.recording, event.file, paint));
  };
}

type Passed = Exclude<RecorderEvent, { kind: 'answered' }>;

function jsonOf(event: Passed): object {
  if (event.kind === 'not-recorded') return { type: event.kind, ...requestOf(event), reason: event.reason };
  const { operation, modelId, recordedAt: time, response, redacted } = event.recording;
  const { status, ending } = response;
  const what = { time, operation, modelId, status, ending };
  if (event.kind === 'refused') return { type: event.kind, ...what, suspicions: event.suspicions };
  return { type: event.kind, ...what, file: event.file, redacted: redacted.length };
}

function requestOf({ exchange }: Extract<Passed, { kind: 'not-recorded' }>): object {
  return { time: new Date(exchange.receivedAt).toISOString(), operation: exchange.operation?.name };
}

/** `12:03:55.120 200 ConverseStream us.anthropic.claude-… 62 events 1210 ms, kept in recordings/0001-….json` */
function recordedLine({ operation, modelId, recordedAt, response }: Recording, file: string, paint: Paint): string {
  const { status, frames, ending, endedAtMs } = response;
  const parts = [
    paint('dim', timeOf(recordedAt)),
    paint(status === undefined || status >= 400 ? 'yellow' : 'green', String(status ?? '---')),
    operation,
    modelId,
    frames && `${frames.length} ${frames.length === 1 ? 'event' : 'events'}`,
    ending !== 'complete' && paint('yellow', ending),
    paint('dim', `${endedAtMs} ms`),
  ];
  return `${parts.filter(Boolean).join(' ')}, kept in ${file}`;
}

function notKept(event: Exclude<Passed, { kind: 'recorded' }>): string {
  if (event.kind === 'not-recorded')
    return `not kept: ${event.exchange.operation?.name ?? 'a request'}: ${event.reason}`;
  const { operation, modelId } = event.recording;
  const rules = new Set(event.suspicions.map(ruleFor));
  return [
    `not kept: ${operation} ${modelId} would hold what looks like a secret`,
    ...event.suspicions.map(({ at, looksLike }) => `  ${at}: ${looksLike}`),
    `  Take it out: ${[...rules].map((rule) => `--redact '${rule}'`).join(' ')}`,
  ].join('\n');
}

/** The path within the body, with any element in place of each; elsewhere only a pattern finds it. */
function ruleFor({ at }: Suspicion): string {
  const [, path] = /^\$\.re(?:quest|sponse)\.(?:frames\[.+?\]\.payload(?:\.chunk|\.members)?|body)(.+)$/.exec(at) ?? [];
  return path === undefined ? '/…/' : `$${path.replace(/\[\d+\]/g, '[*]')}`;
}

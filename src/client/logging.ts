/** One line a try at `debug`, one a retry at `info`. Bodies are not logged, and secrets never appear. */
import type { Environment } from './credentials.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'off';

/** `console` is one; so are pino, winston and bunyan with the message first. */
export interface Logger {
  debug(message: string, fields?: unknown): void;
  info(message: string, fields?: unknown): void;
  warn(message: string, fields?: unknown): void;
  error(message: string, fields?: unknown): void;
}

export interface LogOptions {
  readonly logger?: Logger | undefined;
  readonly logLevel?: LogLevel | undefined;
}

export interface Log {
  debug(message: string, fields: () => object): void;
  info(message: string, fields: () => object): void;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off'];

/** Off, unless a level is given, by option or as `ANTHROPIC_BEDROCK_LOG`; a logger without a level gets all. */
export function resolveLog({ logger, logLevel }: LogOptions, env: Environment): Log {
  const level = logLevel ?? levelOf(env['ANTHROPIC_BEDROCK_LOG']) ?? (logger ? 'debug' : 'off');
  const target = logger ?? console;
  const at = (wanted: 'debug' | 'info') => (message: string, fields: () => object) => {
    if (LEVELS.indexOf(level) <= LEVELS.indexOf(wanted)) target[wanted](`bedrock: ${message}`, fields());
  };
  return { debug: at('debug'), info: at('info') };
}

function levelOf(value: string | undefined): LogLevel | undefined {
  return LEVELS.find((level) => level === value);
}

/** Signatures, API keys and session tokens, and whatever else a person may add that sounds like one. */
const SECRET = /authorization|token|api-?key|secret|cookie|password|credential/i;

export function redacted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET.test(name) ? '[redacted]' : value]),
  );
}

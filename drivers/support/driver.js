// The protocol of drivers in JavaScript: one JSON object a line in, one a line out. A driver gives what differs.
import { Console } from 'node:console';
import { readFileSync } from 'node:fs';

// What a library logs would not be JSON: it goes to standard error.
globalThis.console = new Console(process.stderr);

/** Answers the kit. `call(run, seen)` puts what it sees into `seen`, and may throw what `errorOf` can tell. */
export async function serve(info, call, errorOf) {
  const say = (message) => process.stdout.write(`${JSON.stringify(message, bytesAsBase64)}\n`);
  for await (const line of linesOf(process.stdin)) {
    const { id, type, ...run } = JSON.parse(line);
    if (type === 'start') say({ id, type: 'started', language: 'JavaScript', concurrency: 4, ...info });
    if (type === 'stop') process.exit(0);
    if (type === 'run')
      void observe(run, call, errorOf).then((seen) => say({ id, type: 'observation', observation: seen }));
  }
}

/** Not by node:readline: from Node 24 on it also ends a line at U+2028, which JSON may have in the middle. */
async function* linesOf(input) {
  let unread = '';
  for await (const text of input.setEncoding('utf8')) {
    const lines = (unread + text).split('\n');
    unread = lines.pop();
    yield* lines;
  }
}

async function observe(run, call, errorOf) {
  const seen = {};
  try {
    await call(run, seen);
  } catch (error) {
    seen.error = { type: error.name, message: String(error.message), ...errorOf(error) };
  }
  return seen;
}

/** `this` has the value before a Buffer's own `toJSON`. */
function bytesAsBase64(key, value) {
  if (this[key] instanceof Uint8Array) return Buffer.from(this[key]).toString('base64');
  return typeof value === 'bigint' ? String(value) : value;
}

/** The version of a package that lies in a driver's own folder. */
export function versionOf(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
}

/** Hands on each event; stops where the run says so. True where it stopped of its own accord. */
export async function read(stream, { options }, { take, abort }) {
  const { afterEvents, how } = options.cancel ?? { afterEvents: Infinity, how: 'break' };
  let count = 0;
  for await (const event of stream) {
    take(event);
    if (++count < afterEvents) continue;
    if (how === 'break') return true;
    abort();
  }
  return false;
}

/** The tools that a request of Converse has. */
export function toolsOf({ toolConfig }) {
  return (toolConfig?.tools ?? []).map(({ toolSpec: { name, inputSchema } }) => ({ name, schema: inputSchema.json }));
}

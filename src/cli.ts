#!/usr/bin/env node
/** The command `touchstone`: argv, environment, output, signals and exit codes are touched here and nowhere else. */
import { readFileSync } from 'node:fs';
import { main } from './cli/main.ts';
import type { Terminal } from './cli/terminal.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  colours: process.stdout.isTTY && !process.env['NO_COLOR'],
  version,
  env: process.env,
  stopped,
};

/** Shells report an end by signal as 128 and its number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const [signal, code] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        if (asked) process.exit(code);
        asked = true;
        resolve();
      });
    }
  });
}

/** Whoever read the output has gone, as `head` does when it has enough. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2), terminal);

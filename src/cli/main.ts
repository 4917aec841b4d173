/** From arguments to an exit code. */
import { COMMANDS, overviewHelp } from './commands.ts';
import { nearestName } from './nearest-name.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';

/** 0: done. 1: what was asked cannot be done. 2: the command line is wrong. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '', ...rest] = args;
  try {
    return await run(first, rest, terminal);
  } catch (error) {
    const { message, stack } = error as Error;
    if (error instanceof UsageError)
      return fail(
        2,
        `touchstone: ${message}${/[?.]$/.test(message) ? '' : '.'} See touchstone ${helpOf(first)}--help.`,
        terminal,
      );
    if (error instanceof CommandError) return fail(1, message.replace(/^/gm, 'touchstone: '), terminal);
    return fail(1, `touchstone failed, which is a bug of its own: ${stack ?? message}`, terminal);
  }
}

async function run(first: string, rest: readonly string[], terminal: Terminal): Promise<number> {
  const { out, version } = terminal;
  if (VERSION.includes(first) || wants(VERSION, rest)) return say(version, out);
  if (first === 'help') return help(rest[0] ?? '', out);
  if (HELP.includes(first)) return help('', out);
  const command = COMMANDS.find(({ name }) => name === first);
  if (!command) throw unknown(first);
  return wants(HELP, rest) ? say(await command.help(), out) : command.run(rest, terminal);
}

const HELP = ['--help', '-h'];
const VERSION = ['--version', '-v', '-V'];

/** Before `--`, after which nothing is an option. */
function wants(spellings: readonly string[], args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((arg) => spellings.includes(arg));
}

async function help(name: string, out: Terminal['out']): Promise<number> {
  if (name === '') return say(overviewHelp(), out);
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) throw unknown(name);
  return say(await command.help(), out);
}

function say(text: string, out: Terminal['out']): number {
  out(text);
  return 0;
}

function unknown(name: string): UsageError {
  const names = COMMANDS.map((command) => command.name);
  if (name === '') return new UsageError(`a command is missing: ${names.join(', ')}`);
  if (name.startsWith('-')) return new UsageError(`the command comes first: touchstone serve ${name}`);
  const near = nearestName(name, names);
  return new UsageError(
    `unknown command ${name}; ${near === undefined ? `there is ${names.join(', ')}` : `did you mean ${near}?`}`,
  );
}

function helpOf(name: string): string {
  return COMMANDS.some((command) => command.name === name) ? `${name} ` : '';
}

function fail(code: number, text: string, { err }: Terminal): number {
  err(text);
  return code;
}

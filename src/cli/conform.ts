/** `touchstone conform`: the conformance kit. */
import { conformClientCommand, conformClientHelp } from './conform-client.ts';
import { conformServerCommand, conformServerHelp } from './conform-server.ts';
import { type Terminal, UsageError } from './terminal.ts';

const SUBJECTS: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => Promise<number>>> = {
  client: conformClientCommand,
  server: conformServerCommand,
};

export function conformHelp(): string {
  return `${conformClientHelp()}\n\n${conformServerHelp()}`;
}

/**
 * @returns 0 as expected; 1 a failure that is not known, or a stale entry; 3 the driver is broken or the endpoint silent;
 * 4 nothing ran
 */
export async function conform([subject = '', ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  const run = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
  if (run) return run(rest, terminal);
  throw new UsageError('say what is tried: touchstone conform client …, or touchstone conform server …');
}

/** `touchstone conform`: the conformance kit. */
import { conformClientCommand } from './conform-client.ts';
import { conformClientHelp } from './conform-client-help.ts';
import { type Terminal, UsageError } from './terminal.ts';

export function conformHelp(): string {
  return conformClientHelp();
}

/** @returns 0: as expected. 1: a failure that is not known, or a stale entry. 3: the driver is broken. 4: nothing ran. */
export async function conform(args: readonly string[], terminal: Terminal): Promise<number> {
  const [subject = '', ...rest] = args;
  if (subject === 'client') return conformClientCommand(rest, terminal);
  throw new UsageError(`conform wants to know what it tries: touchstone conform client …`);
}

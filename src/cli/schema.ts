/** `touchstone schema`: the JSON Schema of files of scenarios. */
import { scenarioSchema } from '../mock-server/index.ts';
import { helpText } from './help-text.ts';
import { flag, parseOptions } from './options.ts';
import { type Terminal, UsageError } from './terminal.ts';

export function schemaHelp(): string {
  return helpText({
    usage: 'touchstone schema',
    about: `
Prints the JSON Schema (2020-12) of files of scenarios. An editor that knows it completes and checks
them as they are written; in YAML, a first line names it:

  # yaml-language-server: $schema=scenarios.schema.json`,
    examples: [['Where the editor finds it', 'touchstone schema > scenarios.schema.json']],
  });
}

export async function schema(args: readonly string[], { out }: Terminal): Promise<number> {
  const [extra] = parseOptions(args, { help: flag('') }).positionals;
  if (extra !== undefined) throw new UsageError(`schema takes no arguments, but got ${JSON.stringify(extra)}`);
  out(JSON.stringify(scenarioSchema(), null, 2));
  return 0;
}

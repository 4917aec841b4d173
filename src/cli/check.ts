/** `touchstone check`: whether files of scenarios can be used. */
import { helpText } from './help-text.ts';
import { flag, parseOptions } from './options.ts';
import { readScenarioFiles } from './scenario-files.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';

export function checkHelp(): string {
  return helpText({
    usage: 'touchstone check FILE|DIR…',
    about: `
Validates scenarios in YAML or JSON, and prints everything that is wrong with them, each problem in
a line with file, line and column. Exit code 0: all can be used; 1: not all; hints do not count.`,
    examples: [['Before a commit', 'touchstone check scenarios/']],
  });
}

export async function check(args: readonly string[], { out, err }: Terminal): Promise<number> {
  const { positionals } = parseOptions(args, { help: flag('') });
  if (positionals.length === 0) throw new UsageError('check wants files of scenarios: touchstone check FILE|DIR…');
  let worst = 0;
  for (const path of positionals) {
    try {
      const { scenarios, hints } = await readScenarioFiles([path]);
      for (const hint of hints) err(`hint: ${hint}`);
      out(`${path}: ${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}, all right`);
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      err(cause.message);
      worst = 1;
    }
  }
  return worst;
}

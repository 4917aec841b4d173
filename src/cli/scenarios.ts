/** `touchstone scenarios`: recordings as a file of scenarios to edit. */
import { stringify } from 'yaml';
import { toScenarios } from '../recordings/index.ts';
import { helpText } from './help-text.ts';
import { flag, parseOptions } from './options.ts';
import { readRecordingFiles } from './recording-files.ts';
import { type Terminal, UsageError } from './terminal.ts';

const OPTIONS = { json: flag('JSON instead of YAML'), help: flag('this help') };

export function scenariosHelp(): string {
  return helpText({
    usage: 'touchstone scenarios [options] FILE|DIR…',
    about: `
Prints recordings as scenarios for "touchstone serve --scenarios": what the model said as replies, errors
by their names, what broke off as faults, and what none of these can say as the bytes it was. What
they match is read from the requests: operation, model, prompt, and where in a conversation.`,
    groups: [{ title: 'Options', options: OPTIONS }],
    examples: [['Something to begin with', 'touchstone scenarios recordings/ > scenarios.yaml']],
  });
}

export async function scenarios(args: readonly string[], { out }: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError('scenarios wants recordings: touchstone scenarios FILE|DIR…');
  const written = toScenarios(await readRecordingFiles(positionals));
  out(values.json ? JSON.stringify(written, null, 2) : stringify(written, { lineWidth: 0 }).trimEnd());
  return 0;
}

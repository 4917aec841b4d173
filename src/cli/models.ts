/** `touchstone models`: the catalogue. */
import { type FoundationModel, MODELS } from '../fixtures/index.ts';
import { helpText } from './help-text.ts';
import { flag, parseOptions } from './options.ts';
import { CommandError, type Terminal } from './terminal.ts';

const OPTIONS = { json: flag('the entries of the catalogue as JSON'), help: flag('this help') };

export function modelsHelp(): string {
  return helpText({
    usage: 'touchstone models [options] [WORD…]',
    about: `
Lists the models the double knows: id, how it can be called (on demand, by the inference profiles of
which geographies), whether it streams and takes Converse, and where in its life it is. With words:
those whose id, name or provider contains each of them.`,
    groups: [{ title: 'Options', options: OPTIONS }],
    examples: [['Everything of Anthropic called Haiku', 'touchstone models anthropic haiku']],
  });
}

export async function models(args: readonly string[], { out }: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const found = MODELS.filter((model) => positionals.every((word) => mentions(model, word)));
  if (found.length === 0)
    throw new CommandError(`no model mentions ${positionals.join(' and ')}; touchstone models lists all`);
  out(values.json ? JSON.stringify(found, null, 2) : table(found.map(rowOf)));
  return 0;
}

function mentions({ modelId, modelName, providerName }: FoundationModel, word: string): boolean {
  return `${modelId} ${modelName} ${providerName}`.toLowerCase().includes(word.toLowerCase());
}

const HEADS = ['MODEL ID', 'CALLED', 'STREAMS', 'CONVERSE', 'LIFE'];

function rowOf(model: FoundationModel): string[] {
  const { status, endOfLifeTime } = model.modelLifecycle;
  return [
    model.modelId,
    calledBy(model),
    model.responseStreamingSupported ? 'yes' : 'no',
    model.converse ? 'yes' : 'no',
    endOfLifeTime === undefined ? status.toLowerCase() : `until ${endOfLifeTime}`,
  ];
}

function calledBy({ inferenceTypesSupported, inferenceProfiles }: FoundationModel): string {
  const ways = [...(inferenceTypesSupported.includes('ON_DEMAND') ? ['on demand'] : []), ...inferenceProfiles];
  return ways.length === 0 ? 'provisioned' : ways.join(', ');
}

function table(rows: readonly (readonly string[])[]): string {
  const all = [HEADS, ...rows];
  const widths = HEADS.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

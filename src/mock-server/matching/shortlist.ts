/** Which scenarios of a set need be looked at for a request, so that a thousand cost about what ten do. */
import type { CompiledScenario } from './compile.ts';
import { ascending, canBeFiled, createLiteralIndex, type Filed, type LiteralIndex } from './literal-index.ts';
import type { View } from './view.ts';

export interface Shortlist {
  /** Ascending positions of the scenarios that are looked at for every request. */
  readonly always: readonly number[];
  /** Ascending positions of the others that may hold. */
  readonly find: (view: View) => readonly number[];
}

type Text = 'prompt' | 'system';

export function createShortlist(scenarios: readonly CompiledScenario[]): Shortlist {
  const filed: Record<Text, Filed[]> = { prompt: [], system: [] };
  const always: number[] = [];
  scenarios.forEach((compiled, position) => {
    const plain = filedBy(compiled);
    if (plain) filed[plain.of].push({ literal: plain.literal, position });
    else always.push(position);
  });
  return { always, find: finder(filed) };
}

/** The plain text by which a scenario is found. */
function filedBy({ conditions }: CompiledScenario): NonNullable<(typeof conditions)[number]['plain']> | undefined {
  return conditions.find(({ plain }) => plain && canBeFiled(plain.literal))?.plain;
}

function finder(filed: Record<Text, Filed[]>): Shortlist['find'] {
  const prompts = createLiteralIndex(filed.prompt);
  if (filed.system.length === 0) return (view) => prompts(view.prompt);
  const systems: LiteralIndex = createLiteralIndex(filed.system);
  return (view) => ascending([prompts(view.prompt), systems(view.system)]);
}

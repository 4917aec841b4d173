/** Scenarios, journal and counters of one test, apart from all others. */
import { createIds, type Ids } from './rendering/ids.ts';
import { Journal, type JournalLimits } from './journal/journal.ts';
import { RenditionMemory } from './rendering/rendition-memory.ts';
import type { ScenarioSet } from './matching/compile.ts';
import { createCounters, type Counters } from './matching/counters.ts';
import { type Random, seededRandom } from './random.ts';

export interface Sandbox {
  /** Empty for the server itself. */
  readonly name: string;
  readonly journal: Journal;
  readonly ids: Ids;
  readonly random: Random;
  readonly memory: RenditionMemory;
  readonly initial: Initial;
  scenarios: ScenarioSet;
  counters: Counters;
}

/** The scenarios that sandboxes begin with, and go back to; one for all of a server, replaced where files are reloaded. */
export interface Initial {
  set: ScenarioSet;
}

export interface SandboxInit {
  readonly name: string;
  readonly seed: number;
  readonly initial: Initial;
  readonly journal: JournalLimits;
}

/** Everything random in it comes from the seed and its name: the same test gets the same ids, however many run beside it. */
export function createSandbox({ name, seed, initial, journal }: SandboxInit): Sandbox {
  return {
    name,
    initial,
    scenarios: initial.set,
    journal: new Journal(journal),
    counters: createCounters(seed),
    memory: new RenditionMemory(),
    ids: createIds(seededRandom(seed, `ids of ${name}`)),
    random: seededRandom(seed, `timing of ${name}`),
  };
}

export const SANDBOX_NAMES = 'a sandbox\'s name is 1 to 128 letters, digits, ".", "_" and "-"';

export function isSandboxName(name: string): boolean {
  return /^[\w.-]{1,128}$/.test(name);
}

/** What a path prefix says: `/_sandbox/<name>` before any path. */
const PREFIX = /^\/_sandbox\/([\w.-]{1,128})(?=\/|\?|$)/;

/** The sandbox's name (empty: none) and the target without the prefix, split at its question mark. */
export function splitTarget(target: string): { sandbox: string; path: string; query: string } {
  const found = target.startsWith('/_sandbox/') ? PREFIX.exec(target) : null;
  const rest = found ? target.slice(found[0].length) : target;
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  return { sandbox: found?.[1] ?? '', path: path === '' ? '/' : path, query: mark < 0 ? '' : rest.slice(mark + 1) };
}

/** All sandboxes of a server. They come into being when first named; beyond `most`, the one used longest ago is forgotten. */
export class Sandboxes {
  readonly #create: (name: string) => Sandbox;
  readonly #most: number;
  readonly #byName = new Map<string, Sandbox>();
  readonly main: Sandbox;

  constructor(create: (name: string) => Sandbox, most = 10_000) {
    this.#create = create;
    this.#most = most;
    this.main = create('');
  }

  get(name: string): Sandbox {
    if (name === '') return this.main;
    const sandbox = this.#byName.get(name) ?? this.#create(name);
    this.#byName.delete(name);
    this.#byName.set(name, sandbox);
    if (this.#byName.size > this.#most) this.#byName.delete(this.#byName.keys().next().value as string);
    return sandbox;
  }

  /** Names in use, the most recently used last. */
  names(): string[] {
    return [...this.#byName.keys()];
  }

  delete(name: string): boolean {
    return this.#byName.delete(name);
  }
}

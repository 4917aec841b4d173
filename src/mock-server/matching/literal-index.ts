/**
 * Finds which of many literals may be in a text by reading the text once. Each literal is filed under one run of four
 * UTF-16 units of its own, the one fewest others share; the text's runs are hashed as they roll by and looked up first in
 * a bitmap that lies in the processor's cache, then in a Map. What it finds may be in the text; what it does not find is
 * not.
 */
import type { Literal } from './text.ts';

/** Units in a run. A shorter literal cannot be filed. */
const RUN = 4;
const SLOT_BITS = 16;

export interface Filed {
  readonly literal: Literal;
  /** What is found in its place. */
  readonly position: number;
}

/** Ascending positions of the literals that a text may contain, or equals. */
export type LiteralIndex = (text: string) => readonly number[];

export function canBeFiled({ text, whole }: Literal): boolean {
  return whole || text.length >= RUN;
}

/** @param filed in ascending order of position, all of them such that `canBeFiled`. */
export function createLiteralIndex(filed: readonly Filed[]): LiteralIndex {
  const equal = groupBy(
    filed.filter(({ literal }) => literal.whole),
    ({ literal }) => literal.text,
  );
  const findParts = createPartIndex(filed.filter(({ literal }) => !literal.whole));
  return (text) => {
    const whole = equal.get(text) ?? NONE;
    const parts = findParts(text);
    if (whole.length === 0) return parts;
    return parts.length === 0 ? whole : ascending([whole, parts]);
  };
}

const NONE: readonly number[] = [];

function createPartIndex(filed: readonly Filed[]): LiteralIndex {
  if (filed.length === 0) return () => NONE;
  const shares = countRuns(filed);
  const byRun = groupBy(filed, ({ literal }) => rarestRun(literal.text, shares));
  const bitmap = bitmapOf(byRun.keys());
  return (text) => {
    const found = scan(text, bitmap, byRun);
    if (found === undefined) return NONE;
    return found.size === 1 ? ([...found][0] as readonly number[]) : ascending([...found]);
  };
}

/**
 * The rolling hash: a unit leaves it after four shifts, so that it is a function of the last four. The loop is the whole
 * cost of many scenarios, about a nanosecond for each unit of the text.
 */
function scan(text: string, bitmap: Uint8Array, byRun: ReadonlyMap<number, readonly number[]>) {
  let found: Set<readonly number[]> | undefined;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    run = roll(run, text.charCodeAt(i));
    const slot = slotOf(run);
    if (((bitmap[slot >>> 3] as number) & (1 << (slot & 7))) === 0) continue;
    const positions = byRun.get(run);
    if (positions !== undefined) (found ??= new Set()).add(positions);
  }
  return found;
}

function roll(run: number, unit: number): number {
  return (run << 8) ^ unit;
}

/** Knuth's multiplicative hash: the upper bits of the product. */
function slotOf(run: number): number {
  return Math.imul(run, 0x9e3779b1) >>> (32 - SLOT_BITS);
}

function bitmapOf(runs: Iterable<number>): Uint8Array {
  const bitmap = new Uint8Array(2 ** SLOT_BITS / 8);
  for (const run of runs) {
    const slot = slotOf(run);
    bitmap[slot >>> 3] = (bitmap[slot >>> 3] as number) | (1 << (slot & 7));
  }
  return bitmap;
}

function runsOf(text: string): Set<number> {
  const runs = new Set<number>();
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    run = roll(run, text.charCodeAt(i));
    if (i >= RUN - 1) runs.add(run);
  }
  return runs;
}

/** In how many literals each run stands. */
function countRuns(filed: readonly Filed[]): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  for (const { literal } of filed) for (const run of runsOf(literal.text)) shares.set(run, (shares.get(run) ?? 0) + 1);
  return shares;
}

function rarestRun(text: string, shares: ReadonlyMap<number, number>): number {
  const share = (run: number) => shares.get(run) ?? 0;
  return [...runsOf(text)].reduce((rarest, run) => (share(run) < share(rarest) ? run : rarest));
}

function groupBy<K>(filed: readonly Filed[], keyOf: (one: Filed) => K): ReadonlyMap<K, readonly number[]> {
  const groups = new Map<K, number[]>();
  for (const one of filed) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one.position);
    else groups.set(keyOf(one), [one.position]);
  }
  return groups;
}

/** One ascending list of several that share no position. */
export function ascending(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.flat().toSorted((one, other) => one - other);
}

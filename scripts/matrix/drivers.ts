/** The clients of the matrix, as the file `driver.json` in each folder of `drivers` has them. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KnownFailure, names, readKnownFailures } from '../../src/conformance/known-failures.ts';

export const ROOT = join(import.meta.dirname, '../..');
const DRIVERS = join(ROOT, 'drivers');

type Argv = readonly [string, ...string[]];

/** What a `driver.json` has for one form of its client. Commands run in the driver's folder. */
interface Entry {
  readonly name: string;
  /** Brings what the client needs; run each time, and quick where all is there. Default: nothing. */
  readonly install?: Argv;
  readonly command: Argv;
  /** A file beside it. */
  readonly knownFailures: string;
  /** Programs on the PATH; without one of them, the configuration is left out. */
  readonly needs: readonly string[];
  /** Processes side by side. Default: 4. */
  readonly processes?: number;
  /** Values for each property, where each takes long. Default: 25. */
  readonly runs?: number;
}

interface DriverFile {
  readonly name: string;
  readonly language: string;
  readonly configurations: readonly Entry[];
}

export interface Configuration extends Omit<Entry, 'knownFailures'> {
  readonly driver: string;
  readonly language: string;
  readonly folder: string;
  readonly known: readonly KnownFailure[];
}

/** In the order of the languages, then of the folders. */
export async function readDrivers(): Promise<Configuration[]> {
  const folders = (await readdir(DRIVERS)).filter((name) => existsSync(join(DRIVERS, name, 'driver.json')));
  const all = await Promise.all(folders.sort().map((name) => readDriver(join(DRIVERS, name))));
  return all.flat().sort((a, b) => rank(a) - rank(b));
}

const LANGUAGES = ['JavaScript', 'Python', 'Go', 'Java', 'Rust'];

function rank({ language }: Configuration): number {
  const index = LANGUAGES.findIndex((known) => language.startsWith(known));
  return index < 0 ? LANGUAGES.length : index;
}

async function readDriver(folder: string): Promise<Configuration[]> {
  const { name, language, configurations } = JSON.parse(
    await readFile(join(folder, 'driver.json'), 'utf8'),
  ) as DriverFile;
  return Promise.all(
    configurations.map(async ({ knownFailures, ...entry }) => {
      const file = join(folder, knownFailures);
      const known = readKnownFailures(await readFile(file, 'utf8'), file);
      return { ...entry, driver: name, language, folder, known };
    }),
  );
}

/** Those that a glob names by their own name, their driver's or its folder's. @throws {TypeError} for a glob that names none. */
export function choose(all: readonly Configuration[], globs: readonly string[]): Configuration[] {
  const named = (glob: string) =>
    all.filter(({ name, driver, folder }) => names(glob, '', [name, driver, folder.slice(DRIVERS.length + 1)]));
  const lost = globs.find((glob) => named(glob).length === 0);
  if (lost !== undefined)
    throw new TypeError(`there is no client ${lost}; there are ${all.map(({ name }) => name).join(', ')}`);
  const chosen = new Set(globs.flatMap(named));
  return globs.length === 0 ? [...all] : all.filter((one) => chosen.has(one));
}

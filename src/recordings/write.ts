/** Recordings into files: each appears under its name whole, or not at all. */
import { link, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from './recording.ts';

export interface RecordingWriter {
  /** Takes the number of the next file; to be called in the order in which requests come. */
  readonly number: () => number;
  /** @returns the path of the file. Its number is a later one where another program has taken this one. */
  readonly write: (recording: Recording, number: number) => Promise<string>;
}

/** Creates the directory where it is not there; the numbers go on after those in it. */
export async function createRecordingWriter(directory: string): Promise<RecordingWriter> {
  await mkdir(directory, { recursive: true });
  const taken = (await readdir(directory)).map((name) => Number(/^\.?(\d+)-/.exec(name)?.[1] ?? 0));
  let last = Math.max(0, ...taken);
  const number = () => ++last;
  return { number, write: (recording, wanted) => write(recording, { directory, wanted, number }) };
}

/** `0001-ConverseStream-anthropic.claude-v2.json`: sortable, unique by its number, fit for every file system. */
export function recordingName({ operation, modelId }: Recording, number: number): string {
  const model = modelId.replace(/^arn:.*\//, '').replace(/[^\w.-]+/g, '_');
  const parts = [String(number).padStart(4, '0'), operation, model.slice(0, 80)];
  return `${parts.filter(Boolean).join('-')}.json`;
}

/** Indented JSON, with a header a line. */
export function formatRecording(recording: Recording): string {
  return `${JSON.stringify(recording, null, 2).replace(PAIR, '[$1, $2]')}\n`;
}

const PAIR = /\[\n\s+("(?:[^"\\]|\\.)*"),\n\s+("(?:[^"\\]|\\.)*")\n\s+\]/g;

interface Place {
  readonly directory: string;
  readonly wanted: number;
  readonly number: () => number;
}

async function write(recording: Recording, { directory, wanted, number }: Place): Promise<string> {
  const temporary = join(directory, `.${recordingName(recording, wanted)}.${process.pid}.tmp`);
  await writeThrough(temporary, formatRecording(recording));
  for (let at = wanted; ; at = number()) {
    const file = join(directory, recordingName(recording, at));
    if (await moved(temporary, file)) return file;
  }
}

/** Written and on the disk, so that not even a crash of the machine leaves a name without its content. */
async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** False where the name is taken. A link, unlike `rename`, replaces nothing; some file systems have none. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    await rename(from, to);
    return true;
  }
  await unlink(from);
  return true;
}

/** Recordings out of files. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { formatPath, formatProblem, type Problem } from '../mock-server/matching/problems.ts';
import { validate } from '../mock-server/matching/validate.ts';
import { type Recording, RECORDING_FORMAT } from './recording.ts';
import { RECORDING } from './shape.ts';

/** Recordings that cannot be used: all that is wrong with them, one line each. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

export interface RecordingFile {
  /** Where it was read from. */
  readonly file: string;
  readonly recording: Recording;
}

/** @throws RecordingError that names the file, the member and what it should be. */
export function parseRecording(text: string, file: string): Recording {
  const value = parseJson(text, file);
  const { format } = (value ?? {}) as { readonly format?: unknown };
  if (format !== RECORDING_FORMAT) throw new RecordingError([{ code: 'bad-value', file, ...wrongFormat(format) }]);
  const findings = validate(RECORDING, value);
  if (findings.length === 0) return value as Recording;
  throw new RecordingError(
    findings.map(({ code, path, message }) => ({ code, file, path: formatPath(path), message })),
  );
}

/**
 * Reads one file, or all `.json` files of a directory in the order of the numbers their names begin with. Names that
 * begin with a dot are passed over, and so is a directory that is empty or not there yet.
 *
 * @throws RecordingError with everything that is wrong in all of them.
 */
export async function readRecordings(path: string): Promise<readonly RecordingFile[]> {
  const outcomes = await Promise.all((await recordingFiles(path)).map(readOne));
  const problems = outcomes.flatMap((outcome) => (outcome instanceof RecordingError ? outcome.problems : []));
  if (problems.length > 0) throw new RecordingError(problems);
  return outcomes.filter((outcome): outcome is RecordingFile => !(outcome instanceof RecordingError));
}

/** The files `readRecordings` reads, in its order. */
export async function recordingFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isDirectory()) return [path];
  const names = found ? await readdir(path) : [];
  const { compare } = new Intl.Collator('en', { numeric: true });
  return names
    .filter((name) => extname(name) === '.json' && !name.startsWith('.'))
    .toSorted(compare)
    .map((name) => join(path, name));
}

async function readOne(file: string): Promise<RecordingFile | RecordingError> {
  try {
    return { file, recording: parseRecording(await readFile(file, 'utf8'), file) };
  } catch (cause) {
    if (cause instanceof RecordingError) return cause;
    return new RecordingError([{ code: 'no-file', file, path: '', message: (cause as Error).message }]);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const message = `is no JSON: ${(cause as Error).message}; record it again, or take it out of the directory`;
    throw new RecordingError([{ code: 'syntax', file, path: '', message }]);
  }
}

function wrongFormat(format: unknown): Pick<Problem, 'path' | 'message'> {
  if (typeof format === 'string' && format.startsWith('touchstone-recording/')) {
    return { path: 'format', message: `is ${format}; this version reads ${RECORDING_FORMAT}: install the newer one` };
  }
  return { path: '', message: `is no recording: one begins with "format": "${RECORDING_FORMAT}"` };
}

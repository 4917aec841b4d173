/** Recordings from the files and directories of the command line. */
import { type RecordingFile, RecordingError, readRecordings } from '../recordings/index.ts';
import { CommandError } from './terminal.ts';

/** All of them in the order given. @throws CommandError for recordings that cannot be used, and for a path without any. */
export async function readRecordingFiles(paths: readonly string[]): Promise<readonly RecordingFile[]> {
  return (await Promise.all(paths.map(readOne))).flat();
}

async function readOne(path: string): Promise<readonly RecordingFile[]> {
  try {
    const files = await readRecordings(path);
    if (files.length > 0) return files;
  } catch (cause) {
    if (cause instanceof RecordingError) throw new CommandError(cause.message, { cause });
    throw cause;
  }
  throw new CommandError(`${path}: there are no recordings; touchstone record --out ${path} makes some`);
}

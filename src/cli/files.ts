import { readFile } from 'node:fs/promises';
import { CommandError } from './terminal.ts';

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a directory, and a file is wanted',
  EACCES: 'this user may not read it',
};

/** @throws CommandError, one line with the name of the file. */
export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new CommandError(`${file}: ${CAUSES[code] ?? message}`, { cause });
  }
}

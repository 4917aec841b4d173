/** What `touchstone conform server` keeps beside its reports: recordings, and how service, model and double differ. */
import {
  compareWithDouble,
  driftJson,
  driftMarkdown,
  MAX_OUTPUT_TOKENS,
  type SavedRecordings,
  saveRecordings,
  type Tried,
} from '../conformance/live/index.ts';
import type { ServerConformanceOptions } from '../conformance/server/index.ts';
import { writeReport } from './conform-reports.ts';
import type { Asked } from './conform-server-settings.ts';
import { CommandError } from './terminal.ts';

/** @throws CommandError for a directory that cannot be written. */
export async function keepRecordings({ values, terminal }: Asked, tried: Tried): Promise<void> {
  const directory = values['save-recordings'];
  if (directory === undefined) return;
  const { files, withheld } = await saved(directory, tried);
  terminal.err(`touchstone: ${files.length} recordings in ${directory}`);
  for (const reason of withheld) terminal.err(`touchstone: not kept: ${reason}`);
}

async function saved(directory: string, tried: Tried): Promise<SavedRecordings> {
  try {
    return await saveRecordings(directory, tried);
  } catch (cause) {
    throw new CommandError(`${directory} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** @throws CommandError for a file that cannot be written. */
export async function writeDrift(
  { values, live }: Asked,
  tried: Tried,
  options: ServerConformanceOptions,
): Promise<void> {
  const { drift: files = [] } = values;
  if (files.length === 0) return;
  const drift = await compareWithDouble(tried, { ...options, ...(live && { maxOutputTokens: MAX_OUTPUT_TOKENS }) });
  for (const file of files) await writeReport(file, (file.endsWith('.json') ? driftJson : driftMarkdown)(drift));
}

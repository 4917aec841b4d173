/** Recordings from the files and directories of the command line, as what a double needs to replay them. */
import type { Scenario } from '../fixtures/index.ts';
import type { BedrockOptions } from '../mock-server/index.ts';
import type { ReplayOptions } from '../recordings/index.ts';
import type { Parsed } from './options.ts';
import type { REPLAY } from './replay-options.ts';

interface Replay {
  /** How many. */
  readonly recordings: number;
  readonly scenarios: readonly Scenario[];
  readonly options: BedrockOptions;
}

type ReplayValues = Parsed<typeof REPLAY>['values'] & { readonly recordings?: readonly string[] };

/** @throws CommandError for recordings that cannot be used, and for a path without any. */
export async function readReplay({ recordings: paths = [], ...values }: ReplayValues): Promise<Replay> {
  if (paths.length === 0) return { recordings: 0, scenarios: [], options: {} };
  // Loaded here, because most servers replay nothing.
  const [{ REPLAYING, replayScenarios }, { readRecordingFiles }] = await Promise.all([
    import('../recordings/index.ts'),
    import('./recording-files.ts'),
  ]);
  const files = await readRecordingFiles(paths);
  return { recordings: files.length, scenarios: replayScenarios(files, replayOptions(values)), options: REPLAYING };
}

export function replayOptions(values: Parsed<typeof REPLAY>['values']): ReplayOptions {
  const { ignore, timing: pace, 'after-last': afterLast } = values;
  return { ...(ignore && { ignore }), ...(pace !== undefined && { pace }), ...(afterLast && { afterLast }) };
}

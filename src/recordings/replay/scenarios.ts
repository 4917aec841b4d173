/** From recordings to the scenarios that replay them. */
import type { AnswerSpec, Scenario } from '../../fixtures/scenario.ts';
import { parsePath } from '../../mock-server/matching/json-path.ts';
import type { BedrockOptions } from '../../mock-server/options.ts';
import type { RecordingFile } from '../read.ts';
import { replayAnswer } from './answer.ts';
import { conditionOf, type Ignored, requestKey } from './condition.ts';

export interface ReplayOptions {
  /** JSON paths into the bodies of requests that make no difference, such as `$.anthropic_version`. Default: none. */
  readonly ignore?: readonly string[];
  /**
   * What each recorded time is multiplied by: 1 plays at the recorded pace, 0.1 ten times as fast. Default: 0, no delay.
   */
  readonly pace?: number;
  /** What is answered once all recordings of a request have been played. Default: the last of them again. */
  readonly afterLast?: Scenario['afterLast'];
}

/**
 * A scenario for each request, with its recordings in their order: equal in operation, model id and body as parsed
 * JSON. What was redacted equals anything in its place.
 *
 *     const scenarios = replayScenarios(await readRecordings('recordings/'));
 *     const bedrock = createBedrock({ ...REPLAYING, scenarios });
 *
 * @throws Error for a path that cannot be read.
 */
export function replayScenarios(files: readonly RecordingFile[], options: ReplayOptions = {}): Scenario[] {
  const { ignore = [], pace = 0, afterLast } = options;
  const ignored = ignore.map(parsePath);
  return [...grouped(files, ignored).values()].map(([first, ...more]) => ({
    name: first.file,
    when: conditionOf(first.recording, ignored),
    answer: [first, ...more].map(({ recording }): AnswerSpec => replayAnswer(recording.response, pace)),
    ...(afterLast && { afterLast }),
  }));
}

/**
 * What a double must be told beside the scenarios: what no recording answers is refused, and what the service accepted or
 * refused then is so again, whatever the double knows of models and bodies.
 */
export const REPLAYING = {
  strict: true,
  validation: false,
  anyModel: true,
} as const satisfies BedrockOptions;

type Group = readonly [RecordingFile, ...RecordingFile[]];

function grouped(files: readonly RecordingFile[], ignored: Ignored): ReadonlyMap<string, Group> {
  const groups = new Map<string, [RecordingFile, ...RecordingFile[]]>();
  for (const file of files) {
    const key = requestKey(file.recording, ignored);
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  return groups;
}

/** What is recorded and what is replayed, in the modes that VCR has. */

/**
 * `once`: into a directory without recordings everything is recorded; from one with recordings everything is replayed, and
 * what they do not answer is refused. `none`: only replays. `new`: replays what is known and records the rest. `all`: records
 * everything.
 */
export type RecordMode = (typeof RECORD_MODES)[number];
export const RECORD_MODES = ['once', 'none', 'new', 'all'] as const;

export interface Ways {
  /** Whether what the recordings answer is answered from them. */
  readonly replays: boolean;
  /** Whether anything else goes to the real service; if not, it is refused. */
  readonly records: boolean;
}

export function waysOf(mode: RecordMode, hasRecordings: boolean): Ways {
  return WAYS[mode](hasRecordings);
}

const WAYS: Readonly<Record<RecordMode, (hasRecordings: boolean) => Ways>> = {
  once: (hasRecordings) => ({ replays: hasRecordings, records: !hasRecordings }),
  none: () => ({ replays: true, records: false }),
  new: () => ({ replays: true, records: true }),
  all: () => ({ replays: false, records: true }),
};

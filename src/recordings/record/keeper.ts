/** Keeps what was taken down: redacts it, refuses what still looks like a secret, and writes the rest. */
import type { Recording } from '../recording.ts';
import { redact } from '../redaction/redact.ts';
import type { Rule } from '../redaction/rule.ts';
import { findSecrets, type Suspicion } from '../redaction/scan.ts';
import type { RecordingWriter } from '../write.ts';

export type Kept =
  | { readonly kind: 'recorded'; readonly file: string; readonly recording: Recording }
  | { readonly kind: 'refused'; readonly recording: Recording; readonly suspicions: readonly Suspicion[] };

export interface Keeper {
  readonly number: () => number;
  /** @throws the file system's error (as a rejection). */
  readonly keep: (recording: Recording, number: number) => Promise<Kept>;
}

export interface KeeperOptions {
  readonly writer: RecordingWriter;
  readonly rules: readonly Rule[];
  /** The credentials in use, which must never be found in a recording. */
  readonly secrets: () => Promise<readonly string[]>;
}

export function createKeeper({ writer, rules, secrets }: KeeperOptions): Keeper {
  return {
    number: writer.number,
    async keep(taken, number) {
      const recording = redact(taken, rules);
      const suspicions = findSecrets(recording, await secrets());
      if (suspicions.length > 0) return { kind: 'refused', recording, suspicions };
      return { kind: 'recorded', file: await writer.write(recording, number), recording };
    },
  };
}

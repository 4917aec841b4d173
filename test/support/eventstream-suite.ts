/** The event-stream vectors that ship with `@aws-sdk/eventstream-codec` 3.370.0. */
import { createRequire } from 'node:module';

interface Vector {
  readonly name: string;
  readonly expectation: 'success' | 'failure';
  readonly encoded: Uint8Array;
  readonly decoded?: { readonly headers: Record<string, { type: string; value: unknown }>; readonly body: Uint8Array };
}

const fixture = createRequire(import.meta.url)('eventstream-suite/dist-cjs/TestVectors.fixture.js') as {
  vectors: Record<string, Omit<Vector, 'name'>>;
};

export const vectors: readonly Vector[] = Object.entries(fixture.vectors).map(([name, vector]) => ({
  name,
  ...vector,
}));

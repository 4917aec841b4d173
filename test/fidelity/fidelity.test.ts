import { beforeAll, describe, expect, it } from 'vitest';
import { hasShared, recordings, WITHOUT_SHARED } from '../support/shared.ts';
import { CLASSES, SCRIPTED_REFUSALS } from './classes.ts';
import { type Fidelity, measureFidelity } from './fidelity.ts';
import { line } from './report.ts';

describe.skipIf(!hasShared)(`the double against every recording of the real service${WITHOUT_SHARED}`, () => {
  let fidelity: Fidelity;
  beforeAll(async () => {
    fidelity = await measureFidelity(recordings());
  });

  it('plays them all', () => {
    expect(fidelity.recordings).toBeGreaterThanOrEqual(318);
    expect(fidelity.faithful).toBe(fidelity.recordings);
  });

  it('differs in nothing that is its own', () => {
    expect(fidelity.findings.filter((finding) => !finding.class).map(line)).toEqual([]);
  });

  it.each(CLASSES.map((one) => [one.name, one] as const))('still needs to excuse: %s', (_, one) => {
    expect(fidelity.findings.some((finding) => finding.class === one)).toBe(true);
  });

  it('refuses by itself what the service refused, but for what only a scenario can know', () => {
    const scripted = fidelity.refusals.filter(({ refused }) => !refused);
    expect(scripted.map(({ recording, answered }) => [recording.id, answered])).toEqual(
      Object.keys(SCRIPTED_REFUSALS).map((id) => [id, '200']),
    );
  });
});

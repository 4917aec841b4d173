import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../../src/mock-server/exchange.ts';
import { CHANGES, options, unsigned, unsignedPlainPath } from './arbitrary.ts';
import { SIGNERS } from './signing.ts';
import { accepted, AKIDEXAMPLE, authenticate, NOW } from './support.ts';

/** Seeded, so that a failure is the same everywhere; raise the runs to search further. */
const SEARCH = { seed: 20150830, numRuns: 300 };

function verifying({ at, sessionToken }: { at: number; sessionToken?: string }) {
  return { nowMs: at, credentials: [{ ...AKIDEXAMPLE, ...(sessionToken !== undefined && { sessionToken }) }] };
}

describe.each(Object.entries(SIGNERS))('signed by %s', (_, sign) => {
  test('any request verifies', async () => {
    await fc.assert(
      fc.asyncProperty(unsigned, options, async (request, signing) => {
        const signed = await sign(request, signing);
        expect(accepted(authenticate(signed, verifying(signing))).accessKeyId).toBe('AKIDEXAMPLE');
      }),
      SEARCH,
    );
  });

  test.each(Object.entries(CHANGES))('a change is refused: %s', async (__, change) => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(unsignedPlainPath, options, fc.nat(), async (request, signing, pick) => {
        const changed = change(await sign(request, signing), pick);
        if (changed === undefined) return;
        tried++;
        expect(authenticate(changed, verifying(signing))).toBeInstanceOf(Refusal);
      }),
      { ...SEARCH, numRuns: 60 },
    );
    expect(tried).toBeGreaterThan(10);
  });
});

test('whatever comes, the answer is a caller or a refusal with a reason', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const part = fc.constantFrom(
    'Credential=',
    'SignedHeaders=',
    'Signature=',
    'AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request',
    'host',
    ';',
    ', ',
    'AWS4-HMAC-SHA256 ',
    'Bearer ',
    'bedrock-api-key-',
    'f'.repeat(64),
    '%',
    '=',
  );
  const mixed = fc.array(fc.oneof(part, text), { maxLength: 9 }).map((parts) => parts.join(''));
  const header = fc.tuple(
    fc.constantFrom('Authorization', 'X-Amz-Date', 'Host', 'x-amz-content-sha256', 'Date'),
    fc.oneof(mixed, fc.constant('20150830T123600Z')),
  );
  const target = fc.oneof(
    text,
    mixed.map((query) => `/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${query}`),
  );
  fc.assert(
    fc.property(
      target,
      fc.array(header, { maxLength: 6 }),
      fc.constantFrom('bedrock', 'sts'),
      (target, headers, signingName) => {
        const request = {
          protocol: 'HTTP/1.1',
          method: 'POST',
          target,
          rawHeaders: headers.flat(),
          body: Buffer.alloc(0),
        };
        const outcome = authenticate(request, { signingName, nowMs: NOW });
        expect(outcome instanceof Refusal ? outcome.reason : outcome.arn).toMatch(/./);
      },
    ),
    { ...SEARCH, numRuns: 3000 },
  );
});

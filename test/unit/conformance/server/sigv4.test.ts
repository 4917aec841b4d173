import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escape, type Header, sign, timestampOf } from '../../../../src/conformance/server/sigv4.ts';
import { hasShared, readShared, WITHOUT_SHARED } from '../../../support/shared.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

interface Vector {
  readonly id: string;
  readonly context: { readonly normalize: boolean };
  readonly 'header-canonical-request': string;
  readonly 'header-string-to-sign': string;
  readonly 'header-signature': string;
  readonly 'header-signed-request': string;
}

/** The signed request of a vector, without its Authorization; a line that begins with a space goes on with the one before. */
function parse(text: string, signedHeaders: readonly string[]) {
  const [head = '', body = ''] = text.split(/\n\n/);
  const [first = '', ...lines] = head.replace(/\n +/g, ' ').split('\n');
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(first) ?? [];
  const headers = lines
    .map((line): Header => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
    .filter(([name]) => signedHeaders.includes(name.toLowerCase()));
  const [path = '', query = ''] = target.split('?');
  return { method, path, query, headers, body };
}

describe.skipIf(!hasShared)(`the prober's signer and the suite of awslabs/aws-c-auth${WITHOUT_SHARED}`, () => {
  const vectors = hasShared ? (JSON.parse(readShared('vectors/sigv4-v4.json')) as Vector[]) : [];
  test('there are 38', () => expect(vectors).toHaveLength(38));
  test.each(vectors)('$id', (vector) => {
    const signedHeaders = vector['header-canonical-request'].split('\n').at(-2)!.split(';');
    const signed = sign(parse(vector['header-signed-request'], signedHeaders), {
      ...KEY,
      region: 'us-east-1',
      service: 'service',
      timestamp: '20150830T123600Z',
      normalize: vector.context.normalize,
    });
    expect(signed.canonicalRequest).toBe(vector['header-canonical-request']);
    expect(signed.stringToSign).toBe(vector['header-string-to-sign']);
    expect(signed.signature).toBe(vector['header-signature']);
  });
});

test('agrees with @smithy/signature-v4 on any model id, body and header', async () => {
  const signer = new SignatureV4({ credentials: KEY, region: 'us-east-1', service: 'bedrock', sha256: Sha256 });
  const when = Date.UTC(2026, 10, 21, 5, 13);
  const id = fc.string({ unit: 'grapheme', minLength: 1 });
  await fc.assert(
    fc.asyncProperty(id, fc.string(), fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/), async (model, body, value) => {
      const path = `/model/${escape(model)}/converse`;
      const theirs = await signer.sign(
        { method: 'POST', protocol: 'http:', hostname: 'h', path, headers: { host: 'h', 'x-own': value }, body },
        { signingDate: new Date(when) },
      );
      const headers = Object.entries(theirs.headers).filter(([name]) => name !== 'authorization');
      const ours = sign(
        { method: 'POST', path, query: '', headers, body },
        { ...KEY, region: 'us-east-1', service: 'bedrock', timestamp: timestampOf(when) },
      );
      expect(ours.authorization).toBe(theirs.headers['authorization']);
    }),
    { seed: 4, numRuns: 50 },
  );
});

import { describe, expect, test } from 'vitest';
import { readTimestamp } from '../../../../src/mock-server/auth/timestamps.ts';
import type { WireRequest } from '../../../../src/mock-server/exchange.ts';
import { hasShared, readShared, WITHOUT_SHARED } from '../../../support/shared.ts';
import { accepted, AKIDEXAMPLE, authenticate } from './support.ts';

/** The secret of AKIDEXAMPLE where these requests were made: the word itself. */
const PLACEHOLDER = 'secret';

/** How many signed requests each file holds in full. */
const CAPTURES: Record<string, number> = {
  'ai-sdk-bedrock-4.txt': 1,
  'ai-sdk-bedrock-5.txt': 1,
  'anthropic-bedrock-sdk-old.txt': 6,
  'anthropic-bedrock-sdk.txt': 4,
  'anthropic-python-bedrock.txt': 4,
  'aws-sdk-js.txt': 9,
  'boto3-awscli.txt': 11,
  'langchain-aws4fetch-control.txt': 4,
  'legacy-python.txt': 6,
  'openai-mantle-aisdk-anthropic.txt': 4,
};

describe.skipIf(!hasShared)(`requests captured from real clients verify${WITHOUT_SHARED}`, () => {
  test.each(Object.entries(CAPTURES))('%s', (file, count) => {
    const requests = signedRequests(readShared(`wire/captures/${file}`));
    expect(requests).toHaveLength(count);
    for (const request of requests) {
      const header = (name: string) => headerOf(request, name);
      const [, region, signingName] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)/.exec(header('authorization')!)!;
      const sessionToken = header('x-amz-security-token');
      const outcome = authenticate(request, {
        credentials: [
          { ...AKIDEXAMPLE, secretAccessKey: PLACEHOLDER, ...(sessionToken !== undefined && { sessionToken }) },
        ],
        signingName: signingName!,
        nowMs: readTimestamp(header('x-amz-date')!)!.time,
      });
      expect(accepted(outcome)).toMatchObject({ kind: 'sigv4', accessKeyId: 'AKIDEXAMPLE', region });
    }
  });
});

/** Start line or pseudo-headers, header lines, then `BODY ` and what was sent. */
function signedRequests(capture: string): WireRequest[] {
  const blocks = capture.matchAll(/^(?:(?:POST|GET) \S+ HTTP\/1\.1|:authority: .*)\n(?:\S+: .*\n)+BODY .*$/gm);
  return [...blocks]
    .map(([block]) => captured(block))
    .filter((request) => headerOf(request, 'x-amz-date') !== undefined);
}

function captured(block: string): WireRequest {
  const lines = block.split('\n');
  const body = Buffer.from(lines.pop()!.slice('BODY '.length));
  const startLine = lines[0]!.startsWith(':') ? undefined : lines.shift()!.split(' ');
  const rawHeaders = lines.flatMap((line) => /^(:?[^:]+): (.*)$/.exec(line)!.slice(1));
  const request = { rawHeaders, protocol: startLine ? 'HTTP/1.1' : 'HTTP/2.0', method: '', target: '', body };
  const length = Number(headerOf(request, 'content-length') ?? 0);
  return {
    ...request,
    method: startLine?.[0] ?? headerOf(request, ':method')!,
    target: startLine?.[1] ?? headerOf(request, ':path')!,
    body: body.subarray(0, length),
  };
}

function headerOf({ rawHeaders }: Pick<WireRequest, 'rawHeaders'>, name: string): string | undefined {
  const index = rawHeaders.findIndex((text, position) => position % 2 === 0 && text.toLowerCase() === name);
  return index < 0 ? undefined : rawHeaders[index + 1];
}

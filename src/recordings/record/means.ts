/** What recording needs, made from a recorder's options. */
import { parseRule } from '../redaction/rule.ts';
import { createRecordingWriter } from '../write.ts';
import { createSigner } from './identity.ts';
import { createKeeper } from './keeper.ts';
import type { RecorderOptions } from './options.ts';
import type { RecordingMeans } from './pass-and-keep.ts';
import { regionOf } from './region.ts';
import { createUpstream } from './upstream.ts';

/** @throws TypeError, Error, CredentialsError (as rejections): see `createRecorder`. */
export async function createMeans(options: RecorderOptions, clock: () => number): Promise<RecordingMeans> {
  const { upstream, directory, redact = [], stalledAfterMs = 5_000 } = options;
  const { upstreamIdentity, env = process.env } = options;
  const address = readAddress(upstream);
  const rules = redact.map(parseRule);
  const region = regionOf(address, options.upstreamRegion, env);
  const signer = createSigner({ ...upstreamIdentity, region, env, clock });
  await signer.check();
  const writer = await createRecordingWriter(directory);
  return {
    address,
    upstream: createUpstream(options),
    signer,
    keeper: createKeeper({ writer, rules, secrets: signer.secrets }),
    stalledAfterMs,
    clock,
    now: () => performance.now(),
  };
}

function readAddress(upstream: string | undefined): URL {
  if (upstream === undefined) throw new TypeError('there is nothing to record from: give the address of the service');
  const url = URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new TypeError(`${JSON.stringify(upstream)} is no address; it wants https://host, or http://host:port`);
}

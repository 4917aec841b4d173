/** Whether the double comes by itself to the refusals that were recorded. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { createBedrock } from '../../src/mock-server/index.ts';
import { play } from './play.ts';
import { headerOf, type Recording, requestText } from './recording.ts';

/** A recorded refusal, and whether the double refuses the same by itself, with no scenario to tell it so. */
export interface OwnRefusal {
  readonly recording: Recording;
  readonly refused: boolean;
  readonly answered: string;
}

/** With everything on, at the time of the recording, signed when the client had signed. */
export async function refuseUnscripted(recording: Recording): Promise<OwnRefusal> {
  const { signedAt, receivedAt } = times(recording);
  await using bedrock = createBedrock({ clock: () => receivedAt.getTime() });
  const { url } = await bedrock.listen();
  const { status, headers, body } = await play(recording, url, await sign(recording, new URL(url), signedAt));
  const type = headers.find(([name]) => name.toLowerCase() === 'x-amzn-errortype')?.[1];
  const refused =
    status === recording.response.status &&
    type === headerOf(recording, 'x-amzn-errortype') &&
    messageOf(body) === messageOf(recording.response.body);
  return {
    recording,
    refused,
    answered: `${status} ${type?.split(':')[0] ?? ''} ${messageOf(body) ?? ''}`.trim(),
  };
}

/** `Signature expired: <signed> is now earlier than <received - 5 min> (<received> - 5 min.)` */
const EXPIRED = /^Signature expired: (\w+) is now earlier than \w+ \((\w+) - 5 min\.\)$/;

function times(recording: Recording): { signedAt: Date; receivedAt: Date } {
  const [, signed, received] = EXPIRED.exec(messageOf(recording.response.body) ?? '') ?? [];
  if (signed && received) return { signedAt: fromBasic(signed), receivedAt: fromBasic(received) };
  const now = new Date(headerOf(recording, 'date') ?? 0);
  return { signedAt: now, receivedAt: now };
}

/** ISO 8601 in its basic form: `20250130T064508Z`. */
function fromBasic(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

async function sign(recording: Recording, url: URL, signingDate: Date): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service: 'bedrock', region: 'us-east-1', credentials: CREDENTIALS, sha256: Sha256 });
  const { method, path } = recording.request;
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path,
      headers: { host: url.host, 'content-type': 'application/json' },
      body: requestText(recording),
    },
    { signingDate },
  );
  return signed.headers;
}

function messageOf(body: string | undefined): string | undefined {
  return body === undefined ? undefined : (JSON.parse(body) as { message?: string }).message;
}

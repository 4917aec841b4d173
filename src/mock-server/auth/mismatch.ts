/** The refusal of a signature that does not match: AWS's text for the client, for the person what differs. */
import type { Refusal } from '../exchange.ts';
import { type CanonicalRequest, canonicalText } from './canonical-request.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import { headerValue, signedValue } from './header-lines.ts';
import type { Mismatch } from './mistake.ts';
import { stringToSign } from './string-to-sign.ts';

const SHORT =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

export function refuseMismatch(door: FrontDoor, mismatch: Mismatch, diagnosis: Diagnosis | undefined): Refusal {
  const { claim, plain } = mismatch;
  const message = door.quotesCanonicalRequest ? longMessage(canonicalText(plain), stringToSign(claim, plain)) : SHORT;
  return refuse(door, 'signature', {
    message,
    reason: diagnosis ? explained(plain, diagnosis) : unexplained(mismatch),
  });
}

/** The signature is right, but `x-amz-content-sha256` is not; how AWS words this is not known. */
export function refuseDeclaredPayload(door: FrontDoor, mismatch: Mismatch): Refusal {
  const { message } = refuseMismatch(door, mismatch, undefined);
  return refuse(door, 'signature', {
    message,
    reason:
      `The signature matches, but x-amz-content-sha256 is ${headerValue(mismatch.lines, 'x-amz-content-sha256')} ` +
      `and the body hashes to ${mismatch.plain.payloadHash}. Send the hash of the body, or leave the header out.`,
  });
}

/** As quoted in BerriAI/litellm#14763 and continuedev/continue#9297. */
function longMessage(canonical: string, toSign: string): string {
  return (
    `${SHORT}\n\nThe Canonical String for this request should have been\n'${canonical}'\n\n` +
    `The String-to-Sign should have been\n'${toSign}'\n`
  );
}

function explained(plain: CanonicalRequest, { causes, signed }: Diagnosis): string {
  const summary = `The signature does not match: ${causes.join('; and ')}.`;
  if (signed === plain) return summary;
  return [summary, 'Canonical request, < as it should be, > as the client signed it:', ...compare(plain, signed)].join(
    '\n',
  );
}

function unexplained({ claim, plain, credentials, lines }: Mismatch): string {
  const absent = plain.signedHeaders.split(';').filter((name) => signedValue(lines, name) === undefined);
  return [
    absent.length > 0
      ? `The signature does not match: the client signed ${absent.join(', ')}, which did not arrive.`
      : `The signature does not match: most likely the secret access key is not that of ${credentials.accessKeyId}, ` +
        'or a signed header or the body changed on the way.',
    "Compare with the client's debug log. The canonical request should have been:",
    ...canonicalText(plain).split('\n').map(indented),
    'and the string to sign:',
    ...stringToSign(claim, plain).split('\n').map(indented),
  ].join('\n');
}

const PARTS = ['method', 'path', 'query', 'headers', 'signedHeaders', 'payloadHash'] as const;

/** Both requests line by line, equal lines once. Header blocks of one request have as many lines, so they pair up. */
function compare(plain: CanonicalRequest, signed: CanonicalRequest): string[] {
  return PARTS.flatMap((part) => {
    const theirs = signed[part].split('\n');
    return plain[part]
      .split('\n')
      .flatMap((line, index) =>
        line === theirs[index] ? [indented(line)] : [`< ${line}`, `> ${theirs[index] ?? ''}`],
      );
  });
}

function indented(line: string): string {
  return `  ${line}`;
}

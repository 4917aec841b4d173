/** Headers as clients are known to sign them by mistake, or as they were before a proxy changed them. */
import { headerValue } from './header-lines.ts';
import type { Mismatch, PartMistake } from './mistake.ts';

export function headerMistakes(mismatch: Mismatch): PartMistake[] {
  return [...hostMistakes(mismatch), ...valueMistakes(mismatch), unsorted(mismatch)];
}

function hostMistakes({ plain, claim, lines }: Mismatch): PartMistake[] {
  const [, name, sent] = /^(host|:authority):(.*)$/m.exec(plain.headers) ?? [];
  const port = /:\d+$/.exec(sent ?? '')?.[0] ?? '';
  const { region } = claim.scope;
  const hosts = [
    ...['bedrock-runtime', 'bedrock', 'sts'].map((service) => `${service}.${region}.amazonaws.com`),
    'sts.amazonaws.com',
    `localhost${port}`,
    `127.0.0.1${port}`,
    headerValue(lines, 'x-forwarded-host') ?? `[::1]${port}`,
  ];
  return hosts.map((host) => ({
    what: `the client signed the host ${host}, but ${sent} was sent`,
    change: { headers: withLine(plain.headers, name!, host) },
  }));
}

function valueMistakes({ plain, lines, request }: Mismatch): PartMistake[] {
  const [mediaType = ''] = (headerValue(lines, 'content-type') ?? '').split(';');
  return [
    {
      what: 'content-type was signed without its parameters',
      headers: withLine(plain.headers, 'content-type', mediaType),
    },
    { what: 'accept-encoding was signed empty', headers: withLine(plain.headers, 'accept-encoding', '') },
    {
      what: "content-length was signed as the body's length, but another was sent",
      headers: withLine(plain.headers, 'content-length', String(request.body.length)),
    },
  ].map(({ what, headers }) => ({ what, change: { headers } }));
}

function unsorted({ plain, claim: { signedHeaders } }: Mismatch): PartMistake {
  const lines = plain.headers.split('\n');
  const listed = signedHeaders.split(';').map((name) => lines.find((line) => line.startsWith(`${name}:`)));
  return {
    what: 'the signed headers are not in the order of their names',
    change: { headers: `${listed.join('\n')}\n`, signedHeaders },
  };
}

/** The block with another value for one header; as it is where the header was not signed. */
function withLine(headers: string, name: string, value: string): string {
  return headers.replace(new RegExp(`^${name}:.*$`, 'm'), () => `${name}:${value}`);
}

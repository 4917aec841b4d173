/** What a request says of its own signature, in the `Authorization` header or, presigned, in the query. */
import type { Refusal, WireRequest } from '../exchange.ts';
import { readAuthorization } from './authorization-header.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import { type HeaderLines, headerValue } from './header-lines.ts';
import { presignedParameters, readPresigned } from './presigned-query.ts';

export interface Claim {
  readonly algorithm: string;
  /** `<access key id>/<date>/<region>/<service>/aws4_request`, not yet taken apart. */
  readonly credential: string;
  /** Names joined by semicolons, as the client lists them. */
  readonly signedHeaders: string;
  readonly signature: string;
  /** The request's time as sent. */
  readonly date: string;
  readonly sessionToken: string | undefined;
  /** Only of a presigned request: `X-Amz-Expires`, in seconds, where it is given. */
  readonly presigned?: { readonly expires: string | undefined };
}

/** Reads the claim, or refuses where there is none or it cannot be read. */
export function readClaim(door: FrontDoor, request: WireRequest, lines: HeaderLines): Claim | Refusal {
  const authorization = headerValue(lines, 'authorization')?.trim() ?? '';
  const presigned = presignedParameters(request.target);
  if (authorization === '') return presigned ? readPresigned(door, presigned) : missing(door);
  return presigned ? foundBoth(door) : readAuthorization(door, authorization, lines);
}

function missing(door: FrontDoor): Refusal {
  const apiKey = door.takesApiKeys ? ', or a Bedrock API key' : '';
  return refuse(door, 'missing', {
    message: door.missingText,
    reason:
      'The request carries neither an Authorization header nor a presigned query. ' +
      `Give the client credentials: AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test${apiKey}.`,
  });
}

/** Seen from DynamoDB by mhart/dynalite, whose tests ran against the service; not verified on Bedrock. */
function foundBoth(door: FrontDoor): Refusal {
  return refuse(door, 'signature', {
    message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    reason: 'The request is signed twice, in its query and in its Authorization header. Sign it once.',
  });
}

/**
 * How a service's front door words its refusals. Bedrock speaks the JSON protocol's names; STS, a query service,
 * has its own for the same things.
 *
 * Names, statuses, `Connection: close` and the capital M: responses of Bedrock quoted in karthink/gptel#1397 and
 * recorded in open-telemetry/opentelemetry-js-contrib and crmne/ruby_llm. STS: the common errors of its API reference.
 */
import { Refusal, type RefusalInit } from '../exchange.ts';

/** What can be wrong with a request before the service itself sees it. */
export type Problem = 'missing' | 'incomplete' | 'signature' | 'unknown' | 'expired' | 'denied';

export interface FrontDoor {
  /** The service name that must stand in the credential scope. */
  readonly signingName: string;
  /** How far the request's time may be from the server's, in minutes. */
  readonly windowMinutes: number;
  /** Whether `Authorization: Bearer` is understood. */
  readonly takesApiKeys: boolean;
  /** Whether a mismatch tells the client what should have been signed. */
  readonly quotesCanonicalRequest: boolean;
  readonly missingText: string;
  readonly problems: Readonly<Record<Problem, Pick<RefusalInit, 'type' | 'status' | 'messageKey' | 'closes'>>>;
}

const BEDROCK: Omit<FrontDoor, 'signingName'> = {
  // Recorded from Bedrock in open-telemetry/opentelemetry-js-contrib: «… - 5 min.)».
  windowMinutes: 5,
  takesApiKeys: true,
  // Short in aws-beam/aws-erlang#161 (January 2025), long in BerriAI/litellm#14763 (September 2025) and in
  // continuedev/continue#9297 (December 2025): the long form is today's.
  quotesCanonicalRequest: true,
  missingText: 'Authorization header is missing',
  problems: {
    missing: { type: 'AccessDeniedException', status: 403, messageKey: 'Message', closes: true },
    // Its documentation says 400 for some services; Bedrock was only seen to answer 403 to what it cannot authenticate.
    incomplete: { type: 'IncompleteSignatureException', status: 403 },
    signature: { type: 'InvalidSignatureException', status: 403 },
    unknown: { type: 'UnrecognizedClientException', status: 403 },
    expired: { type: 'ExpiredTokenException', status: 403 },
    denied: { type: 'AccessDeniedException', status: 403, messageKey: 'Message' },
  },
};

const STS: Omit<FrontDoor, 'signingName'> = {
  // Reported from sts:GetCallerIdentity in aws/aws-cli#6676: «… - 15 min.)».
  windowMinutes: 15,
  takesApiKeys: false,
  quotesCanonicalRequest: false,
  missingText: 'Request is missing Authentication Token',
  problems: {
    missing: { type: 'MissingAuthenticationToken', status: 403 },
    incomplete: { type: 'IncompleteSignature', status: 400 },
    signature: { type: 'SignatureDoesNotMatch', status: 403 },
    unknown: { type: 'InvalidClientTokenId', status: 403 },
    expired: { type: 'ExpiredToken', status: 403 },
    denied: { type: 'AccessDenied', status: 403 },
  },
};

const DOORS: Readonly<Record<string, FrontDoor>> = {
  bedrock: { signingName: 'bedrock', ...BEDROCK },
  sts: { signingName: 'sts', ...STS },
};

/** The front door of the service that signs under this name; all but STS answer as Bedrock does. */
export function frontDoorOf(signingName: string): FrontDoor {
  return DOORS[signingName] ?? { signingName, ...BEDROCK };
}

/** Refuses in the words of the service, with a reason for the person. */
export function refuse(door: FrontDoor, problem: Problem, words: { message: string; reason: string }): Refusal {
  return new Refusal({ ...door.problems[problem], ...words, origin: 'coral.service' });
}

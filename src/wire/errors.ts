/**
 * Every exception a Bedrock client can meet, one entry each.
 *
 * Names, statuses and stream members: the service model of `bedrock-runtime` (botocore).
 * Namespaces of `x-amzn-ErrorType`: recorded responses of the real service, for example in the
 * cassettes of Arize-ai/openinference (`…/com.amazon.bedrock/`) and open-telemetry/opentelemetry-js-contrib
 * (`…/com.amazon.coral.service/`).
 */

/** Who refused: the service itself, or the front door that authenticates for all of AWS. */
export type ErrorOrigin = 'bedrock' | 'coral.service';

export interface ExceptionShape {
  readonly status: number;
  readonly origin: ErrorOrigin;
  /** The member of the stream unions that carries it after a 200, where the model has one. */
  readonly streamMember?: string;
  /** The text used when a scenario gives none: the service's own where it was seen. */
  readonly message: string;
}

/** The twelve modelled exceptions of bedrock-runtime, then those of the front door. */
// prettier-ignore
export const EXCEPTIONS = {
  AccessDeniedException: { status: 403, origin: 'bedrock', message: "You don't have access to the model with the specified model ID." },
  ConflictException: { status: 400, origin: 'bedrock', message: 'Conflict.' },
  InternalServerException: { status: 500, origin: 'bedrock', streamMember: 'internalServerException', message: 'The system encountered an unexpected error during processing. Try your request again.' },
  ModelErrorException: { status: 424, origin: 'bedrock', message: 'The model returned an error while processing the request.' },
  ModelNotReadyException: { status: 429, origin: 'bedrock', message: 'Model is not ready for inference. Wait and try your request again.' },
  ModelStreamErrorException: { status: 424, origin: 'bedrock', streamMember: 'modelStreamErrorException', message: 'The system encountered an unexpected error during processing. Try your request again.' },
  ModelTimeoutException: { status: 408, origin: 'bedrock', streamMember: 'modelTimeoutException', message: 'Model has timed out in processing the request. Try your request again.' },
  ResourceNotFoundException: { status: 404, origin: 'bedrock', message: 'Could not resolve the foundation model from the provided model identifier.' },
  ServiceQuotaExceededException: { status: 400, origin: 'bedrock', message: 'Your request exceeds the service quota for your account.' },
  ServiceUnavailableException: { status: 503, origin: 'bedrock', streamMember: 'serviceUnavailableException', message: 'Bedrock is unable to process your request.' },
  ThrottlingException: { status: 429, origin: 'bedrock', streamMember: 'throttlingException', message: 'Too many requests, please wait before trying again.' },
  ValidationException: { status: 400, origin: 'bedrock', streamMember: 'validationException', message: 'The provided model identifier is invalid.' },

  ExpiredTokenException: { status: 403, origin: 'coral.service', message: 'The security token included in the request is expired' },
  IncompleteSignatureException: { status: 403, origin: 'coral.service', message: 'Request must contain a valid signature.' },
  InvalidSignatureException: { status: 403, origin: 'coral.service', message: 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.' },
  UnrecognizedClientException: { status: 403, origin: 'coral.service', message: 'The security token included in the request is invalid.' },
} as const satisfies Record<string, ExceptionShape>;

export type ExceptionName = keyof typeof EXCEPTIONS;

/** The exceptions the service model declares, which are those a scenario is most likely to want. */
export type ModelledExceptionName = Exclude<ExceptionName, `${string}${'Token' | 'Signature' | 'Client'}Exception`>;

/** The value of `x-amzn-ErrorType`, whose suffix clients strip: `ValidationException:http://…/com.amazon.bedrock/`. */
export function errorType(name: string, origin: ErrorOrigin): string {
  return `${name}:http://internal.amazon.com/coral/com.amazon.${origin === 'bedrock' ? 'bedrock' : 'coral.service'}/`;
}

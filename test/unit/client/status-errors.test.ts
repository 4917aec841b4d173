import { describe, expect, it } from 'vitest';
import * as errors from '../../../src/client/errors.ts';
import { errorOfException, errorOfResponse, statusError, typeOf } from '../../../src/client/status-errors.ts';

const REQUEST_ID = '1f4b27bc-c7ad-4d8e-8f5e-1d9bfa7a1c11';

function answer(status: number, body: string, headers: Record<string, string> = {}): errors.APIStatusError {
  return errorOfResponse(new Response(null, { status, headers: { 'x-amzn-requestid': REQUEST_ID, ...headers } }), body);
}

describe('the class of a status', () => {
  // The table of the original README; the rest of 4xx have no class of their own, and 5xx have one.
  it.each([
    [400, errors.BadRequestError],
    [401, errors.AuthenticationError],
    [403, errors.PermissionDeniedError],
    [404, errors.NotFoundError],
    [409, errors.ConflictError],
    [422, errors.UnprocessableEntityError],
    [429, errors.RateLimitError],
    [500, errors.InternalServerError],
    [503, errors.InternalServerError],
    [529, errors.InternalServerError],
    [408, errors.APIStatusError],
    [424, errors.APIStatusError],
    [307, errors.APIStatusError],
  ])('of %d', (status, Class) => {
    const error = statusError(status, 'x', {});
    expect(error.constructor).toBe(Class);
    expect(error).toBeInstanceOf(errors.APIStatusError);
    expect(error).toBeInstanceOf(errors.APIError);
    expect(error).toBeInstanceOf(errors.AnthropicBedrockError);
    expect(error.name).toBe(Class.name);
  });
});

describe('an answer that is an error', () => {
  it('has type, message, body and request id', () => {
    const error = answer(400, '{"message":"The provided model identifier is invalid."}', {
      'x-amzn-ErrorType': 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    });
    expect(error).toMatchObject({
      status: 400,
      type: 'ValidationException',
      message: 'The provided model identifier is invalid.',
      body: { message: 'The provided model identifier is invalid.' },
      requestId: REQUEST_ID,
      retryable: false,
    });
    expect(error.headers?.get('x-amzn-requestid')).toBe(REQUEST_ID);
  });

  it("reads the front door's capital Message", () => {
    const error = answer(403, '{"Message":"Authentication failed: Please make sure your API Key is valid."}');
    expect(error.message).toBe('Authentication failed: Please make sure your API Key is valid.');
  });

  it.each([
    ['__type', '{"__type":"com.amazon.coral.service#ThrottlingException","message":"m"}', 'ThrottlingException'],
    ['code', '{"code":"aws.protocoltests.restjson#FooError:http://x/","message":"m"}', 'FooError'],
    ['nothing', '{"message":"m"}', undefined],
  ])('takes the type from the body: %s', (_where, body, type) => {
    expect(answer(429, body).type).toBe(type);
  });

  it('takes the type from the header before the body', () => {
    expect(answer(429, '{"__type":"B"}', { 'x-amzn-errortype': 'A' }).type).toBe('A');
  });

  it.each([
    ['a page', '<html>502</html>', 'Error code: 502 - <html>502</html>'],
    ['nothing', '', 'Error code: 502'],
    ['JSON of another kind', '[1]', 'Error code: 502 - [1]'],
  ])('says what it can of %s', (_what, body, message) => {
    expect(answer(502, body)).toMatchObject({ message, status: 502, retryable: true });
  });
});

describe('an exception inside a stream', () => {
  it.each([
    ['internalServerException', errors.InternalServerError, 500, true],
    ['modelStreamErrorException', errors.APIStatusError, 424, true],
    ['modelTimeoutException', errors.APIStatusError, 408, true],
    ['serviceUnavailableException', errors.InternalServerError, 503, true],
    ['throttlingException', errors.RateLimitError, 429, true],
    ['validationException', errors.BadRequestError, 400, false],
  ])('%s is what it is before a stream', (member, Class, status, retryable) => {
    const error = errorOfException(member, '{"message":"words"}');
    expect(error.constructor).toBe(Class);
    expect(error).toMatchObject({
      status,
      retryable,
      message: 'words',
      type: member.charAt(0).toUpperCase() + member.slice(1),
    });
  });

  it('that nobody knows keeps its type and text, and has no status', () => {
    const error = errorOfException('tomorrowException', '{"message":"words"}');
    expect(error.constructor).toBe(errors.APIError);
    expect(error).toMatchObject({ type: 'TomorrowException', message: 'words', status: undefined });
  });

  it('may have a payload that is no JSON', () => {
    expect(errorOfException('throttlingException', 'slow down')).toMatchObject({ message: 'slow down', status: 429 });
  });

  it('may have no payload', () => {
    expect(errorOfException('throttlingException', '').message).toBe('ThrottlingException');
  });

  it.each(['constructor', '__proto__', 'toString'])('named %s is no trap', (name) => {
    expect(errorOfException(name, '{}').status).toBeUndefined();
  });
});

describe('the bare name of a type', () => {
  // Forms of the Smithy protocol test RestJsonFooError….
  it.each([
    'FooError',
    'FooError:http://x/',
    'aws.protocoltests.restjson#FooError',
    'aws.protocoltests.restjson#FooError:http://x/',
  ])('of %s', (value) => {
    expect(typeOf(value)).toBe('FooError');
  });

  it('of nothing is nothing', () => {
    expect([typeOf(undefined), typeOf('')]).toEqual([undefined, undefined]);
  });
});

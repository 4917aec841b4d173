import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protocolOf } from '../../../../src/mock-server/transport/first-bytes.ts';

describe('protocolOf', () => {
  test.each([
    ['', undefined],
    ['P', undefined],
    ['PR', undefined],
    ['PRI', 'http2'],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'http2'],
    ['PO', 'http1'],
    ['PRO', 'http1'],
    ['PUT /', 'http1'],
    ['G', 'http1'],
    ['\r\n', 'http1'],
    ['\x16\x03\x01', 'tls'],
    ['\x16', 'tls'],
  ])('%j begins %s', (bytes, protocol) => {
    expect(protocolOf(Buffer.from(bytes, 'latin1'))).toBe(protocol);
  });

  test('what is decided stays decided, whatever follows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.uint8Array(), (bytes, more) => {
        const decided = protocolOf(bytes);
        fc.pre(decided !== undefined);
        expect(protocolOf(Buffer.concat([bytes, more]))).toBe(decided);
      }),
      { seed: 7357 },
    );
  });

  test('three bytes always decide', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 3 }), (bytes) => {
        expect(protocolOf(bytes)).toBeDefined();
      }),
      { seed: 7357 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import { createIds, type Ids } from '../../../../src/mock-server/rendering/ids.ts';
import { RenditionMemory, type Writing } from '../../../../src/mock-server/rendering/rendition-memory.ts';
import { seededRandom } from '../../../../src/mock-server/random.ts';

function writing(texts: (ids: Ids) => string[]): Writing & { written: number } {
  const made = {
    written: 0,
    ids: createIds(seededRandom(1)),
    texts: (ids: Ids) => {
      made.written += 1;
      return texts(ids).map((text) => ({ text, length: text.length }));
    },
    encode: ({ text }: { text: string }) => Buffer.from(`<${text}>`),
  };
  return made;
}

const said = ({ parts }: { parts: readonly Buffer[] }) => parts.map(String);

describe('a reply that was written out once', () => {
  test('is the same again but for its identifiers', () => {
    const memory = new RenditionMemory();
    const reply = {};
    const how = writing((ids) => [`start ${ids.uuid()}`, 'middle', `tool ${ids.base62(22)} and again`, 'end']);
    const first = memory.write(reply, 'x', how);
    const second = memory.write(reply, 'x', how);
    expect(how.written).toBe(1);
    expect(said(second)[1]).toBe('<middle>');
    expect(second.parts[1]).toBe(first.parts[1]);
    for (const [i, form] of [
      [0, /^<start [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$/],
      [2, /^<tool [0-9A-Za-z]{22} and again>$/],
    ] as const) {
      expect(said(first)[i]).toMatch(form);
      expect(said(second)[i]).toMatch(form);
      expect(said(second)[i]).not.toBe(said(first)[i]);
    }
  });

  test('puts one identifier wherever it stood', () => {
    const memory = new RenditionMemory();
    const reply = {};
    const how = writing((ids) => {
      const id = ids.base64url(22);
      return [`a ${id}`, `b ${id} ${id}`];
    });
    memory.write(reply, 'x', how);
    const [a = '', b = ''] = said(memory.write(reply, 'x', how));
    const id = a.slice(3, -1);
    expect(b).toBe(`<b ${id} ${id}>`);
  });

  test('is written anew in other circumstances, and for another reply', () => {
    const memory = new RenditionMemory();
    const reply = {};
    const how = writing(() => ['x']);
    memory.write(reply, 'x', how);
    memory.write(reply, 'y', how);
    memory.write({}, 'x', how);
    expect(how.written).toBe(3);
  });

  test('is written anew where an identifier does not stand in it as it was drawn', () => {
    const memory = new RenditionMemory();
    const reply = {};
    const how = writing((ids) => [ids.uuid().replaceAll('-', '')]);
    const first = said(memory.write(reply, 'x', how));
    expect(said(memory.write(reply, 'x', how))).not.toEqual(first);
    expect(how.written).toBe(2);
  });
});

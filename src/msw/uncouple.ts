/**
 * msw hands a copy of each answer to whoever listens to its events, and mostly nobody reads it. Of a stream that was copied
 * both halves have to be cancelled before either cancellation settles (Streams Standard, `ReadableStreamDefaultTee`), so that
 * a client that gives up an answer would wait for ever: Anthropic's SDKs do so before they try again (mswjs/interceptors#799,
 * mended for msw 3).
 */

/** Makes the halves of a stream that will be copied independent: what cancels one cancels the other, unless that is read. */
export function uncouple(body: ReadableStream<Uint8Array>): void {
  const tee = body.tee.bind(body);
  body.tee = () => {
    const halves = tee().map((stream) => ({ reader: stream.getReader(), isRead: false }));
    const [one, other] = halves as [Half, Half];
    return [streamOf(one, other), streamOf(other, one)];
  };
}

interface Half {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  isRead: boolean;
}

function streamOf(half: Half, other: Half): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        half.isRead = true;
        const { done, value } = await half.reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel(reason) {
        // Not awaited, as the other half may never be done with.
        half.reader.cancel(reason).catch(() => {});
        if (!other.isRead) other.reader.cancel(reason).catch(() => {});
      },
    },
    // Asks for nothing before it is asked itself.
    { highWaterMark: 0 },
  );
}

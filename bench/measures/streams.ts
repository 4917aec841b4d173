/** Streams of sixty messages: written one by one, and free to share writes. */
import { answerOf, framesOf, readyAnswer } from '../support/answer.ts';
import { atLeast, ratioRow } from '../support/row.ts';
import { alternate } from '../support/rounds.ts';
import { withServers } from '../support/server.ts';
import type { Asked } from '../support/workload.ts';
import type { Measure } from './measure.ts';
import { aimock, bare, checkFrames, touchstone } from './servers.ts';

const ONE_EACH: Asked = 'stream, one write each';
const SHARED: Asked = 'stream, shared writes';

export const streams: Measure = {
  name: 'streams',
  run: (pace) =>
    withServers(async (start) => {
      const double = await start(touchstone());
      const answer = await answerOf(ONE_EACH, double.port);
      const frames = framesOf(answer);
      checkFrames(frames, 'touchstone');
      const other = await start(aimock(ONE_EACH));
      checkFrames(framesOf(await answerOf(ONE_EACH, other.port)), 'aimock');
      const runs = await alternate(
        {
          single: { asked: ONE_EACH, protocol: 'h1', server: double },
          shared: { asked: SHARED, protocol: 'h1', server: double },
          bare: {
            asked: ONE_EACH,
            protocol: 'h1',
            server: await start(bare('bare-http1', readyAnswer('stream', answer, frames))),
          },
          aimock: { asked: ONE_EACH, protocol: 'h1', server: other },
        },
        pace,
      );
      return [
        ratioRow('60 frames, h1, one write each ÷ bare, 60 writes', [runs.single, runs.bare], atLeast(0.65)),
        ratioRow('60 frames, h1, one write each ÷ aimock', [runs.single, runs.aimock], atLeast(4)),
        ratioRow('60 frames, h1, shared writes ÷ bare, 60 writes', [runs.shared, runs.bare], atLeast(1.3)),
        ratioRow('60 frames, h1, shared writes ÷ aimock', [runs.shared, runs.aimock], atLeast(8)),
      ];
    }),
};

export const streamsOverHttp2: Measure = {
  name: 'streams-h2c',
  run: (pace) =>
    withServers(async (start) => {
      const double = await start(touchstone());
      const answer = await answerOf(ONE_EACH, double.port, 'h2');
      const frames = framesOf(answer);
      checkFrames(frames, 'touchstone');
      const runs = await alternate(
        {
          single: { asked: ONE_EACH, protocol: 'h2', server: double },
          shared: { asked: SHARED, protocol: 'h2', server: double },
          bare: {
            asked: ONE_EACH,
            protocol: 'h2',
            server: await start(bare('bare-http2', readyAnswer('stream-h2c', answer, frames))),
          },
        },
        pace,
      );
      return [
        ratioRow('60 frames, h2c, one write each ÷ bare, 60 writes', [runs.single, runs.bare]),
        ratioRow('60 frames, h2c, shared writes ÷ bare, 60 writes', [runs.shared, runs.bare]),
      ];
    }),
};

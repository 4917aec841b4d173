/** InvokeModel with everything on: verified, validated, matched, journaled. */
import { answerOf, readyAnswer } from '../support/answer.ts';
import { atLeast, ratioRow } from '../support/row.ts';
import { alternate } from '../support/rounds.ts';
import { withServers } from '../support/server.ts';
import type { Measure } from './measure.ts';
import { aimock, bare, touchstone } from './servers.ts';

export const invokeModel: Measure = {
  name: 'invoke',
  run: (pace) =>
    withServers(async (start) => {
      const double = await start(touchstone());
      const answer = readyAnswer('invoke', await answerOf('body', double.port));
      const other = await start(aimock('body'));
      await answerOf('body', other.port);
      const load = { asked: 'body', protocol: 'h1' } as const;
      const runs = await alternate(
        {
          touchstone: { ...load, server: double },
          bare: { ...load, server: await start(bare('bare-http1', answer)) },
          aimock: { ...load, server: other },
        },
        pace,
      );
      return [
        ratioRow('InvokeModel, h1, 50 connections ÷ bare node:http', [runs.touchstone, runs.bare], atLeast(0.45)),
        ratioRow('InvokeModel, h1, 50 connections ÷ aimock', [runs.touchstone, runs.aimock], atLeast(1.7)),
      ];
    }),
};

export const invokeModelOverHttp2: Measure = {
  name: 'invoke-h2c',
  run: (pace) =>
    withServers(async (start) => {
      const double = await start(touchstone());
      const answer = readyAnswer('invoke-h2c', await answerOf('body', double.port, 'h2'));
      const load = { asked: 'body', protocol: 'h2' } as const;
      const runs = await alternate(
        {
          touchstone: { ...load, server: double },
          bare: { ...load, server: await start(bare('bare-http2', answer)) },
        },
        pace,
      );
      return [ratioRow('InvokeModel, h2c, 50 streams ÷ bare node:http2', [runs.touchstone, runs.bare], atLeast(0.4))];
    }),
};

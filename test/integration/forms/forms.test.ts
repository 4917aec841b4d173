/** One suite over every way to the double; what a way cannot express is listed with the reason. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import { createBedrock } from '../../../src/index.ts';
import { type CaseName, CASES, Stage } from './cases.ts';
import { type Opened, TRANSPORTS } from './transports.ts';

describe.each(TRANSPORTS)('$name', (transport) => {
  let opened: Opened;
  let stage: Stage;

  beforeEach(async () => {
    const bedrock = createBedrock({ graceMs: 0 });
    opened = await transport.open(bedrock);
    stage = new Stage(bedrock, transport, opened);
  });
  afterEach(() => opened.close());

  const names = Object.keys(CASES) as CaseName[];
  test.each(names.filter((name) => !(name in transport.cannot)))('%s', (name) => CASES[name](stage));
  test.for(Object.entries(transport.cannot))('%s: not here, because %s', ([, reason], { skip }) => skip(reason));
});

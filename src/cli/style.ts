/** Colours, where the terminal shows them. */
import { inspect } from 'node:util';

type Colour = 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow';

export type Paint = (colour: Colour, text: string) => string;

/** Not `styleText`, which in some versions of Node looks at the terminal itself, and in others does not. */
export function createPaint(colours: boolean): Paint {
  return colours ? paint : (_colour, text) => text;
}

function paint(colour: Colour, text: string): string {
  const [on, off] = inspect.colors[colour] ?? [0, 0];
  return `\u001B[${on}m${text}\u001B[${off}m`;
}

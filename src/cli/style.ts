/** Colours, where the terminal shows them. */
import { styleText } from 'node:util';

type Colour = Exclude<Parameters<typeof styleText>[0], readonly unknown[]>;

export type Paint = (colour: Colour, text: string) => string;

export function createPaint(colours: boolean): Paint {
  return colours ? (colour, text) => styleText(colour, text) : (_colour, text) => text;
}

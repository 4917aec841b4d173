/**
 * Recorded JSON of every shape. What is read from it may not be there: the reader then throws, and the answer is played
 * from its bytes instead of as a reply.
 */
export type Json = any;

/** A shape that no reply has; caught where replies are made. */
export class Inexpressible extends Error {}

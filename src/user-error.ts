/**
 * Something that the person at the command line has to change. Its message is the whole answer: the bad value, the good ones, the next step. Everything else that
 * is thrown is our fault and gets its trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

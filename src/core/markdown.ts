/** What is common to all who read the Markdown of strangers. */

/** So many lists and quotes in each other are nobody's text. Reading them takes a parser minutes, so whoever parses asks first. */
const NESTED = /^(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])){12}/m;

/** Whether a text is nested so deeply that it must not be given to a parser. */
export const isTooNested = (text: string): boolean => NESTED.test(text);

/** From what somebody wrote as an answer to the answer in words: whoever reads it later does not have the options beside it. */

/** A number and nothing else: `2`, `#2.`, `(2)`, `option 2`. */
const NUMBER = /^(?:(?:option|number|no\.?)\s*)?[#(]?(\d{1,3})[.):!]*$/i;

/** Words that begin with the number of an option, and are not an amount like `2 days`. */
const ABOUT_A_NUMBER =
  /^(?:(?:option|number|no\.?)\s*)?[#(]?\d{1,3}(?:[.):,;]+\s|\s+(?:and|but|or|if|with|without|unless)\b)/i;

/**
 * What was chosen, in words: the option of a number, the default where that was said, the option that was written out, and otherwise what was written. Undefined
 * for a number without an option, and for a default that there is not. `preset`: the default's number.
 */
export function answerIn(options: readonly string[], preset: number | undefined, words: string): string | undefined {
  const said = words.trim();
  const same = options.find((option) => option.toLowerCase() === said.toLowerCase());
  const number = NUMBER.exec(said)?.[1];
  if (number !== undefined && options.length > 0) return options[Number(number) - 1] ?? same;
  if (same !== undefined) return same;
  if (/^default$/i.test(said)) return preset === undefined ? undefined : options[preset - 1];
  return ABOUT_A_NUMBER.test(said) ? explained(said, options) : said;
}

/** The words, and behind them what the numbers in them stand for. */
function explained(said: string, options: readonly string[]): string {
  const numbers = [...said.matchAll(/(?<![\w.])\d{1,3}(?![\w%]|[.,]\d)/g)].map(([digits]) => Number(digits));
  const meant = [...new Set(numbers)].flatMap((number) => {
    const option = options[number - 1];
    return option === undefined ? [] : [`${number}: ${option}`];
  });
  return meant.length > 0 ? `${said} (${meant.join('; ')})` : said;
}

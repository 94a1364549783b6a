/** `$0.42`; a cost below a cent is not rounded to nothing. */
export const dollars = (usd: number): string => (usd > 0 && usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`);

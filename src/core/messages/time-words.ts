/** `2026-11-21 09:03 UTC` for an ISO time. */
export const timeWords = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** Parts of a message as paragraphs of Markdown; those that are empty or not said are left out. */
export const paragraphs = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join('\n\n');

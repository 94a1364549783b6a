/** Paths in a workflow are data that others wrote: they stay in the project, and nothing is fetched. */

const URL = /^[a-z][a-z\d+.-]*:\/\//i;
const SCHEME = /^(?:data|file|javascript|git|ssh):/i;

/**
 * Why a path is refused, or `undefined` when it may be used. A path may begin with a variable (`{installed_path}/…`); what the variable holds is checked where it
 * is resolved.
 */
export function refusalOf(path: string): string | undefined {
  const text = path.trim();
  if (URL.test(text) || SCHEME.test(text) || text.startsWith('//'))
    return 'remote addresses are not allowed; put the file into the project';
  let decoded = text;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    // A lone % is only a character of a file name.
  }
  if (decoded.includes('\0')) return 'a path cannot hold the character NUL';
  if (decoded.split(/[/\\]/).includes('..'))
    return '`..` is not allowed; start from {project-root} or {installed_path}';
  if (/^(?:[/\\]|~|[A-Za-z]:[/\\])/.test(decoded))
    return 'it must be inside the project; start from {project-root} or {installed_path}';
  return undefined;
}

/** The first word of a prose text that would be refused because it leaves the project or is remote. */
export function refusedWord(text: string): { word: string; why: string } | undefined {
  for (const found of text.matchAll(/[^\s"'`<>()]+/g)) {
    const word = found[0];
    const traverses = /(?:^|[/\\}])\.\.(?:[/\\]|$)/.test(word) && /[/\\]/.test(word);
    if (!traverses && !URL.test(word)) continue;
    const why = refusalOf(word);
    if (why) return { word, why };
  }
  return undefined;
}

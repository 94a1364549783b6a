/**
 * The pairs written to GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE: `name=value` lines and
 * `name<<DELIMITER` blocks that end with a line of the delimiter alone. Later pairs win.
 *
 * Throws an Error in GitHub's words for a line that is neither, and for a block that does not end.
 */
export function parseFileCommand(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.set(nameOf(line.slice(0, equals), line), line.slice(equals + 1));
    } else if (heredoc >= 0) {
      const name = nameOf(line.slice(0, heredoc), line);
      const delimiter = line.slice(heredoc + 2);
      if (delimiter === '')
        throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
      const end = lines.indexOf(delimiter, index + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      pairs.set(name, lines.slice(index + 1, end).join('\n'));
      index = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return pairs;
}

/** The folders written to GITHUB_PATH, one a line, in the order written. */
export function parsePathFile(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function nameOf(name: string, line: string): string {
  if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
  return name;
}

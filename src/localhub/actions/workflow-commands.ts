/** A line of output that speaks to the runner: `::error file=a.ts,line=3::message`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** A remark that a step made about the code or the run. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string | null;
  /** `.github` when the command named no file, as GitHub shows it. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** The command in a line of output, or undefined when the line is just output. */
export function parseCommand(line: string): WorkflowCommand | undefined {
  const match = /^\s*::([A-Za-z-]+)(?:\s+([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s.exec(line);
  if (!match) return undefined;
  const [, name = '', properties = '', message = ''] = match;
  return { name: name.toLowerCase(), properties: parseProperties(properties), message: unescapeData(message) };
}

/** The annotation that an error, warning or notice command asks for. */
export function annotationOf(command: WorkflowCommand): Annotation {
  const { file, line, endLine, title } = command.properties;
  const start = Number.parseInt(line ?? '1', 10) || 1;
  return {
    level: command.name === 'error' ? 'failure' : command.name === 'warning' ? 'warning' : 'notice',
    message: command.message,
    title: title ?? null,
    path: file ?? '.github',
    startLine: start,
    endLine: Number.parseInt(endLine ?? '', 10) || start,
  };
}

function parseProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const part of text.split(',')) {
    const separator = part.indexOf('=');
    if (separator > 0) properties[part.slice(0, separator).trim()] = unescapeProperty(part.slice(separator + 1));
  }
  return properties;
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

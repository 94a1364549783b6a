/** Dependencies as a drawing that GitHub shows: a flowchart in Mermaid. */

/** How a box looks: nothing yet, at work, ended well, ended badly or held. */
export type Look = 'waiting' | 'active' | 'done' | 'stuck';

export interface Box {
  /** Letters and digits; names the box in the drawing. */
  id: string;
  label: string;
  /** Ids of the boxes that come before it. Those that are not in the drawing are left out. */
  dependencies: readonly string[];
  look?: Look;
}

/** Readable in GitHub's light and dark theme alike, because text and ground are both set. */
const LOOKS: Record<Look, string> = {
  waiting: 'fill:#eaeef2,stroke:#8c959f,color:#24292f',
  active: 'fill:#ddf4ff,stroke:#0969da,color:#24292f',
  done: 'fill:#dafbe1,stroke:#1a7f37,color:#24292f',
  stuck: 'fill:#ffebe9,stroke:#cf222e,color:#24292f',
};

/** The drawing as a fenced block of Markdown; arrows lead from what comes first to what waits for it. */
export function dependencyGraph(boxes: readonly Box[]): string {
  const known = new Set(boxes.map(({ id }) => id));
  const used = [...new Set(boxes.flatMap(({ look }) => look ?? []))].sort();
  return [
    '```mermaid',
    'flowchart LR',
    ...boxes.map(({ id, label, look }) => `  ${id}["${drawn(label)}"]${look ? `:::${look}` : ''}`),
    ...boxes.flatMap(({ id, dependencies }) =>
      dependencies.filter((before) => known.has(before)).map((before) => `  ${before} --> ${id}`),
    ),
    ...used.map((look) => `  classDef ${look} ${LOOKS[look]}`),
    '```',
  ].join('\n');
}

/** A label in which Mermaid reads nothing: letters, digits and the signs of plain sentences stay, everything else becomes a space. */
const drawn = (label: string): string =>
  [
    ...label
      .replaceAll(/[^\p{L}\p{N} .,:/()+'’–-]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, 60)
    .join('');

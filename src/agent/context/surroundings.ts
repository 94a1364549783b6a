/** What a run is told beside its brief: the repository's guidance, and the files that its story points at. Read from the base commit alone. */
import type { Brief } from '../../core/brief.ts';
import type { Git } from '../git.ts';
import { visible } from '../visible.ts';
import { filesOf } from './base-commit.ts';
import { type Guidance, readGuidance } from './guidance.ts';
import { type RelevantFile, relevantFiles } from './relevant.ts';

export interface Surroundings {
  guidance?: Guidance;
  files: readonly RelevantFile[];
  /** A sentence about what could not be read. */
  missing?: string;
}

/** A brief, and what was read for it. */
export type Told = Brief & { readonly surroundings?: Surroundings };

/** Reads the surroundings of a story. Never rejects: a run without them is a run that looks for itself, and is told so. */
export async function surroundingsOf(git: Git, brief: Brief): Promise<Surroundings> {
  try {
    const base = await filesOf(git, brief.base.sha);
    // What nobody can see must not point anywhere either.
    const texts = [visible(brief.title, 'title'), visible(brief.body, 'markdown'), visible(brief.feedback, 'markdown')];
    const [guidance, files] = await Promise.all([
      readGuidance(git, base, brief.role),
      relevantFiles(git, brief.base.sha, base, texts.map(({ text }) => text).join('\n\n')),
    ]);
    return { files, ...(guidance && { guidance }) };
  } catch {
    return {
      files: [],
      missing: `The repository's guidance (AGENTS.md, .orch/onboarding) could not be read: commit ${brief.base.sha.slice(0, 12)} is not whole in this checkout.`,
    };
  }
}

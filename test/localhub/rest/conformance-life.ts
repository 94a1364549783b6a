/** Who takes part in the one life of a repository that `conformance.test.ts` tells by REST requests. */
import { type Ask, startTestHub, type TestHub } from '../http/test-hub.ts';

/** The hub, and those who ask it. Each answer is checked against GitHub's published schema. */
export interface Life {
  readonly world: TestHub;
  readonly mona: Ask;
  readonly hubot: Ask;
  /** The App itself, as against its installation. */
  readonly app: Ask;
  /** The installation of the App in the repository. */
  readonly orch: Ask;
}

/** The path of the repository. */
export const repo = '/repos/mona/sample' as const;

/** Begins it, on a hub of its own. */
export async function beginLife(): Promise<Life> {
  const world = await startTestHub();
  return {
    world,
    mona: world.as(world.tokens.mona),
    hubot: world.as(world.tokens.hubot),
    app: await world.asApp(),
    orch: world.as(await world.installationToken()),
  };
}

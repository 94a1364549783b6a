/**
 * When a clone needs tidying. Each transition leaves a few loose objects and each fetch a pack; after thousands of them git grows slow.
 * Looking costs two directory listings.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The clone may hold this much before it is tidied. */
export interface TidinessLimits {
  /** Loose objects, estimated from one of the 256 folders they are spread over, as git itself does. */
  looseObjects: number;
  packs: number;
}

/** Git's own thresholds for its automatic housekeeping. */
export const DEFAULT_LIMITS: TidinessLimits = { looseObjects: 6_700, packs: 50 };

/** Whether the clone holds more than the limits allow. */
export async function needsTidying(dir: string, limits: TidinessLimits = DEFAULT_LIMITS): Promise<boolean> {
  const objects = join(dir, 'objects');
  const [sample, packs] = await Promise.all([names(join(objects, '17')), names(join(objects, 'pack'))]);
  return (
    sample.length * 256 > limits.looseObjects || packs.filter((name) => name.endsWith('.pack')).length > limits.packs
  );
}

async function names(dir: string): Promise<string[]> {
  return await readdir(dir).catch(() => []);
}

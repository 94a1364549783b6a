import { type ActionCall, readInputs } from '../action-call.ts';

/**
 * `actions/setup-node`: installs nothing. Jobs always run on the Node that runs the hub, which stands first in PATH; the
 * log says which one that is and which was asked for.
 */
export async function setupNode(call: ActionCall): Promise<Record<string, string>> {
  const inputs = readInputs('actions/setup-node', call, {
    'node-version': '',
    'node-version-file': '',
    'check-latest': 'false',
    architecture: '',
    cache: '',
    'cache-dependency-path': '',
    'package-manager-cache': 'true',
    token: '',
  });
  const asked = inputs['node-version'] || inputs['node-version-file'];
  call.job.log(
    `Node ${process.version} is in use${asked === '' ? '' : ` (asked for: ${asked})`}; nothing is installed here.`,
  );
  return { 'node-version': process.version, 'cache-hit': 'false' };
}

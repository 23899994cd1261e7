/**
 * Starts a worker's bundle in a Node worker thread from what V8 compiled of it the last time: compiling two megabytes anew takes
 * longer than most analyses. Node has `module.enableCompileCache` for this from version 22 on, and not for code that is compiled
 * when it is first called, which is most of it.
 */
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

export interface NodeStart {
  readonly bundle: string;
  /** The folder to keep the compiled form in, a few seconds after the first request has made V8 compile what it takes. */
  readonly cache: string;
  readonly keepAfterMilliseconds: number;
}

function run({ bundle, cache, keepAfterMilliseconds }: NodeStart): void {
  const source = fs.readFileSync(bundle, 'utf8');
  const kept = { folder: cache, name: path.parse(bundle).name, version: versionOf(bundle) };
  const cachedData = read(fileOf(kept));
  const script = new vm.Script(source, { filename: bundle, ...(cachedData && { cachedData }) });
  // Where a program's own file stands by convention: the engine looks for that of its threads beside it.
  process.argv[1] = bundle;
  script.runInThisContext();
  if (cachedData && script.cachedDataRejected === false) return;
  parentPort?.once('message', () => {
    setTimeout(() => keep(kept, script.createCachedData()), keepAfterMilliseconds).unref();
  });
}

/** The compiled form of one bundle. */
interface Kept {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}
const fileOf = ({ folder, name, version }: Kept): string => path.join(folder, `${name}-${version}.bin`);

/** V8 itself looks only at the length of the source, and at its own version and settings. */
function versionOf(bundle: string): string {
  const { size, mtimeMs } = fs.statSync(bundle);
  return `${process.versions.v8}-${size}-${Math.round(mtimeMs)}`;
}

function read(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Written under another name first: another window may be reading. A disk that is full or read-only costs time, nothing else. */
function keep(kept: Kept, data: Buffer): void {
  const { folder, name } = kept;
  try {
    fs.mkdirSync(folder, { recursive: true });
    for (const old of fs.readdirSync(folder)) {
      if (old.startsWith(`${name}-`)) fs.rmSync(path.join(folder, old), { force: true });
    }
    const unfinished = path.join(folder, `${name}-${process.pid}.part`);
    fs.writeFileSync(unfinished, data);
    fs.renameSync(unfinished, fileOf(kept));
  } catch {
    return;
  }
}

run(workerData as NodeStart);

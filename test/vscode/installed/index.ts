/** Runs the tests beside this file, as the suite does. */
export { run } from '../suite/index.ts';

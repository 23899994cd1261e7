/** Stands in for @vscode/native-watchdog: ends the process when its parent is gone. */
const CHECK_EVERY_MS = 3000;
exports.start = (parent) => {
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(87);
    }
  }, CHECK_EVERY_MS).unref();
};

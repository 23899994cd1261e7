/** Mocha's spec report, and a line with the counts in the file $TEST_COUNTS, which build/test.mjs adds up. */
const fs = require('fs');
const { Spec } = require('mocha').reporters;

module.exports = class CountingSpec extends Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures } = runner.stats;
      const file = process.env.TEST_COUNTS;
      if (file) fs.appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures })}\n`);
    });
  }
};

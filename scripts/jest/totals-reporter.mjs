import { writeFileSync } from 'node:fs';

/** Writes the run's totals as one line to the file that CAUSEWAY_TEST_TOTALS names, if it does. */
export default class TotalsReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.CAUSEWAY_TEST_TOTALS;
    if (file === undefined) return;
    // A file that could not be loaded has no tests that failed, and must not look as if nothing had.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
    writeFileSync(file, line);
  }
}

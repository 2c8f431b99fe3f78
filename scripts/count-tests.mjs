import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Reporter of @web/test-runner: writes how many tests passed and failed, over all browsers, as vitest's JSON reporter does.
 *
 * @returns {import('@web/test-runner').Reporter}
 */
export function countTests(/** @type {string} */ file) {
  return {
    onTestRunFinished({ sessions }) {
      const tests = sessions.flatMap((session) => (session.testResults ? testsOf(session.testResults) : []));
      const broken = sessions.filter((session) => !session.passed && !(session.testResults && testsOf(session.testResults).some(failed)));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        JSON.stringify({
          numPassedTests: tests.filter((test) => test.passed).length,
          numFailedTests: tests.filter(failed).length + broken.length,
        }),
      );
    },
  };
}

/** @returns {import('@web/test-runner').TestResult[]} */
function testsOf(/** @type {import('@web/test-runner').TestSuiteResult} */ suite) {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}

function failed(/** @type {import('@web/test-runner').TestResult} */ test) {
  return !test.passed && !test.skipped;
}

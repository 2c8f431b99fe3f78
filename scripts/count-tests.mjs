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
        JSON.stringify({ numPassedTests: tests.filter((test) => test.passed).length, numFailedTests: tests.filter(failed).length + broken.length }),
      );
    },
  };
}

/** @returns {{ passed: boolean, skipped: boolean }[]} */
const testsOf = (suite) => [...suite.tests, ...suite.suites.flatMap(testsOf)];
const failed = (test) => !test.passed && !test.skipped;

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Reporter of @web/test-runner: writes how many tests passed and failed, over all browsers, and each one's fate and duration
 * (milliseconds), as vitest's JSON reporter does.
 *
 * @returns {import('@web/test-runner').Reporter}
 */
export function countTests(/** @type {string} */ file) {
  return {
    onTestRunFinished({ sessions }) {
      const testResults = sessions.map(fileResult);
      const tests = testResults.flatMap((result) => result.assertionResults);
      const broken = testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some(failed));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        JSON.stringify({
          numPassedTests: tests.filter((test) => test.status === 'passed').length,
          numFailedTests: tests.filter(failed).length + broken.length,
          testResults,
        }),
      );
    },
  };
}

function fileResult(/** @type {import('@web/test-runner').TestSession} */ session) {
  return {
    name: `${session.testFile} (${session.browser.name})`,
    status: session.passed ? 'passed' : 'failed',
    message: session.errors.map((error) => error.message).join('\n'),
    assertionResults: session.testResults ? testsOf(session.testResults, []) : [],
  };
}

/** @returns {{ fullName: string, status: string, duration: number, failureMessages: string[] }[]} */
function testsOf(/** @type {import('@web/test-runner').TestSuiteResult} */ suite, /** @type {string[]} */ titles) {
  const tests = suite.tests.map(({ name, passed, skipped, duration = 0, error }) => ({
    fullName: [...titles, name].join(' '),
    status: passed ? 'passed' : skipped ? 'skipped' : 'failed',
    duration,
    failureMessages: error ? [error.message] : [],
  }));
  return [...tests, ...suite.suites.flatMap((inner) => testsOf(inner, [...titles, inner.name]))];
}

function failed(/** @type {{ status: string }} */ test) {
  return test.status === 'failed';
}

/**
 * `npm test`: all checks, one after the other; each is an npm script that also runs alone. A check that fails does not
 * stop the others. The last line is `N passed, N failed`; it counts single tests where a check has tests, else the check.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const checks = [
  'browsers',
  'check:format',
  'check:lint',
  'check:types',
  'check:floors',
  'check:unused',
  'test:unit',
  'build',
  'check:size',
  'test:browser',
  'test:e2e',
];
/** A check that takes longer hangs; on a busy machine the longest takes seven. */
const MAX_MINUTES = 12;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('.cache/results', { recursive: true, force: true });
mkdirSync('.cache/results', { recursive: true });

const results = checks.map(runCheck);
const passed = sum(results.map((result) => result.passed));
const failed = sum(results.map((result) => result.failed));

console.log('\nSummary');
for (const result of results) console.log(summaryLine(result));
for (const failure of results.flatMap((result) => result.failures)) console.log(failure);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** @returns {{ name: string, passed: number, failed: number, failures: string[], seconds: number }} */
function runCheck(/** @type {string} */ name) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', name], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CI: '1' },
    timeout: MAX_MINUTES * 60_000,
  });
  const seconds = (performance.now() - start) / 1000;
  const counts = name.startsWith('test:') ? readCounts(name) : { passed: status === 0 ? 1 : 0, failed: 0, failures: [] };
  // What ended badly, or ran nothing, failed, even where no single test did.
  const broken = status !== 0 || counts.passed + counts.failed === 0;
  return { name, seconds, ...counts, failed: Math.max(counts.failed, broken ? 1 : 0) };
}

/** Test runners leave their results in a file (vitest's JSON reporter; scripts/count-tests.mjs). */
function readCounts(/** @type {string} */ name) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(
      readFileSync(`.cache/results/${name.replace('test:', '')}.json`, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, failures: testResults.flatMap(failuresOf) };
  } catch (error) {
    console.error(`${name} left no result: ${error}`);
    return { passed: 0, failed: 0, failures: [] };
  }
}

/** Which tests of a file failed, and how: of a long log, often only the end is kept. */
function failuresOf(/** @type {{ name: string, status: string, message: string, assertionResults: any[] }} */ file) {
  const failures = file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${file.name}: ${test.fullName}\n${indent(test.failureMessages.join('\n'))}`);
  return file.status === 'failed' && failures.length === 0 ? [`${file.name}\n${indent(file.message)}`] : failures;
}

/** At most eight lines. */
function indent(/** @type {string} */ text) {
  return text.split('\n', 8).join('\n').replaceAll(/^/gm, '    ');
}

function summaryLine(/** @type {ReturnType<typeof runCheck>} */ { name, passed, failed, seconds }) {
  return [
    failed > 0 ? 'FAILED' : 'ok    ',
    name.padEnd(13),
    `${passed} passed, ${failed} failed`.padEnd(24),
    `${seconds.toFixed(1)} s`,
  ].join('  ');
}

function sum(/** @type {number[]} */ numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

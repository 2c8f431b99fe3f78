/**
 * `npm run chaos -- 5 1234`: five minutes of the chaos test in each engine, with the seed 1234; without them, two minutes and
 * a seed that it prints. `ENGINES=firefox` picks engines.
 */
import { spawnSync } from 'node:child_process';

const [minutes = '2', seed] = process.argv.slice(2);
const env = { ...process.env, VITE_CHAOS_SECONDS: String(Number(minutes) * 60), ...(seed && { VITE_CHAOS_SEED: seed }) };
const { status } = spawnSync('npx', ['wtr', '--files', 'test/browser/thread/chaos.test.ts'], { stdio: 'inherit', env });
process.exitCode = status ?? 1;

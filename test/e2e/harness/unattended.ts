import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowsers } from '../../../scripts/browsers.mjs';
import { chromiumFlags } from '../../../scripts/engines.mjs';

export interface Unattended {
  /** Keeps a page that has workers, and these, on the cores of a list, such as `0` or `0-1` (Linux). */
  pin(cores: { readonly page: string; readonly workers: string }): void;
  close(): Promise<void>;
}

/**
 * Opens a page in a Chromium of its own that no driver listens to, as its readers have it: under a driver, each error
 * that is made costs twice as much. Ends the browser when `close` is called.
 */
export function openUnattended(url: string): Unattended {
  const profile = mkdtempSync(join(tmpdir(), 'heddle-profile-'));
  const flags = ['--headless=new', '--window-size=1200,850', `--user-data-dir=${profile}`, '--no-default-browser-check'];
  // A group of its own: what is to end are all processes of the browser.
  const browser = spawn(findBrowsers().chromium ?? '', [...flags, ...chromiumFlags, url], { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => {
    browser.once('exit', () => resolve());
    browser.once('error', () => resolve());
  });
  return {
    pin({ page, workers }) {
      for (const process of processesOf(browser.pid)) {
        const own = tasksOf(process).filter((task) => task.name.startsWith('DedicatedWorker'));
        if (own.length === 0) continue;
        pinTask(process, page); // a process has the number of its main thread
        for (const worker of own) pinTask(worker.id, workers);
      }
    },
    async close() {
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** The processes of a group. */
function processesOf(group: number | undefined): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((id) => {
    // After the name, which may hold anything: state, parent, group.
    const rest = readProc(`${id}/stat`).split(') ').at(-1) ?? '';
    return Number(rest.split(' ')[2]) === group;
  });
}

/** The threads of a process, as the system sees them. */
function tasksOf(process: number): { id: number; name: string }[] {
  return readdirSync(`/proc/${process}/task`).map((id) => ({ id: Number(id), name: readProc(`${process}/task/${id}/comm`) }));
}

/** Empty where what it tells of has just ended. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

function pinTask(id: number, cores: string): void {
  execFileSync('taskset', ['--pid', '--cpu-list', cores, String(id)], { stdio: 'ignore' });
}

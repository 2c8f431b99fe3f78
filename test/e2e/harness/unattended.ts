import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowsers } from '../../../scripts/browsers.mjs';
import { chromiumFlags } from '../../../scripts/engines.mjs';

/**
 * Opens a page in a Chromium of its own that no driver listens to, as its readers have it: under a driver, each error
 * that is made costs twice as much. Ends the browser when `close` is called.
 */
export function openUnattended(url: string): { close(): Promise<void> } {
  const profile = mkdtempSync(join(tmpdir(), 'heddle-profile-'));
  const flags = ['--headless=new', '--window-size=1200,850', `--user-data-dir=${profile}`, '--no-default-browser-check'];
  // A group of its own: what is to end are all processes of the browser.
  const browser = spawn(findBrowsers().chromium ?? '', [...flags, ...chromiumFlags, url], { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => {
    browser.once('exit', () => resolve());
    browser.once('error', () => resolve());
  });
  return {
    async close() {
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** What a reader does with each app of the gallery, and what must come of it. Told once, run in every setting and engine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { App } from './app.ts';

export interface Story {
  /** Names of the apps it happens in; each is a `<heddle-app name="…">` of the page. */
  readonly apps: readonly string[];
  readonly run: (...apps: App[]) => Promise<void>;
}

const number = (text: string): number => Number(/\d[\d.]*/.exec(text)?.[0]);

export const stories: Readonly<Record<string, Story>> = {
  'async click: runs of several clicks are under way at once': {
    apps: ['async-click'],
    async run(app) {
      await app.click('Click me!');
      await app.shows(/Running 1/);
      await sleep(500); // the runs end as far apart as they began: time enough to see both ends
      await app.click('Click me!');
      await app.shows(/Running 2/);
      await app.shows(/Finished 1/);
      await app.shows(/Finished 2/);
    },
  },
  'bind and fetch: the image follows the dragged slider': {
    apps: ['bind-fetch'],
    async run(app) {
      await app.showsImage('Woven pattern 0');
      await app.drag('Pattern', 0, 1);
      await app.showsImage('Woven pattern 10');
      await app.drag('Pattern', 1, 0.5);
      await app.showsImage('Woven pattern 5');
    },
  },
  'locked streaming: every click adds its points after those before': {
    apps: ['stream-plot'],
    async run(app) {
      await app.has('canvas');
      await app.click('Five more points');
      await app.click('Five more points');
      await app.shows(/\b6\b/);
      await app.shows(/\b11\b/);
    },
  },
  'periodic callback: ticks from start to stop': {
    apps: ['periodic-callback'],
    async run(app) {
      await app.click('Start');
      await app.shows(/Tick [3-9]/);
      await app.click('Stop');
      const stopped = number(await app.shows(/Stopped after \d+/));
      await sleep(600); // two ticks, if it had not stopped
      expect(number(await app.shows(/Stopped after \d+/))).toBe(stopped);
      await app.click('Start');
      expect(number(await app.shows(/Tick \d+/))).toBeGreaterThan(stopped);
      await app.click('Stop');
    },
  },
  'sync to async: a spinner stands where the answer will come, and a newer click takes over': {
    apps: ['sync-to-async'],
    async run(app) {
      await app.shows(/Nothing computed yet/);
      await app.click('Estimate π');
      await app.turns('Throwing darts…');
      await app.click('Estimate π');
      await app.shows(/Estimate 2: π ≈ 3\.\d+/);
    },
  },
  'thread with a queue: items can be added while the thread computes': {
    apps: ['thread-queue'],
    async run(app) {
      await app.click('Add an item');
      await app.shows(/Processing item 1, 0 left/);
      await app.click('Add an item');
      await app.shows(/Processing item 2, 0 left/);
      await app.shows(/Queue empty after item 2/);
    },
  },
  'thread with a condition: the weaver takes three spools as soon as they are there': {
    apps: ['thread-condition'],
    async run(app) {
      await app.shows(/Waiting for three spools/);
      await app.press('button', 'Bring a spool', 'Enter', 'Enter', 'Enter', 'Enter');
      await app.shows(/Weaving cloth 1/);
      await app.shows(/Cloth 1 is done/);
      expect(await app.value('Spools')).toBe('1');
    },
  },
  'automatic threading: two clicks overlap': {
    apps: ['automatic-threading'],
    async run(app) {
      await app.press('button', 'Block a thread for two seconds', 'Enter', 'Enter');
      await app.shows(/Click 1 is running.*Click 2 is running/);
      await app.shows(/Click 1 found π ≈ 3\.1/);
      await app.shows(/Click 2 found π ≈ 3\.1/);
    },
  },
  'session task runner: works through its queue': {
    apps: ['session-task-runner'],
    async run(app) {
      await app.shows(/The queue is empty/);
      await app.click('Add Task');
      await app.click('Add Task');
      await app.shows(/Processing/);
      await app.shows(/Last Result: Task 1/);
      await app.shows(/Last Result: Task 2/);
      await app.shows(/The queue is empty/);
    },
  },
  'global task runner: results keep coming': {
    apps: ['global-task-runner'],
    async run(app) {
      await app.shows(/[3-9] results produced/);
      await app.shows(/Last Result: \S*\d\d:\d\d:\d\d/);
    },
  },
  'error: the message names the parameter, the rule and the value, and the old value stays': {
    apps: ['error'],
    async run(app) {
      await app.click('Set n to 11');
      await app.shows(/IntSlider\.value.*10.*11/);
      expect(await app.value('n')).toBe('3');
    },
  },
  'two sessions: the short job is done while the long one still computes': {
    apps: ['two-sessions-long', 'two-sessions-short'],
    async run(long, short) {
      // By keyboard: a click waits until nothing moves, and the long job takes five seconds at any pace of the driver.
      await long!.press('button', 'Run the five-second job', 'Enter');
      await short!.press('button', 'Run the one-second job', 'Enter');
      await short!.shows(/π ≈ 3\.1/);
      expect(await long!.text()).toContain('Computing');
    },
  },
};

import './style.css';
import { copyButton, runningApp } from './app.ts';
import { entries, source } from './catalogue.ts';
import { byId } from './dom.ts';
import { chooseTopic } from './filter.ts';
import { card } from './gallery.ts';
import { highlight } from './highlight.ts';
import { showSmoothness } from './smooth.ts';
import { chooseTheme } from './theme.ts';

/** From disk a page may not fetch its siblings: the images come as a script, which must be there before the apps ask. */
async function assets(): Promise<void> {
  if (location.protocol !== 'file:') return;
  const script = document.createElement('script');
  script.src = 'assets.js';
  document.head.append(script);
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error('The site was opened from disk, but assets.js does not lie beside it.'));
  });
}

function fill(): void {
  for (const [place, name] of [
    ['hero-app', 'weave'],
    ['blocker', 'blocker'],
  ] as const) {
    byId(place).append(runningApp(name, source(name).code));
  }
  byId('cards').append(...entries.map(card));
  const snippet = byId('snippet');
  snippet.parentElement?.before(copyButton(() => snippet.textContent, 'the script tag'));
  for (const code of [snippet, ...document.querySelectorAll('pre')]) highlight(code);
}

/** The button does what Alt+Shift+H does. */
function offerMonitor(): void {
  const monitor = document.querySelector('heddle-monitor') as HTMLElement & { toggle(): void };
  byId('watch').addEventListener('click', () => monitor.toggle());
}

async function start(): Promise<void> {
  await assets().catch(reportError);
  fill();
  offerMonitor();
  await Promise.all([chooseTheme(byId('theme')), chooseTopic(byId('filter'))]);
  showSmoothness();
}

start().catch(reportError);

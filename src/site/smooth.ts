import { byId } from './dom.ts';
import { frameMeter } from './meter.ts';

/** The strip that shows whether the page keeps drawing: weaves while it is in view and not paused. */
export function showSmoothness(): void {
  const canvas = byId('cloth') as HTMLCanvasElement;
  const longest = byId('longest');
  const button = byId('weaving');
  const meter = frameMeter(canvas, (ms) => (longest.textContent = `${Math.round(ms)} ms`));
  let wanted = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  let visible = false;

  const update = (): void => {
    button.textContent = wanted ? 'Pause' : 'Weave';
    if (wanted && visible && !document.hidden) meter.start();
    else meter.stop();
  };
  button.addEventListener('click', () => {
    wanted = !wanted;
    update();
  });
  byId('freeze').addEventListener('click', () => spin(500));
  document.addEventListener('visibilitychange', update);
  new IntersectionObserver(([entry]) => {
    visible = entry?.isIntersecting ?? false;
    update();
  }).observe(canvas);
  update();
}

/** The very thing that Heddle keeps off the page. */
function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

import { CANCELLED, type Colors, FAILED } from './colors.ts';
import type { Bar, Lane } from './lanes.ts';

/** Narrowest bar, in CSS pixels: a brief task is to be seen, too. */
const NARROWEST = 2;

/** Draws a lane: the last `span` ms from left to right, colours by session, a mark on top of what did not finish. */
export function draw(canvas: HTMLCanvasElement, { bars, current }: Lane, colors: Colors, span: number, at: number): void {
  const pen = fit(canvas);
  if (!pen) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const x = (time: number): number => width * (1 - (at - time) / span);
  pen.clearRect(0, 0, width, height);
  for (const bar of bars) {
    const left = x(bar.from);
    const wide = Math.max(NARROWEST, x(bar.to) - left - 0.5);
    pen.fillStyle = colors.of(bar.task.session);
    pen.fillRect(left, 0, wide, height);
    const mark = markOf(bar);
    if (!mark) continue;
    pen.fillStyle = mark;
    pen.fillRect(left, 0, wide, height / 2.5);
  }
  if (!current) return;
  pen.globalAlpha = 0.6;
  pen.fillStyle = colors.of(current.task.session);
  const left = Math.max(0, x(current.since));
  pen.fillRect(left, 0, Math.max(NARROWEST, width - left), height);
  pen.globalAlpha = 1;
}

function markOf({ end }: Bar): string | undefined {
  if (end === 'finished') return undefined;
  return end === 'cancelled' ? CANCELLED : FAILED;
}

/** The pen of a canvas that has as many pixels as the screen shows of it. */
function fit(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const { clientWidth, clientHeight } = canvas;
  const pen = canvas.getContext('2d');
  const [width, height] = [Math.round(clientWidth * devicePixelRatio), Math.round(clientHeight * devicePixelRatio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  pen?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  return pen;
}

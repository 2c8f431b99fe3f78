/**
 * Weaves one thread a frame, placed by the clock: what the page could not draw in time stays a gap in the cloth.
 * The newest thread is at the shuttle, which starts again at the left edge when it has reached the right one.
 */
const SPEED = 160; // pixels a second
const THICKEST = 8; // pixels: up to 50 ms without a frame go unseen, as they do to the eye
const MEMORY = 10_000; // ms over which the longest pause is told

export interface Meter {
  start(): void;
  stop(): void;
}

/** `report` is told the longest time between two frames of the last ten seconds, in ms, twice a second. */
export function frameMeter(canvas: HTMLCanvasElement, report: (longest: number) => void): Meter {
  const context = contextOf(canvas);
  const pauses: Array<{ readonly at: number; readonly ms: number }> = [];
  let frame: number | undefined;
  let last: number | undefined;
  let told = 0;
  let woven = 0;

  const longest = (): number => pauses.reduce((most, { ms }) => Math.max(most, ms), 0);

  function draw(now: number): void {
    frame = requestAnimationFrame(draw);
    if (last !== undefined) {
      remember(now, now - last);
      weave(last, now);
    }
    last = now;
    if (pauses.length > 0 && now - told > 500) {
      report(longest());
      told = now;
    }
  }

  function remember(at: number, ms: number): void {
    pauses.push({ at, ms });
    while (pauses[0] && pauses[0].at < at - MEMORY) pauses.shift();
  }

  function weave(from: number, to: number): void {
    const ratio = devicePixelRatio;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const start = ((from * SPEED) / 1000) % width;
    const length = ((to - from) * SPEED) / 1000;
    context.clearRect(start, 0, length + 28, height);
    if (start + length + 28 > width) context.clearRect(0, 0, start + length + 28 - width, height);
    thread((start + length) % width, Math.min(length, THICKEST), height);
  }

  /** One warp thread that goes over two and under two of the weft, a step further each time: a twill. */
  function thread(x: number, width: number, height: number): void {
    const { color: warp, caretColor: weft } = getComputedStyle(canvas);
    const cell = 6;
    const step = Math.floor(woven++ / 2);
    for (let row = 0; row * cell < height; row++) {
      context.fillStyle = (row + step) % 4 < 2 ? warp : weft;
      context.fillRect(x - width, row * cell, width, cell - 1);
    }
  }

  return {
    start() {
      if (frame !== undefined) return;
      last = undefined;
      frame = requestAnimationFrame(draw);
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
    },
  };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no 2d context to draw the cloth with.');
  return context;
}

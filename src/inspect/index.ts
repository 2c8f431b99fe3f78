import { adoptStyles, type CSSResult } from 'lit';
import { Dashboard } from './dashboard.ts';
import type { Watched } from './observation.ts';
import { style } from './style.ts';

/** The element around it. */
export interface Frame extends HTMLElement {
  close(): void;
}

/** Fills the shadow root of an element with the monitor of a page, until `signal` aborts. Colours are those of `theme`. */
export function show(frame: Frame, root: ShadowRoot, watched: Watched, theme: CSSResult, signal: AbortSignal): void {
  const place = document.createElement('div');
  place.className = 'monitor';
  root.replaceChildren(place);
  adoptStyles(root, [theme, style]);
  const escape = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape' && frame.hasAttribute('docked')) frame.close();
  };
  frame.addEventListener('keydown', escape, { signal });
  new Dashboard(place, watched, () => frame.close(), signal);
}

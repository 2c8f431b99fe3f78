import { css, type CSSResult } from 'lit';

/**
 * Tokens that every view reads, and what all hosts share. A page overrides a token by setting its public
 * twin, e.g. `--heddle-accent`, on any ancestor. Light or dark is the `color-scheme` the host inherits.
 */
export const theme: CSSResult = css`
  :host {
    --s1: 4px;
    --s2: 8px;
    --s3: 12px;
    --s4: 16px;
    --s6: 24px;
    --control: 36px;
    --radius: var(--heddle-radius, 6px);
    --surface: var(--heddle-surface, light-dark(#fff, #1a1d24));
    --fill: var(--heddle-fill, light-dark(#e8ebf0, #2d323d));
    --text: var(--heddle-text, light-dark(#1b2130, #e7eaf0));
    --muted: var(--heddle-muted, light-dark(#566072, #a6aebd));
    --line: var(--heddle-line, light-dark(#d7dbe2, #3a404d));
    --edge: var(--heddle-edge, light-dark(#868fa0, #717b8e));
    --accent: var(--heddle-accent, light-dark(#3451c6, #94a8ff));
    --success: var(--heddle-success, light-dark(#1b7043, #6fcf9a));
    --warning: var(--heddle-warning, light-dark(#865800, #eebd60));
    --danger: var(--heddle-danger, light-dark(#b3261e, #ff9c93));
    --on-color: var(--heddle-on-color, light-dark(#fff, #11151f));
    display: block;
    position: relative;
    box-sizing: border-box;
    max-width: 100%;
    color: var(--text);
    font-family: var(--heddle-font, system-ui, sans-serif);
    line-height: 1.4;
    scrollbar-color: var(--edge) transparent;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([veiled]) {
    min-height: var(--control);
  }
  /* What loads: faint rather than covered with a colour, as nobody knows that of the page. */
  [inert],
  [inert]::slotted(*) {
    opacity: 0.25;
  }
  :host([veiled])::after {
    content: '';
    content: '\\a0' / 'Loading'; /* read out in place of what is faint */
    position: absolute;
    inset: 0;
    z-index: 1;
    margin: auto;
    width: 24px;
    height: 24px;
    box-sizing: border-box;
    border: 3px solid color-mix(in srgb, var(--accent) 25%, transparent);
    border-top-color: var(--accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (pointer: coarse) {
    :host {
      --control: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host([veiled])::after {
      animation-duration: 6s;
    }
  }
`;

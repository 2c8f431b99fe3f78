import { css, type CSSResult } from 'lit';

/**
 * Tokens that every view reads, and what all hosts share. A page overrides a token by setting its public
 * twin, e.g. `--heddle-accent`, on any ancestor. Light or dark is the inherited `color-scheme`.
 */
export const theme: CSSResult = css`
  :host {
    --s1: 4px;
    --s2: 8px;
    --s3: 12px;
    --s4: 16px;
    --s6: 24px;
    --radius: var(--heddle-radius, 6px);
    --surface: var(--heddle-surface, light-dark(#fff, #1b1e25));
    --fill: var(--heddle-fill, light-dark(#e9ecf1, #2c313b));
    --text: var(--heddle-text, light-dark(#1b2130, #e6e9ef));
    --muted: var(--heddle-muted, light-dark(#596273, #a4acbb));
    --line: var(--heddle-line, light-dark(#d6dae1, #3a404c));
    --edge: var(--heddle-edge, light-dark(#858e9e, #737d8f));
    --accent: var(--heddle-accent, light-dark(#3553c9, #93a7ff));
    --on-accent: var(--heddle-on-accent, light-dark(#fff, #10152b));
    --success: var(--heddle-success, light-dark(#1c7345, #6fd09b));
    --warning: var(--heddle-warning, light-dark(#8a5a00, #f0bf62));
    --danger: var(--heddle-danger, light-dark(#b3261e, #ff9a91));
    display: block;
    position: relative;
    box-sizing: border-box;
    max-width: 100%;
    color: var(--text);
    font-family: var(--heddle-font, system-ui, sans-serif);
    line-height: 1.4;
  }
  :host([hidden]) {
    display: none !important;
  }
`;

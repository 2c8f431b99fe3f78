import { css } from 'lit';

/** Tokens are those of the element around it (view/theme.ts). */
export const style = css`
  :host {
    padding: var(--s3) var(--s4) var(--s4);
    background: var(--surface);
    font-size: 14px;
  }
  :host([docked]) {
    position: fixed;
    inset: auto 0 0;
    z-index: 2147483000; /* over whatever the page has */
    overflow-y: auto;
    overscroll-behavior: contain;
    max-height: min(60vh, 480px);
    border-top: 1px solid var(--edge);
    box-shadow: 0 -4px 24px rgb(0 0 0 / 20%);
  }
  :host(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .monitor {
    container-type: inline-size;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s1) var(--s4);
    margin-bottom: var(--s3);
  }
  h2 {
    margin: 0;
    font-size: 1.15em;
  }
  .head dl {
    order: 1;
    flex-basis: 100%;
  }
  .head button:first-of-type {
    margin-inline-start: auto;
  }
  h3 {
    margin: 0 0 var(--s2);
    font-size: 1em;
  }
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--s4);
  }
  dl div {
    display: flex;
    gap: 0.4em;
  }
  dt,
  .quiet {
    color: var(--muted);
  }
  dd,
  td,
  .quiet {
    font-variant-numeric: tabular-nums;
  }
  .bad {
    color: var(--danger);
    font-weight: 600;
  }
  button {
    white-space: nowrap;
    min-height: 28px;
    padding: 0 var(--s2);
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  button:hover {
    background: var(--fill);
  }
  button[aria-pressed='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  button:focus-visible,
  summary:focus-visible,
  h3:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .parts {
    display: grid;
    gap: var(--s4) var(--s6);
    align-items: start;
  }
  .parts > * {
    min-width: 0;
  }
  .session {
    padding: var(--s2) 0;
    border-top: 1px solid var(--line);
  }
  .line {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: 28px;
    margin-bottom: 2px;
  }
  .line > .quiet {
    flex: none;
  }
  .line > button,
  .actions {
    margin-inline-start: auto;
  }
  .actions {
    display: flex;
    gap: var(--s2);
  }
  .session .line {
    flex-wrap: wrap; /* rather than to cut its name short */
  }
  .name {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .swatch {
    flex: none;
    width: 12px;
    height: 12px;
    border-radius: 3px;
  }
  .state {
    padding: 0 0.5em;
    border: 1px solid var(--line);
    border-radius: 1em;
    white-space: nowrap;
  }
  .busy {
    border-color: var(--accent);
    color: var(--accent);
  }
  .blocked,
  .failed,
  .crashed {
    border-color: var(--danger);
    color: var(--danger);
  }
  .error {
    overflow-wrap: anywhere;
    color: var(--danger);
  }
  .lane {
    padding: var(--s1) 0 var(--s2);
    border-top: 1px solid var(--line);
  }
  canvas {
    display: block;
    box-sizing: border-box;
    width: 100%;
    height: 24px;
    background: var(--surface);
    box-shadow: 0 0 0 1px var(--line);
  }
  .mark {
    display: inline-block;
    width: 10px;
    height: 6px;
  }
  .gone canvas {
    opacity: 0.75;
  }
  .axis {
    display: flex;
    justify-content: space-between;
    color: var(--muted);
    font-size: 12px;
  }
  details {
    margin-top: var(--s3);
  }
  summary {
    min-height: 28px;
    cursor: pointer;
    font-weight: 600;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 2px var(--s2) 2px 0;
    text-align: start;
    overflow-wrap: anywhere;
  }
  th {
    color: var(--muted);
    font-weight: 400;
  }
  td .swatch {
    display: inline-block;
    margin-inline-end: 0.4em;
  }
  .said {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container (min-width: 820px) {
    .head dl {
      order: 0;
      flex-basis: auto;
    }
    .parts {
      grid-template-columns: minmax(320px, 2fr) 3fr;
    }
    .lane {
      display: grid;
      grid-template-columns: 320px 1fr;
      gap: var(--s3);
      align-items: center;
      padding: 2px 0;
    }
    .axis {
      margin-inline-start: calc(320px + var(--s3));
    }
  }
  @media (pointer: coarse) {
    button {
      min-height: 44px;
      padding: 0 var(--s3);
    }
    summary {
      min-height: 44px;
      align-content: center;
    }
  }
  @media (forced-colors: active) {
    canvas,
    .swatch {
      forced-color-adjust: none;
    }
  }
`;

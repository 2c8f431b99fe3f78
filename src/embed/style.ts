import { css } from 'lit';

/** The frame of an app: quiet while it starts, plain about what went wrong. Tokens are those of the views. */
export const style = css`
  :host {
    display: block;
    position: relative;
  }
  :host([hidden]) {
    display: none;
  }
  .stage[inert] {
    opacity: 0.5;
  }
  .boot {
    margin: 0;
    padding: 8px 0;
    font: 14px/1.4 var(--heddle-font, system-ui, sans-serif);
    color: var(--muted);
    visibility: hidden;
    animation:
      appear 0s 0.4s forwards,
      late 0s 10s; /* most apps are there before it is read */
  }
  @keyframes appear {
    to {
      visibility: visible;
    }
  }
  @keyframes late {
  }
  .problem {
    margin: 8px 0 0;
    padding: 12px 16px;
    border: 1px solid color-mix(in srgb, var(--danger) 45%, transparent);
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--danger) 7%, var(--surface));
    color: var(--text);
    font: 14px/1.45 var(--heddle-font, system-ui, sans-serif);
    overflow-wrap: anywhere;
  }
  .problem p {
    margin: 0 0 4px;
  }
  .what {
    color: var(--muted);
  }
  .message b:first-child {
    color: var(--danger);
  }
  code,
  pre {
    font:
      0.92em/1.5 ui-monospace,
      monospace;
  }
  pre {
    margin: 8px 0 0;
    overflow-x: auto;
  }
  summary {
    cursor: pointer;
    color: var(--muted);
  }
  .actions {
    display: flex;
    gap: 8px;
    margin-top: 8px;
  }
  button {
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font: inherit;
    cursor: pointer;
  }
  .editor {
    margin-top: 8px;
    color: var(--text);
    font: 14px/1.4 var(--heddle-font, system-ui, sans-serif);
  }
  textarea {
    width: 100%;
    box-sizing: border-box;
    margin-top: 8px;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font:
      13px/1.5 ui-monospace,
      monospace;
    resize: vertical;
  }
  button:focus-visible,
  summary:focus-visible,
  textarea:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
`;

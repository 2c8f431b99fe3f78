/** Plain text, without Lit: the script that has it has none. */
export const style = `
  .stack {
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    display: flex;
    flex-direction: column;
    gap: var(--s2);
    width: min(360px, 100%);
  }
  :host([position^='top']) .stack {
    inset-block: 0 auto;
  }
  :host([position$='left']) .stack {
    inset-inline: 0 auto;
  }
  :host([position$='center']) .stack {
    inset-inline: 0;
    margin-inline: auto;
  }
  .item {
    --tone: var(--accent);
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: var(--s1) var(--s1) var(--s1) var(--s3);
    border: 1px solid color-mix(in oklab, var(--tone) 45%, transparent);
    border-inline-start: 4px solid var(--tone);
    border-radius: var(--radius);
    background: color-mix(in oklab, var(--tone) 8%, var(--surface));
    box-shadow: 0 2px 8px rgb(0 0 0 / 18%);
    color: var(--text);
  }
  .success {
    --tone: var(--success);
  }
  .warning {
    --tone: var(--warning);
  }
  .error {
    --tone: var(--danger);
  }
  p {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .kind {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button {
    min-width: var(--control);
    min-height: var(--control);
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: var(--muted);
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    color: var(--text);
  }
  button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
`;

import { css, type CSSResult } from 'lit';

/** The public tokens of an app whose `design` is not Heddle's own. Colours of text and edges keep the contrasts of WCAG's level AA. */
export const designs: CSSResult = css`
  :host([design='bootstrap']) {
    --heddle-accent: light-dark(#0a58ca, #6ea8fe);
    --heddle-surface: light-dark(#fff, #212529);
    --heddle-fill: light-dark(#e9ecef, #343a40);
    --heddle-text: light-dark(#212529, #dee2e6);
    --heddle-muted: light-dark(#565e64, #adb5bd);
    --heddle-line: light-dark(#dee2e6, #495057);
  }
  :host([design='fast']) {
    --heddle-radius: 3px;
    --heddle-accent: light-dark(#0067b8, #6cb8f6);
    --heddle-surface: light-dark(#fff, #1f1f1f);
    --heddle-fill: light-dark(#ebebeb, #333);
    --heddle-text: light-dark(#1a1a1a, #f0f0f0);
    --heddle-muted: light-dark(#5c5c5c, #b0b0b0);
    --heddle-line: light-dark(#dcdcdc, #424242);
    --heddle-font: 'Segoe UI', system-ui, sans-serif;
  }
  :host([design='material']) {
    --heddle-radius: 12px;
    --heddle-accent: light-dark(#6750a4, #d0bcff);
    --heddle-surface: light-dark(#fef7ff, #1d1b20);
    --heddle-fill: light-dark(#ece6f0, #36343b);
    --heddle-text: light-dark(#1d1b20, #e6e0e9);
    --heddle-muted: light-dark(#5b5664, #cac4d0);
    --heddle-line: light-dark(#cac4d0, #49454f);
    --heddle-font: Roboto, system-ui, sans-serif;
  }
`;

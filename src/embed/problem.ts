import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorReport } from '../session/index.ts';

/**
 * An error in the app's place: what failed, where in the author's code, how often, why, and the stack for who wants it. Screen
 * readers are interrupted for the first of its kind only.
 */
export function problem(report: ErrorReport, times: number, actions: TemplateResult): TemplateResult {
  const { what, where, stack } = report;
  return html`<div class="problem" role=${times > 1 ? 'group' : 'alert'}>
    <p class="what">
      Error in <b>${what}</b>${where ? html` at <code>${where.file}:${where.line}:${where.column}</code>` : nothing}
      ${times > 1 ? `×${times}` : nothing}
    </p>
    <p class="message">${title(report)}</p>
    ${causes(report).map((cause) => html`<p class="cause">Caused by ${title(cause)}</p>`)}
    ${
      stack
        ? html`<details>
            <summary>Stack</summary>
            <pre>${stack}</pre>
          </details>`
        : nothing
    }
    ${actions}
  </div>`;
}

function title({ name, message }: ErrorReport): TemplateResult {
  return html`<b>${name}</b>: ${message}`;
}

function causes({ cause }: ErrorReport): ErrorReport[] {
  return cause ? [cause, ...causes(cause)] : [];
}

import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const marked = new Marked({ async: false, gfm: true });

/** `hardLineBreak`: every line end becomes a line break. */
export function markdownToHtml(text: string, hardLineBreak: boolean): string {
  return marked.parse(dedent(text), { async: false, breaks: hardLineBreak });
}

/** Takes out everything that runs: scripts, event handlers, `javascript:` links. Styles and targets of links stay. */
export function sanitize(html: string): string {
  // Under a Trusted Types policy this is an object that only `innerHTML` may read; elsewhere it is the string.
  return DOMPurify.sanitize(html, { ADD_ATTR: ['target'], FORCE_BODY: true, RETURN_TRUSTED_TYPE: true }) as unknown as string;
}

/** Texts in code are indented like the code around them, which Markdown would take for a block of code. */
function dedent(text: string): string {
  const indents = text.match(/^[ \t]*(?=\S)/gm)?.slice(/^\S/.test(text) ? 1 : 0) ?? [];
  const common = Math.min(...indents.map((indent) => indent.length));
  return common > 0 && common < Infinity ? text.replace(new RegExp(`^[ \\t]{1,${common}}`, 'gm'), '') : text;
}

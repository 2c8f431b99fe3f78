import { cases } from './cases.ts';
import type { Form } from './party.ts';

/** What test runners have in common. */
export interface Runner {
  describe(title: string, body: () => void): void;
  it(title: string, test: () => Promise<void>): void;
}

/** Declares the cases that make sense in a form, for each form. */
export function primitiveSuite(forms: readonly Form[], { describe, it }: Runner): void {
  for (const form of forms) {
    describe(`primitives ${form.title}`, () => {
      for (const { title, make, run, owners, mortal } of cases) {
        if (owners > form.owners || (mortal && form.owners === 1)) continue;
        it(title, async () => {
          const end = new AbortController();
          try {
            await run(...(await form.open(make, end.signal)));
          } finally {
            end.abort();
          }
        });
      }
    });
  }
}

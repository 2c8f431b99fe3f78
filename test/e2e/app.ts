import type { Driver } from './harness/index.ts';

type Control = 'button' | 'field';

/** A reader's hands and eyes on one app of a page: controls by their label, and the text that is shown. */
export class App {
  readonly #driver: Driver;
  readonly #host: string;

  constructor(driver: Driver, name: string) {
    this.#driver = driver;
    this.#host = `heddle-app[name="${name}"]`;
  }

  /** Brings the app into view, where a lazy one starts. */
  async open(): Promise<this> {
    await this.#driver.waitFor((host: string) => {
      const app = document.querySelector(host);
      app?.scrollIntoView({ block: 'center', behavior: 'instant' });
      return app !== null;
    }, this.#host);
    return this;
  }

  async click(button: string): Promise<void> {
    await this.#driver.click(await this.#control('button', button));
  }

  /** Drags the thumb of a slider from one fraction of its length to another. */
  async drag(slider: string, from: number, to: number): Promise<void> {
    await this.#driver.drag(await this.#control('field', slider), [thumb(from), 0.5], [thumb(to), 0.5]);
  }

  /** Focuses a control and presses keys, which follow each other faster than clicks do. */
  async press(kind: Control, label: string, ...keys: readonly string[]): Promise<void> {
    const selector = await this.#control(kind, label);
    await this.#driver.evaluate((wanted: string) => (e2e.find(wanted) as HTMLElement).focus(), selector);
    for (const key of keys) await this.#driver.press(key);
  }

  text(): Promise<string> {
    return this.#driver.text(this.#host);
  }

  async value(field: string): Promise<string> {
    return this.#driver.evaluate((wanted: string) => (e2e.find(wanted) as HTMLInputElement).value, await this.#control('field', field));
  }

  /** Waits until the app shows a text that matches, and gives the match. */
  async shows(pattern: RegExp): Promise<string> {
    return this.#waitFor(
      (host: string, source: string) => new RegExp(source).exec(e2e.text(host))?.[0],
      `/${pattern.source}/`,
      pattern.source,
    );
  }

  /** Waits until something turns that says this to who cannot see it. */
  async turns(label: string): Promise<void> {
    await this.#waitFor(
      (host: string, wanted: string) =>
        e2e.findAll(`${host} >> [role=status]`).some((ring) => ring.ariaLabel === wanted && ring.getAnimations().length > 0),
      `a turning '${label}'`,
      label,
    );
  }

  /** Waits for an image with this alternative text that has been decoded. */
  async showsImage(alt: string): Promise<void> {
    await this.#waitFor(
      (host: string, wanted: string) =>
        e2e.findAll(`${host} >> img`).some((image) => image instanceof HTMLImageElement && image.alt === wanted && image.naturalWidth > 0),
      `the image '${alt}'`,
      alt,
    );
  }

  async has(selector: string): Promise<void> {
    await this.#driver.find(`${this.#host} >> ${selector}`);
  }

  /** Finds a control by its label and marks it, so that the driver's selectors find it too. */
  async #control(kind: Control, label: string): Promise<string> {
    const mark = `${kind} ${label}`;
    await this.#waitFor(
      (host: string, css: string, wanted: string, name: string) => {
        const labelOf = (element: Element): string =>
          element.getAttribute('aria-label') ??
          (element instanceof HTMLButtonElement
            ? element.textContent
            : [...((element as HTMLInputElement).labels ?? [])].map((it) => it.textContent).join(' '));
        const found = e2e.findAll(`${host} >> ${css}`).find((element) => labelOf(element).trim() === wanted);
        found?.setAttribute('data-control', name);
        return found !== undefined;
      },
      `the ${kind} '${label}'`,
      kind === 'button' ? 'button' : 'input, select, textarea',
      label,
      mark,
    );
    return `${this.#host} >> [data-control="${mark}"]`;
  }

  async #waitFor<Args extends unknown[], Result>(fn: (host: string, ...args: Args) => Result, what: string, ...args: Args) {
    try {
      return await this.#driver.waitFor(fn, this.#host, ...args);
    } catch (error) {
      throw new Error(`${this.#host} does not come to show ${what}. It shows: ${await this.text()}`, { cause: error });
    }
  }
}

/** Where the middle of a slider's thumb is, as a fraction of the slider's width: the thumb stays inside. */
function thumb(value: number): number {
  return 0.025 + value * 0.95;
}

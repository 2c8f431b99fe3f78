import { css, type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { findAsset } from '../../http/index.ts';
import { theme } from '../theme.ts';
import { View } from '../view.ts';
import { ReactiveView } from './reactive.ts';

interface ImageValues {
  /** Path, URL or the file's bytes. */
  readonly object: string | Uint8Array<ArrayBuffer> | null;
  readonly altText: string | null;
}

/** Shows an image. The one before stays until the new one can be drawn. */
abstract class ImageView extends View<ImageValues> {
  static override properties = { failed: { state: true } };
  declare failed: boolean;

  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        width: fit-content;
      }
      img {
        display: block;
        max-width: 100%;
      }
      :host([sized]) img {
        width: 100%;
        height: 100%;
        object-fit: contain;
      }
      p {
        margin: 0;
        color: var(--danger);
      }
    `,
  ];

  protected abstract readonly mimeType: string;
  #shown: ImageValues['object'] = null;
  #url: string | undefined;

  constructor() {
    super();
    this.failed = false;
  }

  /** Settles when there is something to see: the image, or why there is none. */
  get arrived(): Promise<void> {
    return this.updateComplete.then(() => {
      const image = this.renderRoot.querySelector('img');
      if (!image || image.complete) return;
      return new Promise((resolve) => {
        for (const end of ['load', 'error'] as const) image.addEventListener(end, () => resolve(), { once: true });
      });
    });
  }

  /** Where it shows an output, it is looked at until the next one has arrived. */
  protected override leave(): void {
    if (!(this.parentElement instanceof ReactiveView)) super.leave();
  }

  override dispose(): void {
    this.#revoke();
    super.dispose();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { object, width, height } = this.values;
    this.toggleAttribute('sized', width != null || height != null);
    if (object === this.#shown) return;
    this.#revoke();
    this.#shown = object;
    this.#url = this.#urlOf(object);
    this.failed = false;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#url === undefined) return nothing;
    return this.failed
      ? html`<p role="alert">${this.#failure()}</p>`
      : html`<img decoding="sync" src=${this.#url} alt=${this.values.altText ?? ''} @error=${this.#fail} />`;
  }

  readonly #fail = (): void => {
    this.failed = true;
    this.emit('failure', this.#failure());
  };

  #urlOf(object: ImageValues['object']): string | undefined {
    if (object === null || object.length === 0) return undefined;
    if (typeof object === 'string') return findAsset(object) ?? object;
    return URL.createObjectURL(new Blob([object], { type: this.mimeType }));
  }

  #failure(): string {
    const { object } = this.values;
    const what = typeof object === 'string' ? shortened(object) : `${this.mimeType} of ${object?.length ?? 0} bytes`;
    return `${what} can't be shown as an image.`;
  }

  #revoke(): void {
    if (this.#url?.startsWith('blob:') && typeof this.#shown !== 'string') URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}

export class JpgView extends ImageView {
  protected override readonly mimeType = 'image/jpeg';
}

export class PngView extends ImageView {
  protected override readonly mimeType = 'image/png';
}

/** A data URL is too long to be read. */
function shortened(url: string): string {
  return url.length > 80 ? `${url.slice(0, 80)}…` : url;
}

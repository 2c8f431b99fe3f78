/** The part of BokehJS that Heddle calls, as its scripts put it on the page. */
export interface BokehJS {
  readonly documents: BokehDocument[];
  readonly Document: new () => BokehDocument;
  readonly ColumnDataSource: new (attributes: { data: Record<string, unknown> }) => BokehSource;
  readonly Plotting: { figure(options: object): BokehModel };
  readonly embed: { add_document_standalone(document: BokehDocument, element: Element): Promise<unknown> };
  /** Classes of models by name. */
  readonly [model: string]: unknown;
}

export interface BokehDocument {
  readonly config: { notifications: unknown };
  add_root(model: BokehModel): void;
  clear(): void;
}

export interface BokehModel {
  readonly properties: Readonly<Record<string, BokehProperty>>;
  setv(attributes: object): void;
  /** This model and all that it refers to. */
  references(): Iterable<BokehModel>;
}

export interface BokehProperty {
  /** Somebody gave it a value. */
  readonly dirty: boolean;
  readonly is_unset: boolean;
  get_value(): unknown;
}

export interface BokehSource extends BokehModel {
  data: Record<string, unknown>;
  stream(columns: object, rollover?: number): void;
  patch(cells: object): void;
}

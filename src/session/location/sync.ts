import { parameterOf, type Parameterized, valueFromJson, valueToJson } from '../../param/index.ts';

/** A parameter and the entry of the URL that holds its value. */
export interface Sync {
  readonly obj: Parameterized;
  readonly name: string;
  readonly key: string;
  /** What the parameter was when it was synced: while it is that, the URL says nothing. */
  readonly initial: unknown;
  readonly initialText: string;
}

export function syncOf(obj: Parameterized, name: string, key: string): Sync {
  const initial = parameterOf(obj, name).value;
  return { obj, name, key, initial, initialText: textOf(obj, name) };
}

/** The value as the URL shows it: JSON, but texts plain where they cannot be taken for something else. */
export function textOf(obj: Parameterized, name: string): string {
  const json = valueToJson(parameterOf(obj, name));
  const text = JSON.stringify(json);
  return typeof json === 'string' && fromJson(json) === undefined ? json : text;
}

/** Sets the parameter to what the URL says. Throws what the parameter throws for a value that it refuses. */
export function setFromText({ obj, name }: Sync, text: string): void {
  const parameter = parameterOf(obj, name);
  const json = fromJson(text);
  const set = (it: unknown): void => obj.param.update({ [name]: valueFromJson(parameter, it) } as never);
  if (json === undefined) return set(text);
  try {
    set(json);
  } catch (error) {
    if (typeof json === 'string') throw error;
    try {
      set(text); // somebody wrote a text by hand that looks like something else
    } catch {
      throw error;
    }
  }
}

export function reset({ obj, name, initial }: Sync): void {
  obj.param.update({ [name]: initial } as never);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

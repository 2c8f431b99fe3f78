/** Colours and font of the host page. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly font: string;
}

/** What an element has of its host. Tokens may be of any form; as the colour of an element they are one that BokehJS can read. */
export function paletteOf(element: Element): Palette {
  const probe = document.createElement('i');
  probe.hidden = true;
  element.append(probe);
  const { fontFamily: font } = getComputedStyle(element);
  const colorOf = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  // The element's own colour is in transition when its change is told, and the old one still.
  const palette = { text: colorOf('--text'), muted: colorOf('--muted'), line: colorOf('--line'), surface: colorOf('--surface'), font };
  probe.remove();
  return palette;
}

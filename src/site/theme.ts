import { mount } from 'heddle';

const KEY = 'heddle-site-theme';

/** The theme picker: a Heddle app in the page, as it changes the page. */
export async function chooseTheme(place: HTMLElement): Promise<void> {
  await mount(
    place,
    ({ Select }) => {
      const picker = new Select({ label: 'Theme', options: { Auto: 'auto', Light: 'light', Dark: 'dark' }, value: current(), width: 120 });
      picker.param.watch((event) => apply(String(event.new)), 'value');
      picker.servable();
    },
    { run: 'page', name: 'theme' },
  );
}

const current = (): string => document.documentElement.dataset['theme'] ?? 'auto';

function apply(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is refused to this page: the choice lasts as long as the page.
  }
}

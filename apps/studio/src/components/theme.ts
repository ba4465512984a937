export type Theme = 'system' | 'light' | 'dark';
const key = 'curio.theme';

/** Inline script, run before the first paint: sets the chosen theme, or follows the system's while none is chosen. */
export const themeScript = `(()=>{const d=document.documentElement,m=matchMedia('(prefers-color-scheme: dark)');
const apply=()=>{let t=null;try{t=localStorage.getItem('${key}')}catch{}d.dataset.theme=t==='light'||t==='dark'?t:m.matches?'dark':'light'};
apply();m.addEventListener('change',apply);addEventListener('curio:theme',apply)})()`;

export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Without local storage the choice lasts for this page only.
    document.documentElement.dataset.theme = theme === 'system' ? 'light' : theme;
    return;
  }
  dispatchEvent(new Event('curio:theme'));
}

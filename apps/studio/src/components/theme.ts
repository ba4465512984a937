export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];
const key = 'curio.theme';

/** Runs before the first paint: the chosen theme, or the system's, and the system's changes while no choice is made. */
export const themeScript = `(()=>{const d=document.documentElement,m=matchMedia('(prefers-color-scheme: dark)');
const apply=()=>{let t=null;try{t=localStorage.getItem('${key}')}catch{}d.dataset.theme=t==='light'||t==='dark'?t:m.matches?'dark':'light'};
apply();m.addEventListener('change',apply);addEventListener('curio:theme',apply)})()`;

export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Storage may be switched off: the choice then lasts for this page only.
    document.documentElement.dataset.theme = theme === 'system' ? 'light' : theme;
    return;
  }
  dispatchEvent(new Event('curio:theme'));
}

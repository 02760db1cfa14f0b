// Runs before anything is drawn, so that no window flashes in the wrong theme. The store's theme.ts keeps what is read here.
const theme = localStorage.getItem('blindfold.theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

// The page's policy lets no text become program. The library that checks what arrives would try whether it may, and every try
// is reported as a breach.
globalThis.__zod_globalConfig = { jitless: true };

// Runs before anything is drawn, so that no window flashes in the wrong theme. The store's theme.ts keeps what is read here.
const theme = localStorage.getItem('blindfold.theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

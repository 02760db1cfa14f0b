import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/reflow.css';
import './styles/forcedColours.css';
import { App } from './App';
import { connect } from './backend/connect';
import { startStores } from './store/start';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
startStores(connect());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

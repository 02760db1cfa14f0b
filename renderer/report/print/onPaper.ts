import { createContext, useContext } from 'react';

/** True around what is made for paper: light, and with everything that is a click away on the screen. */
export const OnPaper = createContext(false);

/** Whether this part is made for paper. */
export function useOnPaper(): boolean {
  return useContext(OnPaper);
}

/** The names under which the page and the main process speak. The preload and the door share them, nobody else. */
export const REQUEST_CHANNEL = 'blindfold:request';
export const PUSH_CHANNEL = 'blindfold:push';

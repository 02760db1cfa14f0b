/** The names under which the page and the main process speak. The preload and the door share them, nobody else. */
export const REQUEST_CHANNEL = 'blindfold:request';
/** Tells the path of a file that was dropped on the page, before the page itself knows it. */
export const DROP_CHANNEL = 'blindfold:drop';
export const PUSH_CHANNEL = 'blindfold:push';

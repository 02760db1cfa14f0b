import type { CommandHandlers } from '../../core/contract/commands';
import { appHandlers } from './appHandlers';
import { archiveHandlers } from './archiveHandlers';
import { assistantHandlers } from './assistantHandlers';
import { catalogHandlers } from './catalogHandlers';
import { checkHandlers } from './checkHandlers';
import { comfyHandlers } from './comfyHandlers';
import { comparisonHandler } from './comparisonHandler';
import { desktopHandlers } from './desktopHandlers';
import { evaluationHandlers } from './evaluationHandlers';
import { generationHandlers } from './generationHandlers';
import { packHandlers } from './packHandlers';
import { withPackRules } from './packRules';
import { pairVotesHandler } from './pairVotesHandler';
import { presetHandlers } from './presetHandlers';
import { reportExportHandlers } from './reportExportHandlers';
import { reportHandlers } from './reportHandlers';
import { reportPictures } from './reportPictures';
import { reportWorkflow } from './reportWorkflow';
import type { Services } from './services';
import { sessionHandlers } from './sessionHandlers';
import { settingsHandlers } from './settingsHandlers';
import { storageHandlers } from './storageHandlers';
import { taskHandlers } from './taskHandlers';
import { testPairHandler } from './testPairHandler';
import { updateHandlers } from './updateHandlers';

/** What answers each command of the contract. */
export function allHandlers(services: Services): CommandHandlers {
  const handlers: CommandHandlers = {
    ...appHandlers(services),
    ...archiveHandlers(services),
    ...catalogHandlers(services),
    ...checkHandlers(services),
    ...desktopHandlers(services),
    ...updateHandlers(services),
    ...settingsHandlers(services),
    ...storageHandlers(services),
    ...taskHandlers(services),
    ...sessionHandlers(services),
    ...generationHandlers(services),
    ...testPairHandler(services),
    ...evaluationHandlers(services),
    ...packHandlers(services),
    ...presetHandlers(services),
    ...reportHandlers(services),
    ...pairVotesHandler(services),
    ...reportExportHandlers(services),
    ...reportPictures(services),
    ...reportWorkflow(services),
    ...comparisonHandler(services),
    ...comfyHandlers(services),
    ...assistantHandlers(services),
  };
  return withPackRules(handlers, services);
}

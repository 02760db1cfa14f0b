import { closeHelp, openHelp, useView } from '../store/view';
import { IconButton } from '../ui/Button';

/** Opens the help, and closes it again. */
export function HelpButton() {
  const isOpen = useView(({ help }) => help !== null);
  return (
    <IconButton
      icon="help"
      label="Help"
      keys="F1"
      pressed={isOpen}
      data-opens="help"
      onClick={() => (isOpen ? closeHelp() : openHelp('guide'))}
    />
  );
}

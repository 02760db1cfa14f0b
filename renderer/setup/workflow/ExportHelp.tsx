import { HelpLink } from '../../help/HelpLink';
import { IconButton } from '../../ui/Button';
import { FaultLine } from '../../ui/Field';

/** Why a file cannot be used as a workflow, and how to come by one that can. */
export function ExportHelp({ fault, onClose }: { fault: string; onClose: () => void }) {
  return (
    <div className="exporthelp" role="alert">
      <div className="exporthelp__head">
        <FaultLine>{fault}</FaultLine>
        <IconButton icon="x" label="Put this message away" onClick={onClose} />
      </div>
      <p>How to get a file that will do:</p>
      <ol>
        <li>Open the workflow in ComfyUI.</li>
        <li>Choose Workflow, then Export (API).</li>
        <li>Load that file here, or drop it on this window.</li>
      </ol>
      <p>
        In an older ComfyUI, switch on “Enable dev mode options” in its settings; its menu has “Save (API
        format)” then. A picture that ComfyUI saved (PNG) will do as well: it holds its workflow.{' '}
        <HelpLink topic="workflows" about={fault}>
          More on this
        </HelpLink>
      </p>
    </div>
  );
}

/** How to come by a workflow file that can be used. */
export function ExportHelp() {
  return (
    <div className="exporthelp">
      <p>
        <b>How to get the right file</b>
      </p>
      <ol>
        <li>Open the workflow in ComfyUI.</li>
        <li>Choose Workflow, then Export (API).</li>
        <li>Load that file here, or drop it on this window.</li>
      </ol>
      <p>
        In an older ComfyUI, switch on “Enable dev mode options” in its settings; then “Save (API format)” is in
        its menu. A picture that ComfyUI saved (PNG) will do as well: it holds its workflow.
      </p>
    </div>
  );
}

/** The drawings of the icons, each on a 16 x 16 ground with a 1.5 px stroke. */
export const ICONS = {
  sidebar: <path d="M2.5 3.5h11v9h-11zM6 3.5v9" />,
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  minus: <path d="M4 8h8" />,
  save: <path d="M3 3h7.5L13 5.5V13H3zM5.5 3v3h4V3M5.5 13V9.5h5V13" />,
  copy: <path d="M5.5 5.5h7.5V13H5.5zM10.5 5.5V3H3v7.5h2.5" />,
  note: <path d="M3 2.5h10v7L9.5 13.5H3zM9.5 13.5v-4H13M5.5 5.5h5M5.5 8h2.5" />,
  more: (
    <g className="solid">
      <circle cx="3.5" cy="8" r="1.25" />
      <circle cx="8" cy="8" r="1.25" />
      <circle cx="12.5" cy="8" r="1.25" />
    </g>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="M10.2 10.2l3.3 3.3" />
    </>
  ),
  check: <path d="M3.5 8.5l3 3 6-7" />,
  x: <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" />,
  down: <path d="M4.5 6.5L8 10l3.5-3.5" />,
  left: <path d="M9.5 4.5L6 8l3.5 3.5" />,
  right: <path d="M6.5 4.5L10 8l-3.5 3.5" />,
  settings: (
    <>
      <path d="M2.5 5H9M12 5h1.5M2.5 11H4M7 11h6.5" />
      <circle cx="10.5" cy="5" r="1.6" />
      <circle cx="5.5" cy="11" r="1.6" />
    </>
  ),
  play: <path d="M5 3.5v9L12.5 8z" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  stop: <path d="M4 4h8v8H4z" />,
  undo: <path d="M6 4L3 7l3 3M3 7h6.5a3 3 0 0 1 0 6H7.5" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  eyeoff: (
    <path d="M2.5 2.5l11 11M6.2 3.8A6 6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a10 10 0 0 1-2 2.4M9.8 12.2a6 6 0 0 1-1.8.3C4 12.5 1.5 8 1.5 8a10 10 0 0 1 2.6-3.1" />
  ),
  brand: (
    <>
      <circle cx="7.5" cy="8" r="5.75" />
      <path className="solid" d="M1.4 5.9h12.2v3.7H1.4z" />
      <path d="M13.4 7.2l2 1.2M13.2 8.6l1.4 2.6" />
    </>
  ),
  side: <path d="M2 3.5h5v9H2zM9 3.5h5v9H9z" />,
  slider: (
    <>
      <path d="M2.5 3.5h11v9h-11zM8 1.5v13" />
      <path className="solid" d="M2.5 3.5H8v9H2.5z" opacity=".35" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.25" r="2.75" />
      <path d="M2.75 13.5c.5-2.7 2.5-4.25 5.25-4.25s4.75 1.55 5.25 4.25" />
    </>
  ),
  swap: <path d="M3 5h10M10.5 2.5L13 5l-2.5 2.5M13 11H3M5.5 8.5L3 11l2.5 2.5" />,
  diff: (
    <>
      <circle cx="6" cy="8" r="3.75" />
      <circle cx="10" cy="8" r="3.75" />
    </>
  ),
  fit: <path d="M3 6V3h3M13 6V3h-3M3 10v3h3M13 10v3h-3" />,
  keys: <path d="M1.5 4.5h13v7h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.3h6" />,
  star: <path d="M8 2.3l1.75 3.6 3.95.55-2.85 2.8.7 3.95L8 11.3l-3.55 1.9.7-3.95-2.85-2.8 3.95-.55z" />,
  warn: <path d="M8 2.5L14.2 13H1.8zM8 6.5v3M8 11.3v.01" />,
  fault: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 5v3.5M8 11v.01" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 7.5V11M8 5v.01" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M6.3 6.4a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.9.7-.9 1.4M8 11.3v.01" />
    </>
  ),
  trash: <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9" />,
  pin: <path d="M6 2.5h4l-.5 4 2 2.5h-7l2-2.5zM8 9v4.5" />,
  archive: <path d="M2.5 3h11v3h-11zM3.5 6v7h9V6M6.5 8.5h3" />,
  export: <path d="M8 10V2.5M5 5.2L8 2.5l3 2.7M3 9.5V13h10V9.5" />,
  import: <path d="M8 2.5V10M5 7.3L8 10l3-2.7M3 9.5V13h10V9.5" />,
  folder: <path d="M2 3.5h4.5L8 5h6v8H2z" />,
  key: (
    <>
      <circle cx="5.5" cy="10.5" r="2.75" />
      <path d="M7.5 8.5l5.5-5.5M10.5 5.5l2 2" />
    </>
  ),
  server: <path d="M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01" />,
  image: <path d="M2.5 3h11v10h-11zM2.5 11L6 7.5l3 3 2-2 2.5 2.5M10.5 5.8h.01" />,
  shuffle: (
    <path d="M2 4.5h3l6 7h2.5M2 11.5h3l1.4-1.6M9.4 6.3L11 4.5h2.5M11.8 2.8l1.7 1.7-1.7 1.7M11.8 9.8l1.7 1.7-1.7 1.7" />
  ),
  grip: (
    <g className="solid">
      <circle cx="6" cy="4" r="1" />
      <circle cx="10" cy="4" r="1" />
      <circle cx="6" cy="8" r="1" />
      <circle cx="10" cy="8" r="1" />
      <circle cx="6" cy="12" r="1" />
      <circle cx="10" cy="12" r="1" />
    </g>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.8V8l2.3 1.5" />
    </>
  ),
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3" />,
  up: <path className="solid" d="M8 3l5.5 10h-11z" />,
  dn: <path className="solid" d="M8 13L2.5 3h11z" />,
  und: <circle cx="8" cy="8" r="4.5" strokeWidth="2" />,
  flag: <path d="M4 14V2.5M4 3h8l-2 3 2 3H4" />,
  chart: <path d="M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6.5" />,
  edit: <path d="M3 13l.7-3L11 2.7 13.3 5 6 12.3zM9.5 4.2l2.3 2.3" />,
  dice: <path d="M3 3h10v10H3zM5.8 5.8h.01M10.2 10.2h.01M8 8h.01" />,
  flask: <path d="M6 2.5h4M7 2.5v4L3.5 13.5h9L9 6.5v-4M5.4 10h5.2" />,
  spark: <path d="M8 2.5l1.5 4L13.5 8l-4 1.5-1.5 4-1.5-4-4-1.5 4-1.5z" />,
  text: <path d="M3 4h10M3 8h10M3 12h6" />,
  list: <path d="M5.5 4H13M5.5 8H13M5.5 12H13M2.7 4h.01M2.7 8h.01M2.7 12h.01" />,
  half: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path className="solid" d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" />
    </>
  ),
  data: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="1.8" />
      <path d="M3 4v8c0 1 2.2 1.8 5 1.8s5-.8 5-1.8V4M3 8c0 1 2.2 1.8 5 1.8S13 9 13 8" />
    </>
  ),
  zoom: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="M10.2 10.2l3.3 3.3M5 7h4M7 5v4" />
    </>
  ),
  broken: <path d="M2.5 3h11v10h-11zM6 3l2 3-2 3 2 4" />,
} as const;

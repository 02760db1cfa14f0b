import { useRef } from 'react';
import { closeLayer, type Layer, useLayer } from './store/layer';
import { laterPart } from './ui/laterPart';

interface LayerProps {
  open: boolean;
  onClose: () => void;
}

/** Nobody begins in one of them. */
const PARTS = {
  palette: laterPart<LayerProps>(() => import('./palette/Palette')),
  keys: laterPart<LayerProps>(() => import('./KeysWindow')),
  about: laterPart<LayerProps>(() => import('./about/AboutDialog')),
} satisfies Record<Layer, unknown>;

/** What lies over the whole window: the palette, the list of keys, the About box. Each is fetched when it is first opened. */
export function Layers() {
  const layer = useLayer((state) => state.layer);
  const opened = useRef(new Set<Layer>());
  if (layer !== null) opened.current.add(layer);
  return [...opened.current].map((name) => {
    const { Part } = PARTS[name];
    // It stays once it was open, so that it can fade away and give the focus back.
    return <Part key={name} open={name === layer} onClose={closeLayer} />;
  });
}

export interface Medium {
  readonly text: string;
  /** Without color. */
  readonly isGray: boolean;
}

const medium = (text: string, isGray = false): Medium => ({ text, isGray });

/** What a picture can be made with, to see whether a LoRA bears it. */
export const MEDIUMS: readonly Medium[] = [
  medium('watercolor painting'),
  medium('oil painting'),
  medium('pencil drawing', true),
  medium('35mm film photograph'),
  medium('digital painting'),
  medium('black and white photograph', true),
  medium('storybook illustration'),
  medium('gouache painting'),
  medium('3D render'),
  medium('comic book panel'),
  medium('charcoal drawing', true),
  medium('woodblock print'),
  medium('pastel drawing'),
  medium('pixel art'),
  medium('ink and wash drawing', true),
  medium('professional color photograph'),
  medium('anime illustration'),
  medium('clay animation still'),
  medium('copper engraving', true),
  medium('cut-paper collage'),
  medium('flat vector illustration'),
  medium('instant photograph'),
  medium('low-poly render'),
  medium('art deco poster'),
];

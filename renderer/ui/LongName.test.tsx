import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LongName, nameParts } from './LongName';

describe('a long name', () => {
  it('is cut where nothing tells it from its neighbours', () => {
    expect(nameParts('demo/styles/inkwash_v1-000012.safetensors')).toEqual({
      folder: 'demo/styles/',
      start: 'inkwash_v',
      end: '1-000012',
      ending: '.safetensors',
    });
    expect(nameParts('styles\\owl.v2.ckpt')).toEqual({
      folder: 'styles\\',
      start: '',
      end: 'owl.v2',
      ending: '.ckpt',
    });
    expect(nameParts('dpmpp_2m_sde_gpu')).toEqual({
      folder: '',
      start: 'dpmpp_2m',
      end: '_sde_gpu',
      ending: '',
    });
  });

  it('keeps the ending at the name, also where a folder gave way', () => {
    const { container } = render(<LongName name="styles/fox.safetensors" className="" />);
    expect(container.querySelector('.longname__file')?.textContent).toBe('fox.safetensors');
  });

  it.each([
    '',
    '.safetensors',
    'a/',
    'v1.5',
    '🦊🦊🦊🦊🦊🦊🦊🦊🦊.pt',
    'two  words/x y.safetensors',
    'a\nb.pt',
  ])('shows every letter of %j, given room', (name) => {
    const { container } = render(<LongName name={name} className="" />);
    expect(container.textContent).toBe(name);
  });
});

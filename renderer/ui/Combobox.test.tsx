import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { Combobox, shownOptions } from './Combobox';

const MANY = Array.from(
  { length: 5000 },
  (_, index) => `styles/lora_${index % 50}-${String(index).padStart(6, '0')}.safetensors`,
);

describe('the entries of a long list', () => {
  it('are those around the chosen one before anything is searched', () => {
    const { shown, total } = shownOptions(MANY, MANY[2500] ?? '', false);
    expect(total).toBe(5000);
    expect(shown).toEqual(MANY.slice(2450, 2650));
    expect(shownOptions(MANY, '', false).shown).toEqual(MANY.slice(0, 200));
    expect(shownOptions(MANY, MANY[4999] ?? '', false).shown).toEqual(MANY.slice(4800));
  });

  it('are those that hold all words once something is searched', () => {
    expect(shownOptions(MANY, 'STYLES _7- 0049', true).shown).toEqual([
      'styles/lora_7-004907.safetensors',
      'styles/lora_7-004957.safetensors',
    ]);
  });

  it('are told to be more than are shown', async () => {
    const user = userEvent.setup();
    function Field() {
      const [value, setValue] = useState('');
      return <Combobox label="File" value={value} onChange={setValue} options={MANY} none="None." />;
    }
    render(<Field />);
    await user.click(screen.getByRole('combobox', { name: 'File' }));
    expect(await screen.findAllByRole('option')).toHaveLength(200);
    expect(screen.getByText(/^200 of 5,000\. Type words/)).toBeTruthy();
    await user.type(screen.getByRole('combobox', { name: 'File' }), '_7- 0049');
    expect(screen.getAllByRole('option').map((option) => option.getAttribute('aria-label'))).toEqual([
      'styles/lora_7-004907.safetensors',
      'styles/lora_7-004957.safetensors',
    ]);
    expect(screen.queryByText(/Type words/)).toBeNull();
  });
});

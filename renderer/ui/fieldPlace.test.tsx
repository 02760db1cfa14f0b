import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { goToField } from './fieldPlace';

const focused = () => document.activeElement?.getAttribute('aria-label');

describe('the way to a field', () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => undefined;
    render(
      <>
        <div data-field="setup.servers">
          <input aria-label="address" disabled />
          <button type="button" aria-label="test" />
        </div>
        <div data-field="setup.loras[0]">
          <input aria-label="first file" />
        </div>
        <div data-field="setup.weight_range">
          <input aria-label="smallest" aria-invalid="true" />
          <span data-field="setup.weight_range.step">
            <input aria-label="step" aria-invalid="true" />
          </span>
        </div>
        <div data-field="setup.plan" role="note" tabIndex={-1} aria-label="plan" />
      </>,
    );
  });

  it.each([
    ['setup.weight_range.step', 'step'],
    ['setup.weight_range', 'smallest'],
    ['setup.weight_range.max', 'smallest'],
    ['setup.loras', 'first file'],
    ['setup.servers', 'test'],
    ['setup.plan', 'plan'],
  ])('of %s ends at the %s', (field, label) => {
    goToField(field);
    expect(focused()).toBe(label);
  });

  it('goes nowhere for a field without a place', () => {
    screen.getByLabelText('step').focus();
    goToField('setup.notes');
    expect(focused()).toBe('step');
  });
});

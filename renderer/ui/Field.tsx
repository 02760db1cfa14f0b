import { type ComponentProps, type ReactNode, useId } from 'react';
import './field.css';
import { Icon, type IconName } from './Icon';

/** What a control needs to belong to its row: its id, the text that describes it, and whether it is faulty. */
export interface FieldLinks {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

interface RowProps {
  label: string;
  /** A fault takes the place of the help, never a second line. */
  fault?: ReactNode | undefined;
  help?: ReactNode | undefined;
  /** A row with several controls is a group with the label as its name. */
  group?: boolean;
  /** The field's path, by which a fault finds its place on the screen. */
  field?: string;
  children: (links: FieldLinks) => ReactNode;
}

/** A label, its control, and one line under it: help, or what is wrong. */
export function Row({ label, fault, help, group = false, field, children }: RowProps) {
  const id = useId();
  const labelId = `${id}-label`;
  const textId = `${id}-text`;
  const invalid = fault !== undefined && fault !== null;
  const described = invalid || (help !== undefined && help !== null) ? textId : undefined;
  const content = (
    <>
      {children({ id, describedBy: described, invalid })}
      {invalid ? <FaultLine id={textId}>{fault}</FaultLine> : help ? <Help id={textId}>{help}</Help> : null}
    </>
  );
  return (
    <div className="row" data-field={field}>
      {group ? (
        <span className="label" id={labelId}>
          {label}
        </span>
      ) : (
        <label className="label" htmlFor={id}>
          {label}
        </label>
      )}
      {group ? (
        <fieldset aria-labelledby={labelId} {...(described ? { 'aria-describedby': described } : {})}>
          {content}
        </fieldset>
      ) : (
        <div>{content}</div>
      )}
    </div>
  );
}

/** One quiet line under a control. */
export function Help({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div className="help" id={id}>
      {children}
    </div>
  );
}

/** What is wrong, beside where it is wrong; a sign as well as a colour. */
export function FaultLine({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div className="faultline" id={id}>
      <Icon name="fault" />
      <span>{children}</span>
    </div>
  );
}

interface InputProps
  extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'aria-invalid' | 'aria-describedby'> {
  value: string;
  onChange: (value: string) => void;
  icon?: IconName | undefined;
  small?: boolean;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  /** Stands after the text, a clear button for example. */
  end?: ReactNode;
}

/** A line of text. */
export function Input({
  value,
  onChange,
  icon,
  small = false,
  invalid = false,
  describedBy,
  end,
  className,
  ...rest
}: InputProps) {
  const classes = ['input', small ? 'input--sm' : '', className ?? ''].filter(Boolean).join(' ');
  return (
    <div
      className={classes}
      {...(invalid ? { 'data-invalid': '' } : {})}
      {...(rest.disabled ? { 'data-disabled': '' } : {})}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        className="input__box"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...(invalid ? { 'aria-invalid': true } : {})}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      />
      {end}
    </div>
  );
}

interface TextAreaProps
  extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'aria-invalid' | 'aria-describedby'> {
  value: string;
  onChange: (value: string) => void;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** Several lines of text. */
export function TextArea({
  value,
  onChange,
  invalid = false,
  describedBy,
  className,
  ...rest
}: TextAreaProps) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={className === undefined ? 'input input--area' : `input input--area ${className}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      {...(invalid ? { 'aria-invalid': true, 'data-invalid': '' } : {})}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    />
  );
}
